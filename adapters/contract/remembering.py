"""What a platform has told, remembered for a while: whoever wants to know the same meanwhile does not ask again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True, eq=False)
class _Asking(Generic[V]):
    """A question that is under way, and how many wait for its answer."""

    task: asyncio.Task[V]
    waiting: int = 0


class Remembered(Generic[K, V]):
    """Values by key, loaded when they are missing or old: `fresh` seconds each, and of the newest `most`.

    All who wait for the same key wait for one loading. Each may stop waiting, and with the last the loading ends. What
    cannot be loaded is not remembered: whoever waited for it learns why, and whoever comes later asks anew.
    """

    def __init__(self, load: Callable[[K], Awaitable[V]], fresh: float, most: int) -> None:
        self._load = load
        self._fresh = fresh
        self._most = most
        self._known: dict[K, tuple[float, V]] = {}
        self._asking: dict[K, _Asking[V]] = {}

    async def get(self, key: K) -> V:
        """The value of a key. Raises what loading raises."""
        known = self._known.get(key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = _Asking(asyncio.create_task(self._ask(key), name=f"asking for {key}"))
        asking.waiting += 1
        try:
            return await asyncio.shield(asking.task)
        finally:
            asking.waiting -= 1
            if not asking.waiting and not asking.task.done():
                self._leave(key, asking.task)
                asking.task.cancel()
                await asyncio.wait([asking.task])

    def forget(self, key: K) -> None:
        """Ask anew the next time; what is being told meanwhile may be of before."""
        self._known.pop(key, None)
        self._asking.pop(key, None)

    def known(self, key: K) -> V | None:
        """The value of a key as last loaded, without asking."""
        known = self._known.get(key)
        return None if known is None else known[1]

    async def _ask(self, key: K) -> V:
        task = asyncio.current_task()
        try:
            value = await self._load(key)
            if key in self._asking and self._asking[key].task is task:
                self._keep(key, value)
            return value
        finally:
            self._leave(key, task)

    def _keep(self, key: K, value: V) -> None:
        self._known.pop(key, None)
        self._known[key] = time.monotonic() + self._fresh, value
        if len(self._known) > self._most:
            del self._known[next(iter(self._known))]

    def _leave(self, key: K, task: asyncio.Task[V] | None) -> None:
        if key in self._asking and self._asking[key].task is task:
            del self._asking[key]
