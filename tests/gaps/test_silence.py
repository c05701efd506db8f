"""The connection looks healthy and nothing, or not everything, comes through it: the look each quarter finds it."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

import pytest

from bot.catchup import ROUND
from sandbox.faults import Fault
from tests.gaps.past import People
from tests.gaps.town import Town, awake, bridged, town
from tests.gaps.verdict import Verdict, judge

EVENTS = ("EVENT message*", "EVENT MESSAGE_*", "EVENT reaction_*")
TOO_OLD = 20 * 60.0  # seconds after which the newest missed message must have been found


def struck(place: Town, action: str) -> None:
    """What happens to every event from now on."""
    for server in (place.sandbox.slack, place.sandbox.discord):
        for route in EVENTS:
            server.faults.add(Fault(route, action, times=sys.maxsize))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bridges", "rounds"),
    [
        pytest.param(1, 4, id="an hour"),
        pytest.param(3, 64, id="16 hours", marks=[pytest.mark.soak, pytest.mark.timeout(600)]),
    ],
)
async def test_what_is_silently_dropped_is_found_each_quarter_of_an_hour(
    database_url: str, bridges: int, rounds: int
) -> None:
    async with town(bridges) as place:
        await bridged(place, database_url)
        people = People(place, random.Random(rounds))
        async with awake(place, database_url) as bot:
            struck(place, "never")
            ages = []
            for _ in range(rounds):
                first = place.clock.now()
                await people.live(seconds=ROUND, posts=4 * bridges)
                await bot.look()
                ages.append(place.clock.now() - first)
                assert replace(judge(place, first), undated=[]) == Verdict()

    assert max(ages) < TOO_OLD


async def test_what_is_dropped_here_and_there_is_found_though_later_things_were_heard(database_url: str) -> None:
    async with town(1) as place:
        await bridged(place, database_url)
        [(ward, lounge)] = place.bridges
        async with awake(place, database_url) as bot:
            for side, route in ((ward, "EVENT message"), (lounge, "EVENT MESSAGE_CREATE")):
                side.server.faults.add(Fault(route, "never"))
                name = side.platform[0]
                await side.say(f"{name}1 is not told")
                place.clock.ahead += 300
                await side.say(f"{name}2 is told")
            await bot.rest()
            before = judge(place, 0.0)
            await bot.look()
            after = judge(place, 0.0)

    assert (before.lost, after.lost, after.doubled) == (["s1", "d1"], [], [])


async def test_what_is_told_after_it_was_found_changes_nothing(database_url: str) -> None:
    async with town(2) as place:
        await bridged(place, database_url)
        people = People(place, random.Random(6))
        async with awake(place, database_url) as bot:
            began = place.clock.now()
            struck(place, "hold")
            await people.live(seconds=0.0, posts=40, edits=5, reactions=10)
            await bot.look()
            found = judge(place, began)
            place.sandbox.slack.faults.clear()
            place.sandbox.discord.faults.clear()
            place.sandbox.slack.deliveries.release()
            place.sandbox.discord.release()
            for side in place.sides:
                await people.write(side)
            await bot.until(lambda: not judge(place, began).lost)  # these come last: all else is heard by then
            # Discord dates no reactions. One that was taken back, but told the other way round, stands until this look.
            await bot.look()

            assert (found, judge(place, began)) == (Verdict(), Verdict())
