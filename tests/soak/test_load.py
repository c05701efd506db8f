"""The exam's L1 to L6: three communities on each platform, sixty pairs of channels, and as much as Slack ever sends."""

from __future__ import annotations

import asyncio

import pytest

from adapters.slack.pace import IN_ALL
from benchmarks.load import Result, undisturbed
from tests.soak.figures import Figures, percentile
from tests.soak.town import PATIENCE, Town, open_town

PAIRS = (2,) * 60
COMMUNITIES = 3
STEADY, RUSH = 25.0, 100.0  # Incomings a second
RUSH_SECONDS = 60.0
pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]


async def test_as_much_as_slack_ever_sends(durable_url: str, minutes: float, figures: Figures) -> None:
    async with open_town(durable_url, *PAIRS, communities=COMMUNITIES) as town:
        before = len(town.commits)
        result = await written(town, STEADY, 60.0 * minutes)
        commits, tenth = town.commits[before:], len(town.memory) // 10
        grown = max(town.memory[tenth:]) - town.memory[tenth]
        nothing_wrong("L1", town, figures)
        figures.at_most("L1", "memory growth after the first tenth", grown, 20.0, "MB")
        acknowledged("L3, in L1", town, figures, 200.0)
        figures.at_most("L4", "commit of an Incoming, p99", 1000 * percentile(commits, 0.99), 25.0, "ms")
        figures.at_most("L5", "said to seen, p50", result.percentile(0.5) / 1000, 1.0, "s")
        figures.at_most("L5", "said to seen, p95", result.percentile(0.95) / 1000, 3.0, "s")
        loop_is_free("L6, in L1", town, figures)
        limits_are_kept(town, figures)
    assert figures.missed() == []


async def test_four_times_as_much_for_a_minute(durable_url: str, figures: Figures) -> None:
    async with open_town(durable_url, *PAIRS, communities=COMMUNITIES) as town:
        result = await written(town, RUSH, RUSH_SECONDS)
        permitted = earliest(result.deliveries // 2 // COMMUNITIES, RUSH_SECONDS)
        nothing_wrong("L2", town, figures)
        figures.at_least("L2", "share of the permitted rate", 100 * permitted / result.seconds, 95.0, "%")
        acknowledged("L3, in L2", town, figures, 1000.0)
        loop_is_free("L6, in L2", town, figures)
        limits_are_kept(town, figures)
    assert figures.missed() == []


def earliest(posts: int, seconds: float) -> float:
    """When the last of so many posts may go to a workspace, in which they are written evenly over some seconds.

    Three hundred are allowed in any minute, so each waits a minute for the one three hundred before it.
    """
    gone: list[float] = []
    for number in range(posts):
        waits = gone[number - IN_ALL.calls] + IN_ALL.seconds if number >= IN_ALL.calls else 0.0
        gone.append(max(waits, number * seconds / posts))
    return gone[-1]


async def written(town: Town, rate: float, seconds: float) -> Result:
    """Write everywhere, and wait until every copy is there."""
    places = [place for bridge in town.bridges for place in bridge]
    # Neighbours are on different platforms, and in different communities.
    places = [places[number * 7 % len(places)] for number in range(len(places))]
    with undisturbed():
        said = await town.load.steady(places, rate, seconds)
        await asyncio.wait_for(town.load.complete(said), seconds + 3 * PATIENCE)
    return town.load.result(said)


def nothing_wrong(exam: str, town: Town, figures: Figures) -> None:
    """Nothing lost, doubled or swapped, and all taken that Slack handed over."""
    for what in ("lost", "doubled", "swapped"):
        figures.at_most(exam, what, getattr(town.load, what), 0)
    figures.at_most(exam, "refused to take", town.seen.undelivered, 0)


def acknowledged(exam: str, town: Town, figures: Figures, limit: float) -> None:
    """How long it took until Slack knew that an event was taken."""
    by_http = town.seen.acks[town.by_http]
    by_socket = [took for community, each in town.seen.acks.items() if community != town.by_http for took in each]
    for way, took in (("HTTP", by_http), ("socket", by_socket)):
        assert took
        figures.at_most(exam, f"acknowledged by {way}, p99", 1000 * percentile(took, 0.99), limit, "ms")
        figures.at_most(exam, f"acknowledged by {way}, max", 1000 * max(took), 2999.0, "ms")


def loop_is_free(exam: str, town: Town, figures: Figures) -> None:
    """By how much the event loop was late."""
    figures.at_most(exam, "loop lag, p99", 1000 * percentile(town.lags, 0.99), 50.0, "ms")
    figures.at_most(exam, "loop lag, max", 1000 * max(town.lags), 500.0, "ms")


def limits_are_kept(town: Town, figures: Figures) -> None:
    """Hardly a call is refused."""
    figures.at_most("T4", "share of calls answered with 429", 100 * town.seen.limited / town.calls, 0.1, "%")
    figures.at_most("T5", "invalid requests in the worst 10 minutes", town.seen.worst(600.0), 100)
