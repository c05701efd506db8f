"""A running bot between two communities in memory, and the words in which stories are told.

Every story is told on SQLite. On PostgreSQL, where one takes twice as long, `make test` tells every fifth, the same in
every run, and all of the relay and of answers to events; `make soak` tells all. What differs between the two kinds of
database is in `storage/`, whose own tests run on both.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest

from adapters.contract.refs import ChannelRef
from bot.bot import Bot
from bot.bridging import Bridging
from bot.compose import ENDINGS, PARTINGS, REMOVALS, SWITCHES, TAKEN_APART
from bot.embedding.understanding import Understanding
from bot.events import Events
from bot.guard import Guard
from bot.introductions import Introductions
from bot.jargon import Jargon
from bot.language import Languages
from bot.leaving import Leaving
from bot.linking import Linking
from bot.moderating import Moderating
from bot.opting_out import OptingOut
from bot.people import People
from bot.privacy import Privacy
from bot.profiles import texts_of
from bot.relay import Relay
from bot.stewards import Stewards
from bot.terms import Terms
from matching import Matcher
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import FakeEmbedder, matcher
from tests.fakes.platform import FakePlatform
from tests.keys import OLD

if TYPE_CHECKING:
    from tests.stories.asking import Member
    from tests.stories.gathering import Gathering

PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs


HERE = Path(__file__).parent
ALWAYS = {"test_relay.py", "test_events_answers.py"}


@pytest.hookimpl(tryfirst=True)  # before what is marked is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave four of five stories on PostgreSQL to `make soak`."""
    for item in items:
        on_postgres = HERE in item.path.parents and "[postgres" in item.name
        if on_postgres and item.path.name not in ALWAYS and crc32(item.name.encode()) % 5:
            item.add_marker(pytest.mark.soak)


@dataclass
class World:
    """Three communities, `red`, `blue` and `green`, each with the bridged channel `talk`."""

    clock: FakeClock
    database: Database
    bot: Bot
    red: FakePlatform
    blue: FakePlatform
    green: FakePlatform
    embedder: FakeEmbedder
    understanding: Understanding

    def talk(self, platform: FakePlatform) -> ChannelRef:
        """The bridged channel of a community."""
        return platform.channel("talk")

    def lines(self, platform: FakePlatform) -> list[str]:
        """What the bridged channel shows."""
        return platform.lines(self.talk(platform))

    async def rest(self) -> None:
        """Wait until the bot has nothing left to do now."""
        async with asyncio.timeout(PATIENCE):
            await self.bot.dispatcher.rest()

    async def caught_up(self) -> None:
        """Wait until the bot has done what was due, has caught up with history, and has nothing left to do."""
        async with asyncio.timeout(PATIENCE):
            await self.bot.ticked()
            await self.bot.catchup.rest()
            await self.bot.rollcall.rest()
        await self.rest()

    async def understood(self) -> None:
        """Wait until everybody can be found by what they have written."""
        async with asyncio.timeout(PATIENCE):
            await self.understanding.rest()

    async def idle(self) -> None:
        """Wait until nothing is done any more that time or a connection asked for."""
        await self.understood()
        await self.caught_up()

    async def later(self, seconds: float) -> None:
        """Let time pass, and wait until the bot has nothing left to do."""
        self.clock.advance(seconds)
        async with asyncio.timeout(PATIENCE):
            await self.bot.rollcall.rest()
            await self.bot.ticked()
        await self.rest()


@pytest.fixture
def keys() -> tuple[str, ...]:
    """The keys with which secrets are kept. Who looks for words in the database's files has others, or none."""
    return (OLD,)


@pytest.fixture
async def world(database_url: str, keys: tuple[str, ...]) -> AsyncIterator[World]:
    """A running bot between three bridged communities."""
    async with running(database_url, keys=keys) as made:
        yield made


@pytest.fixture
def rosa(world: World) -> Member:
    """Runs the red community."""
    from tests.stories.asking import Member  # it builds on this module

    return Member(world, world.red, world.talk(world.red), "Rosa", admin=True)


@pytest.fixture
def ann(world: World) -> Member:
    """Belongs to the red community."""
    from tests.stories.asking import Member  # it builds on this module

    return Member(world, world.red, world.talk(world.red), "Ann")


@pytest.fixture
def bert(world: World) -> Member:
    """Runs the blue community."""
    from tests.stories.asking import Member  # it builds on this module

    return Member(world, world.blue, world.talk(world.blue), "Bert", admin=True)


@pytest.fixture
async def here(world: World) -> Gathering:
    """Organisers in three communities, and the events that they hold."""
    from tests.stories.gathering import gather  # it builds on this module

    return await gather(world)


@asynccontextmanager
async def running(
    database_url: str,
    *,
    platforms: tuple[FakePlatform, ...] = (),
    clock: FakeClock | None = None,
    model: Matcher | None = None,
    keys: tuple[str, ...] = (OLD,),
) -> AsyncIterator[World]:
    """A running bot on a database; with `platforms` and `clock` of an earlier run, it comes back to them.

    It understands by the words that texts share, unless a `model` is given. What is secret it keeps with these `keys`.
    """
    clock = clock or FakeClock()
    red, blue, green = platforms or (FakePlatform(name, clock.now) for name in ("red", "blue", "green"))
    async with Database(database_url, keys) as database:
        embedder, terms = FakeEmbedder(), Terms()
        understanding = Understanding(database, clock, lambda: model or matcher(embedder, terms.expand), texts_of)
        moderating = Moderating(database, Stewards(database, {each.name: each for each in (red, blue, green)}))
        relay = Relay()
        privacy = Privacy(ENDINGS, SWITCHES)
        bridges = (relay, Bridging(), moderating, OptingOut(), Linking(TAKEN_APART), Guard(relay.hear), privacy)
        leaving = Leaving(database, ENDINGS, PARTINGS, REMOVALS)
        features = (*bridges, Languages(), Events(), Jargon(database, terms), leaving)
        people = People(database, understanding, introduces=True)
        meeting = (people, Introductions(database, understanding))
        bot = Bot(database, (red, blue, green), (*features, *meeting), clock, services=(understanding.run,))
        world = World(clock, database, bot, red, blue, green, embedder, understanding)
        channels = tuple(world.talk(platform) for platform in (red, blue, green))
        if not platforms:
            await database.write(lambda unit: unit.bridges.add("Discharge", channels, clock.now()))
            clock.advance(1)
        task = asyncio.create_task(bot.run())
        try:
            async with asyncio.timeout(PATIENCE):
                for platform in (red, blue, green):
                    await platform.connected.wait()
                await understanding.rest()
            yield world
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
