"""Death at a chosen step, as sudden as `kill -9`: no `finally`, no `atexit`, no flushed buffer.

A step is a resumption: a task of the bot that waited inside our own code goes on. It is named by where it waited, as
the lines of ours from the task's first to the innermost, and by how many times it has been there: `site#2`. A unit of
work on SQLite never waits (it has a thread of its own), so there each of its statements is a step.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Coroutine, Generator
from pathlib import Path
from types import FrameType
from typing import Any

from storage import sqlite

KILLED = 137  # what a shell says of a process that SIGKILL ended
ROOT = Path(__file__).parents[2]
OURS = tuple(f"{ROOT / package}{os.sep}" for package in ("bot", "storage", "adapters"))


class Steps:
    """Counts steps and writes each site into `report`; at `kill_at` (`site#n`) it writes that and ends the process."""

    def __init__(self, report: Path, kill_at: str) -> None:
        self._report = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._site, _, nth = kill_at.rpartition("#")
        self._nth = int(nth or 0)
        self._seen: Counter[str] = Counter()

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Count the steps of every task that this loop starts from now on, and of every unit on SQLite."""
        loop.set_task_factory(self._task)
        sqlite.Direct = self._counted(sqlite.Direct)  # type: ignore[misc]

    def step(self, site: str) -> None:
        """A step is about to be made."""
        if not site:
            return
        self._seen[site] += 1
        if not self._site:
            os.write(self._report, f"{site}\n".encode())
        elif site == self._site and self._seen[site] == self._nth:
            os.write(self._report, f"{site}\n".encode())
            os._exit(KILLED)

    def _task(self, loop: asyncio.AbstractEventLoop, work: Any, **given: Any) -> asyncio.Task[Any]:
        return asyncio.Task(_Stepping(work, self), loop=loop, **given)

    def _counted(self, direct: type[sqlite.Direct]) -> type[sqlite.Direct]:
        steps = self

        class Counted(direct):  # type: ignore[misc, valid-type]
            async def execute(self, statement: Any, parameters: Any = None) -> Any:
                steps.step(_running(sys._getframe(1)))
                return await super().execute(statement, parameters)

            async def scalars(self, statement: Any, parameters: Any = None) -> Any:
                steps.step(_running(sys._getframe(1)))
                return await super().scalars(statement, parameters)

        return Counted


class _Stepping(Coroutine[Any, Any, Any]):
    """A task's work, counted each time it goes on."""

    def __init__(self, work: Any, steps: Steps) -> None:
        self._work = work
        self._steps = steps

    def send(self, value: Any) -> Any:
        self._steps.step(_waiting(self._work))
        return self._work.send(value)

    def throw(self, *error: Any) -> Any:
        self._steps.step(_waiting(self._work))
        return self._work.throw(*error)

    def close(self) -> None:
        self._work.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        yield from self._work.__await__()


def _waiting(work: Any) -> str:
    """Where a suspended coroutine waits; empty when it has not begun or is none of ours."""
    lines = []
    while work is not None:
        lines += _ours(getattr(work, "cr_frame", None) or getattr(work, "gi_frame", None))
        work = getattr(work, "cr_await", None) or getattr(work, "gi_yieldfrom", None)
    return " ".join(lines)


def _running(frame: FrameType | None) -> str:
    """Where a thread is."""
    lines: list[str] = []
    while frame is not None:
        lines += _ours(frame)
        frame = frame.f_back
    return " ".join(reversed(lines))


def _ours(frame: FrameType | None) -> list[str]:
    if frame is None or not frame.f_code.co_filename.startswith(OURS):
        return []
    return [f"{Path(frame.f_code.co_filename).relative_to(ROOT)}:{frame.f_lineno}"]
