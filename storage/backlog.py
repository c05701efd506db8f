"""What waits to be written, shared out among those who write it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

MOST = 10_000  # waiting for one writer; who has more to write waits
AT_ONCE = 64  # in one transaction


@dataclass(slots=True, eq=False)
class Piece:
    """A piece of work, the name of what it is `about`, and who waits for its result."""

    work: Callable[[Any], Awaitable[Any]]
    about: str
    done: asyncio.Future[Any]


class Backlog:
    """Pieces of work, each for the writer who has the least to do.

    Those about the same thing go to one writer as long as any of them is left, and so are written in the order in
    which they came.
    """

    def __init__(self, writers: int) -> None:
        self._queues: list[asyncio.Queue[Piece]] = [asyncio.Queue(MOST) for _ in range(writers)]
        self._left = [0] * writers  # of each writer, waiting or under way
        self._whose: dict[str, int] = {}
        self._of: Counter[str] = Counter()  # how much is left about a thing

    async def put(self, piece: Piece) -> None:
        """Line a piece up; waits while too much does."""
        writer = self._whose.setdefault(piece.about, self._left.index(min(self._left)))
        self._of[piece.about] += 1
        self._left[writer] += 1
        try:
            await self._queues[writer].put(piece)
        except asyncio.CancelledError:
            self._settle(writer, piece)
            raise

    async def take(self, writer: int) -> list[Piece]:
        """What a writer is to write in one transaction, as soon as there is something."""
        queue = self._queues[writer]
        pieces = [await queue.get()]
        while len(pieces) < AT_ONCE and not queue.empty():
            pieces.append(queue.get_nowait())
        return pieces

    def settled(self, writer: int, pieces: list[Piece]) -> None:
        """What a writer took is written, or has failed."""
        for piece in pieces:
            self._settle(writer, piece)

    def _settle(self, writer: int, piece: Piece) -> None:
        self._left[writer] -= 1
        self._of[piece.about] -= 1
        if not self._of[piece.about]:
            del self._of[piece.about]
            del self._whose[piece.about]
