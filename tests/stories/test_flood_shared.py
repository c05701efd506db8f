"""Several bots that share one PostgreSQL let ten messages of one person leave in ten seconds between them, not each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle

import pytest

from adapters.contract.incoming import Posted
from bot.relay.pace import LIMIT
from storage import postgres
from tests.fakes.clock import FakeClock
from tests.stories.conftest import PATIENCE, World, running
from tests.stories.test_flood import busiest, company, numbers


async def knows(world: World, *, others: bool) -> None:
    """Wait until a bot knows whether others are there."""
    async with asyncio.timeout(PATIENCE):
        while (await world.database.read(company)).here is not others:
            pass


@asynccontextmanager
async def beside(one: World, url: str) -> AsyncIterator[World]:
    """Another bot on the same database, which has caught up."""
    async with running(url, platforms=(one.red, one.blue, one.green), clock=FakeClock(one.clock.time)) as two:
        await two.caught_up()
        await knows(one, others=True)
        yield two


async def says(world: World, count: int, start: int) -> list[Posted]:
    """Ann writes numbered messages, of which no bot has heard yet."""
    world.red.away()
    return [await world.red.say("Ann", world.talk(world.red), f"{number}") for number in range(start, start + count)]


async def passes(seconds: float, *worlds: World) -> None:
    """Time passes, and every bot does what is due."""
    for world in worlds:
        world.clock.advance(seconds)
    for _ in range(2):  # what one has just put there, another may do
        for world in worlds:
            await world.rest()


async def test_ten_in_ten_seconds_leave_whichever_bot_hears_them(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "COUNT_AGAIN", 0.05)
    async with running(postgres_url) as one:
        await knows(one, others=False)
        for posted in await says(one, 3, start=0):
            await one.bot.app.heard(posted)  # from now on it remembers her
        async with beside(one, postgres_url) as two:
            said = await says(one, 21, start=3)
            await asyncio.gather(
                *(each.bot.app.heard(posted) for each, posted in zip(cycle((one, two)), said, strict=False))
            )
            await passes(0, one, two)
            assert len(numbers(one)) == LIMIT
            await passes(10, one, two)
            assert len(numbers(one)) == 2 * LIMIT
        await knows(one, others=False)
        [late] = await says(one, 1, start=24)
        await one.bot.app.heard(late)  # what it remembered of her was before the other came
        await passes(0, one)
        assert len(numbers(one)) == 2 * LIMIT
        await passes(10, one)

        assert (sorted(numbers(one)), numbers(one)[-1]) == (list(range(25)), 24)
        assert busiest(one) == LIMIT
