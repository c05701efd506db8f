"""The bot is away for a day, in which people write, edit, delete and react in many channels of both platforms."""

from __future__ import annotations

import random
import time

import pytest

from bot.relay import pace
from tests.gaps.past import People
from tests.gaps.town import awake, bridged, town
from tests.gaps.verdict import Verdict, judge

AWAY = 23.9 * 3600


@pytest.mark.parametrize(
    ("bridges", "posts", "edits", "deletions", "reactions"),
    [
        pytest.param(3, 150, 15, 10, 25, id="hundreds"),
        pytest.param(30, 10_000, 300, 100, 500, id="thousands", marks=[pytest.mark.soak, pytest.mark.timeout(1200)]),
    ],
)
async def test_a_day_that_was_missed_is_made_up_for(
    database_url: str, bridges: int, posts: int, edits: int, deletions: int, reactions: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(pace, "LIMIT", posts)  # before the day, a few people write hundreds within seconds
    patience = 600.0
    async with town(bridges) as place:
        await bridged(place, database_url)
        people = People(place, random.Random(posts))
        async with awake(place, database_url) as before:
            await people.live(seconds=0.0, posts=posts // 20, reactions=reactions // 20)
            await before.heard(patience)
            await before.rest(patience)
        await place.down()
        left = place.clock.now()
        await people.live(seconds=AWAY, posts=posts, edits=edits, deletions=deletions, reactions=reactions)
        await place.up()
        began, woke = time.monotonic(), place.clock.now()
        async with awake(place, database_url, patience) as after:
            read = time.monotonic() - began
            await after.rest(patience)
            done = time.monotonic() - began
        print(f"{posts} messages: read and recorded in {read:.0f} s, delivered in {done:.0f} s")
        assert judge(place, left, woke) == Verdict()
