"""The database, and the unit of work: one transaction with every subject's queries at hand.

Writes go through `Database.write`, which commits what arrives together in one transaction: a commit that waits for the
disk costs the same for one piece of work as for fifty. A piece that fails is run again alone, so that it takes no
other down with it; its function must therefore touch nothing but the unit.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import sqlite
from storage.bridges import Bridges
from storage.inbox import Inbox
from storage.lanes import Lanes
from storage.messages import Messages
from storage.outbox import Outbox
from storage.schema import Session

T = TypeVar("T")

BATCH = 64
BACKLOG = 10_000


class Unavailable(Exception):
    """The database did not do what was asked of it. Nothing was recorded; the same call may go through later."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One database transaction. `woken` collects the lanes that have new work when it commits."""

    connection: Session
    woken: set[str]

    @property
    def inbox(self) -> Inbox:
        """What was heard."""
        return Inbox(self.connection)

    @property
    def bridges(self) -> Bridges:
        """Which channels mirror each other."""
        return Bridges(self.connection)

    @property
    def messages(self) -> Messages:
        """Messages, their copies and reactions."""
        return Messages(self.connection)

    @property
    def outbox(self) -> Outbox:
        """What is still to be done on the platforms."""
        return Outbox(self.connection, self.woken)

    @property
    def lanes(self) -> Lanes:
        """Who works which target channel."""
        return Lanes(self.connection)


@dataclass(slots=True)
class _Piece:
    work: Callable[[Unit], Awaitable[Any]]
    done: asyncio.Future[Any]


class Database:
    """One database, on SQLite or PostgreSQL. Use it as `async with Database(url) as database`."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.on_wake: Callable[[], None] = lambda: None
        lite = self.url.get_backend_name() == "sqlite"
        self._engine = (
            sqlite.reader(self.url)
            if lite
            else create_async_engine(self.url, pool_size=5, max_overflow=5, pool_timeout=10, pool_pre_ping=True)
        )
        self._sqlite = sqlite.Writer(self.url) if lite else None
        self._pieces: asyncio.Queue[_Piece] = asyncio.Queue(BACKLOG)
        self._writer: asyncio.Task[None] | None = None

    @property
    def engine(self) -> AsyncEngine:
        """SQLAlchemy's engine; for migrations and tests."""
        return self._engine

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    async def __aenter__(self) -> Self:
        self._writer = asyncio.create_task(self._write_forever(), name="database writer")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._writer
        if self._sqlite is not None:
            await self._sqlite.close()
        await self._engine.dispose()

    async def write(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Run `work` in a transaction and return its result once that is committed.

        Raises Unavailable when the database is away, and whatever `work` raises; in both cases nothing was recorded.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        await self._pieces.put(_Piece(work, done))
        return await done

    async def read(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Run `work`, which changes nothing, beside the writes. Raises Unavailable and whatever `work` raises."""
        with translated():
            async with self._engine.connect() as connection:
                await connection.execution_options(reader=True)
                return await work(Unit(connection, set()))

    async def _write_forever(self) -> None:
        while True:
            pieces = [await self._pieces.get()]
            while len(pieces) < BATCH and not self._pieces.empty():
                pieces.append(self._pieces.get_nowait())
            try:
                await self._commit(pieces)
            except asyncio.CancelledError:
                for piece in pieces:
                    piece.done.cancel()
                raise
            except Exception as error:
                if len(pieces) == 1:
                    _fail(pieces[0], error)
                else:
                    await self._commit_singly(pieces)

    async def _commit_singly(self, pieces: list[_Piece]) -> None:
        for piece in pieces:
            try:
                await self._commit([piece])
            except Exception as error:
                _fail(piece, error)

    async def _commit(self, pieces: list[_Piece]) -> None:
        woken: set[str] = set()
        with translated():
            if self._sqlite is not None:
                works = [piece.work for piece in pieces]
                results = await self._sqlite.commit(
                    [lambda connection, work=work: work(Unit(connection, woken)) for work in works]  # type: ignore[misc]
                )
            else:
                async with self._engine.begin() as connection:
                    unit = Unit(connection, woken)
                    results = [await piece.work(unit) for piece in pieces]
                    if woken:
                        await unit.outbox.notify()
        for piece, result in zip(pieces, results, strict=True):
            if not piece.done.done():
                piece.done.set_result(result)
        if woken:
            self.on_wake()


def _fail(piece: _Piece, error: Exception) -> None:
    if not piece.done.done():
        piece.done.set_exception(error)


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn what drivers raise when the database is away into Unavailable."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
        raise Unavailable(str(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable(str(error)) from error
        raise
