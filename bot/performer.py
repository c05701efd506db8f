"""Performing one delivery: making what a channel shows equal to what it should show.

The result of every call is committed before the next call is made; that of the last one with the delivery's end.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count

import structlog

from adapters.contract import codec
from adapters.contract.content import Content, Emoji
from adapters.contract.errors import Later, PlatformError, Refused, Why
from adapters.contract.platform import Platform
from adapters.contract.refs import AccountRef, CommunityRef, MessageRef
from bot.clock import Clock
from bot.showing import Showing, Wanted, fingerprint, wanted, without
from storage.copies import Copy
from storage.database import Database, Unit
from storage.outbox import Delivery, Op

log = structlog.get_logger(__name__)

HEAL_AFTER = 60.0  # seconds after which a post made a second time is looked for once more
FILE_TRIES = 4  # before a file that cannot be fetched is named instead, so that the lane goes on
TRANSFERS = 4  # files in memory at once

Record = Callable[[Unit], Awaitable[object]]


class LostLane(Exception):
    """Our lease ran out, and another process may work the lane by now."""


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed delivery with what it is about.

    `reaction` is whether the bot's reaction should be there, `unnamed` who reacted so without having been named.
    """

    delivery: Delivery
    showing: Showing
    copies: tuple[Copy, ...]
    reaction: bool
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Performer:
    """What performing needs. `owner` holds the lanes, for `lease` seconds without a sign of life."""

    database: Database
    platforms: Mapping[str, Platform]
    clock: Clock
    owner: str
    lease: float
    transfers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TRANSFERS))

    async def perform(self, job: Job) -> Record:
        """Do what a delivery asks for; what is left to record comes back.

        Raises LostLane, and whatever a platform raises; what was done by then is recorded.
        """
        performance = _Performance(self, job)
        try:
            await performance.run()
        except Exception:
            await performance.flush()
            raise
        return performance.record


