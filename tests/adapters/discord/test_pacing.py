"""How fast the Discord adapter asks: as fast as the limits allow, and no faster. Time is a port of both sides here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from adapters.contract.content import plain
from adapters.contract.errors import Later, Refused
from adapters.contract.incoming import Connected
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.discord import refs
from adapters.discord.pace import Pace, Route
from adapters.discord.platform import DiscordPlatform
from sandbox.discord import DiscordServer
from sandbox.ledger import Ledger
from tests.adapters.rooms import ANN, Listener

POST = Route.of("POST", "/webhooks/123456789012345678/token")
DISCORDS = {"Via": "1.1 google"}


class Time:
    """Seconds that pass when somebody waits; of several who wait, those who wait least are first."""

    def __init__(self) -> None:
        self.now = 5_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A server with the documented limits."""
    server = DiscordServer(Ledger(time.time))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def passing(server: DiscordServer) -> Time:
    """The time by which the server's limits are counted."""
    passing = Time()
    server.limiter.now = passing
    return passing


async def delivered(
    platform: DiscordPlatform, passing: Time, channels: list[ChannelRef], each: int, **more: Any
) -> int:
    """Send as the dispatcher does, one message at a time in each channel; the number of tries comes back."""
    due = dict.fromkeys(channels, passing.now)
    left = dict.fromkeys(channels, each)
    tries = 0
    while due:
        channel = min(due, key=lambda it: (due[it], -left[it]))
        passing.now = max(passing.now, due[channel])
        tries += 1
        try:
            await platform.send(channel, plain(f"{left[channel]}"), token=f"{channel.id[-6:]}-{left[channel]}", **more)
        except Later as later:
            due[channel] = passing.now + later.after
            continue
        left[channel] -= 1
        if not left[channel]:
            del due[channel]
    return tries


async def connected(server: DiscordServer, passing: Time, channels: int) -> tuple[DiscordPlatform, list[ChannelRef]]:
    guild = server.add_guild()
    server.add_bot("the-token")
    made = [refs.channel(guild.id, server.add_channel(guild, f"talk-{at}").id) for at in range(channels)]
    return DiscordPlatform("the-token", api_url=server.api_url, clock=passing), made


@pytest.mark.parametrize(
    ("persona", "permitted"), [(ANN, 300 / 30 * 60 - 60), (None, 300 / 5 * 5 - 5)], ids=["webhook", "bot"]
)
async def test_three_hundred_in_one_channel_take_no_longer_than_the_limits_permit(
    server: DiscordServer, passing: Time, persona: Any, permitted: float
) -> None:
    platform, [channel] = await connected(server, passing, 1)
    began = passing.now
    await delivered(platform, passing, [channel], 300, persona=persona)
    await platform.close()
    took = passing.now - began
    assert len(server.world.channels[channel.id].messages) == 300
    assert permitted <= took <= permitted / 0.95
    assert not [each for each in server.ledger.acts("bot", "refused") if each.data["status"] == 429]


async def test_a_busy_channel_slows_no_other_and_all_together_stay_below_the_global_limit(
    server: DiscordServer, passing: Time
) -> None:
    platform, channels = await connected(server, passing, 20)
    began = passing.now
    await delivered(platform, passing, channels, 30, persona=ANN)
    await platform.close()
    assert passing.now - began <= 17  # five in two seconds in each: 12 s for its own, and 640 calls at 50 a second
    assert not [each for each in server.ledger.acts("bot", "refused") if each.data["status"] == 429]


async def test_calls_at_the_same_time_do_not_overshoot(server: DiscordServer, passing: Time) -> None:
    platform, [channel] = await connected(server, passing, 1)
    await platform.send(channel, plain("First."), token="t", persona=ANN)
    outcomes = await asyncio.gather(
        *(platform.send(channel, plain(f"{at}"), token=f"t{at}", persona=ANN) for at in range(20)),
        return_exceptions=True,
    )
    await platform.close()
    assert sum(not isinstance(each, BaseException) for each in outcomes) == 4
    assert all(isinstance(each, Later) for each in outcomes if isinstance(each, BaseException))
    assert not [each for each in server.ledger.acts("bot", "refused") if each.data["status"] == 429]


