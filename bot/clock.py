"""Time, as a port: what o'clock it is, and being woken.

APScheduler only wakes; what is due is asked of the tables, where due times are columns. So nothing is lost when a wake
is late or the process was down, and nothing is pickled.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol, Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_LONGEST = 86_400.0  # seconds ahead that one is woken at most: what is due in the year 10,000 has no date
PULSE = 5.0  # seconds between looks whether somebody has set the clock
_STEP = 1.0  # seconds by which it goes otherwise than time itself, from look to look, when somebody has


class Clock(Protocol):
    """What the bot asks of time. Times are seconds since the epoch, UTC."""

    def now(self) -> float:
        """The time."""

    def wake(self, name: str, when: float, call: Callable[[], None]) -> None:
        """Call once at `when`, or in a day if that is sooner; a later request of a name replaces an earlier one."""

    def every(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Call every so many seconds."""


class SystemClock:
    """The machine's clock. Use it as `async with SystemClock() as clock`.

    Somebody may set it while the bot runs. What is to be done at a time is done at that time by the new clock; what is
    done every so often goes on as if nothing had been.
    """

    def __init__(self) -> None:
        # By default APScheduler skips what is more than a second late: nothing of ours may be skipped.
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._repeated: set[str] = set()
        self._ahead = 0.0  # of the loop's clock, which nobody sets
        self._pulse: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        self._ahead = time.time() - asyncio.get_running_loop().time()
        self._look()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pulse is not None:
            self._pulse.cancel()
        self._scheduler.shutdown(wait=False)

    def _look(self) -> None:
        """Find out whether somebody has set the clock: APScheduler would wait until it shows the old time again."""
        loop = asyncio.get_running_loop()
        step, self._ahead = time.time() - loop.time() - self._ahead, time.time() - loop.time()
        if step < -_STEP:
            for job in [job for job in self._scheduler.get_jobs() if job.id in self._repeated]:
                job.modify(next_run_time=job.next_run_time + timedelta(seconds=step))
        elif step > _STEP:
            self._scheduler.wakeup()
        self._pulse = loop.call_later(PULSE, self._look)

    def now(self) -> float:
        """The time."""
        return time.time()

    def wake(self, name: str, when: float, call: Callable[[], None]) -> None:
        """Call once at `when`, or in a day if that is sooner."""
        at = datetime.fromtimestamp(min(when, time.time() + _LONGEST), UTC)
        self._scheduler.add_job(_in_loop(call), "date", run_date=at, id=name, replace_existing=True)

    def every(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Call every so many seconds."""
        self._repeated.add(name)
        self._scheduler.add_job(_in_loop(call), "interval", seconds=seconds, id=name, replace_existing=True)


def _in_loop(call: Callable[[], None]) -> Callable[[], object]:
    async def woken() -> None:  # a coroutine function runs in the loop; a plain one would run in a thread
        call()

    return woken
