"""What earlier attempts of a delivery may have left on its platform."""

from __future__ import annotations

from adapters.contract import codec
from adapters.contract.refs import MessageRef
from bot.delivering.jobs import Job, Performer
from bot.delivering.showing import Wanted, earlier, forgotten

BEFORE = 690.0  # seconds before now from which on it is searched at least: from before a post whose last look it is


def is_reference(detail: str) -> bool:
    """Whether a delivery's detail names a post itself, rather than the token under which one may have been made."""
    return detail.startswith("{")


class Traces:
    """Finds what a delivery's attempts posted and did not record."""

    def __init__(self, performer: Performer, job: Job) -> None:
        self._by = performer
        self._job = job
        self._platform = performer.platforms[job.delivery.channel.platform]

    async def of(self, detail: str) -> list[MessageRef]:
        """The posts that are meant, by a token or as a reference, and are not recorded as copies."""
        if is_reference(detail):
            return await self._unrecorded_of([codec.decode(detail)])
        parts = await self._by.wanted(self._job.showing)
        return await self.unknown(await self.tried(parts, int(detail.rpartition(".")[2])), detail)

    async def tried(self, parts: tuple[Wanted, ...], number: int) -> list[Wanted]:
        """A part as it is to be, and as attempts may have posted it before the message was changed."""
        before = earlier(self._job.showing, self._job.delivery.earlier)
        versions = [parts, *[await self._by.wanted(showing) for showing in before]]
        return [version[number] for version in versions if number < len(version)] or forgotten(self._job.showing)

    async def unknown(self, parts: list[Wanted], token: str) -> list[MessageRef]:
        """The posts under a token, showing one of these, that are not recorded as copies; oldest first for each."""
        since = min(self._job.delivery.first_tried_at, self._by.clock.now() - BEFORE)
        found: dict[str, MessageRef] = {}
        for part in parts:
            room = await self._by.room(part)
            async with self._by.transfers.room(part.content.files):  # posts are told by the sizes of their files, too
                content = await self._by.filled(part, self._job.showing.message)
                refs = await self._platform.find(room, content, token=token, persona=part.persona, since=since)
            found |= {ref.key: ref for ref in refs}
        return await self._unrecorded_of(list(found.values()))

    async def _unrecorded_of(self, refs: list[MessageRef]) -> list[MessageRef]:
        known = await self._by.database.read(lambda unit: unit.copies.known(tuple(refs)))
        return [ref for ref in refs if ref.key not in known]
