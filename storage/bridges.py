"""Bridges: named groups of two or more channels that mirror each other. A channel is in one bridge at most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from adapters.contract.refs import ChannelRef, CommunityRef
from storage.schema import Address, RowId, Session, Time, metadata, upsert

bridge = Table(
    "bridge",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created_at", Time, nullable=False),
)

bridge_end = Table(
    "bridge_end",
    metadata,
    Column("channel", Address, primary_key=True),
    Column("bridge_id", ForeignKey("bridge.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("relay_bots", Boolean, nullable=False, default=True),
    Column("joined_at", Time, nullable=False),
)


community = Table(
    "community",
    metadata,
    Column("key", Address, primary_key=True),
    Column("name", Text, nullable=False),
    Column("connected_at", Time, nullable=False),
)


class Taken(Exception):
    """A bridge's name, or one of its channels, is in use already; `args[0]` says which."""


@dataclass(frozen=True, slots=True)
class End:
    """A channel that takes part in a bridge. `relay_bots`: whether other bots' messages leave it."""

    channel: ChannelRef
    relay_bots: bool = True


@dataclass(frozen=True, slots=True)
class Bridge:
    """A named group of channels that mirror each other."""

    id: int
    name: str
    ends: tuple[End, ...]

    def end(self, channel: ChannelRef) -> End | None:
        """The end which that channel, or the thread it is, belongs to."""
        return next((end for end in self.ends if end.channel in (channel, channel.parent)), None)

    def others(self, channel: ChannelRef) -> tuple[ChannelRef, ...]:
        """The channels that mirror this one."""
        return tuple(end.channel for end in self.ends if end.channel not in (channel, channel.parent))


_ALL = (
    select(bridge.c.id, bridge.c.name, bridge_end.c.channel, bridge_end.c.relay_bots)
    .join(bridge_end)
    .order_by(bridge.c.name, bridge_end.c.joined_at, bridge_end.c.channel)
)
_HERE = bridge_end.c.channel.in_((bindparam("channel"), bindparam("parent")))
_OF = _ALL.where(bridge.c.id.in_(select(bridge_end.c.bridge_id).where(_HERE).correlate(None)))
_NAMES = select(community.c.key, community.c.name)


@dataclass(frozen=True, slots=True)
class Bridges:
    """Queries on bridges."""

    connection: Session

    async def add(self, name: str, channels: tuple[ChannelRef, ...], now: float) -> None:
        """Make a bridge. Raises Taken when its name or one of its channels is in use."""
        for channel in channels:
            if (known := await self.of(channel)) is not None:
                raise Taken(f"The channel {channel} is in the bridge “{known.name}” already.")
        try:
            new = insert(bridge).values(name=name, created_at=now).returning(bridge.c.id)
            made = await self.connection.execute(new)
        except IntegrityError as error:
            raise Taken(f"There is a bridge called “{name}” already.") from error
        id = made.scalar_one()
        ends = [{"bridge_id": id, "channel": str(channel), "joined_at": now} for channel in channels]
        await self.connection.execute(insert(bridge_end), ends)

    async def remove(self, name: str) -> bool:
        """Take a bridge away; False when there is none of that name."""
        return (await self.connection.execute(delete(bridge).where(bridge.c.name == name))).rowcount > 0

    async def let_bots(self, channel: ChannelRef, relay_bots: bool) -> bool:
        """Whether other bots' messages leave a channel; False when it is in no bridge."""
        changed = update(bridge_end).where(bridge_end.c.channel == str(channel)).values(relay_bots=relay_bots)
        return (await self.connection.execute(changed)).rowcount > 0

    async def of(self, channel: ChannelRef) -> Bridge | None:
        """The bridge that a channel, or the channel of a thread, is in."""
        either = {"channel": str(channel), "parent": str(channel.parent)}
        return next(iter(_built(await self.connection.execute(_OF, either))), None)

    async def all(self) -> list[Bridge]:
        """Every bridge, by name."""
        return _built(await self.connection.execute(_ALL))

    async def joined_at(self, channel: ChannelRef) -> float:
        """When a channel became an end of its bridge; 0.0 when it is none."""
        joined = select(bridge_end.c.joined_at).where(bridge_end.c.channel == str(channel))
        return (await self.connection.execute(joined)).scalar() or 0.0

    async def connected(self, where: CommunityRef, name: str, now: float) -> None:
        """Note that the bot is connected to a community, and how it is called now."""
        new = upsert(community, self.connection.dialect.name)
        now_known = {"name": new.excluded.name, "connected_at": new.excluded.connected_at}
        newest = new.on_conflict_do_update(index_elements=["key"], set_=now_known)
        await self.connection.execute(newest, {"key": str(where), "name": name, "connected_at": now})

    async def community_names(self) -> dict[str, str]:
        """What the known communities are called, by their address."""
        rows = await self.connection.execute(_NAMES)
        return {row.key: row.name for row in rows}


def _built(rows: Iterable[Any]) -> list[Bridge]:
    """Bridges from rows of `_ALL`."""
    ends: dict[tuple[int, str], list[End]] = {}
    for id, name, channel, relay_bots in rows:
        ends.setdefault((id, name), []).append(End(ChannelRef.parse(channel), relay_bots))
    return [Bridge(id, name, tuple(found)) for (id, name), found in ends.items()]
