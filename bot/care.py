"""Hearing with care after a death, so that what kills the process can be told from all else.

What is heard leaves no trace before its transaction is committed: what kills the process meanwhile would be told again,
and kill the next one. So whoever begins and finds that another process did not end properly hears one thing at a time
for a while, and marks each before it looks at it. Usually nothing is marked, and nobody waits for anybody.
"""

from __future__ import annotations

import asyncio
import math
import uuid
from collections.abc import Awaitable, Callable

import structlog

from bot.clock import Clock
from storage.database import Database, Unavailable, Unit

log = structlog.get_logger(__name__)

FOR = 3600.0  # seconds
END_WITHIN = 2.0  # seconds; whoever ends the process does not wait for long


class Care:
    """How one process hears: with care at first, if another one died before it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._owner = uuid.uuid4().hex
        self._until = math.inf  # not known before it has begun
        self._begun = False
        self._waiting = 0
        self._alone = asyncio.Lock()
        self._marked = ""

    async def hear(self, key: str, work: Callable[[int], Awaitable[None]], *, always: bool = False) -> None:
        """Do what hearing something takes, by its key; `work` is told how many have died at it in a row.

        `always`: with care in any case. Raises Unavailable, and what `work` raises.
        """
        if self._waiting or self._careful(always=always):
            self._waiting += 1
            try:
                async with self._alone:
                    if not self._begun:
                        await self._begin()
                    if self._careful(always=always):
                        await work(await self._mark(key))
                        return
            finally:
                self._waiting -= 1
        await work(0)

    async def done(self, key: str, unit: Unit) -> None:
        """Something was heard, or set aside, in this transaction."""
        if key == self._marked:
            await unit.hearing.done(key)

    async def end(self) -> None:
        """The process ends properly; should that not be known, the next one is careful for nothing."""
        if not self._begun:
            return
        try:
            async with asyncio.timeout(END_WITHIN):
                await self._database.write(lambda unit: unit.hearing.end(self._owner))
        except (Unavailable, TimeoutError) as error:
            log.warning("the database is away", task="ending", error=str(error))

    def _careful(self, *, always: bool) -> bool:
        return always or self._clock.now() < self._until

    async def _begin(self) -> None:
        now = self._clock.now()
        died = await self._database.write(lambda unit: unit.hearing.begin(self._owner, now))
        self._until, self._begun = now + FOR if died else now, True

    async def _mark(self, key: str) -> int:
        now = self._clock.now()
        deaths = await self._database.write(lambda unit: unit.hearing.mark(key, self._owner, now))
        self._marked = key
        return deaths