async def test_what_the_library_asks_when_it_logs_in_counts(server: DiscordServer, passing: Time) -> None:
    listener = Listener()
    platform, channels = await connected(server, passing, 60)
    running = asyncio.create_task(platform.run(listener, ()))
    await listener.wait(Connected)
    with pytest.raises(Later):
        for channel in channels:  # while no time passes
            with suppress(Refused):  # nothing stands there
                await platform.delete(MessageRef(channel, "100000000000000000"))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await platform.close()
    assert not [each for each in server.ledger.acts("bot", "refused") if each.data["status"] == 429]


NEXT_CENTURY = format_datetime(datetime.now(UTC) + timedelta(days=36_500), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "body", "least", "most"),
    [
        ({}, None, 1, 1),
        ({"Retry-After": "0"}, None, 1, 1),
        ({"Retry-After": "1.5"}, None, 1.5, 1.5),
        ({"Retry-After": "-3"}, None, 1, 1),
        ({"Retry-After": "soon"}, None, 1, 1),
        ({"Retry-After": "nan"}, None, 1, 1),
        ({"Retry-After": str(10**9)}, None, 900, 900),
        ({"Retry-After": "9" * 400}, None, 1, 900),
        ({"Retry-After": NEXT_CENTURY}, None, 900, 900),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, None, 1, 1),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00"}, None, 1, 1),
        ({"Retry-After": "3"}, {"retry_after": 2.25}, 2.25, 2.25),
        ({"Retry-After": "3"}, {"retry_after": "x"}, 3, 3),
        ({"Retry-After": "3"}, {"retry_after": None}, 3, 3),
        ({}, {"retry_after": 10**400}, 1, 900),
        ({}, [1], 1, 1),
    ],
)
def test_whatever_a_429_says_it_is_waited_for_a_second_to_a_quarter_of_an_hour(
    headers: dict[str, str], body: Any, least: float, most: float
) -> None:
    passing = Time()
    pace = Pace(passing)
    pace.end(POST, pace.begin(POST), headers)
    after = pace.limited(POST, DISCORDS | headers, body).after
    assert least - 0.01 <= after <= most
    with pytest.raises(Later):
        pace.begin(POST)
    passing.now += after
    pace.begin(POST)


def test_a_global_429_or_one_that_is_not_discords_own_holds_back_everything() -> None:
    for headers, body in (
        (DISCORDS | {"X-RateLimit-Global": "true"}, None),
        (DISCORDS, {"global": True}),
        ({}, None),
    ):
        pace = Pace(Time())
        pace.limited(POST, headers, body)
        with pytest.raises(Later):
            pace.begin(Route.of("GET", "/users/@me"))
    pace.limited(POST, DISCORDS, None)


def test_one_channels_429_holds_back_no_other() -> None:
    pace = Pace(Time())
    pace.limited(Route.of("POST", "/channels/123456789012345678/messages"), DISCORDS, {"retry_after": 5})
    pace.begin(Route.of("POST", "/channels/123456789012345679/messages"))


def test_headers_that_make_no_sense_hold_nobody_up_for_long() -> None:
    passing = Time()
    pace = Pace(passing)
    pace.end(
        POST,
        pace.begin(POST),
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "never", "X-RateLimit-Limit": "many"},
    )
    with pytest.raises(Later) as later:
        pace.begin(POST)
    assert later.value.after == 1
    passing.now += 1
    pace.begin(POST)


def test_what_is_known_does_not_grow_for_ever() -> None:
    pace = Pace(Time())
    for at in range(5_000):
        route = Route.of("GET", f"/channels/{10**17 + at}/messages")
        pace.end(route, pace.begin(route), {})
        pace._all.answered.clear()
    assert len(pace._buckets) <= 1_000


def test_a_route_whose_limit_goes_by_changing_names_is_not_held_back_for_ever() -> None:
    passing = Time()
    pace = Pace(passing)
    one, other = (Route.of("POST", f"/webhooks/{10**17 + at}/token") for at in range(2))
    for _ in range(10):  # calls that overlap, in two places whose limits have names of their own
        held = [(route, pace.begin(route)) for route in (one, other)]
        for name, each in zip("ab", held, strict=True):
            told = {"X-RateLimit-Bucket": name, "X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "4"}
            pace.end(*each, told | {"X-RateLimit-Reset-After": "1"})
        passing.now += 60
    pace.begin(one)
    pace.begin(other)
