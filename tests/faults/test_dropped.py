"""Connections end in every way they can while people write: nothing is lost, and nothing comes twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.gaps.past import People
from tests.gaps.town import Town, awake, bridged, town
from tests.gaps.verdict import Verdict, judge

POSTS = 8  # while one thing goes wrong
GOING_AWAY, UNKNOWN_ERROR, TIMED_OUT = 1001, 4000, 4009


async def _told(act: Callable[..., None], **how: bool) -> None:
    act(**how)


async def _begun_anew(place: Town) -> None:
    """The gateway answers RESUME with an invalid session, and what comes in the end is READY."""
    place.sandbox.discord.refuse_resumes()
    await place.sandbox.discord.drop_connections()


TROUBLES: dict[str, Callable[[Town], Awaitable[None]]] = {
    "socket broken": lambda place: place.sandbox.slack.drop_connections(),
    "socket closed": lambda place: place.sandbox.slack.drop_connections(GOING_AWAY),
    "socket warned": lambda place: place.sandbox.slack.disconnect("warning"),
    "socket refreshed": lambda place: place.sandbox.slack.disconnect(),
    "gateway broken": lambda place: place.sandbox.discord.drop_connections(),
    "gateway failed": lambda place: place.sandbox.discord.drop_connections(UNKNOWN_ERROR),
    "gateway timed out": lambda place: place.sandbox.discord.drop_connections(TIMED_OUT),
    "gateway moved": lambda place: _told(place.sandbox.discord.reconnect),
    "session doubted": lambda place: _told(place.sandbox.discord.invalidate, resumable=True),
    "session invalid": lambda place: _told(place.sandbox.discord.invalidate),
    "READY, not RESUMED": _begun_anew,
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_connection_that_ends_amid_traffic_neither_loses_nor_doubles_anything(
    sqlite_url: str, trouble: str
) -> None:
    async with town(2) as place:
        await bridged(place, sqlite_url)
        people, slack = People(place, random.Random(trouble)), place.sandbox.slack
        slack.deliveries.retries = (0.2,) * 100  # where Slack itself waits minutes, and gives up after three
        async with awake(place, sqlite_url) as bot:
            began = place.clock.now()

            def well() -> bool:
                return replace(judge(place, began), disordered=[]) == Verdict()  # what is told again comes behind

            await people.live(seconds=0.0, posts=POSTS)
            await asyncio.gather(
                people.live(seconds=0.0, posts=POSTS, edits=2, reactions=2, deletions=1), TROUBLES[trouble](place)
            )
            await people.live(seconds=0.0, posts=POSTS, edits=2, reactions=2, deletions=1)
            await bot.until(well)
            await slack.connected(place.bridges[0][0].community, 2)
            await bot.rest()

            assert well()
