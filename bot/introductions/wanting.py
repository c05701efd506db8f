"""Asking for an introduction to somebody whose card one was shown: the asker's yes, and a question to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adapters.contract.commands import Declaration, Press, Way
from adapters.contract.content import Button, Content, plain
from bot.apart import hashes
from bot.called import called
from bot.feature import Call, Handler
from bot.introductions import asking, hours, texts
from bot.introductions.joining import for_takers
from bot.introductions.letters import WAYS_OUT, blocks
from bot.introductions.overlapping import overlaps
from bot.introductions.rules import (
    ANSWER_DAYS,
    ASKS_AT_ONCE,
    BUYERS,
    MAY_CHANGE,
    PENDING,
    Answer,
    State,
    barred,
    crosses,
    may_be_asked,
)
from bot.introductions.settling import settle
from bot.introductions.who import Member, hidden, known, known_as, members, seen_lately
from storage.database import Unit
from storage.introductions import Introduction
from storage.profiles import Sector
from storage.searches import ShownCard
from storage.takers import Taker

ASK = "intro ask"  # the action of the button on a card that was shown


async def want(call: Call, unit: Unit, taker: Taker) -> Content:
    """Somebody asks for an introduction. Whether the other can be asked, they do not learn: they hear at the end."""
    card = await _card(call, unit)
    if card is None:
        return plain(texts.CANNOT_ASK)
    if taker.paused(call.now):
        return plain(texts.ASK_PAUSED)
    if (why := await hidden(unit, taker, call.now)) is not None:
        return why
    everybody = await members(unit, call.now, [taker.person, card.person])
    me, other = everybody.get(taker.person), everybody.get(card.person)
    profile = await unit.profiles.by_person(card.person)
    if me is None or profile is None or card.person == taker.person:
        return plain(texts.CANNOT_ASK)
    if me.profile.sector is Sector.SUPPLIER and profile.sector in BUYERS:
        return plain(texts.SUPPLIERS_WAIT)
    theirs = await unit.introductions.with_person(taker.person, PENDING)
    mine = [it for it in theirs if it.origin == asking.PEERS and not _unasked(it, taker.person)]
    if len([it for it in mine if _asked_by(it, taker.person)]) >= ASKS_AT_ONCE:
        return plain(texts.ASKS_FULL)
    if await _both_ask(unit, mine, me, card.person, call):
        return plain(texts.SAID_YES)
    if any(party.person == card.person for it in mine for party in it.parties):
        return plain(texts.ASKED_ALREADY)
    wanted = profile.account if other is None else other.taker.account
    marks = await hashes(unit, [taker.account, wanted])
    await unit.apart.want(marks[taker.account], marks[wanted], call.now)
    near = await overlaps(unit, me.profile, profile)
    id = await _propose(unit, me, other, card, near, call.now)
    crowd = await unit.profiles.crowd()
    latest = hours.after_working_days(hours.due(me.hours, call.now), ANSWER_DAYS + 1)
    seen = asking.own_card(me.profile, crowd, profile, near.get(taker.person, ""))
    lines = blocks(
        texts.ASKED, *seen, texts.ALSO_DIFFERS, texts.WHEN_ASKED, texts.told_by(hours.day(latest, taker.zone))
    )
    return Content(lines, buttons=(Button(texts.WITHDRAW, asking.REFUSE, str(id)), *WAYS_OUT))


async def _both_ask(unit: Unit, mine: Sequence[Introduction], me: Member, person: str, call: Call) -> bool:
    """Whether the other asks for the same already: to ask for them is then the yes that their question waits for."""
    by = call.asked.by
    name = await called(by.name, by.account, call.asked.channel.home, unit, call.now)
    for it in mine:
        waits = _asked_by(it, person) and (it.state == State.PROPOSED or call.now < it.due_at)
        yes = (it.id, me.taker.person, MAY_CHANGE, Answer.YES, name)
        if waits and await unit.introductions.answer(*yes):
            await settle(unit, it.id, call.now)
            return True
    return False


async def _propose(
    unit: Unit, me: Member, other: Member | None, card: ShownCard, near: Mapping[str, str], now: float
) -> int | None:
    """Note the wish. Whoever cannot be asked stays unasked, which looks like an answer that does not come."""
    answers = {me.taker.person: Answer.YES}
    if other is None or not await _askable(unit, me, other, now):
        return await _in_vain(unit, me, other, card.person, near, now)
    return await asking.propose(
        unit, asking.PEERS, [me, other], now, overlaps=near, answers=answers, asker=me.taker.person
    )


async def _in_vain(
    unit: Unit, me: Member, other: Member | None, person: str, near: Mapping[str, str], now: float
) -> int | None:
    """An introduction about which nobody else is asked, and which ends when the time for answers is over.

    It goes on at the moments at which it would if they were.
    """
    profile = await unit.profiles.by_person(person)
    facts = {"name": "", "overlap": "", "turn": 0, "round_id": None}
    name = await known_as(unit, me.taker, now)
    shared = near.get(me.taker.person, "")
    mine = {**facts, "overlap": shared, "person": me.taker.person, "account": me.taker.account, "name": name,
            "sector": me.profile.sector.value, "answer": Answer.YES.value}  # fmt: skip
    sector = Sector.UNSAID if profile is None else profile.sector
    account = me.taker.account if profile is None else profile.account
    theirs = {**facts, "person": person, "account": account, "sector": sector.value, "answer": Answer.UNASKED.value}
    due = hours.due(hours.Hours() if other is None else other.hours, now)
    return await unit.introductions.propose(asking.PEERS, [mine, theirs], due, now, asker=me.taker.person)


async def _askable(unit: Unit, me: Member, other: Member, now: float) -> bool:
    """Whether the other may be asked: by every rule, by their settings, and by how often they were asked lately."""
    pair = await known(unit, [me.candidate, other.candidate])
    both = await _asked_before(unit, other.taker.person, me.taker.person)
    why = barred(me.candidate, other.candidate, next(iter(pair.values()), None), now, both_ask=both)
    if why is not None or not crosses([me.profile.sector, other.profile.sector]):
        return False
    if not hours.overlap(me.hours, other.hours) or not await seen_lately(unit, [other], now):
        return False
    theirs = await unit.introductions.with_person(other.taker.person)
    asked = [it for it in theirs if it.origin == asking.PEERS and not _asked_by(it, other.taker.person)]
    pending = sum(it.state in PENDING and _unanswered(it, other.taker.person) for it in theirs)
    return may_be_asked(other.candidate.frequency, [it.made_at for it in asked], pending, now)


async def _asked_before(unit: Unit, person: str, other: str) -> bool:
    """Whether somebody asked to meet another, and still waits for it."""
    theirs = await unit.introductions.with_person(person, PENDING)
    return any(_asked_by(it, person) and any(party.person == other for party in it.parties) for it in theirs)


def _asked_by(introduction: Introduction, person: str) -> bool:
    """Whether somebody asked for an introduction themselves."""
    return introduction.asker == person


def _unasked(introduction: Introduction, person: str) -> bool:
    """Whether others asked for somebody in vain, who does not learn of it."""
    return any(party.person == person and party.answer == Answer.UNASKED for party in introduction.parties)


def _unanswered(introduction: Introduction, person: str) -> bool:
    return any(party.person == person and party.answer == Answer.NONE for party in introduction.parties)


async def _card(call: Call, unit: Unit) -> ShownCard | None:
    """The card that the pressed button names, if it was shown to whoever pressed."""
    said = call.asked.argument if isinstance(call.asked, Press) else ""
    return await unit.searches.card(said, await unit.members.accounts(call.asked.by.account))


HANDLERS = (
    Handler(
        Declaration(ASK, "Ask to be introduced", "Ask to be introduced to this person", ways=frozenset({Way.BUTTON})),
        for_takers(want),
    ),
)
