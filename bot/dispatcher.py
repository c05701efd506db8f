"""From the outbox to the platforms: claim, call, record.

Each target channel is a lane, worked in order by one task at a time; a slow or limited channel holds up no other. The
claim is committed before the call and its result after it, and no transaction is open in between. A process that dies
in between leaves the delivery *unsure*: whoever claims it next looks for what the earlier attempt made before making it
again.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable, Mapping

import structlog

from adapters.contract.errors import Later, Refused, Unsure
from adapters.contract.platform import Platform
from bot.clock import Clock
from bot.performer import Job, LostLane, Performer, Record
from bot.showing import Showing
from storage.database import Database, Unavailable, Unit
from storage.outbox import Delivery, Op

log = structlog.get_logger(__name__)

LANES = 64  # worked at once
LOOK_AFTER = 5.0  # seconds before an unsure delivery is looked for: its request may still be under way
POISON_TRIES = 5
GIVE_UP_AFTER = 7 * 24 * 3600.0
LONGEST_WAIT = 300.0
LOOK_ROUND = 5.0  # seconds between looks for lanes that nobody told us of: another replica's, a lease that ran out


class Dispatcher:
    """Performs deliveries until cancelled. A lane stays ours for `lease` seconds without a sign of life."""

    def __init__(
        self, database: Database, platforms: Mapping[str, Platform], clock: Clock, *, lease: float = 30.0
    ) -> None:
        self._database = database
        self._clock = clock
        self._lease = lease
        self._owner = uuid.uuid4().hex
        self._wake = asyncio.Event()
        self._at_rest = asyncio.Event()
        self._busy: frozenset[str] = frozenset()  # replaced, never changed: the database's thread reads it
        self._stopping = False
        self._give_sign = False
        self._names: dict[str, str] = {}
        self._lanes = asyncio.TaskGroup()
        self._performer = Performer(database, platforms, clock, self._owner, lease)

    def wake(self) -> None:
        """There may be something to do."""
        self._at_rest.clear()
        self._wake.set()

    async def rest(self) -> None:
        """Wait until nothing is due."""
        await self._at_rest.wait()

    async def run(self) -> None:
        """Perform deliveries. When cancelled, calls that are under way are finished first."""
        if self._database.dialect == "sqlite":
            await self._database.write(lambda unit: unit.lanes.release_all())
        self._clock.every("dispatcher", LOOK_ROUND, self._round)
        async with asyncio.TaskGroup() as self._lanes:
            self._database.attach(self._leased, self._start)
            self.wake()
            try:
                while True:
                    await self._wake.wait()
                    self._wake.clear()
                    await self._look()
            except asyncio.CancelledError:
                self._stopping = True
                # A TaskGroup whose body was cancelled cancels its tasks; these are to finish what they are doing.
                await asyncio.shield(self._finished())
                raise

    def _round(self) -> None:
        self._give_sign = True
        self._names = {}  # communities may be renamed
        self.wake()

    async def _finished(self) -> None:
        while self._busy:
            self._wake.clear()
            await self._wake.wait()

    async def _look(self) -> None:
        """Look for lanes that have something due, and for when the next thing will be."""
        now = self._clock.now()
        working, self._give_sign = (tuple(self._busy) if self._give_sign else ()), False

        async def look(unit: Unit) -> tuple[list[Job], float | None]:
            for key in working:  # a call may take longer than a lease
                await unit.lanes.renew(key, self._owner, self._lease, now)
            jobs = await self._leased(unit)
            return jobs, None if jobs else await unit.lanes.next_due(now)

        try:
            jobs, due = await self._database.write(look)
        except Unavailable as error:
            log.warning("the database is away", error=str(error))
            self._clock.wake("dispatcher next", now + 1.0, self.wake)
            return
        self._begin(jobs)
        if due is not None and due > now:
            self._clock.wake("dispatcher next", due, self.wake)
        if not self._busy and not self._wake.is_set():
            self._at_rest.set()

    async def _leased(self, unit: Unit) -> list[Job]:
        """Lease lanes that have something due, and claim the first delivery of each."""
        if self._stopping:
            return []
        busy = self._busy  # a lane whose task has not ended yet is looked at when it has
        now = self._clock.now()
        keys = await unit.lanes.lease(self._owner, self._lease, now, LANES - len(busy), but=busy)
        jobs = [await self._claim(key, unit) for key in keys]
        return [job for job in jobs if job is not None]

    def _start(self, jobs: list[Job] | None) -> None:
        """There is something new to do, and these jobs of it are claimed."""
        self._at_rest.clear()
        if jobs and not self._stopping:
            self._begin(jobs)
        else:
            self.wake()

    def _begin(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._busy |= {job.delivery.lane}
            self._lanes.create_task(self._work(job), name=f"lane {job.delivery.lane}")

    async def _work(self, first: Job) -> None:
        """Perform a job and what is due behind it in its lane, until nothing is or the lane has to wait."""
        lane = first.delivery.lane
        job: Job | None = first
        try:
            while job is not None:
                settled = self._settled(await self._attempt(job), lane)
                job = await self._database.write(settled, about=lane)
        except Unavailable as error:
            log.warning("the database is away", lane=lane, error=str(error))
            self._clock.wake(f"lane {lane}", self._clock.now() + self._lease, self.wake)
        finally:
            self._busy -= {lane}
            self._wake.set()

    def _settled(self, record: Record, lane: str) -> Callable[[Unit], Awaitable[Job | None]]:
        async def settle(unit: Unit) -> Job | None:
            await record(unit)
            if self._stopping:
                await unit.lanes.release(lane, self._owner)
                return None
            return await self._claim(lane, unit)

        return settle

    async def _claim(self, lane: str, unit: Unit) -> Job | None:
        delivery = await unit.lanes.take(lane, self._owner, self._clock.now())
        if delivery is None:
            return None
        message = await unit.messages.by_id(delivery.message_id)
        if message is None:
            raise LookupError(delivery.message_id)  # the foreign key forbids it
        root = message.root_id and await unit.copies.counterpart(message.root_id, lane)
        answered = message.reply_to_id and await unit.copies.counterpart(message.reply_to_id, lane)
        home = str(message.ref.channel.home)
        if home not in self._names:
            self._names = await unit.bridges.community_names()
        showing = Showing(message, delivery.channel, root or None, answered or None, self._names.get(home, ""))
        wanted = delivery.op is Op.REACT and await unit.reactions.wanted(message.id, delivery.detail, lane)
        unnamed = await unit.reactions.unnamed(message.id, delivery.detail) if delivery.op is Op.REACT else ()
        return Job(delivery, showing, await unit.copies.of(message.id, lane), wanted, tuple(unnamed))

    async def _attempt(self, job: Job) -> Record:
        """Perform a delivery; what to record of it comes back."""
        delivery = job.delivery
        try:
            return await self._performer.perform(job)
        except Later as later:
            return self._put_off(delivery, later.after, later, unsure=delivery.again)
        except Unsure as unsure:
            return self._put_off(delivery, LOOK_AFTER if delivery.attempts == 1 else 0.0, unsure, unsure=True)
        except LostLane:
            return _nothing
        except Refused as refused:
            if delivery.op in (Op.REACT, Op.ORIGINAL, Op.HEAL):  # as far as the platform allows
                return lambda unit: unit.outbox.done(delivery.id, delivery.message_id)
            return self._give_up(delivery, str(refused))
        except Unavailable:
            raise
        except Exception as error:
            log.exception("a delivery failed", delivery=delivery.id, op=delivery.op)
            if delivery.attempts >= POISON_TRIES:
                return self._give_up(delivery, f"{type(error).__name__} at our end")
            return self._put_off(delivery, 0.0, error, unsure=True)

    def _put_off(self, delivery: Delivery, after: float, error: Exception, *, unsure: bool) -> Record:
        now = self._clock.now()
        if now - delivery.first_tried_at > GIVE_UP_AFTER:
            return self._give_up(delivery, str(error))
        until = now + (after or _backoff(delivery.attempts))
        log.info("put off", delivery=delivery.id, lane=delivery.lane, seconds=round(until - now, 1), why=str(error))
        self._clock.wake(f"lane {delivery.lane}", until, self.wake)
        return lambda unit: unit.lanes.put_off(delivery, until, str(error), unsure=unsure)

    def _give_up(self, delivery: Delivery, why: str) -> Record:
        log.warning("given up", delivery=delivery.id, lane=delivery.lane, op=delivery.op, why=why)
        return lambda unit: unit.outbox.fail(delivery.id, why)


async def _nothing(unit: Unit) -> None:
    """Another process holds the lane by now, and will record what there is to record."""


def _backoff(attempts: int) -> float:
    """Seconds to wait after so many attempts, with jitter so that lanes do not come back all at once."""
    return float(min(2.0**attempts, LONGEST_WAIT) * random.uniform(0.8, 1.2))
