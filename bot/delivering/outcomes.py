"""What is recorded of a delivery's outcome: done, tried again, waiting for a channel to be mended, or given up."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from adapters.contract.errors import Later, PlatformError, Refused, Why
from adapters.contract.platform import Platform
from adapters.contract.refs import ChannelRef
from bot import organisers, texts
from bot.clock import Clock
from bot.delivering import away, undelivered
from bot.delivering.jobs import Job, Record
from bot.patients import closed
from bot.watch import Outcome
from storage.database import Unit
from storage.messages import Message
from storage.outbox import Delivery, Op

log = structlog.get_logger(__name__)

LOOK_AFTER = 5.0  # seconds before an unsure delivery is looked for: its request may still be under way
POISON_TRIES = 5
GIVE_UP_AFTER = 7 * 24 * 3600.0
LONGEST_WAIT = 300.0
DEATH = "Death"  # the kind of fault that leaves no exception behind


@dataclass
class Outcomes:
    """Makes records of outcomes. `wake` has the dispatcher look; `mended` hears where the bot can work again,
    `noted` how each attempt ended.

    `suspended` are the lanes where, as far as this process knows, the bot cannot work; the tables know for certain.
    """

    platforms: Mapping[str, Platform]
    clock: Clock
    wake: Callable[[], None]
    mended: Callable[[ChannelRef], None]
    noted: Callable[[Outcome, ChannelRef], None]
    suspended: frozenset[str] = frozenset()

    def performed(self, job: Job, record: Record) -> Record:
        """A delivery is done. If it showed something new where the bot could not work before, that is over."""
        delivery, message, now = job.delivery, job.showing.message, self.clock.now()
        self.noted(Outcome.HEALED if delivery.op is Op.HEAL else Outcome.DONE, delivery.channel)
        living = message.content is not None and message.deleted_at is None
        # What was refused here is tried more than once; another process may have been the one that tried first.
        doubted = delivery.lane in self.suspended or delivery.failures > 0
        if delivery.op is not Op.SYNC or job.copies or not living or not doubted:
            return record
        if delivery.lane in self.suspended:
            self.suspended -= {delivery.lane}
            self.mended(delivery.channel)

        async def restored(unit: Unit) -> None:
            await record(unit)
            await away.shown(unit, delivery.channel, now)

        return restored

    def failed(self, job: Job, error: PlatformError) -> Record:
        """The platform could not do it, or did not say whether it did."""
        delivery = job.delivery
        match error:
            case Refused():
                return self._refused(job, error)
            case Later():
                self.noted(Outcome.LIMITED if error.limited else Outcome.PUT_OFF, delivery.channel)
                return self._put_off(job, error.after, error, unsure=delivery.again)
            case _:
                self.noted(Outcome.UNSURE, delivery.channel)
                before = delivery.again and delivery.failures  # an answer was lost already, rather than a process
                wait = max(LOOK_AFTER, _backoff(delivery.failures + 1)) if before else LOOK_AFTER
                return self._put_off(job, wait, error, unsure=True)

    def broken(self, delivery: Delivery, message: Message, kind: str) -> Record:
        """A delivery broke us: it is tried again a few times, and its lane goes on meanwhile."""
        broken = delivery.breaks + 1
        if broken < POISON_TRIES:
            until = self.clock.now() + _backoff(broken)
            return lambda unit: unit.lanes.step_aside(delivery, until, kind)
        return self._our_fault(delivery, message, kind)

    def fatal(self, delivery: Delivery, message: Message) -> Record:
        """The bot died at a delivery again and again."""
        return self._our_fault(delivery, message, DEATH)

    def _our_fault(self, delivery: Delivery, message: Message, kind: str) -> Record:
        give_up, now = self._give_up(delivery, message, texts.AT_OUR_END), self.clock.now()

        async def given_up(unit: Unit) -> None:
            await give_up(unit)
            await organisers.tell_of_a_fault(unit, delivery.channel, kind, now)

        return given_up

    def _put_off(self, job: Job, after: float, error: PlatformError, *, unsure: bool) -> Record:
        delivery, now = job.delivery, self.clock.now()
        if now - delivery.first_tried_at > GIVE_UP_AFTER:
            return self._give_up(delivery, job.showing.message, str(error))
        until = now + (after or _backoff(delivery.failures + 1))
        log.info("put off", delivery=delivery.id, lane=delivery.lane, seconds=round(until - now, 1), why=str(error))
        self.clock.wake(f"lane {delivery.lane}", until, self.wake)
        return lambda unit: unit.lanes.put_off(delivery, until, str(error), unsure=unsure)

    def _refused(self, job: Job, refused: Refused) -> Record:
        """What the platform will not do: given up when it is about this message, waited for when about the channel."""
        delivery, message = job.delivery, job.showing.message
        if delivery.channel.people and refused.why is Why.UNAUTHORISED:  # that is about the bot, not about its reader
            return self._put_off(job, away.PROBE, refused, unsure=delivery.again)
        forbidden_anyway = refused.why is Why.FORBIDDEN and delivery.lane in self.suspended
        waits = delivery.op in (Op.SYNC, Op.REMOVE) or forbidden_anyway or refused.why is Why.UNAUTHORISED
        if delivery.channel.people or not waits:
            return lambda unit: _as_far(unit, delivery, message, self.clock.now())
        gone_thread = refused.why is Why.GONE and message.root_id is not None
        if refused.why is Why.UNACCEPTABLE or gone_thread:
            return self._give_up(delivery, message, str(refused))
        now = self.clock.now()

        async def wait(unit: Unit) -> None:
            if await unit.bridges.holding(delivery.channel) is None:
                await self._give_up(delivery, message, str(refused))(unit)
                await organisers.lost(unit, delivery.channel, message, now)
                return
            await unit.lanes.put_off(delivery, now + away.PROBE, str(refused), unsure=delivery.again)
            if refused.why is Why.UNAUTHORISED:
                await away.suspend_community(unit, delivery.channel.home, str(refused), now)
            else:
                await away.suspend(unit, delivery.channel, str(refused), now)

        log.warning("refused", delivery=delivery.id, lane=delivery.lane, why=str(refused))
        self.suspended |= {delivery.lane}
        return wait

    def _give_up(self, delivery: Delivery, message: Message, why: str) -> Record:
        now = self.clock.now()
        log.warning("given up", delivery=delivery.id, lane=delivery.lane, op=delivery.op, why=why)
        origin = None if message.notice else self.platforms.get(message.ref.channel.platform)
        link = "" if origin is None else origin.link(message.ref)

        async def given_up(unit: Unit) -> None:
            await unit.outbox.fail(delivery.id, why)
            self.noted(Outcome.GIVEN_UP, delivery.channel)
            if delivery.op is Op.SYNC:
                await undelivered.tell(unit, message, delivery.channel, link, why, now)

        return given_up


async def _as_far(unit: Unit, delivery: Delivery, message: Message, now: float) -> None:
    """It is done as far as the platform allows. Of whoever takes part in introductions or events, it is noted."""
    await unit.outbox.done(delivery.id, message.id, message.hash)
    if delivery.op is Op.SYNC and len(delivery.channel.people) == 1 and message.deleted_at is None:
        await unit.takers.unreached(delivery.channel, delivery.first_tried_at)
        await unit.rsvps.unreached(delivery.channel, delivery.first_tried_at)
        await unit.presence.doubt(delivery.channel)
        await closed.tell(message, unit, now)


def _backoff(failures: int) -> float:
    """Seconds to wait after so many failures, with jitter so that lanes do not come back all at once."""
    wait = min(2.0 ** min(failures, 64), LONGEST_WAIT)  # in a week there may be more than floats have powers
    return float(wait * random.uniform(0.8, 1.2))
