"""The running bot: platforms, core, dispatcher and ticks, with everything that they need as a parameter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import structlog

from adapters.contract.platform import Platform
from bot.app import App
from bot.catchup import CatchUp
from bot.clock import Clock
from bot.delivering.dispatcher import Dispatcher
from bot.due import Due
from bot.feature import Feature, KeepsHours, Tick
from bot.rollcall import RollCall
from bot.watch import AskOffsets, Watch
from storage.database import Database, Unavailable, Unit

log = structlog.get_logger(__name__)

SOON = 6 * 3600.0  # seconds after the start at which what is done less often than that is done for the first time
REPLAY_ROUND = 10.0  # seconds between looks for what organisers want tried again


class Bot:
    """Everything that runs, on one database.

    `services` go on as long as the bot runs, and are cancelled with it; each deals with its own failures.
    """

    def __init__(
        self,
        database: Database,
        platforms: Sequence[Platform],
        features: Sequence[Feature],
        clock: Clock,
        *,
        lease: float = 30.0,
        ask_offsets: AskOffsets | None = None,
        services: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
    ) -> None:
        by_name = {platform.name: platform for platform in platforms}
        self.app = App(database, features, clock, lambda place: self.catchup.ask(place))
        self.watch = Watch(platforms, clock, lambda community: self.catchup.ask(community), ask_offsets)
        self.dispatcher = Dispatcher(
            database,
            by_name,
            clock,
            lease=lease,
            mended=lambda channel: self.catchup.ask(channel),
            found=lambda channel, since: self.catchup.unknown(channel, since),
            noted=self.watch.noted,
            hours=[feature for feature in features if isinstance(feature, KeepsHours)],
        )
        self.catchup = CatchUp(database, by_name, clock, self.app.heard)
        self.rollcall = RollCall(database, by_name, clock, self.app.heard, self.watch.lines)
        self._database = database
        self._platforms = platforms
        self._ticks = [tick for feature in features for tick in feature.ticks]
        self._services = services
        self._clock = clock
        self._due: Due[Tick] = Due()
        self._again = asyncio.Event()
        self._compact = asyncio.Event()

    async def run(self) -> None:
        """Run until cancelled: then stop hearing, finish the calls that are under way, and return.

        Raises what a platform's `run` raises: `Refused`, when its token, scopes or intents are wrong.
        """
        for tick in self._ticks:
            ask = partial(self._due.ask, tick)
            self._clock.every(tick.name, tick.seconds, ask)
            if (
                tick.seconds > SOON
            ):  # some hosts restart their programs each day: what is done once a day never would be
                self._clock.wake(f"{tick.name} at first", self._clock.now() + SOON, ask)
        self._clock.every("set aside", REPLAY_ROUND, self._again.set)
        self._clock.every("compact", self._database.compact_every, self._compact.set)
        self._clock.wake(
            "compact at first", self._clock.now() + min(SOON, self._database.compact_every), self._compact.set
        )
        async with asyncio.TaskGroup() as running:
            dispatcher = running.create_task(self.dispatcher.run(), name="dispatcher")
            running.create_task(self._tick(), name="ticks")
            running.create_task(self.watch.run(), name="watch")
            running.create_task(self.catchup.run(), name="catch-up")
            running.create_task(self.rollcall.run(), name="roll call")
            running.create_task(self._replay(), name="what was set aside")
            running.create_task(self._compacting(), name="compacting")
            for service in self._services:
                running.create_task(service(), name="service")
            for platform in self._platforms:
                running.create_task(platform.run(self.watch.ears(self.app), self.app.declarations), name=platform.name)
            try:
                await asyncio.get_running_loop().create_future()
            finally:  # the dispatcher's last calls still need the platforms' connections
                dispatcher.cancel()
                await asyncio.wait([dispatcher])
                await self.app.end()

    def _every(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Call every so many seconds. Some hosts restart programs each day: what is done seldom is done soon, too."""
        self._clock.every(name, seconds, call)
        if seconds > SOON:
            self._clock.wake(f"{name} at first", self._clock.now() + SOON, call)

    async def ticked(self) -> None:
        """Wait until the timed work is done that is due by now."""
        await self._due.join()

    async def _replay(self) -> None:
        """Hear again what organisers want tried again."""
        while True:
            await self._again.wait()
            self._again.clear()
            try:
                await self.app.replay()
            except Unavailable as error:
                log.warning("the database is away", task="replay", error=str(error))

    async def _compacting(self) -> None:
        """Have the database let go of what was erased."""
        while True:
            await self._compact.wait()
            self._compact.clear()
            try:
                await self._database.compact()
            except Unavailable as error:
                log.warning("the database is away", task="compacting", error=str(error))
            except Exception:
                log.exception("the database was not compacted")

    async def _tick(self) -> None:
        while True:
            tick = await self._due.next()
            now = self._clock.now()
            try:
                given = () if tick.prepare is None else (await tick.prepare(now),)
                if await self._database.write(partial(_done, tick, now, given)):
                    self._due.ask(tick)
            except Unavailable as error:
                log.warning("the database is away", tick=tick.name, error=str(error))
            except Exception:
                log.exception("a tick failed", tick=tick.name)
            finally:
                self._due.done()


async def _done(tick: Tick, now: float, given: tuple[Any, ...], unit: Unit) -> bool | None:
    return await tick.work(now, unit, *given)
