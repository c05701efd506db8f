"""Leaving: people whose account was closed or who left, and communities that the bot was taken out of.

Nobody who left is matched, asked or written to; whoever comes back finds all as it was. What is held of people who stay
away goes after 90 days, and what is held of a community after 7.
"""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.incoming import CommunityLost, Connected, Incoming, MemberLeft
from adapters.contract.refs import CommunityRef
from bot.feature import Handler, Tick
from bot.forgetting import Ending, Parting, Removal
from bot.leaving import people, places
from storage.database import Database, Unit

HOUR = 3600.0


class Leaving:
    """The feature, as the composition root plugs it in, with what other features do when somebody leaves."""

    handlers: tuple[Handler, ...] = ()

    def __init__(
        self, database: Database, endings: Sequence[Ending], partings: Sequence[Parting], removed: Sequence[Removal]
    ) -> None:
        self._database = database
        self._endings = endings
        self._partings = partings
        self._removed = removed

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Forgetting who stays away, and removing communities."""
        return (
            Tick("who stays away is forgotten", HOUR, self._forget),
            Tick("lost communities are removed", HOUR, nothing, self._remove),
        )

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Note who is away and what is lost, and what is back."""
        match incoming:
            case MemberLeft():
                await people.left(incoming.account, incoming.at, unit, now, self._partings)
            case CommunityLost():
                await places.lost(incoming.community, unit, now)
            case Connected():
                await places.found(incoming.community, unit, now)

    async def _forget(self, now: float, unit: Unit) -> None:
        await people.forget(unit, now, self._endings)
        await unit.presence.prune(now)

    async def _remove(self, now: float) -> None:
        """Remove communities in units of work of their own, a few people in each: messages go in between."""
        for community in await self._database.read(lambda unit: unit.communities.lost(now - places.KEEP)):
            await self._remove_one(community, now)

    async def _remove_one(self, community: CommunityRef, now: float) -> None:
        everybody = await self._database.read(lambda unit: places.alone(community, unit, now))
        if everybody is None:
            return
        for at in range(0, len(everybody), places.AT_ONCE):
            some = everybody[at : at + places.AT_ONCE]
            await self._database.write(lambda unit, some=some: places.remove_people(some, unit, now, self._endings))  # type: ignore[misc]
        await self._database.write(lambda unit: places.remove(community, unit, now, self._removed))


async def nothing(now: float, unit: Unit, _: None) -> None:
    """What is left to do once communities are removed."""
