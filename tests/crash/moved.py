"""Time that a test moves, for a bot in another process and for the platforms that it talks to.

The way over the process border is a file that both have in memory: it holds by how many seconds their time is ahead of
the machine's. The product knows nothing of it: in the bot's process `time.time` is another one, and its clock is this.
"""

from __future__ import annotations

import asyncio
import mmap
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from bot import compose

LOOK = 0.02  # seconds of the machine's between looks for what is due
HURRY = 0.2  # seconds of the machine's between rounds of a feature's timed work
HURRIED = ("events", "introductions", "a round", "guests")  # how the names of these rounds begin
_AHEAD = struct.Struct("d")
_real = time.time


class Time:
    """A town's time, in seconds since the epoch, kept in a file; whoever opens the file shares it."""

    def __init__(self, file: Path) -> None:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(handle, _AHEAD.size)
            self._ahead = mmap.mmap(handle, _AHEAD.size)
        finally:
            os.close(handle)

    def now(self) -> float:
        """The time."""
        ahead: float = _AHEAD.unpack_from(self._ahead)[0]
        return _real() + ahead

    def becomes(self, moment: float) -> None:
        """From now on it is this moment, and time goes on from there."""
        _AHEAD.pack_into(self._ahead, 0, moment - _real())


class MovedClock:
    """Fulfils `bot.clock.Clock` in a time that jumps: what is due by then is called at once.

    The features' rounds come more often than they do for users, so that nobody has to wait for them.
    """

    def __init__(self) -> None:
        self._wakes: dict[str, tuple[float, Callable[[], None]]] = {}
        self._rounds: dict[str, tuple[Callable[[], float], float, float, Callable[[], None]]] = {}

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    def now(self) -> float:
        return time.time()

    def wake(self, name: str, when: float, call: Callable[[], None]) -> None:
        self._wakes[name] = (when, call)

    def every(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        hurried = name.startswith(HURRIED)
        by, seconds = (_real, min(HURRY, seconds)) if hurried else (time.time, seconds)
        self._rounds[name] = (by, by() + seconds, seconds, call)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            now = time.time()
            for name, (when, call) in sorted(self._wakes.items(), key=lambda each: each[1][0]):
                if when <= now:
                    del self._wakes[name]
                    call()
            for name, (by, due, seconds, call) in list(self._rounds.items()):
                if due <= by():
                    self._rounds[name] = (by, by() + seconds, seconds, call)
                    call()


def lives_in(shared: Time) -> None:
    """This process, a bot's, lives in that time from now on."""
    time.time = shared.now
    compose.SystemClock = MovedClock  # type: ignore[assignment, attr-defined]
