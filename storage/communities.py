"""Communities: what they are called, and where their organisers want to be told things."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table, Text, select, update

from adapters.contract.refs import ChannelRef, CommunityRef
from storage.schema import Address, Session, Time, metadata, upsert

community = Table(
    "community",
    metadata,
    Column("key", Address, primary_key=True),
    Column("name", Text, nullable=False),
    Column("connected_at", Time, nullable=False),
    Column("room", Address, nullable=False, default=""),
)

_NAMES = select(community.c.key, community.c.name)


@cache
def _connected(dialect: str) -> Any:
    new = upsert(community, dialect)
    now_known = {"name": new.excluded.name, "connected_at": new.excluded.connected_at}
    return new.on_conflict_do_update(index_elements=["key"], set_=now_known)


@dataclass(frozen=True, slots=True)
class Communities:
    """Queries on communities."""

    connection: Session

    async def connected(self, where: CommunityRef, name: str, now: float) -> bool:
        """Note that the bot is connected to a community; True when it is called otherwise than before."""
        known = (await self.connection.execute(_NAMES.where(community.c.key == str(where)))).first()
        newest = _connected(self.connection.dialect.name)
        await self.connection.execute(newest, {"key": str(where), "name": name, "connected_at": now})
        return known is None or known.name != name

    async def names(self) -> dict[str, str]:
        """What the known communities are called, by their address."""
        rows = await self.connection.execute(_NAMES)
        return {row.key: row.name for row in rows}

    async def room(self, where: CommunityRef) -> ChannelRef | None:
        """The channel in which a community's organisers want to be told things; None when they chose none."""
        found = await self.connection.execute(select(community.c.room).where(community.c.key == str(where)))
        room: str = found.scalar() or ""
        return ChannelRef.parse(room) if room else None

    async def give_room(self, where: CommunityRef, room: ChannelRef | None) -> None:
        """Choose that channel; None for none."""
        chosen = "" if room is None else str(room)
        await self.connection.execute(update(community).where(community.c.key == str(where)).values(room=chosen))
