"""Catching up: after (re)connecting, and every quarter of an hour, asks the platforms what was missed.

Whatever is found goes through the same door as what is told, so that nothing is carried twice. History tells of no
deletions: a message that we know of and that its channel does not show any more was deleted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import structlog

from adapters.contract.errors import Later, PlatformError
from adapters.contract.incoming import Deleted, Incoming, Posted
from adapters.contract.platform import Platform
from adapters.contract.refs import ChannelRef, CommunityRef
from bot.clock import Clock
from storage.database import Database, Unavailable

log = structlog.get_logger(__name__)

OVERLAP = 60.0  # seconds by which clocks may differ, and events be under way
STATE_WINDOW = 24 * 3600.0  # seconds for which edits and deletions are looked for
ROUND = 15 * 60.0  # seconds between looks while the connection seems healthy
TRIES = 5
AGAIN = 5.0  # seconds after the database was away


class CatchUp:
    """Looks for what was missed; `heard` is the door."""

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        clock: Clock,
        heard: Callable[[Incoming], Awaitable[None]],
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._heard = heard
        self._due: asyncio.Queue[CommunityRef | None] = asyncio.Queue()

    def ask(self, community: CommunityRef) -> None:
        """Something may have been missed in a community."""
        self._due.put_nowait(community)

    async def run(self) -> None:
        """Catch up whenever asked, and every quarter of an hour with everybody, until cancelled."""
        self._clock.every("catch up", ROUND, lambda: self._due.put_nowait(None))
        while True:
            community = await self._due.get()
            try:
                for channel in await self._channels(community):
                    await self._insist(channel, STATE_WINDOW if community else 0.0)
            except Unavailable as error:
                log.warning("the database is away", error=str(error))
                self._clock.wake("catch up again", self._clock.now() + AGAIN, partial(self._due.put_nowait, community))
            finally:
                self._due.task_done()

    async def rest(self) -> None:
        """Wait until everything that was asked for has been looked at."""
        await self._due.join()

    async def _channels(self, community: CommunityRef | None) -> list[ChannelRef]:
        bridges = await self._database.read(lambda unit: unit.bridges.all())
        ends = [end.channel for bridge in bridges for end in bridge.ends if end.channel.platform in self._platforms]
        return [channel for channel in ends if community in (None, channel.home)]

    async def _insist(self, channel: ChannelRef, window: float) -> None:
        """Catch up with a channel, again while the platform is busy; what it refuses is for the organisers."""
        for attempt in range(TRIES):
            try:
                await self._channel(channel, window)
                return
            except Later as later:
                await self._pause(later.after)
            except PlatformError as error:
                log.warning("cannot catch up", channel=str(channel), attempt=attempt, why=str(error))
                return
        log.warning("cannot catch up now", channel=str(channel))

    async def _pause(self, seconds: float) -> None:
        passed = asyncio.Event()
        self._clock.wake("catch up pause", self._clock.now() + seconds, passed.set)
        await passed.wait()

    async def _channel(self, channel: ChannelRef, window: float) -> None:
        """Read a channel's history and hear what is new in it."""
        now = self._clock.now()
        newest = await self._database.read(lambda unit: unit.messages.newest(channel)) - OVERLAP
        joined = await self._database.read(lambda unit: unit.bridges.joined_at(channel))
        after = max(joined, min(newest, now - window) if window else newest)
        known = await self._database.read(lambda unit: unit.copies.standing(channel, after, now - OVERLAP))
        shown: set[str] = set()
        async for incoming in self._platforms[channel.platform].since(channel, after):
            if isinstance(incoming, Posted):
                shown.add(incoming.message.key)
            await self._heard(incoming)
        if not shown:  # a bot that lost the right to read is shown an empty channel (Discord's message reference)
            return
        for ref in known:
            if ref.key not in shown:
                await self._heard(Deleted(f"absent {ref.key}", now, (ref,)))
