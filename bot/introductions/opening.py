"""Opening a room: names are said for the first time, in a private place of each, or in one that all share."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.content import Block, Button, ButtonStyle, Content, Heading, ListBlock, Paragraph, Text
from adapters.contract.refs import MessageRef
from bot import notices
from bot.introductions import figures_texts, hours, talk, texts
from bot.introductions.letters import box_of, letter
from bot.introductions.rules import DAY, Answer, State, Turn, after, procurement
from bot.introductions.who import Member, members
from bot.saying import settled
from storage.database import Unit
from storage.introductions import Introduction, Party
from storage.languages import Language
from storage.messages import NOTICES
from storage.profiles import Sector
from storage.seats import Room

SLOT, JUST, CLOSE, KEEP_AWAY = "intro slot", "intro just", "intro close", "intro away"
CLOSE_SURE, AWAY_SURE = "close confirm", "away confirm"
TAKE_BACK = "intro near"
TALKED_AFTER = 14 * DAY
GRACE = 60.0  # seconds in which the opening should have come to stand


async def open_room(unit: Unit, introduction: Introduction, yes: Sequence[Party], now: float) -> None:
    """Open a room for those who said yes, at a time at which all may be written to."""
    everybody = await members(unit, now, [party.person for party in yes])
    shared = yes[0].account.letter_box_with(party.account for party in yes[1:])
    places = [(party.person, party.account, shared or everybody[party.person].taker.box) for party in yes]
    id = await unit.rooms.open(introduction.id, places, now)
    await unit.rooms.offer(id, hours.slots([member.hours for member in everybody.values()], now))
    await announce(unit, id, now)
    for party in yes:
        member = everybody[party.person]
        await unit.introductions.note(introduction.id, party.person, ask_at=hours.due(member.hours, now + TALKED_AFTER))


async def announce(unit: Unit, id: int, now: float) -> None:
    """Say the opening wherever it is to stand."""
    room = await unit.rooms.of(id)
    introduction = None if room is None else await unit.introductions.of(room.introduction_id)
    if room is None or introduction is None:
        return
    everybody = await members(unit, now, [seat.person for seat in room.seats])
    times = hours.together([member.hours for member in everybody.values()], now)
    due = dict(zip(everybody, times, strict=True))
    content = opening(room, introduction, everybody)
    for seat in room.seats:
        await notices.post(unit, room.opening, content, [seat.box], due.get(seat.person, now))


async def refresh(unit: Unit, room: Room, now: float) -> None:
    """Have the opening show how things stand now."""
    introduction = await unit.introductions.of(room.introduction_id)
    if introduction is None:
        return
    everybody = await members(unit, now, [seat.person for seat in room.seats])
    boxes = list(dict.fromkeys(seat.box for seat in room.seats if seat.seated))
    await notices.post(unit, room.opening, opening(room, introduction, everybody), boxes, now)


def opening(room: Room, introduction: Introduction, everybody: dict[str, Member]) -> Content:
    """What those who are introduced read: who they are, how to begin, and how to write.

    All of them read one message, so it is in English.
    """
    parties = [party for party in introduction.parties if party.person in {seat.person for seat in room.seats}]
    names = [party.name for party in parties]
    lines: list[str | Block] = [Heading(3, (Text(talk.YOU_ALL),)), talk.met([_named(it, everybody) for it in parties])]
    for party in parties:
        if (member := everybody.get(party.person)) is not None and member.profile.problem:
            lines.append(talk.wants(party.name, member.profile.problem))
    if room.closed_at is not None:  # how to write there is of no use any more
        return settled(letter(*lines, talk.CLOSED_NOW), Language.ENGLISH)
    lines += [talk.START, ListBlock(tuple((Paragraph((Text(each),)),) for each in talk.QUESTIONS))]
    lines += _how(room, introduction)
    lines.append(talk.REMOVE_HOW)
    if procurement([Sector(party.sector) for party in parties]):
        lines.append(texts.PROCUREMENT)
    lines.append(texts.NO_PATIENTS)
    offered = room.slots if room.agreed is None else ()
    if offered:
        counts = [len({person for number, person in room.marks if number == at}) for at in range(len(offered))]
        shown = [talk.slot(hours.moment(at), count, len(names)) for at, count in zip(offered, counts, strict=True)]
        lines += [talk.TIMES, ListBlock(tuple((Paragraph((Text(each),)),) for each in shown))]
    lines.append(talk.CLOSES)
    return settled(letter(*lines, buttons=_buttons(room, offered)), Language.ENGLISH)


def _how(room: Room, introduction: Introduction) -> list[str]:
    """How to write, and who can read it besides those who are introduced."""
    if room.shared:  # where users belong to no community, in a private thread
        return [talk.HOW_TOGETHER, *([talk.IN_A_THREAD] if room.seats[0].box.nowhere else ())]
    aside = [party.name for seat in room.seats if seat.aside and (party := introduction.party([seat.account]))]
    unthreaded = any(seat.box.nowhere for seat in room.seats)
    how = [talk.HOW_APART, *([talk.WITHOUT_THREADS] if unthreaded else ()), talk.KEPT_UNTIL]
    return [*how, *([talk.reads_in_a_thread(aside)] if aside else ())]


def _buttons(room: Room, offered: Sequence[float]) -> tuple[Button, ...]:
    slots = tuple(Button(hours.short(at), SLOT, f"{room.id}.{number}") for number, at in enumerate(offered))
    rest = (
        Button(talk.JUST_MESSAGE, JUST, str(room.id)),
        Button(talk.CLOSE, CLOSE, str(room.id)),
        Button(talk.KEEP_AWAY, KEEP_AWAY, str(room.id), ButtonStyle.DANGER),
    )
    return (*slots, *rest)


def _named(party: Party, everybody: dict[str, Member]) -> str:
    member = everybody.get(party.person)
    employer = member.profile.employer if member is not None and member.profile.employer_shown else ""
    return talk.person(party.name, party.sector, employer)


async def stand(unit: Unit, id: int, now: float) -> None:
    """See that a room stands everywhere; if it cannot, give each a place of their own, or end the introduction."""
    room = await unit.rooms.of(id, lock=True)
    if room is None or room.closed_at is not None:
        return
    missing = [seat for seat in room.seats if not seat.seated]
    if not missing:
        await settle_in(unit, room)
        return
    opening = await unit.messages.by_key(MessageRef(NOTICES, room.opening).key)
    waits = set() if opening is None else await unit.outbox.underway(opening.id)
    if any(str(seat.box) in waits for seat in missing):
        return
    if room.shared:
        await unit.rooms.move(id, [(seat.person, await box_of(unit, seat.account)) for seat in room.seats])
        await announce(unit, id, now)
        return
    await unit.rooms.close(id, now)
    moved = after(State.AGREED, Turn.DROP)
    if moved is not None:
        await unit.introductions.move(room.introduction_id, State.AGREED, moved, reason="unreachable", due_at=now)
    reached = [seat.box for seat in room.seats if seat.seated]
    await notices.post(unit, f"{room.opening}-news", letter(talk.NOT_REACHED), reached, now)


async def settle_in(unit: Unit, room: Room) -> None:
    """The room stands: the introduction is open."""
    moved = after(State.AGREED, Turn.SHOW)
    if moved is not None:
        await unit.introductions.move(room.introduction_id, State.AGREED, moved)


def named(introduction: Introduction, person: str) -> list[str]:
    """The names of those whom somebody was introduced to."""
    return [
        party.name or figures_texts.SOMEBODY
        for party in introduction.parties
        if party.person != person and party.answer == Answer.YES
    ]
