"""Room in memory for files on their way: what is read is kept whole, twice while it is cleaned or sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from adapters.contract.content import Attachment
from adapters.contract.fitting import FILES_TOGETHER

MARGIN = 1 << 16  # bytes by which a file may be larger than its platform said: some can be changed after


def most(file: Attachment) -> int:
    """How many bytes of a file are read at most."""
    return min(file.size + MARGIN, FILES_TOGETHER) if file.size else FILES_TOGETHER


class Transfers:
    """Lets files in for as long as all that are under way take FILES_TOGETHER bytes; the rest wait for their turn."""

    def __init__(self) -> None:
        self._free = FILES_TOGETHER
        self._turn = asyncio.Lock()
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def room(self, files: Sequence[Attachment]) -> AsyncIterator[None]:
        """Room for the files of one message."""
        needed = min(sum(map(most, files)), FILES_TOGETHER)
        async with self._turn, self._changed:  # in the order in which they came, or a large one would wait for ever
            await self._changed.wait_for(lambda: self._free >= needed)
            self._free -= needed
        try:
            yield
        finally:
            self._free += needed
            async with self._changed:
                self._changed.notify_all()
