"""Asking: everybody at once, with cards that name nobody, at a time at which each may be written to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from adapters.contract.content import Block, Button, ButtonStyle, Content, Heading, Text
from bot import cards, notices
from bot.introductions import hours, texts
from bot.introductions.letters import blocks, letter
from bot.introductions.rules import (
    ANSWER_DAYS,
    Answer,
    Frequency,
    State,
    Turn,
    after,
    group_barred,
    procurement,
)
from bot.introductions.who import Member, known, known_as, members, remember
from matching.why import cut
from storage.database import Unit
from storage.introductions import Introduction
from storage.profiles import Alike, Profile, Sector

ANSWER, REFUSE, REFUSE_TOPIC = "intro yes", "intro later", "intro other"
ROUND, PEERS, ALTERNATE, EVENT = "round", "peers", "alternate", "event"  # where an introduction comes from


def question(id: int, person: str) -> str:
    """The name of the notice that asks somebody."""
    return f"intro-{id}-{person}"


async def propose(
    unit: Unit,
    origin: str,
    people: Sequence[Member],
    now: float,
    *,
    overlaps: Mapping[str, str] | None = None,
    answers: Mapping[str, Answer] | None = None,
    round_id: int | None = None,
    turn: int = 0,
    asker: str = "",
) -> int | None:
    """Note that members may be introduced; they are asked when all can be. None when one had their turn already."""
    waiting = [member for member in people if (answers or {}).get(member.taker.person, Answer.NONE) is Answer.NONE]
    due = min(hours.together([member.hours for member in waiting], now)) if waiting else now
    parties = [
        {
            "person": member.taker.person,
            "account": member.taker.account,
            "name": await known_as(unit, member.taker, now),
            "sector": member.profile.sector.value,
            "overlap": (overlaps or {}).get(member.taker.person, ""),
            "answer": (answers or {}).get(member.taker.person, Answer.NONE).value,
            "round_id": round_id,
            "turn": turn,
        }
        for member in people
    ]
    return await unit.introductions.propose(origin, parties, due, now, asker=asker)


async def send(unit: Unit, id: int, now: float, crowd: Counter[Alike]) -> bool:
    """Ask everybody, if every rule still holds at this moment; False when one does not, and nobody was asked.

    `crowd` is what members share now.
    """
    introduction = await unit.introductions.of(id, lock=True)
    if introduction is None or introduction.state != State.PROPOSED:
        return True
    everybody = await members(unit, now, [party.person for party in introduction.parties])
    introduction = await _as_it_stands(unit, introduction, everybody, now)
    unasked = {party.person for party in introduction.parties if party.answer == Answer.UNASKED}
    if not await _holds(unit, introduction, everybody, unasked, now):
        await unit.introductions.move(id, State.PROPOSED, _to(State.PROPOSED, Turn.DROP), reason="changed", due_at=now)
        return False
    asked = [party.person for party in introduction.parties if party.answer == Answer.NONE]
    times = dict(zip(asked, hours.together([everybody[person].hours for person in asked], now), strict=True))
    last = max(times.values(), default=now)
    deadline = hours.after_working_days(last, ANSWER_DAYS)
    await unit.introductions.move(id, State.PROPOSED, _to(State.PROPOSED, Turn.SEND), due_at=deadline)
    if not unasked:  # from now on they are not asked about each other again, whatever becomes of it
        await remember(unit, [party.account for party in introduction.parties], met=False, now=now)
    for person, at in times.items():
        card = shown(introduction, everybody, person, crowd, deadline)
        await notices.post(unit, question(id, person), card, [everybody[person].taker.box], at)
    return True


async def ask_again(unit: Unit, introduction: Introduction, person: str, now: float) -> None:
    """Ask somebody once more who is written to in another place from now on, if there is still time to answer."""
    everybody = await members(unit, now, [party.person for party in introduction.parties])
    if person in everybody and (at := hours.due(everybody[person].hours, now)) < introduction.due_at:
        card = shown(introduction, everybody, person, await unit.profiles.crowd(), introduction.due_at)
        await notices.post(unit, question(introduction.id, person), card, [everybody[person].taker.box], at)


async def _as_it_stands(
    unit: Unit, introduction: Introduction, everybody: Mapping[str, Member], now: float
) -> Introduction:
    """Whoever cannot be asked any more, by their wish or by a rule, stays unasked, if somebody else asked for them.

    Those do not learn of it: for them it ends when the time for answers is over.
    """
    me = everybody.get(introduction.asker)
    if introduction.origin != PEERS or me is None or me.candidate.paused:
        return introduction
    for party in introduction.parties:
        if party.person == introduction.asker or party.answer not in (Answer.NONE, Answer.GONE):
            continue
        other, pair = everybody.get(party.person), []
        if other is not None and party.answer == Answer.NONE and not _asks_only(other):
            pair = [me.candidate, other.candidate]
        if not pair or group_barred(pair, await known(unit, pair), now) is not None:
            await unit.introductions.answer(introduction.id, party.person, [party.answer], Answer.UNASKED)
    return await unit.introductions.of(introduction.id) or introduction


def _asks_only(member: Member) -> bool:
    return member.candidate.frequency is Frequency.ASKED


async def _holds(
    unit: Unit, introduction: Introduction, everybody: Mapping[str, Member], unasked: Collection[str], now: float
) -> bool:
    """Whether all who are to be asked, or asked for it, are there, and no hard rule keeps them apart."""
    present = [party for party in introduction.parties if party.person not in unasked]
    if any(party.person not in everybody or party.answer == Answer.GONE for party in present):
        return False
    candidates = [everybody[party.person].candidate for party in present]
    if introduction.origin in (ROUND, ALTERNATE) and any(_asks_only(everybody[party.person]) for party in present):
        return False
    if unasked:
        return not any(candidate.paused for candidate in candidates)
    return group_barred(candidates, await known(unit, candidates), now) is None


def shown(
    introduction: Introduction,
    everybody: Mapping[str, Member],
    person: str,
    crowd: Counter[Alike],
    deadline: float,
) -> Content:
    """What one member reads of the others: no name, no employer, and no field that few share."""
    reader = everybody[person]
    others = [party for party in introduction.parties if party.person != person and party.person in everybody]
    sectors: list[Sector | None] = [reader.profile.sector]
    lines: list[str | Block] = [_heading(texts.MEET if len(others) == 1 else texts.MEET_SOME)]
    for number, party in enumerate(others, 1):
        theirs = everybody[party.person].profile
        card = cards.card(theirs, crowd, reader.profile, _shared(theirs, reader.profile, party.overlap))
        sectors.append(card.sector)
        lines += cards.blocks(card, number if len(others) > 1 else None)
    if introduction.origin == PEERS:
        lines.append(texts.ASKED_FOR)
    if introduction.origin == EVENT:
        lines.append(texts.SAME_EVENT)
    lines += [texts.IF_YES, texts.READ_WHERE, texts.IF_NO]
    if procurement(sectors):
        lines.append(texts.PROCUREMENT)
    lines.append(texts.until(hours.moment(deadline, reader.taker.zone)))
    return letter(*lines, buttons=choices(introduction.id))


def choices(id: int) -> tuple[Button, ...]:
    """The answers to a question."""
    return (
        Button(texts.YES, ANSWER, str(id), ButtonStyle.PRIMARY),
        Button(texts.NOT_NOW, REFUSE, str(id)),
        Button(texts.NOT_THIS, REFUSE_TOPIC, str(id)),
    )


def own_card(mine: Profile, crowd: Counter[Alike], reader: Profile, overlap: str) -> tuple[Block, ...]:
    """What a reader sees of somebody before all have said yes. `overlap`: their text on what both do.

    Without what differs: that would tell of a reader whose own card may hide it.
    """
    return blocks(*cards.blocks(cards.card(mine, crowd, None, _shared(mine, reader, overlap))))


def _shared(theirs: Profile, reader: Profile, overlap: str) -> list[str]:
    """Of a member's text, if they still say it, the few words that its reader has too: whole sentences may tell who."""
    words = cut(cards.blind(overlap, theirs), reader.words) if overlap in theirs.words else ""
    return [words] if words else []


def _heading(text: str) -> Heading:
    return Heading(3, (Text(text),))


def _to(state: State, turn: Turn) -> State:
    found = after(state, turn)
    if found is None:
        raise LookupError(f"{state} takes no {turn}")
    return found
