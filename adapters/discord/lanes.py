"""Events in order, several places at a time, until they are recorded.

Discord's gateway cannot be asked to wait: it ends a connection that is not read. So no more wait here than fit into
memory, and what history shows as well is read from there.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")
_log = logging.getLogger(__name__)
_LANES = 16
_MOST = 10_000
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 10.0


class Lanes(Generic[T]):
    """Hands each item to `work`, those of one key one after the other; again, with growing waits, while it raises.

    At most some thousand items wait. Beyond that they are dropped, and once all others are done, `missed` is called.
    What still waits at the end is worked off for `goodbye` seconds.
    """

    def __init__(
        self, work: Callable[[T], Awaitable[None]], missed: Callable[[], Awaitable[None]], goodbye: float
    ) -> None:
        self._goodbye = goodbye
        self._work = work
        self._missed = missed
        self._queues: list[asyncio.Queue[T]] = [asyncio.Queue() for _ in range(_LANES)]
        self._tasks: list[asyncio.Task[None]] = []
        self._waiting = 0
        self._dropped = 0

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._serve(queue)) for queue in self._queues]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._goodbye):
                await asyncio.gather(*(queue.join() for queue in self._queues))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def put(self, key: str, item: T, *, seldom: bool = False) -> None:
        """Line an item up behind those of its key.

        With `seldom`, it is dropped never: nothing else tells of it, and there are as many as there are places.
        """
        if self._waiting >= _MOST and not seldom:
            self._dropped += 1
            return
        self._waiting += 1
        self._queues[hash(key) % _LANES].put_nowait(item)

    async def _serve(self, queue: asyncio.Queue[T]) -> None:
        while True:
            item = await queue.get()
            await self._insist(partial(self._work, item))
            self._waiting -= 1
            queue.task_done()
            if self._dropped and not self._waiting:
                _log.warning("%d events of Discord came while too many waited; they are looked up now", self._dropped)
                self._dropped = 0
                await self._insist(self._missed)

    async def _insist(self, act: Callable[[], Awaitable[None]]) -> None:
        wait = _FIRST_WAIT
        while True:
            try:
                return await act()
            except Exception:
                _log.exception("An event of Discord could not be recorded; trying again in %.1f s", wait)
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
