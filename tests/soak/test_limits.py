"""The exam's T1 to T6: much at once, with the documented limits on."""

from __future__ import annotations

import asyncio
import math

import pytest

from benchmarks.load import Written, undisturbed
from benchmarks.world import Place
from sandbox.faults import Fault
from sandbox.ledger import Entry
from tests.soak.figures import Figures
from tests.soak.test_load import limits_are_kept, nothing_wrong
from tests.soak.town import CALLS, Town, open_town

MANY = 300
FEW = 8  # people
CALM = 1.0  # messages a second in all other channels together
WEBHOOK_POSTS, WINDOW = 30, 60.0  # Discord: posts in a channel, in seconds
POSTS = 4  # Slack: at once in a channel, then one a second
RETRY_AFTER = 60.0
SLACK = "slack"
pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]


async def test_three_hundred_at_once_in_one_channel_each_way(durable_url: str, figures: Figures) -> None:
    async with open_town(durable_url, 2, 2, 2, 2, 2, 2) as town, asyncio.timeout(1800):
        (from_slack, to_discord), (to_slack, from_discord), *calm = town.bridges
        others = [place for bridge in calm for place in bridge]
        with undisturbed():
            meanwhile = asyncio.create_task(town.load.steady(others, CALM, 540.0))
            one_way = await town.load.burst([from_slack], MANY)
            other_way = await town.load.burst([from_discord], MANY)
            for written in (other_way, one_way, await meanwhile):
                await town.load.complete(written)
        nothing_wrong("T1, T2", town, figures)
        figures.at_most("T1", "300 from Slack to Discord", town.load.result(one_way).seconds / 60, 11.0, "min")
        figures.at_least("T1", "share of the permitted rate", of_permitted(town, to_discord), 95.0, "%")
        figures.at_most("T2", "300 from Discord to Slack", town.load.result(other_way).seconds, 315.0, "s")
        figures.at_least("T2", "share of the permitted rate", of_permitted(town, to_slack), 95.0, "%")
        aside = town.load.result(meanwhile.result()).percentile(0.95) / 1000
        figures.at_most("T1", "other channels meanwhile, p95", aside, 3.0, "s")
        limits_are_kept(town, figures)
    assert figures.missed() == []


async def test_two_thousand_over_twenty_channels(durable_url: str, figures: Figures) -> None:
    async with open_town(durable_url, *(2,) * 10, communities=3) as town, asyncio.timeout(900):
        places = [place for bridge in town.bridges for place in bridge]
        with undisturbed():
            written = await town.load.burst(places, 2000)
            await town.load.complete(written)
        nothing_wrong("T2", town, figures)
        for platform in ("discord", "slack"):
            least = min(of_permitted(town, place) for place in places if place.platform == platform)
            figures.at_least("T2", f"2,000 over 20: share of the rate that {platform} permits", least, 95.0, "%")
        limits_are_kept(town, figures)
    assert figures.missed() == []


async def test_an_announcement_to_sixty_channels(durable_url: str, figures: Figures) -> None:
    async with open_town(durable_url, 60, communities=3, warm_up=0) as town, asyncio.timeout(300):
        [bridge] = town.bridges
        told: dict[str, float] = {}
        everywhere = asyncio.Event()

        def watch(entry: Entry) -> None:
            if entry.who == "bot" and entry.act == "post" and "paused" in entry.data["text"]:
                told.setdefault(entry.channel, entry.at)
                if len(told) == len(bridge):
                    everywhere.set()

        place = bridge[0]
        organiser = town.load.world.people[place.community][0]
        town.sandbox.ledger.watchers.append(watch)
        began = town.sandbox.now()
        where = {"community": place.community, "channel": place.channel, "user": organiser}
        await town.sandbox.slack.acts["command"](**where, name="bridge", text="pause all")
        await everywhere.wait()
        figures.at_most("T3", "an announcement to 60 channels", max(told.values()) - began, 90.0, "s")
        limits_are_kept(town, figures)
    assert figures.missed() == []


async def test_a_storm_of_refusals(durable_url: str, minutes: float, figures: Figures) -> None:
    seconds = 30.0 * minutes
    async with open_town(durable_url, 2, 2, people=FEW) as town, asyncio.timeout(seconds + 600):
        places = [place for bridge in town.bridges for place in bridge]
        for place in places[:2]:  # everybody's name is known from now on, so that what is refused are the posts
            await town.load.complete(await town.load.burst([place], FEW))
        probes = storm(town)
        with undisturbed():
            written = await town.load.steady(places, CALM / 2, seconds)
            for server in (town.sandbox.slack, town.sandbox.discord):
                server.faults.clear()
            over = town.sandbox.now()
            await town.load.complete(written)
        nothing_wrong("T6", town, figures)
        windows = math.ceil(seconds / RETRY_AFTER)
        most = max(fault.struck for name, fault in probes.items() if name != SLACK)
        figures.at_least("T6", "probes of a channel on Discord, most", most, 1)
        figures.at_most("T6", "probes of a channel on Discord, most", most, windows)
        figures.at_most("T6", "probes of two channels on Slack", probes[SLACK].struck, 2 * windows)
        last = town.sandbox.now() - over
        figures.at_most("T6", "seconds after the storm", last, RETRY_AFTER + permitted_after(town, written), "s")
    assert figures.missed() == []


def storm(town: Town) -> dict[str, Fault]:
    """From now on every call is answered with 429; the faults for the routes that are counted."""
    slack, discord = town.sandbox.slack, town.sandbox.discord
    told = {"Retry-After": f"{RETRY_AFTER:.0f}"}
    busy = '{"ok": false, "error": "ratelimited"}'
    routes = ("POST */chat.postMessage", CALLS)
    posts, _ = (
        slack.faults.add(Fault(route, "status", times=10**9, status=429, headers=told, body=busy)) for route in routes
    )
    counted = {SLACK: posts}
    for hook in discord.world.webhooks.values():
        fault = Fault(f"POST */webhooks/{hook.id}/*", "status", times=10**9, status=429, seconds=RETRY_AFTER)
        counted[hook.channel_id] = discord.faults.add(fault)
    discord.faults.add(Fault(CALLS, "status", times=10**9, status=429, seconds=RETRY_AFTER))
    return counted


def of_permitted(town: Town, target: Place) -> float:
    """The speed at which messages came into a channel, in percent of what its platform permits."""
    came = town.load.came(target)
    return 100 * permitted(target, len(came)) / (came[-1] - came[0])


def permitted(target: Place, count: int) -> float:
    """The seconds from the first to the last of so many posts into one channel, at least."""
    if target.platform == "discord":
        return (math.ceil(count / WEBHOOK_POSTS) - 1) * WINDOW
    return float(count - POSTS)


def permitted_after(town: Town, written: Written) -> float:
    """The seconds that the fullest channel needs once it may be written to, and a tenth more."""
    return 1.1 * max(
        permitted(other(town, place), sum(each == place for each, _ in written)) for bridge in town.bridges
        for place in bridge
    )  # fmt: skip


def other(town: Town, place: Place) -> Place:
    """The channel that a channel is bridged with."""
    [found] = [each for bridge in town.bridges if place in bridge for each in bridge if each != place]
    return found
