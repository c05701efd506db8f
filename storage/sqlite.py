"""SQLite's side of the database: how its connections are set up, the thread that writes, and those that read.

A unit of work on SQLite waits for nothing but the file, so it runs from beginning to end in a thread: one hand-over for
a whole batch or a whole look, where an asynchronous driver makes several for every statement (measured: three times as
many messages a second). A unit that awaits anything else fails at once, which is the rule for units everywhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from sqlite3 import OperationalError
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import Connection, Dialect, Engine, Result, create_engine, event
from sqlalchemy.engine import URL, FilterResult
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import StaticPool

from storage.compiled import Compiled
from storage.prepared import Prepared, Rows
from storage.schema import Company, Session

T = TypeVar("T")

BUSY = "busy_timeout=10000"
READERS = 4  # looks that are under way at a time, beside the one that writes
PATIENCE_WITH_READERS = 100  # milliseconds
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # what was acknowledged survives a power cut
    BUSY,
    "foreign_keys=ON",
    "secure_delete=ON",  # what members have deleted does not linger in the file
)


class Direct:
    """A connection whose statements are done when they return, behind the face of an asynchronous one."""

    company = Company()  # a file of SQLite's has one process

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """SQLAlchemy's dialect."""
        return self._connection.dialect

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        """Execute a statement."""
        if isinstance(statement, Prepared):
            return self._ask(statement, parameters)
        return self._connection.execute(statement, parameters)

    async def scalars(self, statement: Any, parameters: Any = None) -> Any:
        """Execute a statement; the first column of its rows."""
        if isinstance(statement, Prepared):
            return self._ask(statement, parameters).scalars()
        return self._connection.scalars(statement, parameters)

    def _ask(self, statement: Prepared, parameters: Any) -> Rows:
        several = parameters if isinstance(parameters, list) else [parameters or {}]
        dialect = self._connection.dialect
        made = statement.made(dialect, several[0])
        cursor: Any = self._connection.connection.cursor()
        try:
            if len(several) > 1:
                cursor.executemany(made.text, [made.values(each, dialect) for each in several])
            else:
                cursor.execute(made.text, made.values(several[0], dialect))
            return made.rows(cursor.fetchall() if made.keys else (), dialect, cursor.rowcount)
        finally:
            cursor.close()


def _begun(file: Path) -> None:
    """Make a database's file where there is none, its owner's alone to read: SQLite's other files beside it follow."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # it is there, or cannot be made, which SQLite says itself
        file.touch(0o600, exist_ok=False)


class Sqlite:
    """Transactions on an SQLite file. `engine` is for migrations and tests, `compiled` what all engines share."""

    writers = 1
    compact_every = 60.0

    def __init__(self, url: URL, compiled: Compiled) -> None:
        if url.database and url.database != ":memory:":
            _begun(Path(url.database))
        ours, options = url.set(drivername="sqlite"), {"compiled_cache": compiled}
        common: dict[str, Any] = {"hide_parameters": True, "execution_options": options}
        self.engine = create_async_engine(url, pool_size=5, pool_timeout=10, **common)
        self.slow = self.engine  # no statement is ended here for taking long
        event.listen(self.engine.sync_engine, "do_connect", _opening)
        _prepare(self.engine.sync_engine)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite writer")
        self._writer = create_engine(ours, poolclass=StaticPool, **common)
        _prepare(self._writer)
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite reader")
        self._reader = create_engine(ours, pool_size=READERS, **common)
        self._reader.update_execution_options(reader=True)
        _prepare(self._reader)

    @property
    def dialects(self) -> tuple[Dialect, ...]:
        """SQLAlchemy's dialects, by which connections know their keys."""
        return tuple(engine.dialect for engine in (self.engine.sync_engine, self._writer, self._reader))

    async def commit(
        self, pieces: Sequence[Callable[[Session], Awaitable[Any]]], woken: Collection[str], left: Collection[str]
    ) -> list[Any]:
        """Run pieces of work in one transaction; their results, once it is committed."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, pieces)

    async def read(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Run work that changes nothing, beside the transaction that writes."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, work)

    async def close(self) -> None:
        """Finish what is under way, and close the file."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._dispose)
        self._thread.shutdown()
        await self.engine.dispose()

    async def listen(self, heard: Callable[[], None], left: Callable[[], None]) -> None:
        """Nobody else is there to be heard: an SQLite file has one process."""

    async def compact(self) -> None:
        """Write what is in the write-ahead log into the file, and empty the log: erased text stays in it otherwise.

        In the file itself it is overwritten at once (`secure_delete`). When somebody is reading, the next time does it.
        """
        await asyncio.get_running_loop().run_in_executor(self._thread, self._compact)

    def _compact(self) -> None:
        raw = self._writer.raw_connection()
        cursor = raw.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout={PATIENCE_WITH_READERS}")  # what is to be written waits behind it
            with suppress(OperationalError):
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            cursor.execute(f"PRAGMA {BUSY}")
            cursor.close()
            raw.close()

    def _commit(self, pieces: Sequence[Callable[[Session], Awaitable[Any]]]) -> list[Any]:
        with self._writer.begin() as connection:
            return [_finished(piece(Direct(connection))) for piece in pieces]

    def _read(self, work: Callable[[Session], Awaitable[T]]) -> T:
        with self._reader.connect() as connection:
            connection.begin()
            found = _finished(work(Direct(connection)))
            if isinstance(found, Result | FilterResult):  # until its rows are taken, whoever reads next sees the past
                raise TypeError("rows have to be taken within the unit of work")
            return found

    def _dispose(self) -> None:
        self._threads.shutdown()
        self._reader.dispose()
        self._writer.dispose()


def _opening(_dialect: Dialect, _record: Any, _given: Any, options: dict[str, Any]) -> None:
    options["async_creator_fn"] = _opened


async def _opened(*given: Any, **options: Any) -> aiosqlite.Connection:
    """A connection of the asynchronous driver. When it cannot be had, its thread has ended, too.

    The driver leaves that thread to itself then: on a busy machine it outlives the loop that it tells of its end.
    """
    connection = aiosqlite.connect(*given, **options)
    connection._thread.daemon = True
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(connection._thread.join)
        raise


def _prepare(engine: Engine) -> None:
    """Have every connection of an engine set up, and its transactions begun, as we need them."""

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # begin is said by us, below: the driver's own would not lock in time
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reader")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _finished(piece: Awaitable[T]) -> T:
    """The result of a piece of work, which must not wait for anything."""
    steps = piece.__await__()
    try:
        next(steps)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    raise RuntimeError("A unit of work awaited something other than its database.")
