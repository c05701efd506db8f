"""Catching up: after (re)connecting, and every quarter of an hour, asks the platforms what was missed.

Bridged channels are read, and the private ones of open rooms: every quarter of an hour only those where something was
said in the last day.

Whatever is found goes through the same door as what is told, so that nothing is carried twice. History shows the
present, not what happened: a message that we know of and that is not there any more was deleted, and a reaction that
is not there any more was taken back.

What is so young that its making may be under way is not taken for deleted: the channel is read once more when it is
older. Each community is read by a task of its own, one channel after the other: where a platform allows little, only
that community waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

import structlog

from adapters.contract.errors import Later, PlatformError, Refused
from adapters.contract.incoming import Deleted, Incoming, Past, Posted, ReactionsSeen
from adapters.contract.platform import Platform
from adapters.contract.refs import ChannelRef, CommunityRef, MessageRef
from bot import missed
from bot.clock import Clock
from bot.delivering import away
from bot.due import Due
from storage.bridges import Bridge
from storage.database import Database, Unavailable, Unit

log = structlog.get_logger(__name__)

OVERLAP = 60.0  # seconds by which clocks may differ, and events be under way
EARLIER = 60.0  # seconds by which a copy may be older, as its platform dates it, than when we noted that it was made
STATE_WINDOW = 24 * 3600.0  # seconds for which edits, deletions and reactions are looked for
ROUND = 15 * 60.0  # seconds between looks while the connection seems healthy
MOST = 1_000  # new messages of a channel that are copied at once; older ones are counted
AGAIN = 5.0  # seconds after the database was away


@dataclass(frozen=True, slots=True)
class Again:
    """A channel in which something was too young to be missed when it was read."""

    channel: ChannelRef


@dataclass(frozen=True, slots=True)
class _Known:
    """From when on a channel is read, what it should show from then on, and whether it is a room's.

    `before` is when the newest message was written there before that time; 0.0 if none is known. `whole_at` is when
    the last day of it was last read.
    """

    after: float
    standing: list[MessageRef]
    private: bool
    before: float
    whole_at: float

    def absent(self, written: float) -> float:
        """Until when a reaction that is found now was certainly not on a message that was written at a time."""
        return max(written, self.whole_at) if written > self.whole_at - STATE_WINDOW else written


Place = CommunityRef | ChannelRef | Again


class Look(Enum):
    """What is looked at from time to time."""

    USUAL = auto()  # every channel in which the bot can work
    AWAY = auto()  # those in which it cannot, unless something waits there that will be tried


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
        self.looked: dict[ChannelRef, float] = {}  # when a channel's history was last read to its end
        self._began = clock.now()
        self._reading: dict[ChannelRef, float] = {}  # when the last look at a channel's history began
        self._due: Due[Place | Look] = Due()
        self._waiting: dict[CommunityRef, dict[ChannelRef, float]] = {}  # channels to read, and for which window
        self._readers: dict[CommunityRef, asyncio.Task[None]] = {}

    def ask(self, place: Place) -> None:
        """Something may have been missed in a community or channel."""
        self._due.ask(place)

    def unknown(self, channel: ChannelRef, since: float) -> None:
        """A copy stood there unknown since a time: what history told of it meanwhile was nobody's, and is asked again.

        Where many answers are lost, once for all of them, when a minute has passed without another.
        """
        if self._reading.get(channel, 0.0) >= since:
            self._wake(channel, OVERLAP)

    async def run(self) -> None:
        """Catch up whenever asked, and every quarter of an hour with everybody, until cancelled."""
        self._clock.every("catch up", ROUND, lambda: self._due.ask(Look.USUAL))
        self._clock.every("try channels again", away.PROBE, lambda: self._due.ask(Look.AWAY))
        async with asyncio.TaskGroup() as readers:
            while True:
                place = await self._due.next()
                try:
                    window = 0.0 if place is Look.USUAL or isinstance(place, Again) else STATE_WINDOW
                    for channel in await self._channels(place):
                        self._want(channel, window, readers)
                except Unavailable as error:
                    self._later(place, AGAIN, error)
                finally:
                    self._due.done()

    async def rest(self) -> None:
        """Wait until everything that was asked for has been looked at."""
        await self._due.join()
        while reading := [reader for reader in self._readers.values() if not reader.done()]:
            await asyncio.wait(reading)

    async def _channels(self, place: Place | Look) -> list[ChannelRef]:
        """The bridged channels of a place, or those whose turn it is in a round."""
        if place is Look.AWAY:
            return await self._database.read(away.idle)
        if isinstance(place, Again):
            place = place.channel
        stirred = self._clock.now() - STATE_WINDOW if place is Look.USUAL else 0.0
        bridges, rooms = await self._database.read(lambda unit: _carried(unit, stirred))
        ends = [end for bridge in bridges for end in bridge.ends if end.channel.platform in self._platforms]
        rooms = [channel for channel in rooms if channel.platform in self._platforms]
        if place is Look.USUAL:
            return [*(end.channel for end in ends if not end.suspended), *rooms]
        found = [end.channel for end in ends if place in (end.channel.home, end.channel, end.channel.parent)]
        return [*found, *(channel for channel in rooms if _belongs(channel, place))]

    def _want(self, channel: ChannelRef, window: float, readers: asyncio.TaskGroup) -> None:
        """Have a channel read, once for all who ask before its turn comes."""
        waiting = self._waiting.setdefault(channel.home, {})
        waiting[channel] = max(window, waiting.get(channel, 0.0))
        reader = self._readers.get(channel.home)
        if reader is None or reader.done():
            self._readers[channel.home] = readers.create_task(self._read(waiting), name=f"history {channel.home}")

    async def _read(self, waiting: dict[ChannelRef, float]) -> None:
        """Catch up with a community's channels, until none is waiting."""
        while waiting:
            channel = next(iter(waiting))
            await self._attempt(channel, waiting.pop(channel))

    async def _attempt(self, channel: ChannelRef, window: float) -> None:
        """Catch up with a channel; what the platform refuses is for the organisers."""
        now = self._reading[channel] = self._clock.now()
        try:
            try:
                async for incoming in self._missed(channel, window, now):
                    await self._heard(incoming)
            except Refused as refused:
                why = refused
                await self._database.write(lambda unit: away.unreadable(unit, channel, why, now))
            else:
                self.looked[channel] = now
                young = await self._database.write(lambda unit: _looked(unit, channel, now, whole=bool(window)))
                if window and young:
                    self._wake(Again(channel), OVERLAP)
        except Later as later:
            self._later(channel, later.after, later)
        except Unavailable as error:
            self._later(channel, AGAIN, error)
        except PlatformError as error:
            log.warning("cannot catch up", channel=str(channel), why=str(error))
        except Exception:
            log.exception("cannot catch up", channel=str(channel))

    def _later(self, place: Place | Look, seconds: float, why: Exception) -> None:
        log.warning("cannot catch up now", place=str(place), why=str(why))
        self._wake(place, seconds)

    def _wake(self, place: Place | Look, seconds: float) -> None:
        self._clock.wake(f"catch up {place}", self._clock.now() + seconds, partial(self._due.ask, place))

    async def _missed(self, channel: ChannelRef, window: float, now: float) -> AsyncIterator[Incoming]:
        """What is new in a channel's history: what is gone, then what was said, then reactions to all of it.

        Each is to be heard before the next is asked for.
        """
        known = await self._database.read(lambda unit: self._known(channel, window, now, unit))
        after = known.after
        platform = self._platforms[channel.platform]
        past = [each async for each in platform.since(channel, max(0.0, after - EARLIER))]
        if not past and known.standing and (before := known.before):  # all of it may be gone: what stood before tells
            past = [each async for each in platform.since(channel, max(0.0, before - EARLIER))]
        # A bot that lost the right to read is shown an empty channel (Discord's message reference).
        if not past and not known.private:
            return
        for ref in await self._absent(platform, known.standing, _shown(past), channel, after):
            yield Deleted(f"absent {ref.key}", now, (ref,))
        new = [each for each in await missed.unheard(self._database, past) if each.at > after]
        if len(posts := [each for each in new if isinstance(each, Posted)]) > MOST:
            await self._database.write(lambda unit: missed.skip(unit, channel, posts[:-MOST], now))
        for each in new:
            yield each
        seen = [each for each in past if isinstance(each, ReactionsSeen)]
        async for reacted in missed.changed_reactions(self._database, platform, channel, seen, now, known.absent):
            yield reacted

    async def _known(self, channel: ChannelRef, window: float, now: float, unit: Unit) -> _Known:
        """From when on a channel is to be read, and what it should show from then on.

        That is the last look: of what came since then, something may be missing.
        """
        bridged = await unit.bridges.looked_at(channel)
        joined, looked, whole = bridged or (*await unit.room_histories.looked_at(channel), 0.0)
        if not looked:
            looked = await unit.messages.newest(channel, self._began - OVERLAP)
        after = max(joined, min(looked - OVERLAP, now - window))
        standing = await unit.copies.standing(channel, after, now - OVERLAP)
        before = await unit.messages.newest(channel, after) if standing else 0.0
        return _Known(after, standing, bridged is None, before, whole)

    async def _absent(
        self, platform: Platform, known: list[MessageRef], shown: set[str], channel: ChannelRef, after: float
    ) -> list[MessageRef]:
        """Of the messages that we know, those that are not there any more.

        A thread's messages may be missing only because nothing new made the platform tell of that thread: it is asked.
        """
        missing = [ref for ref in known if ref.key not in shown]
        for thread in {ref.channel for ref in missing if ref.channel != channel}:
            shown |= _shown([each async for each in platform.since(thread, max(0.0, after - EARLIER))])
        return [ref for ref in missing if ref.key not in shown]


async def _carried(unit: Unit, stirred_since: float) -> tuple[list[Bridge], list[ChannelRef]]:
    """What messages are carried between: all bridges, and the private channels of rooms that were stirred since."""
    return await unit.bridges.all(), await unit.room_histories.channels(stirred_since)


def _belongs(channel: ChannelRef, place: Place) -> bool:
    """Whether a room's channel may have been missed in a place; private ones may be in no community of a platform."""
    if isinstance(place, CommunityRef) and channel.nowhere:
        return channel.platform == place.platform
    return place in (channel.home, channel, channel.parent)


async def _looked(unit: Unit, channel: ChannelRef, now: float, *, whole: bool) -> bool:
    """A channel's history was read to its end; `whole`: that of the last day. Whether something there was too young to
    be missed.
    """
    await unit.bridges.look(channel, now, whole=whole)
    await unit.room_histories.look(channel, now)
    await away.readable(unit, channel, now)
    return bool(await unit.copies.standing(channel, now - OVERLAP, now + OVERLAP))


def _shown(past: Sequence[Past]) -> set[str]:
    """The keys of the messages that history shows."""
    return {each.message.key for each in past if isinstance(each, Posted | ReactionsSeen)}
