"""PostgreSQL's side of the database: a pool of connections, and one that listens for other processes' news."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from storage.schema import Session, metadata

CHANNEL = "unsilo_outbox"  # what NOTIFY and LISTEN call it
_NOTIFY = text("SELECT pg_notify(:channel, :by)")
# Seconds for connecting, and for one statement: nothing else ends the wait for a server that vanished from the network.
TIME_LIMITS = {"timeout": 10.0, "command_timeout": 60.0}
LISTEN_AGAIN = 1.0  # seconds after the listening connection was lost
log = logging.getLogger(__name__)


class Postgres:
    """Transactions on PostgreSQL; `writers` of them run side by side, for each statement waits for its answer."""

    writers = 4
    compact_every = 24 * 3600.0

    def __init__(self, url: URL) -> None:
        self._name = uuid.uuid4().hex  # by which we know our own news
        self.engine = create_async_engine(
            url,
            pool_size=8,
            max_overflow=4,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args=TIME_LIMITS,
            hide_parameters=True,  # errors are logged, and values are what people wrote
        )

    async def commit(self, pieces: Sequence[Callable[[Session], Awaitable[Any]]], woken: Collection[str]) -> list[Any]:
        """Run pieces of work in one transaction; their results, once it is committed.

        When they filled `woken` with lanes that have work, other processes are told.
        """
        async with self.engine.begin() as connection:
            results = [await piece(connection) for piece in pieces]
            if woken:
                await connection.execute(_NOTIFY, {"channel": CHANNEL, "by": self._name})
            return results

    async def listen(self, heard: Callable[[], None]) -> None:
        """Call `heard` whenever another process committed something to do, and at first; until cancelled."""
        while True:
            try:
                await self._listen(heard)
            except (DBAPIError, OSError) as error:
                log.warning("Not listening to the database: %s", error)
            await asyncio.sleep(LISTEN_AGAIN)

    async def compact(self) -> None:
        """Have the room of erased rows given back, to be written over."""
        async with self.engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            names = ", ".join(table.name for table in metadata.sorted_tables)
            await alone.exec_driver_sql(f"VACUUM {names}")

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    async def _listen(self, heard: Callable[[], None]) -> None:
        lost = asyncio.Event()
        async with self.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            driver.add_termination_listener(lambda _: lost.set())
            await driver.add_listener(CHANNEL, lambda _, __, ___, by: None if by == self._name else heard())
            heard()  # for what came before
            try:
                await lost.wait()
            finally:
                await connection.invalidate()  # a connection that listens is not for the pool
