"""How far the histories of rooms were read: what is said in them while the bot is away is looked for as in bridges."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from adapters.contract.refs import ChannelRef
from storage.prepared import Prepared
from storage.rooms import room, room_end
from storage.schema import Session, Time

_CARRIED = room.c.closed_at.is_(None) & ~room.c.shared & room_end.c.seated
_STIRRED = Prepared(
    select(room_end.c.channel)
    .join(room)
    .where(_CARRIED, room.c.stirred_at >= bindparam("since", type_=Time))
    .distinct()
    .order_by(room_end.c.channel)
)
_THIS = room_end.c.channel == bindparam("end")
_TIMES = Prepared(
    select(func.min(room.c.opened_at), func.min(room_end.c.looked_at))
    .select_from(room_end)
    .join(room)
    .where(_CARRIED, _THIS)
)
_LOOK = Prepared(update(room_end).where(_THIS))


@dataclass(frozen=True, slots=True)
class RoomHistories:
    """Queries on the private channels of open rooms between which the bot carries what is said."""

    connection: Session

    async def channels(self, stirred_since: float = 0.0) -> list[ChannelRef]:
        """The channels of rooms in which something was said since a time."""
        found = await self.connection.scalars(_STIRRED, {"since": stirred_since})
        return [ChannelRef.parse(channel) for channel in found]

    async def looked_at(self, channel: ChannelRef) -> tuple[float, float]:
        """When a channel's first open room was opened, and when its history was last read to its end for all of them.

        0.0 when it never was; both are when it has no open room.
        """
        [times] = await self.connection.execute(_TIMES, {"end": str(channel)})
        return times[0] or 0.0, times[1] or 0.0

    async def look(self, channel: ChannelRef, at: float) -> None:
        """Note that a channel's history was read to its end at a time."""
        await self.connection.execute(_LOOK, {"end": str(channel), "looked_at": at})
