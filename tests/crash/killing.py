"""Death at a chosen step, as sudden as `kill -9`: no `finally`, no `atexit`, no flushed buffer.

A step is a resumption: a task of the bot that waited inside our own code goes on. It is named by where it waited, as
the lines of ours from the task's first to the innermost, and by how many times it has been there: `site#2`. A unit of
work on SQLite never waits (it has a thread of its own), so there each of its statements is a step.

A process dies at one step that is named, or at the first that stands in a line in which none has died so far.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections import Counter
from collections.abc import Collection, Coroutine, Generator
from functools import cache
from pathlib import Path
from types import AsyncGeneratorType, FrameType
from typing import Any

from storage import sqlite

ROOT = Path(__file__).parents[2]
# What awaits a generator's next value. Neither tells whose it is.
GENERATORS_STEPS = ("async_generator_asend", "async_generator_athrow")
OURS = tuple(f"{ROOT / package}{os.sep}" for package in ("bot", "storage", "adapters"))


class Steps:
    """Counts steps, and ends the process at one: at `fatal_step` (`site#n`), or at the first in `fatal_lines`.

    It writes each site into `report`; when it is to end the process, only the one at which it does.
    """

    def __init__(self, report: Path, *, fatal_step: str = "", fatal_lines: Collection[str] = ()) -> None:
        self._report = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._site, _, nth = fatal_step.rpartition("#")
        self._nth = int(nth or 0)
        self._lines = frozenset(fatal_lines)
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
        fatal = (site, self._seen[site]) == (self._site, self._nth) or not self._lines.isdisjoint(site.split())
        if fatal or not (self._site or self._lines):
            os.write(self._report, f"{site}\n".encode())
        if fatal:
            os.kill(os.getpid(), signal.SIGKILL)

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
    lines: list[str] = []
    while work is not None:
        if type(work).__name__ in GENERATORS_STEPS:
            work = next(each for each in gc.get_referents(work) if isinstance(each, AsyncGeneratorType))
        lines += _ours(_first(work, "cr_frame", "gi_frame", "ag_frame"))
        work = _first(work, "cr_await", "gi_yieldfrom", "ag_await")
    return " ".join(lines)


def _first(work: Any, *names: str) -> Any:
    return next((found for name in names if (found := getattr(work, name, None)) is not None), None)


def _running(frame: FrameType | None) -> str:
    """Where a thread is."""
    lines: list[str] = []
    while frame is not None:
        lines += _ours(frame)
        frame = frame.f_back
    return " ".join(reversed(lines))


def _ours(frame: FrameType | None) -> list[str]:
    path = "" if frame is None else _path(frame.f_code.co_filename)
    return [f"{path}:{frame.f_lineno}"] if frame is not None and path else []


@cache
def _path(file: str) -> str:
    """The path of a file of ours within the project; empty for others'."""
    return str(Path(file).relative_to(ROOT)) if file.startswith(OURS) else ""
