"""Two bots on one PostgreSQL: whatever one of them suffers, every message has exactly one copy.

Both hear everything from Discord; Slack tells each thing to one of them. What people on Discord write while the second
is frozen, the first one copies to Slack.
"""

from __future__ import annotations

import asyncio
import time

import pytest

from sandbox.faults import Fault
from tests.crash.bot_process import AS_THEY_ARE, Waits
from tests.crash.exam import Fresh, bot, outcome
from tests.crash.keeper import Keeper
from tests.crash.oracle import Verdict

POSTS = "POST */chat.postMessage"
TENTH = Waits(*(wait / 10 for wait in AS_THEY_ARE))
ALWAYS = 1_000_000
FOR_EVER = 1e6  # seconds

real = pytest.param(AS_THEY_ARE, id="as they are", marks=[pytest.mark.soak, pytest.mark.timeout(180)])


def posts(keeper: Keeper) -> int:
    """How often the bots have posted in Slack so far."""
    return len(keeper.town.sandbox.ledger.acts("bot", "post", platform="slack"))


async def struck(keeper: Keeper, fault: Fault) -> None:
    """Wait until a fault has struck once."""

    async def once() -> bool:
        return fault.struck == 1

    await keeper.until("a call that is under way", once)


async def nothing_open(keeper: Keeper) -> None:
    """Wait until all is delivered and looked after."""

    async def nothing() -> bool:
        return await keeper.open_deliveries() == {}

    await keeper.until("nothing open", nothing)


@pytest.mark.parametrize("waits", [pytest.param(TENTH, id="a tenth"), real])
async def test_a_dead_bot_s_work_is_taken_over(fresh_postgres: Fresh, waits: Waits) -> None:
    """It dies when Slack has performed its post and not answered: within 35 seconds the other has looked after it."""
    async with bot(fresh_postgres, waits=waits) as (dying, story), dying.twin() as other:
        lost = dying.town.sandbox.slack.faults.add(Fault(POSTS, "delay_after", seconds=5.0))
        other.freeze()
        await story.says("d1", "We have two.")
        await struck(dying, lost)
        await story.says("d2", "Both by the window.")
        await story.copied("d1")
        died = time.monotonic()
        await dying.end()
        other.thaw()
        await nothing_open(other)
        taken_over = time.monotonic() - died
        end = await outcome(other)

    assert (end.wrong, posts(other)) == ("", 2)
    if waits is AS_THEY_ARE:  # how fast machines are matters little in 35 seconds, and much in a tenth of it
        assert taken_over <= 35.0


async def test_a_bot_that_is_started_again_sends_at_once(fresh_sqlite: Fresh) -> None:
    """It does not wait until the dead one's lease is over, which is of no account where there is but one process."""
    async with bot(fresh_sqlite, waits=AS_THEY_ARE._replace(lease=FOR_EVER, heal_after=1.0)) as (keeper, story):
        lost = keeper.town.sandbox.slack.faults.add(Fault(POSTS, "delay", seconds=0.2))
        await story.says("d1", "We have two.")
        await struck(keeper, lost)
        await story.says("d2", "Both by the window.")
        await keeper.end()
        keeper.start()
        await story.copied("d1", "d2")
        end = await outcome(keeper)

    assert (end.wrong, posts(keeper)) == ("", 2)


@pytest.mark.parametrize(("plant", "doubled"), [("", []), ("never_asks_for_its_lease", ["d1"])], ids=["", "planted"])
async def test_a_frozen_bot_that_goes_on(fresh_postgres: Fresh, plant: str, doubled: list[str]) -> None:
    """Its post lands when the other has posted, recorded and looked for it in vain. It makes no other one."""
    async with bot(fresh_postgres, plant=plant) as (frozen, story), frozen.twin() as other:
        lands = asyncio.Event()
        late = frozen.town.sandbox.slack.faults.add(Fault(POSTS, "delay", until=lands))
        other.freeze()
        await story.says("d1", "We have two.")
        await struck(frozen, late)
        await story.says("d2", "Both by the window.")
        await story.says("d3", "And a chair.")
        frozen.freeze()
        other.thaw()
        await nothing_open(other)
        assert posts(other) == 3
        lands.set()

        async def landed() -> bool:
            return posts(other) == 4

        await other.until("landed late", landed)
        frozen.thaw()
        end = await outcome(other, plant)

    assert (end.verdict, posts(other)) == (Verdict(doubled=doubled), 4)


async def test_everything_is_told_twice_to_each_of_two_bots(fresh_postgres: Fresh) -> None:
    async with bot(fresh_postgres) as (keeper, story), keeper.twin():
        for server in (keeper.town.sandbox.slack, keeper.town.sandbox.discord):
            server.faults.add(Fault("EVENT *", "twice", times=ALWAYS))
        await story.present()
        end = await outcome(keeper)

    assert (end.wrong, end.deaths, end.struck > 50) == ("", (), True)
