"""Events in a platform's own list, where it has one. A mirror: who is "interested" there is never counted.

What is to be shown is asked of the tables in each round, so a call that was lost, or a process that died, is made good
in the next one. As what an event is made there is noted before: it is found by that, and not made again, whatever was
changed meanwhile. A platform that does not take an event (the bot may not, the list is full) is asked again when the
event changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from adapters.contract.errors import PlatformError, Refused, Why
from adapters.contract.platform import Platform
from adapters.contract.scheduling import Scheduled, Schedules
from bot.clock import Clock
from bot.events import render, ways_in, wording
from storage.database import Database, Unavailable
from storage.events import Event, EventState
from storage.mirrors import Wanting

log = structlog.get_logger(__name__)
ROUND = 30.0  # seconds
MOST = 20
HOLD = 60.0  # seconds for which what one process makes is left alone by the others


@dataclass(frozen=True, slots=True)
class Mirror:
    """Keeps the lists of `platforms` up to date until cancelled. `base` is the address of the public pages, if any."""

    database: Database
    platforms: Sequence[Platform]
    clock: Clock
    base: str = ""

    async def run(self) -> None:
        """A round every so often."""
        due = asyncio.Event()
        self.clock.every("events mirror", ROUND, due.set)
        while True:
            await due.wait()
            due.clear()
            try:
                await self.round()
            except Unavailable as error:
                log.warning("the database is away", task="events mirror", error=str(error))

    async def round(self) -> None:
        """Bring what has changed up to date."""
        able = {each.name: each for each in self.platforms if isinstance(each, Schedules)}
        now = self.clock.now()
        found = await self.database.read(lambda unit: unit.mirrors.wanting(list(able), now, MOST))
        for each in found:
            if not each.remote and not await self._claimed(each, now):
                continue
            try:
                remote = await self._show(each, able[each.community.platform])
            except Refused as refused:
                log.warning("not in the platform's list", event=each.event.id, why=str(refused))
                remote = each.remote if refused.why is not Why.GONE else ""
            except PlatformError:
                continue  # in the next round
            await self._note(each, remote)

    async def _claimed(self, wanting: Wanting, now: float) -> bool:
        return await self.database.write(lambda unit: unit.mirrors.claim(wanting, now, HOLD))

    async def _show(self, wanting: Wanting, platform: Schedules) -> str:
        community, remote = wanting.community, wanting.remote
        if not remote and wanting.title:
            remote = await platform.scheduled(community, wanting.title, wanting.starts_at)
        if wanting.event.state is EventState.CANCELLED:
            if remote:
                await platform.unschedule(community, remote)
            return ""
        shown = entry(wanting.event, self.base)
        if not remote:
            await self.database.write(lambda unit: unit.mirrors.making(wanting, shown.title, shown.starts_at))
        return await platform.schedule(community, shown, remote)

    async def _note(self, wanting: Wanting, remote: str) -> None:
        await self.database.write(lambda unit: unit.mirrors.note(wanting, remote))


def entry(event: Event, base: str) -> Scheduled:
    """What a platform's list shows of an event. Never the joining link."""
    about = ways_in.about(event)
    page = f"{base}/events/{event.uid}" if base else ""
    rule = wording.CHATHAM_HOLDS if event.unnamed else ""
    lines = (about, wording.in_zone(render.said(event)), rule, wording.SAY_YES_UNDER_POST, page)
    place = wording.online(event.place) if event.link else event.place or wording.PLACE_UNKNOWN
    return Scheduled(event.title, "\n\n".join(filter(None, lines)), place, event.starts_at or 0.0, event.ends_at or 0.0)
