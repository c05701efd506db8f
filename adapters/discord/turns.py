"""When to connect to the gateway again.

Discord allows a bot 1,000 IDENTIFYs in a day, and resets its token beyond that (gateway reference, "Session Start
Limit"). A gateway that flaps all day must not come near: the more there were within a day, the longer until the next.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable

Sleep = Callable[[float], Awaitable[object]]
_DAY = 86_400.0
_APART, _LONGEST = 5.0, 1_500.0  # seconds between two IDENTIFYs: Discord's rule, and what a whole day allows
_GROWTH = 1.25  # the longest is reached after 33 of them, so that there are 90 in a day at most
_STABLE, _LONGEST_RESUME = 60.0, 60.0


class Turns:
    """Waits until it is the bot's turn. `clock` gives seconds and never goes back."""

    def __init__(self, sleep: Sleep = asyncio.sleep, clock: Callable[[], float] = time.monotonic) -> None:
        self._sleep = sleep
        self._clock = clock
        self._identified: deque[float] = deque()
        self._last = 0.0
        self._short = 0

    async def identify(self) -> None:
        """Wait until a new session may be opened."""
        now = self._clock()
        while self._identified and self._identified[0] <= now - _DAY:
            self._identified.popleft()
        if self._identified:
            between = max(_APART, min(_LONGEST, _GROWTH ** len(self._identified)))
            await self._wait(self._identified[-1] + jittered(between) - now)
        self._last = self._clock()
        self._identified.append(self._last)

    async def resume(self) -> None:
        """Wait until the connection may be opened again: at once, unless the last ones were short too."""
        self._short = 0 if self._clock() - self._last >= _STABLE else self._short + 1
        if self._short > 1:
            await self._wait(jittered(min(2.0 ** (self._short - 2), _LONGEST_RESUME)))
        self._last = self._clock()

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            await self._sleep(seconds)


def jittered(seconds: float) -> float:
    """Some more seconds, by chance: so that not all bots come back at the same moment."""
    return seconds * random.uniform(1.0, 1.4)
