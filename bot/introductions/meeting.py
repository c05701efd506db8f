"""Those who came to the same event, and said that they want to meet others: matched the day after, like a round.

Whoever wants to meet somebody takes part in introductions as well, so that every rule of theirs holds: another sector,
no block, a card that names nobody, and two yeses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.introductions import asking, letters, planning, texts
from bot.introductions.letters import letter
from bot.introductions.planning import Embed, Planned, Pool
from bot.introductions.rules import DAY, ENOUGH, PENDING, Answer
from bot.introductions.who import Member, known, members
from storage.database import Unit
from storage.introductions import Introduction
from storage.rounds import Round

AFTER = DAY / 2  # the end of an event: people are asked in the hours that they chose, so on the next day
LATE = 7 * DAY  # after which nobody remembers whom they met


@dataclass(frozen=True, slots=True)
class Guests:
    """An event, and who of its guests want to meet others and take part, by person.

    `pool` has those of them who can be introduced; None when there are too few.
    """

    event_id: int
    wanting: Sequence[str]
    pool: Pool | None


@dataclass(frozen=True, slots=True)
class Met:
    """An event's guests who want to meet others, and who of them is to be introduced to whom; None for nobody."""

    event_id: int
    wanting: Sequence[str]
    plan: Planned | None


async def guests(unit: Unit, now: float) -> Guests | None:
    """The next event whose guests wait to be introduced, and who they are; None when there is none.

    Of fewer than 5 people who came, a card would tell too much: nobody of these is introduced.
    """
    id = await unit.rsvps.to_introduce(now - LATE, now - AFTER)
    if id is None:
        return None
    came = await unit.rsvps.tally(id)
    takers = [await unit.takers.of(await unit.members.accounts(each)) for each in await unit.rsvps.to_meet(id)]
    everybody = await members(unit, now, [taker.person for taker in takers if taker is not None])
    free = {person: member for person, member in everybody.items() if await _is_free(unit, member)}
    if came.yes < ENOUGH or len(free) < 2:
        return Guests(id, tuple(everybody), None)
    candidates = [member.candidate for member in free.values()]
    like_a_round = Round(0, now, id, None, None)
    counts = await unit.introductions.counts()
    pool = Pool(like_a_round, free, await known(unit, candidates), counts, now)
    return Guests(id, tuple(everybody), pool)


async def matched(found: Guests, embed: Embed) -> Met:
    """Who is to be introduced to whom; made outside a unit of work."""
    plan = None if found.pool is None else await planning.planned(found.pool, embed)
    return Met(found.event_id, found.wanting, plan)


async def propose(unit: Unit, met: Met, now: float) -> None:
    """Note whom to ask about each other, and tell everybody else who asked for it. Only the first who comes does it."""
    if not await unit.rsvps.introduced(met.event_id):
        return
    found: set[str] = set()
    for group in () if met.plan is None else met.plan.plan.groups:
        people = await members(unit, now, group.members)
        if met.plan is not None and len(people) == len(group.members):
            words = planning.in_common(met.plan, group)
            await asking.propose(unit, asking.EVENT, list(people.values()), now, overlaps=words)
            found.update(people)
    left = [person for person in met.wanting if person not in found]
    await _nobody(unit, left, f"event-{met.event_id}-met", now)


async def not_asked(unit: Unit, failed: Introduction, now: float) -> None:
    """Guests of an event were not asked about each other after all, because something changed: tell them."""
    if failed.origin == asking.EVENT and failed.reason == planning.CHANGED:
        left = [party.person for party in failed.parties if party.answer in (Answer.NONE, Answer.GONE)]
        await _nobody(unit, left, f"intro-{failed.id}-met", now)


async def _nobody(unit: Unit, persons: Sequence[str], name: str, now: float) -> None:
    """Tell people in their hours that they are introduced to nobody who came; who takes a break is left alone."""
    everybody = await members(unit, now, persons) if persons else {}
    for person, member in everybody.items():
        if not member.candidate.paused:
            said = letter(texts.SAME_EVENT, texts.NOBODY_OF_EVENT, texts.OFFERS)
            await letters.write(unit, member.taker, f"{name}-{person}", said, now)


async def _is_free(unit: Unit, member: Member) -> bool:
    """Whether somebody takes no break, and is not asked about somebody else just now."""
    if member.candidate.paused:
        return False
    theirs = await unit.introductions.with_person(member.taker.person, PENDING)
    waits = (
        party.answer == Answer.NONE for it in theirs for party in it.parties if party.person == member.taker.person
    )
    return not any(waits)