class _Performance:
    """One delivery being performed. What was done is noted, and recorded before the next call."""

    def __init__(self, performer: Performer, job: Job) -> None:
        self._by = performer
        self._job = job
        self._platform = performer.platforms[job.delivery.channel.platform]
        self._copies = {copy.part: copy for copy in job.copies}
        self._unrecorded: list[Record] = []

    async def run(self) -> None:
        """Do it."""
        delivery, message = self._job.delivery, self._job.showing.message
        match delivery.op:
            case Op.SYNC:
                await self._sync()
            case Op.ORIGINAL:
                await self._platform.delete(message.ref)
            case Op.REACT:
                await self._name_reactors()
                ref, emoji = self._shown(), codec.decode(delivery.detail)
                if ref is not None and isinstance(emoji, Emoji):
                    await self._platform.react(ref, emoji, present=self._job.reaction)
            case Op.HEAL:
                await self._heal()

    async def _name_reactors(self) -> None:
        """Find out the names of those who reacted, for "Who reacted?": not every event tells them."""
        message = self._job.showing.message
        for account in map(AccountRef.parse, self._job.unnamed):
            community = CommunityRef(account.platform, account.community or message.ref.channel.community)
            with contextlib.suppress(PlatformError):
                profile = await self._by.platforms[account.platform].profile(account, community)
                self._unrecorded.append(partial(_named, message.id, str(account), profile.name))

    async def record(self, unit: Unit) -> None:
        """Record what is not recorded yet, and that the delivery is done."""
        for record in self._unrecorded:
            await record(unit)
        await unit.outbox.done(self._job.delivery.id, self._job.showing.message.id)

    async def flush(self) -> None:
        """Record what was done, and renew the lease. Raises LostLane when the lane is not ours any more."""
        if not self._unrecorded:
            return
        lane, by, records = self._job.delivery.lane, self._by, tuple(self._unrecorded)

        async def flushed(unit: Unit) -> bool:
            for record in records:
                await record(unit)
            return await unit.lanes.renew(lane, by.owner, by.lease, by.clock.now())

        kept = await by.database.write(flushed, about=lane)
        self._unrecorded.clear()
        if not kept:
            raise LostLane(lane)

    def _shown(self) -> MessageRef | None:
        """Where the message stands in the job's channel: itself, or its copy."""
        origin = self._job.showing.message.ref
        if str(origin.channel.parent) == self._job.delivery.lane:
            return origin
        return self._copies[0].ref if 0 in self._copies else None

    async def _sync(self) -> None:
        """Bring the copies up to date."""
        again = self._job.delivery.again
        gone = self._job.showing.message.deleted_at is not None
        parts = await wanted(self._job.showing, self._by.platforms) if again or not gone else ()
        if again:
            await self._look(parts, heal=not gone)
        shown = () if gone else parts
        for number, part in enumerate(shown):
            copy = self._copies.get(number)
            if copy is not None and self._unlike(copy, part):
                await self._remove(copy)
                copy = None
            if copy is None:
                await self._send(number, part)
            elif copy.hash != fingerprint(part.content):
                await self._edit(copy, part)
        for number in sorted(self._copies, reverse=True):
            if number >= len(shown):
                await self._remove(self._copies[number])

    async def _look(self, parts: tuple[Wanted, ...], *, heal: bool) -> None:
        """Find and record what an earlier attempt posted before it died.

        Parts are posted and recorded one after the other, so only the first that is missing can be unsure. When there
        is nothing, it is posted again, and looked for once more later in case the first one lands late.
        """
        number = next(number for number in count() if number not in self._copies)
        token = f"{self._job.delivery.token}.{number}"
        sought = await self._tried(parts, number)
        found = await self._unknown(sought, token)
        for ref in found[:1]:
            self._record_copy(number, ref, sought[0], hash="" if self._job.delivery.earlier else None)
            await self.flush()
            copies = await self._by.database.read(
                lambda unit: unit.copies.of(self._job.showing.message.id, self._job.delivery.lane)
            )
            self._copies = {copy.part: copy for copy in copies}
        for double in found[1:]:
            await self._platform.delete(double)
        if heal and not found and number < len(parts):
            delivery, due = self._job.delivery, self._by.clock.now() + HEAL_AFTER
            self._unrecorded.append(
                lambda unit: unit.outbox.add(
                    Op.HEAL, delivery.message_id, [delivery.channel], due, detail=token, earlier=delivery.earlier
                )
            )

    async def _heal(self) -> None:
        """Remove what landed late after it had been posted again."""
        token = self._job.delivery.detail
        number = int(token.rpartition(".")[2])
        parts = await wanted(self._job.showing, self._by.platforms)
        for double in await self._unknown(await self._tried(parts, number), token):
            log.warning("healed a double", lane=self._job.delivery.lane)
            await self._platform.delete(double)

    async def _tried(self, parts: tuple[Wanted, ...], number: int) -> list[Wanted]:
        """A part as it is to be, and as attempts may have posted it before the message was changed."""
        showing = self._job.showing
        versions = [parts]
        for content in self._job.delivery.earlier:
            before = replace(showing, message=replace(showing.message, content=content))
            versions.append(await wanted(before, self._by.platforms))
        return [version[number] for version in versions if number < len(version)]

    async def _unknown(self, parts: list[Wanted], token: str) -> list[MessageRef]:
        """The posts under a token, showing one of these, that are not recorded as copies; oldest first for each."""
        since = min(self._job.delivery.first_tried_at, self._by.clock.now() - HEAL_AFTER - 30.0)
        found: dict[str, MessageRef] = {}
        for part in parts:
            refs = await self._platform.find(part.channel, part.content, token=token, persona=part.persona, since=since)
            found |= {ref.key: ref for ref in refs}
        known = await self._by.database.read(lambda unit: unit.copies.known(tuple(found.values())))
        return [ref for key, ref in found.items() if key not in known]

    def _unlike(self, copy: Copy, part: Wanted) -> bool:
        """Whether a copy cannot become the part: where files stand apart, one with files cannot become one without."""
        return self._platform.capabilities(part.channel).files_apart and copy.files != bool(part.content.files)

    async def _send(self, number: int, part: Wanted) -> None:
        await self.flush()
        token = f"{self._job.delivery.token}.{number}"
        if not part.content.files:
            ref = await self._platform.send(part.channel, part.content, token=token, persona=part.persona)
        else:
            async with self._by.transfers:
                content = await self._with_bytes(part.content, self._platform.capabilities(part.channel).file_limit)
                ref = await self._platform.send(part.channel, content, token=token, persona=part.persona)
        self._record_copy(number, ref, part)

    async def _with_bytes(self, content: Content, limit: int) -> Content:
        """The content with its files' bytes; a file that is not to be had is replaced by a line that names it."""
        for file in content.files:
            try:
                data = await self._by.platforms[file.origin.platform].read(file, limit)
            except (Refused, Later) as error:
                if isinstance(error, Later) and self._job.delivery.attempts < FILE_TRIES:
                    raise
                log.warning("a file was not copied", why=str(error))
                content = without(content, file)
            else:
                files = tuple(replace(known, data=data) if known is file else known for known in content.files)
                content = replace(content, files=files)
        return content

    async def _edit(self, copy: Copy, part: Wanted) -> None:
        await self.flush()
        try:
            await self._platform.edit(copy.ref, part.content, persona=part.persona)
        except Refused as refused:
            if refused.why is not Why.GONE:
                raise
            self._unrecorded.append(lambda unit: unit.copies.change(copy.id, state="gone"))
        else:
            hash = fingerprint(part.content)
            self._unrecorded.append(lambda unit: unit.copies.change(copy.id, hash=hash))

    async def _remove(self, copy: Copy) -> None:
        # Marked first: the platform tells us of the removal as it tells of a moderator's.
        self._unrecorded.append(lambda unit: unit.copies.change(copy.id, state="going"))
        await self.flush()
        await self._platform.delete(copy.ref)
        self._unrecorded.append(lambda unit: unit.copies.change(copy.id, state="gone"))

    def _record_copy(self, number: int, ref: MessageRef, part: Wanted, *, hash: str | None = None) -> None:
        """Note a copy that was made; `hash` when it may show something else than the part."""
        id, lane, now = self._job.showing.message.id, self._job.delivery.lane, self._by.clock.now()
        shown, files = fingerprint(part.content) if hash is None else hash, bool(part.content.files)
        self._unrecorded.append(
            lambda unit: unit.copies.add(id, lane, ref, part=number, files=files, hash=shown, now=now)
        )


async def _named(id: int, account: str, name: str, unit: Unit) -> None:
    await unit.reactions.name(id, account, name)
