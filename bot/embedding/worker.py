"""One thread for work that would hold up the loop: done in the order in which it was asked for."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")

MOST = 256  # jobs that wait when nobody else may ask

_Job = tuple[Callable[[], Any], "asyncio.Future[Any]", asyncio.AbstractEventLoop]


class Full(Exception):
    """So much waits for the thread that nothing more is taken in."""


class Worker:
    """A thread, begun with the first job.

    Nothing waits for it when the process ends: its work changes nothing outside of memory.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._begun = False

    async def ask(self, job: Callable[[], T]) -> T:
        """Have something done that somebody asked for, as `do`. Raises Full when too much waits already.

        What nobody waits for any more counts until its turn comes: else more and more would wait for a thread that is
        busy for long.
        """
        if self._jobs.qsize() >= MOST:
            raise Full
        return await self.do(job)

    async def do(self, job: Callable[[], T]) -> T:
        """Have something done, and wait for it. Raises what it raises; whoever stops waiting does not stop the job."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._jobs.put((job, done, loop))
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._work, name=self._name, daemon=True).start()
        return await done

    def put(self, job: Callable[[], Any]) -> None:
        """Have something done, and wait for nothing: it is done before whatever is asked for later."""
        loop = asyncio.get_running_loop()
        self._jobs.put((job, loop.create_future(), loop))

    def stop(self) -> None:
        """Do what was asked for already, and end."""
        self._jobs.put(None)

    def _work(self) -> None:
        while (found := self._jobs.get()) is not None:
            job, done, loop = found
            if done.cancelled():
                continue
            try:
                result, error = job(), None
            except Exception as raised:
                result, error = None, raised
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(_tell, done, result, error)


def _tell(done: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)
