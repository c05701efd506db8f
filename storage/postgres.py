"""PostgreSQL's side of the database: a pool of connections, and one that listens for other processes' news."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Dialect, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from storage.addresses import driven
from storage.compiled import Compiled
from storage.failures import DRIVERS, said
from storage.prepared import Prepared, Rows
from storage.schema import Company, Session, metadata

# What NOTIFY and LISTEN call them: there is work, people left, a process has come.
CHANNEL, LEFT, HERE = "unsilo_outbox", "unsilo_left", "unsilo_here"
_NOTIFY = "SELECT pg_notify($1, $2)"
# Whoever notifies holds a lock that all who notify wait for, until its commit is on the disk. A mere hint need not be
# there, nor stand in a transaction that is waited for: what there is to do, others look for by themselves, too.
_HINT = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)"
# Seconds for connecting, and for one statement: nothing else ends the wait for a server that vanished from the network.
TIME_LIMITS = {"timeout": 10.0, "command_timeout": 60.0}
LONG = 6 * 3600.0  # seconds for one statement of a migration or of compacting, which may have every row to go through
# After so many milliseconds the server gives up a transaction in which nothing happens: for what a process holds that
# was frozen in the middle of one, others would else wait until it goes on.
SETTINGS = {"idle_in_transaction_session_timeout": "20000"}
LISTEN_AGAIN = 1.0  # seconds after the listening connection was lost
COUNT_AGAIN = 5.0  # seconds after which it is noticed that another process is gone
_CALL_IT = "SELECT set_config('application_name', 'unsilo listener', false)"
_LISTENERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'unsilo listener' AND datname = current_database()"
)
log = logging.getLogger(__name__)
T = TypeVar("T")


class Through:
    """A connection that hands what is prepared to the driver, and everything else to SQLAlchemy."""

    def __init__(self, connection: AsyncConnection, driver: Any, company: Company) -> None:
        self._connection = connection
        self._driver = driver
        self.company = company

    @property
    def dialect(self) -> Dialect:
        """SQLAlchemy's dialect."""
        return self._connection.dialect

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        """Execute a statement."""
        if isinstance(statement, Prepared):
            return await self._ask(statement, parameters)
        return await self._connection.execute(statement, parameters)

    async def scalars(self, statement: Any, parameters: Any = None) -> Any:
        """Execute a statement; the first column of its rows."""
        if isinstance(statement, Prepared):
            return (await self._ask(statement, parameters)).scalars()
        return await self._connection.scalars(statement, parameters)

    async def _ask(self, statement: Prepared, parameters: Any) -> Rows:
        several = parameters if isinstance(parameters, list) else [parameters or {}]
        dialect = self._connection.dialect
        made = statement.made(dialect, several[0])
        if len(several) > 1:
            await self._driver.executemany(made.text, [made.values(each, dialect) for each in several])
            return made.rows((), dialect)
        if made.keys:
            return made.rows(await self._driver.fetch(made.text, *made.values(several[0], dialect)), dialect)
        status: str = await self._driver.execute(made.text, *made.values(several[0], dialect))
        return made.rows((), dialect, int(status.rpartition(" ")[2]))  # as in UPDATE 3


