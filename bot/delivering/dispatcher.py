"""From the outbox to the platforms: claim, call, record.

Each target channel is a lane, worked in order by one task at a time; a slow or limited channel holds up no other. The
claim is committed before the call and its result after it, and no transaction is open in between. A process that dies
in between leaves the delivery *unsure*: whoever claims it next looks for what the earlier attempt made before making it
again.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from adapters.contract.errors import Later, PlatformError
from adapters.contract.platform import Platform
from adapters.contract.refs import ChannelRef
from bot.clock import Clock
from bot.delivering.claiming import Claims
from bot.delivering.jobs import Job, LostLane, NotYet, Performer, Record
from bot.delivering.leases import ASK_BEFORE_RECORDING, Leases
from bot.delivering.outcomes import Outcomes
from bot.delivering.performer import Performance
from bot.feature import KeepsHours
from bot.namesakes import Namesakes
from bot.texts.reason_texts import NOT_SET_UP
from bot.watch import Outcome
from storage.database import Database, Unavailable, Unit
from storage.outbox import Delivery

log = structlog.get_logger(__name__)

LANES = 64  # worked at once
NOT_SET_UP_FOR = 300.0  # seconds until a platform that is not set up is looked for again
LOOK_ROUND = 5.0  # seconds between looks for lanes that nobody told us of: another replica's, a lease that ran out


@dataclass(frozen=True, slots=True)
class Attempt:
    """What to record of a delivery that was tried: as far as its lane is still ours, or when it was lost meanwhile."""

    record: Record
    record_lost: Record


class Dispatcher:
    """Performs deliveries until cancelled. A lane stays ours for `lease` seconds without a sign of life.

    `mended` is told of a channel in which the bot can work again, `noted` of how each attempt ends, `found` where a
    post whose answer had been lost was found, and since when it may have stood there. `hours` are asked from when on a
    letter may come.
    """

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        clock: Clock,
        *,
        lease: float = 30.0,
        mended: Callable[[ChannelRef], None] = lambda channel: None,
        found: Callable[[ChannelRef, float], None] = lambda channel, since: None,
        noted: Callable[[Outcome, ChannelRef], None] = lambda outcome, channel: None,
        hours: Sequence[KeepsHours] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._leases = Leases(uuid.uuid4().hex, lease)
        self._wake = asyncio.Event()
        self._at_rest = asyncio.Event()
        self._busy: frozenset[str] = frozenset()  # replaced, never changed: the database's thread reads it
        self._stopping = False
        self._give_sign = True
        self._platforms = platforms
        self._outcomes = Outcomes(platforms, clock, self.wake, mended, noted)
        self._claims = Claims(platforms, clock, self._leases, self._outcomes, hours)
        self._lanes = asyncio.TaskGroup()
        self._performer = Performer(database, platforms, clock, self._leases, Namesakes(database), found=found)

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
        self._claims.forget()
        self.wake()

    async def _finished(self) -> None:
        while self._busy:
            self._wake.clear()
            await self._wake.wait()

    async def _look(self) -> None:
        """Look for lanes that have something due, and for when the next thing will be."""
        now = self._clock.now()
        sign, self._give_sign = self._give_sign, False
        working = tuple(self._busy) if sign else ()

        at = time.monotonic()

        async def look(unit: Unit) -> tuple[list[Job], float | None, list[str]]:
            kept = await self._leases.sign(working, unit, now)  # a call may outlast a lease
            if sign:
                self._outcomes.suspended = frozenset(str(channel.parent) for channel in await unit.bridges.suspended())
            jobs = await self._leased(unit)
            return jobs, None if jobs else await unit.lanes.next_due(), kept

        try:
            jobs, due, kept = await self._database.write(look)
        except Exception as error:
            if not isinstance(error, Unavailable):
                log.exception("cannot look for what is due")
            log.warning("the database is away", error=str(error))
            self._clock.wake("dispatcher next", now + 1.0, self.wake)
            return
        self._leases.signed(kept, at)
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
        keys = await self._leases.take(unit, self._clock.now(), LANES - len(busy), but=busy)
        jobs = [await self._claims.next(key, unit) for key in keys]
        return [job for job in jobs if job is not None]

    def _start(self, jobs: list[Job] | None) -> None:
        """There is something new to do, and these jobs of it are claimed."""
        self._at_rest.clear()
        if jobs and not self._stopping:
            self._begin(jobs)
        else:
            self.wake()

    def _begin(self, jobs: list[Job]) -> None:
        """Work the lanes of these jobs, each by one task.

        A lane is ours for others once it is leased, and for ourselves once it is begun. On a machine that stands still
        in between for longer than a lease, we lease it a second time; whoever works it finds the job as tried.
        """
        for job in jobs:
            if job.delivery.lane not in self._busy:
                self._busy |= {job.delivery.lane}
                self._lanes.create_task(self._work(job), name=f"lane {job.delivery.lane}")

    async def _work(self, first: Job) -> None:
        """Perform a job and what is due behind it in its lane, until nothing is or the lane has to wait."""
        lane = first.delivery.lane
        job: Job | None = first
        try:
            while job is not None:
                job = await self._settle(await self._attempt(job), lane)
        except Unavailable as error:
            log.warning("the database is away", lane=lane, error=str(error))
            self._clock.wake(f"lane {lane}", self._clock.now() + self._leases.seconds, self.wake)
        except Exception:  # the other lanes go on; this one comes back when its lease has run out
            log.exception("cannot record", lane=lane)
            self._clock.wake(f"lane {lane}", self._clock.now() + self._leases.seconds, self.wake)
        finally:
            self._busy -= {lane}
            self._wake.set()

    async def _settle(self, attempt: Attempt, lane: str) -> Job | None:
        """Record an attempt, and claim what is next in its lane."""

        async def settle(unit: Unit) -> Job | None:
            doubtful = self._leases.doubtful(lane, ASK_BEFORE_RECORDING)
            if doubtful and not await self._leases.keep(lane, unit, self._clock.now()):
                log.warning("a lane was lost", lane=lane)
                await attempt.record_lost(unit)
                return None
            await attempt.record(unit)
            if self._stopping:
                await unit.lanes.release(lane, self._leases.owner)
                return None
            return await self._claims.next(lane, unit)

        return await self._database.write(settle, about=lane)

    async def _attempt(self, job: Job) -> Attempt:
        """Perform a delivery; what to record of it comes back."""
        places = {job.delivery.channel.platform, *(() if job.showing.message.notice else (job.origin,))}
        if not places <= self._platforms.keys():  # whoever runs the bot may set it up again
            waits = self._outcomes.failed(job, Later(NOT_SET_UP, NOT_SET_UP_FOR))
            return Attempt(waits, waits)
        performance = Performance(self._performer, job)
        return Attempt(await self._performed(job, performance), performance.record_lost)

    async def _performed(self, job: Job, performance: Performance) -> Record:
        try:
            await performance.perform()
            return self._outcomes.performed(job, performance.record)
        except PlatformError as error:
            return self._outcomes.failed(job, error)
        except LostLane:
            return performance.record_lost
        except NotYet as wait:
            log.info("waits for its reader's hours", delivery=job.delivery.id, until=wait.until)
            return partial(_put_back, job.delivery, wait.until)
        except Unavailable:
            raise
        except Exception as error:
            log.exception("a delivery failed", delivery=job.delivery.id, op=job.delivery.op)
            return self._outcomes.broken(job.delivery, job.showing.message, type(error).__name__)


async def _put_back(delivery: Delivery, until: float, unit: Unit) -> None:
    await unit.lanes.put_back(delivery, until)
