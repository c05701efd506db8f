"""Calendars of others are read by a process of its own, one at a time, which is ended when it takes too long.

So nothing that a calendar says keeps the bot from its work, or is left running.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.contract.refs import CommunityRef
from bot import foreign_calendar
from bot.events import texts
from bot.events.outside import Unfetched
from bot.foreign_calendar import Coming

PATIENCE = 10.0  # seconds that a calendar may take to be read
TURN = 60.0  # seconds for which others' calendars are waited for
READ = (sys.executable, "-m", foreign_calendar.__name__)
HANDED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONTZPATH")  # of our surroundings; no secret is among them
ROOT = Path(foreign_calendar.__file__).parents[1]


@dataclass
class Reading:
    """Reads calendars one after the other, one at a time for each community."""

    patience: float = PATIENCE
    busy: set[CommunityRef] = field(default_factory=set)
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    @contextmanager
    def alone(self, community: CommunityRef) -> Iterator[None]:
        """While a calendar is fetched and read for a community. Raises Unfetched when another one is."""
        if community in self.busy:
            raise Unfetched(texts.IMPORT_BUSY)
        self.busy.add(community)
        try:
            yield
        finally:
            self.busy.discard(community)

    async def read(self, body: bytes, begin: float, end: float) -> list[Coming]:
        """What begins in a calendar between two times. Raises Unfetched."""
        try:
            async with asyncio.timeout(TURN):
                await self.turn.acquire()
        except TimeoutError:
            raise Unfetched(texts.IMPORT_BUSY) from None
        try:
            return await self._read(body, begin, end)
        finally:
            self.turn.release()

    async def _read(self, body: bytes, begin: float, end: float) -> list[Coming]:
        pipe, surroundings = (
            asyncio.subprocess.PIPE,
            {name: os.environ[name] for name in HANDED_ON if name in os.environ},
        )
        process = await asyncio.create_subprocess_exec(
            *READ, str(begin), str(end), stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL,
            env={**surroundings, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        try:
            async with asyncio.timeout(self.patience):
                told, _ = await process.communicate(body)
        except TimeoutError:
            raise Unfetched(texts.IMPORT_LONG) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode in (foreign_calendar.DEAR, *foreign_calendar.ENDED):
            raise Unfetched(texts.IMPORT_LONG)
        if process.returncode:
            raise Unfetched(texts.IMPORT_FAILED)
        return foreign_calendar.loads(told)