class Postgres:
    """Transactions on PostgreSQL; `writers` of them run side by side, for each statement waits for its answer."""

    writers = 8
    compact_every = 24 * 3600.0

    def __init__(self, url: URL, compiled: Compiled) -> None:
        self._name = uuid.uuid4().hex  # by which we know our own news
        self._company = Company(here=True, times=1)  # until it is known that nobody is
        self._met, self._news = asyncio.Event(), asyncio.Event()
        connecting = {**TIME_LIMITS, "server_settings": SETTINGS}
        driven_url = driven(url)
        self.engine = create_async_engine(
            driven_url,
            pool_size=12,
            max_overflow=8,
            pool_timeout=10,
            pool_use_lifo=True,  # those that are needed only now and then rest, and have prepared nothing twice
            connect_args=connecting,
            execution_options={"compiled_cache": compiled},
            hide_parameters=True,  # errors are logged, and values are what people wrote
        )
        event.listen(self.engine.sync_engine, "checkout", _standing)
        patient = {**connecting, "command_timeout": LONG}
        self.slow = create_async_engine(driven_url, poolclass=NullPool, connect_args=patient, hide_parameters=True)
        # A transaction that writes is begun with the driver: what is prepared goes there beside SQLAlchemy. What only
        # reads needs none: each statement sees what is committed by then, within a transaction or without.
        self._plain = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def dialects(self) -> tuple[Dialect, ...]:
        """SQLAlchemy's dialects, by which connections know their keys."""
        return (self.engine.sync_engine.dialect, self.slow.sync_engine.dialect)

    async def commit(
        self, pieces: Sequence[Callable[[Session], Awaitable[Any]]], woken: Collection[str], left: Collection[str]
    ) -> list[Any]:
        """Run pieces of work in one transaction; their results, once it is committed.

        When they filled `left` with people, other processes are told by this very transaction; when they filled `woken`
        with lanes that have work, soon after it.
        """
        async with self._plain.connect() as connection:
            driver = await _driver(connection)
            async with driver.transaction():
                session = Through(connection, driver, self._company)
                results = [await piece(session) for piece in pieces]
                if left:
                    await driver.execute(_NOTIFY, LEFT, self._name)
        if woken and self._company.here:
            self._news.set()
        return results

    async def read(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Run work that changes nothing."""
        async with self._plain.connect() as connection:
            return await work(Through(connection, await _driver(connection), self._company))

    async def listen(self, heard: Callable[[], None], left: Callable[[], None]) -> None:
        """Call `heard` when another process committed something to do, `left` when people left; both at first, too.

        Whether others are there is known by how many listen. Meanwhile they are told what there is to do here.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self._again("telling", self._tell), name="database news")
            await self._again("listening to", partial(self._listen, {CHANNEL: heard, LEFT: left, HERE: self._meet}))

    async def compact(self) -> None:
        """Have the room of erased rows given back, to be written over."""
        async with self.slow.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            names = ", ".join(table.name for table in metadata.sorted_tables)
            await alone.exec_driver_sql(f"VACUUM {names}")

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
        await self.slow.dispose()

    async def _again(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do something for ever, and begin again when the database has gone away in the middle of it."""
        while True:
            try:
                await work()
            except DRIVERS as error:
                log.warning("Not %s the database: %s", what, said(error))
            await asyncio.sleep(LISTEN_AGAIN)

    async def _tell(self) -> None:
        """Tell other processes that there is something to do, once for all that was committed meanwhile."""
        while True:
            await self._news.wait()
            self._news.clear()
            async with self._plain.connect() as connection:
                await (await _driver(connection)).execute(_HINT, CHANNEL, self._name)

    async def _listen(self, told: Mapping[str, Callable[[], None]]) -> None:
        lost = asyncio.Event()
        async with self.engine.connect() as connection:
            driver = await _driver(connection)
            for each in (lost, self._met):
                driver.add_termination_listener(lambda _, each=each: each.set())
            for channel, tell in told.items():
                await driver.add_listener(channel, lambda _, __, at, by: None if by == self._name else told[at]())
                tell()  # of what came before
            try:
                await driver.execute(_CALL_IT)
                await driver.execute(_NOTIFY, HERE, self._name)
                while not lost.is_set():
                    self._met.clear()
                    here = await driver.fetchval(_LISTENERS) > 1
                    self._company.note(here=here or self._met.is_set())
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._met.wait(), COUNT_AGAIN)
            finally:
                self._company.note(here=True)  # as far as we know
                await connection.invalidate()  # a connection that listens is not for the pool

    def _meet(self) -> None:
        """Another process has come: it is counted at once."""
        self._company.note(here=True)
        self._met.set()


def _standing(connection: Any, *_: Any) -> None:
    """Have a connection that was lost while it lay in the pool made anew: the driver knows, and need not ask for it."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError("The connection was lost.")


async def _driver(connection: AsyncConnection) -> Any:
    """The driver's own connection."""
    return (await connection.get_raw_connection()).driver_connection
