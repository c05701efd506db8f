"""Texts that wait for their vectors: what arrives together is encoded together, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot import texts

T = TypeVar("T")
Rows = NDArray[np.float32]

PATIENCE = 10.0  # seconds that somebody waits
WAITING = 256  # texts that wait at most
TOGETHER = 32  # texts that are encoded in one go; whoever comes next waits for no more than that


class NotReady(Exception):
    """Nobody can be searched for now; `args[0]` says so to whoever asks."""


@dataclass(frozen=True, slots=True)
class _Asked:
    texts: Sequence[str]
    rows: asyncio.Future[Rows]


class Encoding:
    """A bounded queue before `encode`, which takes texts to rows (n, d)."""

    def __init__(self, encode: Callable[[Sequence[str]], Awaitable[Rows]]) -> None:
        self._encode = encode
        self._queue: asyncio.Queue[_Asked] = asyncio.Queue()
        self._waiting = 0

    async def rows(self, asked: Sequence[str]) -> Rows:
        """The texts' rows. Raises NotReady when too many wait, or it takes too long."""
        if self._waiting and self._waiting + len(asked) > WAITING:
            raise NotReady(texts.MATCHING_BUSY)
        rows: asyncio.Future[Rows] = asyncio.get_running_loop().create_future()
        self._waiting += len(asked)  # until it is taken out, not until somebody gives up: else more and more would wait
        self._queue.put_nowait(_Asked(asked, rows))
        return await in_time(rows)

    async def run(self) -> None:
        """Encode what waits, until cancelled."""
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty() and sum(len(each.texts) for each in batch) < TOGETHER:
                batch.append(self._queue.get_nowait())
            self._waiting -= sum(len(each.texts) for each in batch)
            if there := [each for each in batch if not each.rows.done()]:  # the others gave up
                await self._answer(there)

    async def _answer(self, batch: Sequence[_Asked]) -> None:
        try:
            rows = await self._encode([text for each in batch for text in each.texts])
        except Exception as error:
            for each in batch:
                if not each.rows.done():
                    each.rows.set_exception(error)
            return
        first = 0
        for each in batch:
            if not each.rows.done():
                each.rows.set_result(rows[first : first + len(each.texts)])
            first += len(each.texts)


async def in_time(work: Awaitable[T]) -> T:
    """What somebody waits for. Raises NotReady when it takes too long."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await work
    except TimeoutError:
        raise NotReady(texts.MATCHING_BUSY) from None
