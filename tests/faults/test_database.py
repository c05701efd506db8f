"""The database is away, slow, full or at odds with itself: the bot lives on, and acknowledges only what it recorded."""

from __future__ import annotations

import asyncio
import contextlib
import random
from dataclasses import replace

import pytest

from adapters.discord import lanes
from bot.health import Health
from sandbox.ledger import Entry
from storage.database import Database
from tests.crash.oracle import TAG
from tests.faults.ailments import AILMENTS, ailing
from tests.gaps.past import People
from tests.gaps.town import Awake, Town, awake, bridged, town
from tests.gaps.verdict import Verdict, judge

MINUTE = 60.0
LONG = "床" * 1500  # more bytes than a page of a file has
READY_AFTER = 40.0  # seconds: machines that test are slow
BACK_AFTER = 100.0
BEAT = 0.25  # seconds between two heartbeats
EVERY = [(kind, ailment) for kind, ailments in AILMENTS.items() for ailment in ailments]


@pytest.fixture(params=[pytest.param(each, id=f"{each[0]}-{each[1]}") for each in EVERY if each[1] != "away"])
def ill(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The URL of a database, and what ails it."""
    kind, ailment = request.param
    return str(request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url")), ailment


def acknowledged(place: Town, since: int) -> list[Entry]:
    """What people wrote on Slack that the bot has acknowledged since an entry of the ledger."""
    entries = place.sandbox.ledger.entries[since:]
    return [it for it in entries if (it.platform, it.act, it.data.get("type")) == ("slack", "acked", "message")]


def of(bot: Awake) -> Database:
    """The bot's database."""
    return bot.bot._database


def written_on_slack(place: Town, since: int) -> frozenset[str]:
    """The tags of what people wrote on Slack since an entry of the ledger."""
    entries = place.sandbox.ledger.entries[since:]
    posts = [it for it in entries if (it.platform, it.who, it.act) == ("slack", "person", "post")]
    return frozenset(tag[1] for post in posts if (tag := TAG.search(str(post.data["text"]))))


async def came_of_it(bot: Awake, began: float, again: frozenset[str] = frozenset()) -> Verdict:
    """What came of it, when all is well or nobody waits any longer.

    `again`: tags of what Slack was not told to be recorded. These alone may stand behind newer ones, for they are heard
    again when the newer ones may have been heard already.
    """

    def now() -> Verdict:
        verdict = judge(bot.town, began)
        return replace(verdict, disordered=[it for it in verdict.disordered if it.split()[-1] not in again])

    with contextlib.suppress(TimeoutError):
        await bot.until(lambda: now() == Verdict(), BACK_AFTER)
        await bot.rest()
    return now()


async def unready(bot: Awake) -> None:
    """Wait until the bot says that messages do not flow."""
    health = Health(of(bot), bot.bot.watch, bot.bot.catchup, bot.town.clock)

    async def reasons() -> bool:
        return bool((await health.report()).reasons)

    await bot.until(reasons, READY_AFTER)


@pytest.mark.parametrize("retried", [True, False], ids=["retried", "given up"])
@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(MINUTE / 20, id="in short"),
        pytest.param(MINUTE, id="a minute", marks=[pytest.mark.soak, pytest.mark.timeout(180)]),
    ],
)
async def test_a_database_that_is_away_under_load(database_url: str, seconds: float, retried: bool) -> None:
    async with town(2) as place:
        await bridged(place, database_url)
        slack, discord, people = place.sandbox.slack, place.sandbox.discord, People(place, random.Random(7))
        slack.deliveries.patience = 1.0
        slack.deliveries.retries = (0.0, 1.0, seconds) if retried else ()
        discord.ignore_heartbeats(False, every_ms=int(1000 * BEAT))
        async with awake(place, database_url) as bot:
            began = place.clock.now()
            await people.live(seconds=0.0, posts=10)
            await bot.rest()
            sessions, beats = set(discord.gateway.sessions), discord.gateway.beats
            since = len(place.sandbox.ledger.entries)
            async with ailing("away", of(bot)):
                await people.live(seconds=0.0, posts=40, edits=5, reactions=5)
                again = written_on_slack(place, since) if retried else frozenset()
                left = asyncio.get_running_loop().time()
                await unready(bot)
                await bot.until(lambda: asyncio.get_running_loop().time() > left + seconds)
                told = acknowledged(place, since)

            assert await came_of_it(bot, began, again) == Verdict()
            assert told == []
            assert discord.gateway.beats - beats >= 0.8 * seconds / BEAT
            assert set(discord.gateway.sessions) == sessions


async def test_nothing_is_acknowledged_that_an_ill_database_did_not_take(ill: tuple[str, str]) -> None:
    url, ailment = ill
    async with town(1) as place:
        await bridged(place, url)
        [(ward, lounge)] = place.bridges
        place.sandbox.slack.deliveries.patience, place.sandbox.slack.deliveries.retries = 1.0, ()
        async with awake(place, url) as bot:
            began, since = place.clock.now(), len(place.sandbox.ledger.entries)
            async with ailing(ailment, of(bot)):
                await ward.say(f"s1 {LONG}")
                await lounge.say(f"d1 {LONG}")
                await place.sandbox.slack.settled()
                await unready(bot)
                told = acknowledged(place, since)

            assert await came_of_it(bot, began) == Verdict()
            assert told == []


async def test_what_did_not_fit_into_memory_is_read_again(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "_MOST", 20)
    async with town(2) as place:
        await bridged(place, database_url)
        people = People(place, random.Random(8))
        place.sandbox.slack.deliveries.patience, place.sandbox.slack.deliveries.retries = 0.5, ()
        async with awake(place, database_url) as bot:
            began, since = place.clock.now(), len(place.sandbox.ledger.entries)
            async with ailing("away", of(bot)):
                await people.live(seconds=0.0, posts=120)
                await place.sandbox.slack.settled()
                await place.sandbox.discord.settled()

            assert await came_of_it(bot, began, written_on_slack(place, since)) == Verdict()
