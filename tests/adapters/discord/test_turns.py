"""How often the bot connects to the gateway, by the clock and through the real library."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from adapters.contract.incoming import Posted
from adapters.discord.turns import Turns
from tests.adapters.discord.room import DiscordRoom
from tests.adapters.rooms import Listener

DAY = 86_400.0


class Hours:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.mark.parametrize("lasts", [0.0, 30.0, 300.0, 800.0, 3_600.0])
async def test_a_gateway_that_flaps_for_days_gets_a_hundred_identifies_a_day_at_most(lasts: float) -> None:
    hours = Hours()
    turns = Turns(hours.sleep, hours.clock)
    times: list[float] = []
    while hours.now < 4 * DAY:
        await turns.identify()
        times.append(hours.now)
        hours.now += lasts
    most = max(sum(at - DAY < each <= at for each in times) for at in times)
    assert most <= 100
    assert most >= 20


async def test_the_first_identify_is_at_once_and_the_next_ones_ever_later() -> None:
    hours = Hours()
    turns = Turns(hours.sleep, hours.clock)
    for _ in range(60):
        await turns.identify()
    assert len(hours.waits) == 59
    assert 5 <= hours.waits[0] <= 7
    assert all(1_500 <= wait <= 2_100 for wait in hours.waits[-20:])
    assert len({round(wait) for wait in hours.waits[-20:]}) > 5  # by chance


async def test_a_day_later_nothing_is_held_against_the_bot() -> None:
    hours = Hours()
    turns = Turns(hours.sleep, hours.clock)
    for _ in range(40):
        await turns.identify()
    hours.now += DAY
    hours.waits.clear()
    await turns.identify()
    assert hours.waits == []


async def test_a_connection_is_resumed_at_once_unless_the_last_ones_were_short() -> None:
    hours = Hours()
    turns = Turns(hours.sleep, hours.clock)
    await turns.identify()
    for _ in range(10):
        await turns.resume()
    assert len(hours.waits) == 9
    assert hours.waits[0] < 2
    assert 60 <= hours.waits[-1] <= 84
    hours.now += 61
    hours.waits.clear()
    await turns.resume()
    assert hours.waits == []


def rising(least: float, times: int) -> Callable[[list[float]], bool]:
    return lambda waits: sum(wait >= least for wait in waits) >= times


async def test_sessions_that_are_all_refused_are_asked_for_ever_more_rarely(
    room: DiscordRoom, listener: Listener
) -> None:
    room.server.refuse_resumes()
    room.server.refuse_identifies()
    await room.server.drop_connections()
    await room.until_waited(rising(1_500, 3))
    identifies = len(room.server.ledger.acts("platform", "identify"))
    assert identifies - 1 <= len(room.waits) + 1
    assert sum(room.waits) / identifies > 100  # seconds


async def test_connections_that_break_are_resumed_and_cost_no_identify(room: DiscordRoom, listener: Listener) -> None:
    for text in ("One.", "Two.", "Three."):
        await room.server.drop_connections()
        ref = await room.say(text)
        await listener.wait(Posted, lambda it, ref=ref: it.message == ref)  # type: ignore[misc]
    assert len(room.server.ledger.acts("platform", "identify")) == 1
    assert len(room.waits) == 2  # the first was resumed at once
