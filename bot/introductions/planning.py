"""A round: everybody who said that they take part is matched at once, and everybody hears what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from adapters.contract.content import Content
from bot.introductions import asking, calling, hours, letters, texts
from bot.introductions.letters import letter
from bot.introductions.rules import Frequency, Known, barred
from bot.introductions.who import Member, known, members
from matching.rounds import Group, Person, Plan, Rules, Stage, Topic, Wish, plan
from matching.rounds.values import Rows
from storage.database import Database, Unit
from storage.profiles import Sector
from storage.profiles import Stage as Told
from storage.rounds import Lot, Round, RoundSeat

Embed = Callable[[Sequence[str]], Awaitable[Rows]]  # texts to rows of vectors, in order
CHANGED, PLACED, ABSENT = "changed", "placed", "absent"  # what a plan says of somebody; else why they are not placed
LAID_AT_ONCE = 250  # people for whom the plan is laid down in one unit of work: messages wait as long as that takes
PATIENCE = 600.0  # seconds after which a plan that another process began to lay down is made anew
LOTS = 8  # groups, and people in none, who are seen to in one unit of work: messages wait as long as that takes
_STAGES = {Told.THINKING: Stage.THINKING, Told.DOING: Stage.DOING, Told.DONE: Stage.DONE}
_WISHES = {"pair": Wish.PAIR, "trio": Wish.TRIO, "circle": Wish.CIRCLE}


@dataclass(frozen=True, slots=True)
class Pool:
    """Who takes part in a round that is due, and what keeps some of them apart."""

    round: Round
    everybody: Mapping[str, Member]
    known: Mapping[tuple[str, str], Known]
    counts: Mapping[str, int]
    at: float


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan for a round, with the words of each topic by person."""

    round: Round
    plan: Plan
    words: Mapping[str, Sequence[str]]


async def pool(unit: Unit, now: float) -> Pool | None:
    """Who takes part in the round whose time has come; None when no round's has, or another process sees to it.

    Whoever was not reached does not take part.
    """
    due = await unit.rounds.startable(now)
    if due is None or (due.planned_at is not None and now - due.planned_at < PATIENCE):
        return None
    answered = [seat.person for seat in await unit.rounds.seats(due.id, (calling.YES,))]
    everybody = await members(unit, now, answered)
    there = {
        person: member
        for person, member in everybody.items()
        if not member.candidate.paused and await letters.shown(unit, calling.question(due.id, person))
    }
    candidates = [member.candidate for member in there.values()]
    return Pool(due, there, await known(unit, candidates), await unit.introductions.counts(), now)


async def planned(found: Pool, embed: Embed) -> Planned:
    """The plan, made in a thread: the same people and seed give the same one."""
    words = {person: member.profile.words for person, member in found.everybody.items()}
    every = sorted({word for mine in words.values() for word in mine})
    rows = dict(zip(every, await embed(every), strict=True)) if every else {}
    people = [_person(member, rows, found.counts) for _, member in sorted(found.everybody.items())]
    made = await asyncio.to_thread(plan, people, rules(found), found.round.seed)
    return Planned(found.round, made, words)


def _person(member: Member, rows: Mapping[str, Rows], counts: Mapping[str, int]) -> Person:
    """What the matching is told of somebody: sector, employer, topics and wishes, and no name."""
    profile, taker = member.profile, member.taker
    leanings = taker.leanings
    stages = {topic: _STAGES[stage] for topic, stage in profile.stages.items()}
    topics = tuple(
        Topic(rows[word], stages.get("" if word == profile.problem else word), leanings.get(word, 1.0))
        for word in profile.words
    )
    blocks = member.candidate.blocks
    return Person(
        id=taker.person,
        sector=None if profile.sector is Sector.UNSAID else profile.sector.value,
        employer=" ".join(profile.employer.casefold().split()) or None,
        topics=topics,
        wish=_WISHES[taker.size],
        supplier=profile.sector is Sector.SUPPLIER,
        introductions=counts.get(taker.person, 0),
        region=profile.region or None,
        leanings={key: weight for key, weight in leanings.items() if key in set(Sector)},
        refused_sectors=frozenset(target for kind, target in blocks if kind == "sector"),
        refused_employers=frozenset(target for kind, target in blocks if kind == "employer"),
    )


def rules(found: Pool) -> Rules:
    """The pairs that must not meet: by a block, an earlier introduction, or because they are never at work together."""
    everybody = list(found.everybody.values())
    apart: list[tuple[str, str]] = []
    by_hash = {hash: member.taker.person for member in everybody for hash in member.candidate.hashes}
    by_home: dict[str, list[str]] = {}
    for member in everybody:
        for home in member.candidate.homes:
            by_home.setdefault(home, []).append(member.taker.person)
    for member in everybody:
        blocked = (by_hash.get(target) for kind, target in member.candidate.blocks if kind == "person")
        apart += [(member.taker.person, other) for other in blocked if other is not None]
        away = {target for kind, target in member.candidate.blocks if kind == "community"}
        apart += [(member.taker.person, other) for home in away for other in by_home.get(home, ())]
        same = (by_hash[hash] for hash in member.candidate.hashes)
        apart += [(member.taker.person, other) for other in same if other != member.taker.person]
    earlier = [
        pair
        for pair, what in found.known.items()
        if barred(found.everybody[pair[0]].candidate, found.everybody[pair[1]].candidate, what, found.at) is not None
    ]
    return Rules(blocks=[*apart, *_never_together(everybody)], earlier=earlier)


