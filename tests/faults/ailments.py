"""What ails a database: each is the real thing, done to the very database that a bot works on."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

import asyncpg
from sqlalchemy import Engine, event
from sqlalchemy.util import await_only

from storage.database import Database
from storage.postgres import Through
from storage.prepared import Prepared, Rows

SLOW = 2.0  # seconds that every statement takes
LOCK = 0.05  # seconds between tries to lock a file that is in use
FULL, DEADLOCK, SERIALISATION, CANCELLED = "53100", "40P01", "40001", "57014"  # as PostgreSQL tells them


@asynccontextmanager
async def ailing(ailment: str, database: Database) -> AsyncIterator[None]:
    """A database is ill, and well again at the end."""
    async with AILMENTS[database.dialect][ailment](database):
        yield


@asynccontextmanager
async def _locked(database: Database) -> AsyncIterator[None]:
    """Another program has the file for itself, as a backup does."""
    other = sqlite3.connect(str(database.url.database), isolation_level=None, timeout=0.0)
    try:
        while True:
            try:
                other.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                await asyncio.sleep(LOCK)
            else:
                break
        yield
    finally:
        other.close()


@contextmanager
def _at(name: str, listener: Callable[..., object]) -> Iterator[None]:
    event.listen(Engine, name, listener)
    try:
        yield
    finally:
        event.remove(Engine, name, listener)


def _writes() -> bool:
    """Whether this is the thread that writes into a file."""
    return threading.current_thread().name.startswith("sqlite writer")


def _setting(ill: str, well: str) -> Callable[[Database], Any]:
    """Every transaction that writes begins with a setting; when this ends, one begins with another."""

    @asynccontextmanager
    async def setting(database: Database) -> AsyncIterator[None]:
        with _at("begin", lambda connection: _writes() and connection.exec_driver_sql(f"PRAGMA {ill}")):
            yield
        with _at("begin", lambda connection: _writes() and connection.exec_driver_sql(f"PRAGMA {well}")):
            await database.write(lambda unit: unit.bridges.all())

    return setting


def _pause(*_: Any) -> None:
    """A statement takes its time: in a thread of an SQLite file's, or in the loop."""
    time.sleep(SLOW) if threading.current_thread().name.startswith("sqlite") else await_only(asyncio.sleep(SLOW))


@asynccontextmanager
async def _slow(database: Database) -> AsyncIterator[None]:
    """Every statement takes its time. In an SQLite file's thread that is the one with which a transaction begins."""
    ask = Through._ask

    async def slowly(self: Through, statement: Prepared, parameters: Any) -> Rows:
        await asyncio.sleep(SLOW)
        return await ask(self, statement, parameters)

    Through._ask = slowly  # type: ignore[method-assign]
    try:
        with _at("before_cursor_execute", _pause):
            yield
    finally:
        Through._ask = ask  # type: ignore[method-assign]


@asynccontextmanager
async def _no_connection_free(database: Database) -> AsyncIterator[None]:
    """Others have all connections that there may be."""
    pool: Any = database.engine.pool
    async with AsyncExitStack() as held, asyncio.timeout(100):
        while pool.checkedout() < pool.size() + pool._max_overflow:
            await held.enter_async_context(database.engine.connect())
        yield


@asynccontextmanager
async def _server(database: Database) -> AsyncIterator[Any]:
    """An operator's connection to another database of the same server."""
    socket = database.url.query["host"]
    connection = await asyncpg.connect(host=socket, user=database.url.username, database="postgres")
    try:
        yield connection
    finally:
        await connection.close()


async def _alter(database: Database, change: str) -> None:
    """Alter a PostgreSQL database, and have everybody connect anew."""
    name = database.url.database
    async with _server(database) as server:
        await server.execute(f"ALTER DATABASE {name} {change}")
        await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)


def _altered(ill: str, well: str) -> Callable[[Database], Any]:
    @asynccontextmanager
    async def altered(database: Database) -> AsyncIterator[None]:
        await _alter(database, ill)
        try:
            yield
        finally:
            await _alter(database, well)

    return altered


def _failing(state: str) -> Callable[[Database], Any]:
    """Every message that is to be noted fails with this state."""

    @asynccontextmanager
    async def failing(database: Database) -> AsyncIterator[None]:
        url = database.url
        connection: Any = await asyncpg.connect(host=url.query["host"], user=url.username, database=url.database)
        try:
            await connection.execute(
                "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"
            )
            await connection.execute("CREATE TRIGGER fail BEFORE INSERT ON heard EXECUTE FUNCTION fail()")
            yield
            await connection.execute("DROP FUNCTION fail CASCADE")
        finally:
            await connection.close()

    return failing


AILMENTS: dict[str, dict[str, Callable[[Database], Any]]] = {
    "sqlite": {
        "away": _locked,
        "read-only": _setting("query_only = ON", "query_only = OFF"),
        "full": _setting("max_page_count = 1", "max_page_count = 1073741823"),
        "slow": _slow,
    },
    "postgresql": {
        "away": _altered("ALLOW_CONNECTIONS false", "ALLOW_CONNECTIONS true"),
        "read-only": _altered("SET default_transaction_read_only = on", "RESET default_transaction_read_only"),
        "full": _failing(FULL),
        "deadlock": _failing(DEADLOCK),
        "serialisation": _failing(SERIALISATION),
        "cancelled": _failing(CANCELLED),
        "no connection free": _no_connection_free,
        "slow": _slow,
    },
}
