"""Time, as a port: what o'clock it is, and being woken.

APScheduler only wakes; what is due is asked of the tables, where due times are columns. So nothing is lost when a wake
is late or the process was down, and nothing is pickled.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_LONGEST = 86_400.0  # seconds ahead that one is woken at most: what is due in the year 10,000 has no date


class Clock(Protocol):
    """What the bot asks of time. Times are seconds since the epoch, UTC."""

    def now(self) -> float:
        """The time."""

    def wake(self, name: str, when: float, call: Callable[[], None]) -> None:
        """Call once at `when`, or in a day if that is sooner; a later request of a name replaces an earlier one."""

    def every(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Call every so many seconds."""


class SystemClock:
    """The machine's clock. Use it as `async with SystemClock() as clock`."""

    def __init__(self) -> None:
        # By default APScheduler skips what is more than a second late: nothing of ours may be skipped.
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._scheduler.shutdown(wait=False)

    def now(self) -> float:
        """The time."""
        return time.time()

    def wake(self, name: str, when: float, call: Callable[[], None]) -> None:
        """Call once at `when`, or in a day if that is sooner."""
        at = datetime.fromtimestamp(min(when, time.time() + _LONGEST), UTC)
        self._scheduler.add_job(_in_loop(call), "date", run_date=at, id=name, replace_existing=True)

    def every(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Call every so many seconds."""
        self._scheduler.add_job(_in_loop(call), "interval", seconds=seconds, id=name, replace_existing=True)


def _in_loop(call: Callable[[], None]) -> Callable[[], object]:
    async def woken() -> None:  # a coroutine function runs in the loop; a plain one would run in a thread
        call()

    return woken
