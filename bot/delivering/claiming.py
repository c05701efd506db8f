"""What is next in a lane: claimed, with all that performing it needs from the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from adapters.contract.platform import Platform
from adapters.contract.refs import MessageRef
from bot.clock import Clock
from bot.delivering import aiming, stand_ins
from bot.delivering.jobs import Job, emoji_of
from bot.delivering.leases import Leases
from bot.delivering.outcomes import Outcomes
from bot.delivering.showing import Showing
from bot.delivering.suspects import Suspects
from bot.feature import NEVER, KeepsHours
from storage.database import Unit
from storage.failures import DRIVERS
from storage.messages import Message
from storage.outbox import Delivery, Op

log = structlog.get_logger(__name__)

LATE = 600.0  # seconds after which readers are told when a message was written
ASIDE = 2.0  # seconds between looks whether what something stands in for was found


class Claims:
    """Claims deliveries in lanes that are ours. `hours` are asked from when on a letter may come."""

    def __init__(
        self,
        platforms: Mapping[str, Platform],
        clock: Clock,
        leases: Leases,
        outcomes: Outcomes,
        hours: Sequence[KeepsHours],
    ) -> None:
        self._platforms = platforms
        self._clock = clock
        self._leases = leases
        self._outcomes = outcomes
        self._suspects = Suspects(clock, outcomes)
        self._hours = hours
        self._names: dict[str, str] = {}
        self._masks: dict[str, tuple[str, ...]] = {}

    def forget(self) -> None:
        """Communities may be renamed, and look for other numbers."""
        self._names, self._masks = {}, {}

    async def next(self, lane: str, unit: Unit) -> Job | None:
        """The first delivery that is due in a lane; the lane is given back when none is."""
        now = self._clock.now()
        while (delivery := await unit.lanes.take(lane, self._leases.owner, now)) is not None:
            message = await unit.messages.by_id(delivery.message_id)
            if message is None:
                raise LookupError(delivery.message_id)  # the foreign key forbids it
            if await self._suspects.aside(delivery, message, unit):
                continue
            root = await unit.copies.counterpart(message.root_id, lane) if message.root_id else None
            tried = delivery.again or delivery.failures > 0
            if tried or not (
                await stand_ins.too_early(message, root, unit, now) or await _overtakes(message, root, lane, unit)
            ):
                try:
                    return await self._job(delivery, message, root, unit)
                except DRIVERS:
                    raise
                except Exception as error:  # nothing else could be claimed either
                    log.exception("a delivery cannot be begun", delivery=delivery.id, op=delivery.op)
                    await self._outcomes.broken(delivery, message, type(error).__name__)(unit)
                    continue
            await unit.lanes.put_back(delivery, now + ASIDE)
        return None

    async def _job(self, delivery: Delivery, message: Message, root: MessageRef | None, unit: Unit) -> Job:
        lane = delivery.lane
        answered = message.reply_to_id and await unit.copies.counterpart(message.reply_to_id, lane)
        home = str(message.ref.channel.home)
        names = self._names  # a round may take them away meanwhile
        if home not in names:
            names = self._names = await unit.communities.names()
        copies = await unit.copies.of(message.id, lane)
        not_before = await self._may_come(delivery, message, unit) if message.notice else 0.0
        if not_before == NEVER and not copies and message.deleted_at is None:
            message = replace(message, deleted_at=self._clock.now())  # what an earlier attempt may have posted goes
            await unit.messages.change(message.id, deleted_at=message.deleted_at)
        tried = delivery.first_tried_at if delivery.again else self._clock.now()
        begun = min((copy.made_at for copy in copies), default=tried)
        late = begun - message.sent_at > LATE
        aims = await aiming.find(
            message, delivery.earlier, delivery.channel, unit, self._platforms, self._clock.now(), late=late
        )
        name, masks = names.get(home, ""), await self._masks_of(message, unit)
        showing = Showing(message, delivery.channel, root, answered or None, name, late=late, aims=aims, masks=masks)
        emoji = emoji_of(delivery)
        wanted = bool(emoji) and await unit.reactions.wanted(message.id, emoji, lane)
        unnamed = await unit.reactions.unnamed(message.id, emoji) if delivery.op is Op.REACT else ()
        return Job(delivery, showing, copies, wanted, tuple(unnamed), not_before)

    async def _masks_of(self, message: Message, unit: Unit) -> tuple[str, ...]:
        """The forms of hospital numbers of a message's community, as they were when last asked for in this round."""
        home, known = message.ref.channel.home, self._masks
        if str(home) not in known:
            known[str(home)] = tuple(await unit.held.masks(home))
        return known[str(home)]

    async def _may_come(self, letter: Delivery, message: Message, unit: Unit) -> float:
        """From when on something that the bot says in its own name may come."""
        now = self._clock.now()
        return max([await each.may_come(message.ref.id, letter, now, unit) for each in self._hours], default=now)


async def _overtakes(reply: Message, root: MessageRef | None, lane: str, unit: Unit) -> bool:
    """Whether the thread's first message is still to come: it stepped aside, and its lane went on without it."""
    return reply.root_id is not None and root is None and await unit.lanes.is_aside(reply.root_id, lane)
