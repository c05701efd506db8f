"""Random deaths while people write on both sides without a pause, and answers of both platforms get lost."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sandbox.faults import Fault
from tests.crash.exam import Fresh, bot, outcome
from tests.crash.keeper import Keeper
from tests.crash.scenario import Story

LOST_EVERY = 5  # posts
ANSWERS = 2000  # how many get lost at most
PAUSE = 0.8  # seconds between two messages on a side, for a short time: the bot keeps Slack's pace, one a second
LONG_PAUSE = 2.5  # for minutes: it keeps Discord's, too, thirty a minute


@asynccontextmanager
async def load(story: Story, pause: float) -> AsyncIterator[None]:
    """People write, until it ends, with so many seconds between two messages on a side."""

    async def write(side: str) -> None:
        number = 0
        while not ended.is_set():
            number += 1
            await story.says(f"{side}{number}", "How many are left?")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), pause)

    ended = asyncio.Event()
    async with asyncio.TaskGroup() as people:
        people.create_task(write("s"))
        people.create_task(write("d"))
        yield
        ended.set()


def lose_answers(keeper: Keeper) -> None:
    """On both platforms one answer in so many gets lost."""
    town = keeper.town
    for server, posts in ((town.sandbox.slack, "POST */chat.postMessage"), (town.sandbox.discord, "POST */webhooks/*")):
        for after in range(LOST_EVERY, ANSWERS, LOST_EVERY):
            server.faults.add(Fault(posts, "reset_after", after=after))


@pytest.mark.parametrize(
    ("kills", "lives", "pause"),
    [
        pytest.param(10, (0.3, 1.2), PAUSE, id="ten"),
        pytest.param(
            75, (2.0, 14.0), LONG_PAUSE, id="ten minutes", marks=[pytest.mark.soak, pytest.mark.timeout(1200)]
        ),
    ],
)
async def test_random_deaths_under_load(fresh: Fresh, kills: int, lives: tuple[float, float], pause: float) -> None:
    """`lives`: between how many seconds they last."""
    dice = random.Random(kills)
    async with bot(fresh) as (keeper, story):
        lose_answers(keeper)
        async with load(story, pause):
            for _ in range(kills):
                await asyncio.sleep(dice.uniform(*lives))
                await keeper.connected()
                keeper.kill()
        end = await outcome(keeper)

    assert (end.wrong, len(end.deaths), end.struck > 0) == ("", kills, True)
