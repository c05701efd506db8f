"""Two transactions on PostgreSQL that meet: one stops before its nth statement while the other commits, or waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text

from storage.database import Database, Unit

GLANCE = 0.002  # seconds between looks
Work = Callable[[Unit], Awaitable[Any]]
# Whether a transaction here waits for another one's lock.
_WAITS = text(
    "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@dataclass
class Halting:
    """A connection that calls `meanwhile` before its nth statement (from 0)."""

    connection: Any
    nth: int
    meanwhile: Callable[[], Awaitable[None]]
    asked: int = 0

    @property
    def company(self) -> Any:
        """Who else is at work there."""
        return self.connection.company

    @property
    def dialect(self) -> Any:
        """The connection's dialect."""
        return self.connection.dialect

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        """Execute a statement."""
        await self._halt()
        return await self.connection.execute(statement, parameters)

    async def scalars(self, statement: Any, parameters: Any = None) -> Any:
        """Execute a statement; the first column of its rows."""
        await self._halt()
        return await self.connection.scalars(statement, parameters)

    async def _halt(self) -> None:
        if self.asked == self.nth:
            await self.meanwhile()
        self.asked += 1


async def meet(database: Database, first: Work, second: Work, nth: int) -> bool:
    """Run `first`, with `second` before its nth statement; whether it has so many. Both are committed afterwards."""
    met: list[asyncio.Task[Any]] = []

    async def meanwhile() -> None:
        met.append(asyncio.create_task(database.write(second, about="second")))
        while not (await asyncio.wait(met, timeout=GLANCE))[0] and not await database.read(_somebody_waits):
            pass

    async def halting(unit: Unit) -> None:
        await first(replace(unit, connection=Halting(unit.connection, nth, meanwhile)))

    await database.write(halting, about="first")
    for task in met:
        await task
    return bool(met)


async def _somebody_waits(unit: Unit) -> bool:
    return bool((await unit.connection.execute(_WAITS)).scalar())
