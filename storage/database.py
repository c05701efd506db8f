"""The database, and what is done in it: each unit of work in one transaction.

Writes go through `Database.write`, which commits what arrives together in one transaction: a commit that waits for the
disk costs the same for one piece of work as for fifty. A piece that fails is run again alone, so that it takes no
other down with it; its function must therefore touch nothing but the unit.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.backlog import Backlog, Piece
from storage.compiled import compiled
from storage.failures import Contended
from storage.failures import Unavailable as Unavailable
from storage.failures import translated as translated
from storage.personal import Salt
from storage.postgres import Postgres
from storage.schema import Session
from storage.sealing import Seals, give
from storage.sqlite import Sqlite
from storage.unit import Unit as Unit

T = TypeVar("T")

CANCEL_AGAIN = 0.5  # seconds
IN_A_ROW = 2  # refusals after which it is the database, not the work


class Database:
    """One database, on SQLite or PostgreSQL. Use it as `async with Database(url) as database`.

    What is secret is sealed with the first of `keys`, and opened with any. Raises ValueError when one is no key.
    """

    def __init__(self, url: str, keys: Sequence[str] = ()) -> None:
        self.url = make_url(url)
        self._claim: Callable[[Unit], Awaitable[Any]] = _nothing
        self._start: Callable[[Any], None] = lambda claimed: None
        self._left: Callable[[Mapping[str, int] | None], None] = lambda left: None
        seals = Seals.of(keys)
        backend = Sqlite if self.url.get_backend_name() == "sqlite" else Postgres
        self._backend = backend(self.url, compiled(seals.names))
        for dialect in self._backend.dialects:
            give(dialect, seals)
        self._backlog = Backlog(self._backend.writers)
        self._tasks: list[asyncio.Task[None]] = []
        self._reads: set[asyncio.Future[Any]] = set()
        self._begun: dict[int, float] = {}  # when each writer's commit that is under way began
        self._refused_at = -math.inf
        self._salt = Salt()

    @property
    def engine(self) -> AsyncEngine:
        """SQLAlchemy's engine; for tests, and for looks at the schema."""
        return self._backend.engine

    @property
    def slow(self) -> AsyncEngine:
        """The same for what may take long: migrations."""
        return self._backend.slow

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    async def __aenter__(self) -> Self:
        self._tasks = [
            *(
                asyncio.create_task(self._write_forever(writer), name="database writer")
                for writer in range(self._backend.writers)
            ),
            asyncio.create_task(
                self._backend.listen(lambda: self._start(None), lambda: self._left(None)), name="database listener"
            ),
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        going: set[asyncio.Task[None]] = set(self._tasks)
        while going:  # a driver that is cancelled in the middle of a call may raise an error of its own instead
            for task in going:
                task.cancel()
            going = (await asyncio.wait(going, timeout=CANCEL_AGAIN))[1]
        await asyncio.gather(*self._tasks, *self._reads, return_exceptions=True)
        await self._backend.close()

    def attach(self, claim: Callable[[Unit], Awaitable[T]], start: Callable[[T | None], None]) -> None:
        """Have new deliveries claimed within the very transaction that makes them, and begun once it is committed.

        `start` gets what `claim` returned, or None when it is left to the caller to look: after other processes' news,
        and when the claim had failed. Saves a commit, which waits for the disk, between hearing and telling.
        """
        self._claim, self._start = claim, start

    def follow(self, left: Callable[[Mapping[str, int] | None], None]) -> None:
        """Have it told whose vectors are dropped, with the mark of it, as soon as that is committed.

        It is told before whoever wrote that goes on. It gets None when another process dropped some: then it has to
        look.
        """
        self._left = left

    def refuses(self, lately: float, patience: float) -> bool:
        """Whether a write was refused in the last `lately` seconds, or one has taken longer than `patience` by now."""
        now = time.monotonic()
        return now - self._refused_at < lately or any(now - begun > patience for begun in self._begun.values())

    async def write(self, work: Callable[[Unit], Awaitable[T]], *, about: str = "") -> T:
        """Run `work` in a transaction and return its result once that is committed.

        Works `about` the same thing (a channel, a lane) are committed in the order in which they came. Raises
        Unavailable when the database is away, and whatever `work` raises; in both cases nothing was recorded.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        await self._backlog.put(Piece(work, about, done))
        return await done

    async def read(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Run `work`, which changes nothing, beside the writes. Raises Unavailable and whatever `work` raises.

        Like what is written, it must touch nothing but the unit, and await nothing else.
        """
        reading = asyncio.ensure_future(self._read(work))
        self._reads.add(reading)
        reading.add_done_callback(self._reads.discard)
        return await asyncio.shield(reading)  # its driver's thread is not to outlive the loop

    @property
    def compact_every(self) -> float:
        """After how many seconds `compact` is to be called again."""
        return self._backend.compact_every

    async def compact(self) -> None:
        """Let go of what was erased: databases keep it in their files for a while. Raises Unavailable."""
        with translated():
            await self._backend.compact()

    async def _read(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        with translated():
            return await self._backend.read(lambda session: work(Unit(session, set(), self._salt)))

    async def _write_forever(self, writer: int) -> None:
        while True:
            pieces = await self._backlog.take(writer)
            self._begun[writer] = time.monotonic()
            try:
                await self._commit(pieces, self._claim)
            except asyncio.CancelledError:
                for piece in pieces:
                    piece.done.cancel()
                raise
            except Exception:
                await self._commit_singly(pieces)
            finally:
                del self._begun[writer]
                self._backlog.settled(writer, pieces)

    async def _commit_singly(self, pieces: list[Piece]) -> None:
        """Commit each alone; but once it is plain that the database is away, wait for no further refusal."""
        refused = 0
        for number, piece in enumerate(pieces):
            try:
                await self._commit_alone(piece)
                refused = 0
            except Unavailable as error:
                self._refused_at = time.monotonic()
                refused += 1
                for each in pieces[number:] if refused == IN_A_ROW else [piece]:
                    _fail(each, error)
                if refused == IN_A_ROW:
                    return
            except Exception as error:
                _fail(piece, error)

    async def _commit_alone(self, piece: Piece) -> None:
        """Commit one; again, for as long as another process is at the same thing: nobody waits who holds something."""
        wait = 0.005
        while True:
            try:
                return await self._commit([piece], _nothing)
            except Contended:
                await asyncio.sleep(wait)
                wait = min(2 * wait, 0.1)

    async def _commit(self, pieces: list[Piece], claim: Callable[[Unit], Awaitable[Any]]) -> None:
        woken: set[str] = set()
        left: dict[str, int] = {}

        async def claimed(session: Session) -> Any:
            return await claim(Unit(session, set(), self._salt)) if woken else None

        works = [*(_bound(piece.work, woken, self._salt, left) for piece in pieces), claimed]
        with translated():
            *results, started = await self._backend.commit(works, woken, left)
        if left:
            self._left(left)
        for piece, result in zip(pieces, results, strict=True):
            if not piece.done.done():
                piece.done.set_result(result)
        if woken:
            self._start(started)


async def _nothing(unit: Unit) -> None:
    """Claim nothing."""


def _bound(
    work: Callable[[Unit], Awaitable[T]], woken: set[str], salt: Salt, left: dict[str, int]
) -> Callable[[Session], Awaitable[T]]:
    return lambda connection: work(Unit(connection, woken, salt, left))


def _fail(piece: Piece, error: Exception) -> None:
    if not piece.done.done():
        piece.done.set_exception(error)
