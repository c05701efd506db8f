"""What waits for its turn waits once, in the bot's three loops that are asked to do things again and again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.contract.refs import AccountRef, CommunityRef
from bot.due import Due
from bot.feature import Tick
from bot.rollcall import ROUND
from storage.database import Unit
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.stories.conftest import PATIENCE, World, running
from tests.stories.statements import statements


async def test_a_thing_that_waits_is_taken_in_once_and_keeps_its_place() -> None:
    due: Due[str] = Due()
    for thing in ("one", "two", "one", "two", "one"):
        due.ask(thing)

    assert (len(due), [await due.next(), await due.next()]) == (2, ["one", "two"])


async def test_what_is_asked_for_while_it_is_being_done_is_done_once_more() -> None:
    due: Due[str] = Due()
    due.ask("one")
    await due.next()
    for _ in range(3):
        due.ask("one")
    due.done()

    assert (len(due), await due.next()) == (1, "one")


async def test_all_is_done_when_nothing_waits_and_nothing_is_under_way() -> None:
    due: Due[str] = Due()
    due.ask("one")
    due.ask("one")
    rested = asyncio.create_task(due.join())
    await due.next()
    await asyncio.sleep(0)
    busy = not rested.done()
    due.done()
    async with asyncio.timeout(PATIENCE):
        await rested

    assert busy


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[World]:
    async with running(sqlite_url) as world:
        yield world


async def test_timed_work_that_takes_long_does_not_pile_up(here: World) -> None:
    gate, done = asyncio.Event(), []

    async def prepare(now: float) -> float:
        await gate.wait()
        return now

    async def work(now: float, unit: Unit, prepared: float) -> None:
        done.append(prepared)

    tick = Tick("slow", 1.0, work, prepare)
    for _ in range(100):
        here.bot._due.ask(tick)
        await asyncio.sleep(0)
    gate.set()
    async with asyncio.timeout(PATIENCE):
        await here.bot.ticked()

    assert len(done) == 2  # the one that was under way, and one for all who asked meanwhile


async def test_a_place_that_is_asked_for_again_and_again_is_looked_for_once(here: World) -> None:
    with statements() as once:
        here.bot.catchup.ask(here.red.community)
        await here.caught_up()
    with statements() as often:
        for _ in range(200):
            here.bot.catchup.ask(here.red.community)
            here.bot.catchup.ask(CommunityRef("red", "elsewhere"))
        await here.caught_up()

    assert len(often) < 3 * len(once)


class Slow(FakePlatform):
    """A platform that takes its time to say who is there."""

    def __init__(self, name: str, clock: FakeClock) -> None:
        super().__init__(name, clock.now)
        self.gate = asyncio.Event()

    async def home(self, account: AccountRef, known: CommunityRef | None = None) -> CommunityRef | None:
        await self.gate.wait()
        return await super().home(account, known)


async def test_a_platform_that_does_not_say_who_is_there_lets_no_rounds_pile_up(sqlite_url: str) -> None:
    async with running(sqlite_url) as before:
        slow = Slow("red", before.clock)
    async with running(sqlite_url, platforms=(slow, before.blue, before.green), clock=before.clock) as world:
        await world.database.write(lambda unit: unit.presence.ask_again(AccountRef("red", "home", "Ann"), 0.0))
        for _ in range(100):
            world.clock.advance(ROUND)
            await asyncio.sleep(0)
        waiting = len(world.bot.rollcall._due)
        slow.gate.set()
        await world.caught_up()

    assert waiting <= 3  # people, organisers and communities: each once
