"""A round is carried out bit by bit: whatever ends the bot in between, nobody is forgotten and nobody hears twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

import pytest

from bot.introductions import planning, texts
from bot.introductions.planning import Planned
from storage.database import Database, Unit
from storage.profiles import Sector
from tests.stories.conftest import World, running
from tests.stories.introducing import DAY, Neighbour, passes
from tests.stories.test_rounds import everybody_says, town

PEOPLE = (
    ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE), ("Cat", Sector.NHS), ("Dan", Sector.SOCIAL_CARE),
    ("Eve", Sector.NHS), ("Fay", Sector.SOCIAL_CARE), ("Gus", Sector.NHS), ("Hal", Sector.CHARITY),
)  # fmt: skip


class Death(Exception):
    """The process ends before it has committed."""


@dataclass
class Dying:
    """A database to a process that ends after so many writes."""

    database: Database
    writes: int

    async def write(self, work: Callable[[Unit], Awaitable[bool]]) -> bool:
        if not self.writes:
            raise Death
        self.writes -= 1
        return await self.database.write(work)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.database, name)


async def everybody_in(world: World) -> list[Neighbour]:
    """Seven people take part in a round whose time has come; Hal did not answer.

    Nothing that the bot does in rounds begins: it would plan this one beside the test.
    """
    people = await town(world, *PEOPLE)
    await everybody_says(people[:-1], texts.IN)
    world.clock.time += 2 * DAY
    return people


async def planned(world: World) -> Planned:
    found = await world.database.read(lambda unit: planning.pool(unit, world.clock.now()))
    assert found is not None
    return await planning.planned(found, world.understanding.encode)


async def laid_down(world: World) -> list[Neighbour]:
    """That round has been planned, and nothing of the plan was carried out."""
    people = await everybody_in(world)
    made = await planned(world)
    assert len(made.plan.groups) == 3
    await planning.lay_down(world.database, made, world.clock.now())
    return people


async def dies_while_laying_down(world: World, made: Planned) -> None:
    """Somebody begins to lay a plan down, and dies after the first six people."""
    dying = cast(Database, Dying(world.database, writes=3))
    with pytest.raises(Death):
        await planning.lay_down(dying, made, world.clock.now())


async def one_lot(database: Database, now: float, *, dies: bool = False) -> None:
    async def work(unit: Unit) -> None:
        await planning.carry_on(unit, now, lots=1)
        if dies:
            raise Death

    await database.write(work)


def outcomes(who: Neighbour) -> int:
    return sum(words in text for text in who.read() for words in (texts.IF_YES, texts.NOT_THIS_TIME))


async def test_a_death_between_two_bits_loses_and_doubles_nothing(database_url: str) -> None:
    async with running(database_url) as before:
        people = await laid_down(before)
        await one_lot(before.database, before.clock.now())
        with pytest.raises(Death):
            await one_lot(before.database, before.clock.now(), dies=True)
    platforms = (before.red, before.blue, before.green)
    for platform in platforms:
        platform.away()

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        for _ in range(3):
            await passes(after, 60)
        assert [outcomes(who) for who in people] == [1] * 7 + [0]
        hal = await after.database.read(lambda unit: unit.takers.by_person(people[-1].person))
        assert hal is not None and hal.silences == 1


@pytest.fixture
def in_small_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "LAID_AT_ONCE", 3)


@pytest.mark.usefixtures("in_small_bits")
async def test_a_death_while_the_plan_is_laid_down_asks_nobody_and_the_next_process_plans_anew(
    database_url: str,
) -> None:
    async with running(database_url) as before:
        people = await everybody_in(before)
        await dies_while_laying_down(before, await planned(before))
    platforms = (before.red, before.blue, before.green)
    for platform in platforms:
        platform.away()

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        for _ in range(3):
            await passes(after, 60)
        assert [outcomes(who) for who in people] == [0] * 8
        late = Neighbour(after, people[-1].platform, people[-1].channel, "Hal")
        assert await late.press(late.letter(texts.ROUND_SOON), texts.IN) == texts.ROUND_OVER

        await passes(after, planning.PATIENCE)
        for _ in range(3):
            await passes(after, 60)
        assert [outcomes(who) for who in people] == [1] * 7 + [0]


@pytest.mark.usefixtures("in_small_bits")
async def test_who_was_slow_to_lay_a_plan_down_adds_nothing_to_that_of_whoever_took_over(world: World) -> None:
    people = await everybody_in(world)
    slow, began = await planned(world), world.clock.now()
    seats = await world.database.read(lambda unit: unit.rounds.seats(1))
    assert await world.database.write(lambda unit: unit.rounds.begin(1, began, planning.PATIENCE))
    first, *rest = planning.laid_down(slow, seats)
    await world.database.write(lambda unit: planning.lay(unit, 1, [first], began, last=False))
    assert await world.database.read(lambda unit: planning.pool(unit, began + 60)) is None  # others leave it to them

    world.clock.time += planning.PATIENCE  # the bot does not take over
    await people[0].use("intro leave")
    await planning.lay_down(world.database, await planned(world), world.clock.now())
    assert not await world.database.write(lambda unit: planning.lay(unit, 1, rest, began, last=True))
    assert not await world.database.write(lambda unit: unit.rounds.begin(1, world.clock.now(), 0.0))
    for _ in range(3):
        await passes(world, 60)

    assert [outcomes(who) for who in people] == [0] + [1] * 6 + [0]


async def test_who_leaves_between_two_bits_is_not_asked_and_nobody_is_forgotten(world: World) -> None:
    people = await laid_down(world)
    await one_lot(world.database, world.clock.now())
    waiting = await world.database.read(lambda unit: unit.rounds.seats(1))
    left = {seat.person for seat in waiting if seat.lot is not None and seat.plan == planning.PLACED}
    gone = next(who for who in people if who.person in left)
    await gone.use("intro leave")
    for _ in range(8):
        await one_lot(world.database, world.clock.now())
    await passes(world, 60)
    await passes(world, 60)

    assert [outcomes(who) for who in people[:-1] if who is not gone] == [1] * 6
    assert not outcomes(gone)


async def test_nobody_answers_about_a_round_that_is_being_carried_out(world: World) -> None:
    people = await laid_down(world)
    await one_lot(world.database, world.clock.now())
    hal = people[-1]

    assert await hal.press(hal.letter(texts.ROUND_SOON), texts.IN) == texts.ROUND_OVER
