"""What performing a delivery needs, and what it is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from adapters.contract.content import Content, Emoji
from adapters.contract.platform import Platform
from adapters.contract.refs import ChannelRef
from bot.clock import Clock
from bot.delivering.fetching import fetched
from bot.delivering.leases import Leases
from bot.delivering.showing import Showing, Wanted, wanted
from bot.files.transfers import Transfers
from bot.namesakes import Namesakes
from storage.copies import Copy
from storage.database import Database, Unit
from storage.messages import Message
from storage.outbox import Delivery

Record = Callable[[Unit], Awaitable[object]]
# What a delivery that heals looks after: edits, a reaction, or a post by its token or reference; and behind it, whether
# for the last time.
EDITED, LAST_LOOK = "edited", " last"
_REACTION = f'{{"_":"{Emoji.__name__}"'  # how its JSON begins


class LostLane(Exception):
    """Our lease ran out, and another process may work the lane by now."""


class NotYet(Exception):
    """What is to be posted is a letter, and its reader may be written to only from `until` on."""

    def __init__(self, until: float) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed delivery with what it is about.

    `reaction` is whether the bot's reaction should be there, `unnamed` who reacted so without having been named.
    Nothing new is posted before `not_before`; what stands may change and go at any time.
    """

    delivery: Delivery
    showing: Showing
    copies: tuple[Copy, ...]
    reaction: bool
    unnamed: tuple[str, ...] = ()
    not_before: float = 0.0

    @property
    def origin(self) -> str:
        """The platform on which the message was written."""
        return self.showing.message.ref.channel.platform


@dataclass(frozen=True)
class Performer:
    """What performing needs. `leases` tells which lanes are ours.

    `found` is told where a post was found whose answer had been lost, and since when it may have stood there unknown.
    """

    database: Database
    platforms: Mapping[str, Platform]
    clock: Clock
    leases: Leases
    namesakes: Namesakes
    transfers: Transfers = field(default_factory=Transfers)
    rooms: dict[ChannelRef, ChannelRef] = field(default_factory=dict)
    moved: dict[ChannelRef, int] = field(default_factory=dict)  # for which delivery a letter box last got a new place
    missing: dict[str, float] = field(default_factory=dict)  # files that cannot be had, and since when
    found: Callable[[ChannelRef, float], None] = lambda channel, since: None

    async def wanted(self, showing: Showing) -> tuple[Wanted, ...]:
        """The parts in which a message is to be shown."""
        return await wanted(showing, self.platforms, self.namesakes.number)

    async def filled(self, part: Wanted, message: Message) -> Content:
        """A part of a message with its files as they are sent. Raises Later while there is patience left."""
        hidden = message.notice or message.unnamed
        link = "" if hidden else self.platforms[message.ref.channel.platform].link(message.ref)
        limit = self.platforms[part.channel.platform].capabilities(part.channel).file_limit
        return await fetched(part.content, limit, link, self.platforms, self.clock, self.missing)

    async def room(self, part: Wanted) -> ChannelRef:
        """The channel of a part; for a letter box, the private one that the platform has for it."""
        people = part.channel.people
        if people and part.channel not in self.rooms:
            known = await self.database.read(lambda unit: unit.copies.place(str(part.channel)))
            self.rooms[part.channel] = await self.platforms[part.channel.platform].open_private(people, known)
        return self.rooms[part.channel] if people else part.channel


def emoji_of(delivery: Delivery) -> str:
    """The reaction, as JSON, that a delivery is about; empty when it is about something else."""
    about = delivery.detail.removesuffix(LAST_LOOK)
    return about if about.startswith(_REACTION) else ""