def _never_together(everybody: Sequence[Member]) -> list[tuple[str, str]]:
    """Pairs whose hours never overlap; most people share theirs, so few kinds are compared."""
    by_hours: dict[hours.Hours, list[str]] = {}
    for member in everybody:
        by_hours.setdefault(member.hours, []).append(member.taker.person)
    kinds = list(by_hours)
    return [
        (one, other)
        for number, ours in enumerate(kinds)
        for theirs in kinds[number + 1 :]
        if not hours.overlap(ours, theirs)
        for one in by_hours[ours]
        for other in by_hours[theirs]
    ]


def laid_down(made: Planned, seats: Sequence[RoundSeat]) -> list[Lot]:
    """What is to be done about everybody who was asked about a round, in lots: a group's members are in one."""
    yes = {seat.person for seat in seats if seat.answer == calling.YES}
    lots: list[Lot] = []
    for number, group in enumerate(made.plan.groups):
        words = in_common(made, group)
        for person in yes.intersection(group.members):
            others = [tie.other if tie.one == person else tie.one for tie in made.plan.alternates.get(person, ())]
            whole = PLACED if yes.issuperset(group.members) else CHANGED
            lots.append(Lot(person, number, whole, words.get(person, ""), tuple(others)))
    placed = {lot.person for lot in lots}
    for number, seat in enumerate((it for it in seats if it.person not in placed), len(made.plan.groups)):
        why = made.plan.unplaced.get(seat.person)
        plan = (CHANGED if why is None else why.value) if seat.person in yes else ABSENT
        lots.append(Lot(seat.person, number, plan))
    return lots


async def lay_down(database: Database, made: Planned, now: float) -> None:
    """Keep a plan, some people in each unit of work; once it is there whole, it is carried out lot by lot.

    Only the first who comes does it. Should that process die, another one, or the next, makes the plan anew after some
    minutes and lays that down in its place: by then nobody has been asked.
    """
    id = made.round.id
    if not await database.write(lambda unit: unit.rounds.begin(id, now, PATIENCE)):
        return
    lots = laid_down(made, await database.read(lambda unit: unit.rounds.seats(id)))
    for at in range(0, len(lots) + 1, LAID_AT_ONCE):
        some, last = lots[at : at + LAID_AT_ONCE], at + LAID_AT_ONCE > len(lots)
        if not await database.write(partial(lay, round_id=id, lots=some, began_at=now, last=last)):
            return


async def lay(unit: Unit, round_id: int, lots: Sequence[Lot], began_at: float, *, last: bool) -> bool:
    """Keep what a plan says of these people; False when another process has taken over since this one began to."""
    if not await unit.rounds.laying(round_id, began_at):
        return False
    await unit.rounds.lay(round_id, lots)
    if last:
        await unit.rounds.laid(round_id, began_at)
    return True


async def carry_on(unit: Unit, now: float, lots: int = LOTS) -> bool:
    """Do what the plan says of the next people: ask groups, and tell everybody else who took part why not.

    False when nothing is left to do.
    """
    found = await unit.rounds.next_lots(lots)
    if found is None:
        return False
    round, seats = found
    for seat in seats:
        await calling.count_silence(unit, seat, round.starts_at, now)
    everybody = await members(unit, now, [seat.person for seat in seats if seat.plan == PLACED])
    for _, together in groupby(seats, key=lambda seat: seat.lot):
        group = list(together)
        if all(seat.plan == PLACED and seat.person in everybody for seat in group):
            await _propose(unit, round, group, everybody, now)
            continue
        for seat in group:
            if seat.plan != ABSENT:
                await not_this_time(unit, round.id, seat.person, CHANGED if seat.plan == PLACED else seat.plan, now)
    await unit.rounds.seen_to(round.id, [seat.person for seat in seats])
    return True


async def _propose(
    unit: Unit, round: Round, group: Sequence[RoundSeat], everybody: Mapping[str, Member], now: float
) -> None:
    words = {seat.person: seat.words for seat in group}
    people = [everybody[seat.person] for seat in group]
    await asking.propose(unit, asking.ROUND, people, now, overlaps=words, round_id=round.id)
    for seat in group:
        await unit.rounds.result(round.id, seat.person, PLACED)
        await unit.takers.change(seat.person, last_round_at=round.starts_at)


def in_common(made: Planned, group: Group) -> dict[str, str]:
    """Of each in a group, the words on which they come closest to somebody else in it."""
    best: dict[str, tuple[float, str]] = {}
    for tie in group.ties:
        for person, topic in ((tie.one, tie.topics[0]), (tie.other, tie.topics[1])):
            best[person] = max(best.get(person, (-2.0, "")), (tie.overlap, made.words[person][topic]))
    return {person: words for person, (_, words) in best.items()}


async def not_this_time(unit: Unit, round_id: int, person: str, why: str, now: float) -> None:
    """Somebody who took part is introduced to nobody, and hears why."""
    await unit.rounds.result(round_id, person, why)
    taker = await unit.takers.by_person(person)
    if taker is not None:
        again = () if taker.frequency == Frequency.ASKED else (texts.ASKED_AGAIN,)
        said: Content = letter(texts.NOT_THIS_TIME, texts.WHYS[why], *again, texts.OFFERS)
        await letters.write(unit, taker, f"{calling.question(round_id, person)}-end", said, now)
