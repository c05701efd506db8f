"""Events of a channel are heard in the order in which they happened."""

from __future__ import annotations

import asyncio
import time

from adapters.contract.incoming import Posted
from adapters.slack.order import HOLD, InOrder
from tests.adapters.rooms import PATIENCE, Listener
from tests.adapters.slack.room import SlackRoom


async def passed(order: InOrder, *events: tuple[str, float]) -> list[tuple[str, float]]:
    """The events as they pass, which come in at once in this order."""
    found: list[tuple[str, float]] = []

    async def come(channel: str, at: float) -> None:
        await order.turn(channel, at)
        found.append((channel, at))

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        for channel, at in events:
            group.create_task(come(channel, at))
    return found


async def test_what_happened_first_passes_first() -> None:
    assert await passed(InOrder(), ("C1", 3.0), ("C1", 1.0), ("C1", 2.0)) == [("C1", 1.0), ("C1", 2.0), ("C1", 3.0)]


async def test_of_the_same_moment_the_first_to_come_passes_first() -> None:
    order = InOrder()
    first, second = asyncio.create_task(order.turn("C1", 1.0)), asyncio.create_task(order.turn("C1", 1.0))
    done, _ = await asyncio.wait([first, second], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    assert first in done
    await second


async def test_channels_do_not_wait_for_each_other() -> None:
    assert await passed(InOrder(), ("C1", 2.0), ("C2", 1.0)) == [("C1", 2.0), ("C2", 1.0)]


async def test_the_wait_is_too_short_to_be_noticed() -> None:
    start = time.process_time(), asyncio.get_running_loop().time()
    await passed(InOrder(), *(("C1", float(-number)) for number in range(200)))
    busy, waited = time.process_time() - start[0], asyncio.get_running_loop().time() - start[1]

    assert HOLD <= 0.05 and waited >= HOLD and busy < 1


async def test_one_that_is_given_up_holds_up_nobody_and_leaves_nothing() -> None:
    order = InOrder()
    given_up = asyncio.create_task(order.turn("C1", 1.0))
    waiting = asyncio.create_task(order.turn("C1", 2.0))
    await asyncio.wait([given_up], timeout=0)
    given_up.cancel()
    async with asyncio.timeout(PATIENCE):
        await waiting

    assert order._channels == {}


async def test_a_message_that_comes_late_is_heard_before_the_next(room: SlackRoom, listener: Listener) -> None:
    room.platform._connections[0]._order = InOrder(hold=0.5)
    room.fault("EVENT message", "late", seconds=0.02)
    sent = [await room.say(text) for text in ("First.", "Second.", "Third.")]
    await room.server.settled()

    assert [it.message.id for it in listener.incomings if isinstance(it, Posted)] == [ref.id for ref in sent]


async def test_a_burst_is_heard_in_order(room: SlackRoom, listener: Listener) -> None:
    sent = [await room.say(f"{number}") for number in range(60)]
    await room.server.settled()

    assert [it.message.id for it in listener.incomings if isinstance(it, Posted)] == [ref.id for ref in sent]
