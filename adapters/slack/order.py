"""Events of a channel in the order in which they happened, though they come by two connections.

Slack hands each event to any of the open connections, so of two that happened within milliseconds the later may arrive
first. One connection alone would keep their order, but while Slack renews it, or when it breaks, what members press and
type would be lost, which no history brings back. So there are two, and each event waits a moment, too short to be
noticed, for one that happened before it.
"""

from __future__ import annotations

import asyncio
import heapq
from itertools import count

HOLD = 0.01  # seconds


_Waiting = list[tuple[float, int, asyncio.Future[None]]]  # when it happened, when it came, what it waits for


class InOrder:
    """Lets the events of each channel pass in the order of their time."""

    def __init__(self, hold: float = HOLD) -> None:
        self._hold = hold
        self._channels: dict[str, _Waiting] = {}
        self._arrivals = count()

    async def turn(self, channel: str, at: float) -> None:
        """Wait until it is the turn of an event that happened at this time (seconds since the epoch).

        Nothing waits for longer than the hold: at the end of each the earliest goes, which may be another.
        """
        loop = asyncio.get_running_loop()
        go: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._channels.setdefault(channel, []), (at, next(self._arrivals), go))
        loop.call_later(self._hold, self._let_go, channel)
        await go

    def _let_go(self, channel: str) -> None:
        waiting = self._channels[channel]
        _, _, go = heapq.heappop(waiting)
        if not waiting:
            del self._channels[channel]
        if not go.done():  # else whoever waited was cancelled
            go.set_result(None)
