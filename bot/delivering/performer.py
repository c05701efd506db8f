"""Performing one delivery: making what a channel shows equal to what it should show.

The result of every call is committed before the next call is made; that of the last one with the delivery's end.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import structlog

from adapters.contract import codec
from adapters.contract.content import Emoji
from adapters.contract.errors import Later, Refused, Why
from adapters.contract.refs import ChannelRef, MessageRef
from bot import texts
from bot.delivering import copying
from bot.delivering.fetching import names
from bot.delivering.jobs import EDITED, LAST_LOOK, Job, LostLane, NotYet, Performer, Record, emoji_of
from bot.delivering.leases import ASK_BEFORE_CALLING
from bot.delivering.showing import Wanted, as_posted, fingerprint
from bot.delivering.traces import Traces, is_reference
from storage.copies import Copy
from storage.database import Unit
from storage.outbox import Op

log = structlog.get_logger(__name__)

HEAL_AFTER = 60.0  # seconds after which what was done a second time is looked after once more
HEAL_AT_LAST = 540.0  # seconds after that look, when it found nothing, until the last one


class Performance:
    """One delivery being performed. What was done is noted, and recorded before the next call."""

    def __init__(self, performer: Performer, job: Job) -> None:
        self._by = performer
        self._job = job
        self._platform = performer.platforms[job.delivery.channel.platform]
        self._traces = Traces(performer, job)
        self._copies = {copy.part: copy for copy in job.copies}
        self._unrecorded: list[Record] = []
        self._doubles: dict[str, float] = {}  # should the lane be lost: what may be there twice, and when to look

    async def perform(self) -> None:
        """Do what the delivery asks for.

        Raises LostLane, NotYet, and whatever a platform raises; what was done by then is recorded.
        """
        try:
            await self._perform()
        except LostLane:
            raise
        except Exception:
            await self.flush()
            raise

    async def _perform(self) -> None:
        delivery, message = self._job.delivery, self._job.showing.message
        match delivery.op:
            case Op.SYNC:
                await self._sync()
            case Op.ORIGINAL:
                await self._platform.delete(message.ref)
            case Op.REACT:
                home = message.ref.channel.home
                for account, name in (await names(self._job.unnamed, home, self._by.platforms)).items():
                    self._unrecorded.append(partial(_named, message.id, account, name))
                await self._react(delivery.detail)
                if delivery.again:
                    self._look_after(delivery.detail, HEAL_AFTER)
            case Op.HEAL:
                await self._heal()
            case Op.REMOVE:
                await self._keep(0)
            case Op.PIN:
                if (ref := self._shown()) is not None:
                    await self._platform.pin(ref)

    async def record(self, unit: Unit) -> None:
        """Record what is not recorded yet, and that the delivery is done."""
        for record in self._unrecorded:
            await record(unit)
        message = self._job.showing.message
        await unit.outbox.done(self._job.delivery.id, message.id, message.hash)

    async def record_lost(self, unit: Unit) -> None:
        """The lane was lost, and whoever has it makes what is missing: what we posted goes, unless they found it."""
        for detail, due in self._doubles.items():
            await self._healing(detail, due)(unit)

    def _healing(self, detail: str, due: float) -> Record:
        """Have a double looked for at a time, under the text that we may have posted too, if it has changed since."""
        delivery, texts, told = self._job.delivery, self._job.delivery.earlier, self._job.showing.message.content

        async def healing(unit: Unit) -> None:
            known = await unit.messages.by_id(delivery.message_id)
            changed = known is not None and known.content not in {None, told}  # what is forgotten is not kept here
            before = (*texts, told) if told is not None and changed and told not in texts else texts
            await unit.outbox.add(Op.HEAL, delivery.message_id, [delivery.channel], due, detail=detail, earlier=before)

        return healing

    async def flush(self) -> None:
        """Record what was done, and renew the lease. Raises LostLane when the lane is not ours any more."""
        lane, by, records = self._job.delivery.lane, self._by, tuple(self._unrecorded)
        if not records and not by.leases.doubtful(lane, ASK_BEFORE_CALLING):
            return

        async def flushed(unit: Unit) -> bool:
            kept = await by.leases.keep(lane, unit, by.clock.now())
            for record in records if kept else ():
                await record(unit)
            return kept

        if not await by.database.write(flushed, about=lane):
            raise LostLane(lane)
        self._unrecorded.clear()
        self._doubles.clear()

    async def _react(self, emoji: str) -> None:
        ref, what = self._shown(), codec.decode(emoji)
        if ref is not None and isinstance(what, Emoji):
            await self._platform.react(ref, what, present=self._job.reaction)

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
        if self._job.showing.message.unreadable and not gone:
            raise Refused(texts.KEY_IS_LOST, Why.UNACCEPTABLE)
        if self._job.showing.message.content is None and not gone:
            return  # the text went when all that it was needed for was done
        parts = await self._by.wanted(self._job.showing) if again or not gone else ()
        if again:
            await self._look(parts, heal=not gone)
        shown = () if gone else parts
        strayed = again and bool(self._job.delivery.earlier)  # what had no answer may have made it say something else
        for number, part in enumerate(shown):
            copy = self._copies.get(number)
            replaced = copy is not None and self._unlike(copy, part)
            if copy is None or replaced:
                self._may_post()
            if copy is not None and replaced:
                await self._remove(copy)
                copy = None
            if copy is None:
                await self._send(number, part)
            elif strayed or not copy.hash.of(fingerprint(as_posted(part, copy).content)):
                await self._edit(copy, as_posted(part, copy))
        await self._keep(len(shown))

    async def _keep(self, count: int) -> None:
        """Remove all copies but the first ones."""
        for number in sorted(self._copies, reverse=True):
            if number >= count:
                await self._remove(self._copies[number])

    def _may_post(self) -> None:
        """Raises NotYet when nothing new may be posted at this hour."""
        if self._job.not_before > self._by.clock.now():
            raise NotYet(self._job.not_before)

    async def _look(self, parts: tuple[Wanted, ...], *, heal: bool) -> None:
        """Find and record what an earlier attempt posted before it died.

        Parts are posted and recorded one after the other, so only the first that is missing can be unsure. When there
        is nothing, it is posted again, and looked for once more later in case the first one lands late.
        """
        number = next(number for number in count() if number not in self._copies)
        token = f"{self._job.delivery.token}.{number}"
        sought = await self._traces.tried(parts, number)
        found = await self._traces.unknown(sought, token)
        for ref in found[:1]:
            tried = self._job.delivery.first_tried_at
            self._record_copy(number, ref, sought[0], hash="" if len(sought) > 1 else None, made_at=tried)
            await self.flush()
            self._by.found(self._job.delivery.channel, tried)
            copies = await self._by.database.read(
                lambda unit: unit.copies.of(self._job.showing.message.id, self._job.delivery.lane)
            )
            self._copies = {copy.part: copy for copy in copies}
        for double in found[1:]:
            await self._platform.delete(double)
        if heal and not found and number < len(parts):
            self._look_after(token, HEAL_AFTER)

    def _look_after(self, what: str, seconds: float) -> None:
        """An attempt had no answer, and was made again: what it does may still come."""
        self._unrecorded.append(self._healing(what, self._by.clock.now() + seconds))

    async def _heal(self) -> None:
        """Undo what a request did that landed late, after it had been made again and maybe others after it.

        A request may take minutes: when nothing is known to have landed by now, it is looked after once more.
        """
        detail = self._job.delivery.detail
        what, found = detail.removesuffix(LAST_LOOK), False
        if what == EDITED:
            await self._edit_all()
        elif emoji_of(self._job.delivery):
            await self._react(what)
        else:
            found = await self._remove_doubles(what)
        if not found and what == detail:
            self._look_after(what + LAST_LOOK, HEAL_AT_LAST)

    async def _edit_all(self) -> None:
        """Have every copy show what it should, whatever it shows now."""
        gone = self._job.showing.message.deleted_at is not None
        for number, part in enumerate(() if gone else await self._by.wanted(self._job.showing)):
            if (copy := self._copies.get(number)) is not None and not self._unlike(copy, part):
                await self._edit(copy, as_posted(part, copy))

    async def _remove_doubles(self, what: str) -> bool:
        """Remove what landed late, or was posted by two who thought the lane theirs; whether that is over."""
        found = await self._traces.of(what)
        for double in found:
            log.warning("healed a double", lane=self._job.delivery.lane)
            await self._platform.delete(double)
        return bool(found) or is_reference(what)

    def _unlike(self, copy: Copy, part: Wanted) -> bool:
        """Whether a copy cannot become the part: where files stand apart, one with files cannot become one without."""
        return self._platform.capabilities(part.channel).files_apart and copy.files != bool(part.content.files)

    async def _send(self, number: int, part: Wanted) -> None:
        await self.flush()
        if not part.content.files:
            await self._post(number, part, await self._by.room(part))
            return
        async with self._by.transfers.room(part.content.files):
            content = await self._by.filled(part, self._job.showing.message)
            await self._post(number, replace(part, content=content), await self._by.room(part))

    async def _post(self, number: int, part: Wanted, room: ChannelRef) -> None:
        await self.flush()  # fetching may have taken longer than a lease
        token = f"{self._job.delivery.token}.{number}"
        self._doubles[token] = self._by.clock.now() + HEAL_AFTER
        try:
            ref = await self._platform.send(room, part.content, token=token, persona=part.persona)
        except Refused as refused:
            # What a letter box led to may be gone; it gets a new place then, once.
            moved, id = self._by.moved, self._job.delivery.id
            gone = refused.why is Why.GONE and self._by.rooms.pop(part.channel, None) is not None
            if not gone or moved.get(part.channel) == id:
                raise
            moved[part.channel] = id
            raise Later(str(refused), 0.0) from refused
        del self._doubles[token]
        self._record_copy(number, ref, part)

    async def _edit(self, copy: Copy, part: Wanted) -> None:
        await self.flush()
        try:
            await self._platform.edit(copy.ref, part.content, persona=part.persona)
        except Refused as refused:
            if refused.why is not Why.GONE:
                raise
            self._unrecorded.append(lambda unit: unit.copies.change(copy.id, state="missing"))
        else:
            hash = fingerprint(part.content)
            self._unrecorded.append(lambda unit: unit.copies.change(copy.id, hash=hash))
            if self._job.delivery.op is Op.SYNC and self._job.delivery.again:
                self._look_after(EDITED, HEAL_AFTER)

    async def _remove(self, copy: Copy) -> None:
        # Marked first: the platform tells us of the removal as it tells of a moderator's.
        self._unrecorded.append(lambda unit: unit.copies.change(copy.id, state="going"))
        await self.flush()
        await self._platform.delete(copy.ref)
        self._unrecorded.append(lambda unit: unit.copies.change(copy.id, state="gone"))

    def _record_copy(
        self, number: int, ref: MessageRef, part: Wanted, *, hash: str | None = None, made_at: float | None = None
    ) -> None:
        """Note a copy that was made, now or at `made_at`; `hash` when it may show something else than the part."""
        message, lane, now = self._job.showing.message, self._job.delivery.lane, self._by.clock.now()
        self._doubles[codec.encode(ref)] = now
        shown = fingerprint(part.content) if hash is None else hash
        place: dict[str, Any] = {"part": number, "files": bool(part.content.files), "hash": shown, "made_at": made_at}
        place["named"] = part.persona is not None
        place["threads"] = self._platform.capabilities(ref.channel).threads
        self._unrecorded.append(lambda unit: copying.made(message, lane, ref, unit, now, **place))


async def _named(id: int, account: str, name: str, unit: Unit) -> None:
    await unit.reactions.name(id, account, name)
