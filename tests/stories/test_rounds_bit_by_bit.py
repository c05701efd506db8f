"""A round is carried out bit by bit: whatever ends the bot in between, nobody is forgotten and nobody hears twice."""

from __future__ import annotations

import pytest

from bot.introductions import planning, texts
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


async def laid_down(world: World) -> list[Neighbour]:
    """A round of seven people has been planned, and nothing of the plan was carried out; Hal did not answer."""
    people = await town(world, *PEOPLE)
    await everybody_says(people[:-1], texts.IN)
    world.clock.advance(2 * DAY)
    found = await world.database.read(lambda unit: planning.pool(unit, world.clock.now()))
    assert found is not None
    made = await planning.planned(found, world.understanding.encode)
    assert len(made.plan.groups) == 3
    await world.database.write(lambda unit: planning.lay_down(unit, made, world.clock.now()))
    return people


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
