"""Those who came to the same event, and said that they want to meet others: matched the day after, like a round.

Whoever wants to meet somebody takes part in introductions as well, so that every rule of theirs holds: another sector,
no block, a card that names nobody, and two yeses.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.introductions import asking, planning
from bot.introductions.planning import Embed, Planned, Pool
from bot.introductions.rules import DAY, ENOUGH, Answer, State
from bot.introductions.who import Member, known, members
from storage.database import Unit
from storage.rounds import Round

AFTER = DAY / 2  # the end of an event: people are asked in the hours that they chose, so on the next day
LATE = 7 * DAY  # after which nobody remembers whom they met
PENDING = (State.PROPOSED, State.ASKED)


@dataclass(frozen=True, slots=True)
class Met:
    """An event, and who of its guests are to be introduced; None for nobody."""

    event_id: int
    plan: Planned | None


async def guests(unit: Unit, now: float) -> tuple[int, Pool | None] | None:
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
        return id, None
    candidates = [member.candidate for member in free.values()]
    like_a_round = Round(0, now, id, None, None)
    counts = await unit.introductions.counts()
    return id, Pool(like_a_round, free, await known(unit, candidates), counts, now)


async def matched(found: tuple[int, Pool | None], embed: Embed) -> Met:
    """Who is to be introduced to whom; made outside a unit of work."""
    id, pool = found
    return Met(id, None if pool is None else await planning.planned(pool, embed))


async def propose(unit: Unit, met: Met, now: float) -> None:
    """Note whom to ask about each other. Only the first who comes does it."""
    if not await unit.rsvps.introduced(met.event_id) or met.plan is None:
        return
    for group in met.plan.plan.groups:
        people = await members(unit, now, group.members)
        if len(people) == len(group.members):
            words = planning.in_common(met.plan, group)
            await asking.propose(unit, asking.EVENT, list(people.values()), now, overlaps=words)


async def _is_free(unit: Unit, member: Member) -> bool:
    """Whether somebody takes no break, and is not asked about somebody else just now."""
    if member.candidate.paused:
        return False
    theirs = await unit.introductions.with_person(member.taker.person, PENDING)
    waits = (
        party.answer == Answer.NONE for it in theirs for party in it.parties if party.person == member.taker.person
    )
    return not any(waits)
