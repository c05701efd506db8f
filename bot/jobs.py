"""What performing a delivery needs, and what it is about."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from adapters.contract.platform import Platform
from adapters.contract.refs import ChannelRef
from bot.clock import Clock
from bot.leases import Leases
from bot.namesakes import Namesakes
from bot.showing import Showing, Wanted, wanted
from storage.copies import Copy
from storage.database import Database, Unit
from storage.outbox import Delivery

TRANSFERS = 4  # files in memory at once

Record = Callable[[Unit], Awaitable[object]]


class LostLane(Exception):
    """Our lease ran out, and another process may work the lane by now."""


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed delivery with what it is about.

    `reaction` is whether the bot's reaction should be there, `unnamed` who reacted so without having been named.
    """

    delivery: Delivery
    showing: Showing
    copies: tuple[Copy, ...]
    reaction: bool
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Performer:
    """What performing needs. `leases` tells which lanes are ours."""

    database: Database
    platforms: Mapping[str, Platform]
    clock: Clock
    leases: Leases
    namesakes: Namesakes
    transfers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TRANSFERS))
    rooms: dict[ChannelRef, ChannelRef] = field(default_factory=dict)
    missing: dict[str, float] = field(default_factory=dict)  # files that cannot be had, and since when

    async def wanted(self, showing: Showing) -> tuple[Wanted, ...]:
        """The parts in which a message is to be shown."""
        return await wanted(showing, self.platforms, self.namesakes.number)

    async def room(self, part: Wanted) -> ChannelRef:
        """The channel of a part; for a letter box, the private one that the platform has for it."""
        people = part.channel.people
        if people and part.channel not in self.rooms:
            known = await self.database.read(lambda unit: unit.copies.place(str(part.channel)))
            self.rooms[part.channel] = await self.platforms[part.channel.platform].open_private(people, known)
        return self.rooms[part.channel] if people else part.channel
