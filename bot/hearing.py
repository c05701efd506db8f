"""Hearing: each thing once, in one transaction with what it calls for; what breaks a feature is set aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from adapters.contract import codec
from adapters.contract.incoming import ChannelFound, Connected, Incoming, where
from adapters.contract.refs import ChannelRef, CommunityRef
from adapters.contract.written import written
from bot import organisers
from bot.care import Care
from bot.clock import Clock
from bot.delivering.outcomes import DEATH
from bot.feature import Feature
from storage.database import Database, Unavailable, Unit

log = structlog.get_logger(__name__)

ASIDE_AFTER = 5  # deaths in a row at something that is heard
AGAIN_AFTER = 2  # and at something that organisers want heard again


class Hearing:
    """Hears for all features. `missed` is told of each community and channel to which the bot is connected again."""

    def __init__(
        self,
        database: Database,
        features: Sequence[Feature],
        clock: Clock,
        missed: Callable[[CommunityRef | ChannelRef], None],
    ) -> None:
        self._database = database
        self._features = features
        self._clock = clock
        self._missed = missed
        self._care = Care(database, clock)

    async def hear(self, incoming: Incoming) -> None:
        """Record an Incoming and what it calls for, or set it aside. Raises Unavailable: then nothing is recorded."""
        await self._care.hear(_storable(incoming.key), lambda deaths: self._record(incoming, deaths))
        self._heard_of(incoming)

    async def replay(self) -> None:
        """Hear again what was set aside and is to be tried again; what fails or kills us again stays aside."""
        while (id := await self._database.read(lambda unit: unit.inbox.next_again())) is not None:
            await self._replay(id)

    async def end(self) -> None:
        """The process ends properly."""
        await self._care.end()

    async def _record(self, incoming: Incoming, deaths: int) -> None:
        kind = type(incoming).__name__
        reason = f"{DEATH} in {kind}"
        if deaths < ASIDE_AFTER:
            try:
                await self._database.write(lambda unit: self._hear(incoming, unit), about=_place(incoming))
            except Unavailable:
                raise
            except Exception as error:
                reason = f"{type(error).__name__} in {kind}"
                log.exception("set aside", key=incoming.key, kind=kind)
            else:
                return
        else:
            log.error("set aside, for the bot died at it again and again", key=incoming.key, kind=kind)
        await self._database.write(lambda unit: self._set_aside(incoming, reason, unit))

    async def _hear(self, incoming: Incoming, unit: Unit) -> None:
        if await unit.inbox.first_time(incoming.key, self._clock.now()):
            await self._do(incoming, unit)
        await self._care.done(incoming.key, unit)

    async def _do(self, incoming: Incoming, unit: Unit) -> None:
        now = self._clock.now()
        if isinstance(incoming, Connected):
            await unit.communities.connected(incoming.community, written(incoming.name), now)
        for feature in self._features:
            await feature.hear(incoming, unit, now)

    def _heard_of(self, incoming: Incoming) -> None:
        """Something is recorded: where the bot came (back) to, it may have missed things."""
        if isinstance(incoming, Connected):
            self._missed(incoming.community)
        if isinstance(incoming, ChannelFound):
            self._missed(incoming.channel.parent)

    async def _set_aside(self, incoming: Incoming, reason: str, unit: Unit) -> None:
        now, key, place = self._clock.now(), _storable(incoming.key), _storable(_place(incoming))
        await self._care.done(key, unit)
        if not await unit.inbox.first_time(key, now):
            return
        await unit.inbox.set_aside(key, _storable(codec.encode(incoming)), reason, place, now)
        if "/" in place:  # a channel's, rather than a community's
            await organisers.tell_of_a_fault(unit, ChannelRef.parse(place), reason, now)

    async def _replay(self, id: int) -> None:
        key = f"again {id}"

        async def again(deaths: int) -> None:
            if deaths < AGAIN_AFTER:
                try:
                    incoming = await self._database.write(lambda unit: self._hear_again(id, key, unit))
                except Unavailable:
                    raise
                except Exception:
                    log.exception("fails again")
                else:
                    if incoming is not None:
                        self._heard_of(incoming)
                    return
            await self._database.write(lambda unit: self._leave_aside(id, key, unit))

        await self._care.hear(key, again, always=True)

    async def _hear_again(self, id: int, key: str, unit: Unit) -> Incoming | None:
        await self._care.done(key, unit)
        taken = await unit.inbox.take_again(id)
        if taken is None:
            return None
        incoming: Incoming = codec.decode(taken)
        await self._do(incoming, unit)
        return incoming

    async def _leave_aside(self, id: int, key: str, unit: Unit) -> None:
        await self._care.done(key, unit)
        await unit.inbox.leave_aside(id)


def _storable(text: str) -> str:
    """Text as databases take it: half a character, which no encoding has, and a null byte by their numbers."""
    return text.encode(errors="backslashreplace").decode().replace("\0", "\\u0000")


def _place(incoming: Incoming) -> str:
    """Where something happened: what happens there is recorded in the order in which it is heard."""
    place = where(incoming)
    return "" if place is None else str(place.parent if isinstance(place, ChannelRef) else place)
