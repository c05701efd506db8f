"""What waits for its turn, each thing once: so no more can wait than there are different things."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Due(Generic[T]):
    """Things in the order in which they were asked for first. What waits already is not taken in again.

    Whoever asks while a thing is being done has it done once more: the asking may tell of something newer.
    """

    def __init__(self) -> None:
        self._queue: asyncio.Queue[T] = asyncio.Queue()
        self._waiting: set[T] = set()

    def __len__(self) -> int:
        return self._queue.qsize()

    def ask(self, thing: T) -> None:
        """Have a thing done."""
        if thing not in self._waiting:
            self._waiting.add(thing)
            self._queue.put_nowait(thing)

    async def next(self) -> T:
        """The next thing, once there is one. Call `done` when it is."""
        thing = await self._queue.get()
        self._waiting.discard(thing)
        return thing

    def done(self) -> None:
        """What `next` gave is done."""
        self._queue.task_done()

    async def join(self) -> None:
        """Wait until nothing waits, and nothing is being done."""
        await self._queue.join()
