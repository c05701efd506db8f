"""Tasks with an owner: none outlives it, and none fails unheard."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from adapters.slack.web import log


class Tasks:
    """The background work of one owner."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("Work in the background failed", exc_info=error)

    async def close(self, patience: float = 0.0) -> None:
        """Wait `patience` seconds for what runs, then cancel the rest."""
        if self._running and patience:
            await asyncio.wait(set(self._running), timeout=patience)
        left = set(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
