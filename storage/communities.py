"""Communities: what they are called, and where their organisers want to be told things."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table, Text, bindparam, case, select, update

from adapters.contract.fitting import same_name, shown_name
from adapters.contract.ours import reads_as_ours
from adapters.contract.platform import Persona
from adapters.contract.refs import ChannelRef, CommunityRef
from adapters.contract.written import is_blank
from storage.prepared import Prepared
from storage.schema import Address, Session, Time, metadata, upsert

NAME_LIMIT = 100  # units of a community's name

community = Table(
    "community",
    metadata,
    Column("key", Address, primary_key=True),
    Column("name", Text, nullable=False),
    Column("named_at", Time, nullable=False, default=0.0),  # since when it is called so
    Column("connected_at", Time, nullable=False),
    Column("room", Address, nullable=False, default=""),
    Column("lost_at", Time, nullable=False, default=0.0),  # since when the bot is not in it; 0.0: it is
)

_NAMES = Prepared(select(community.c.key, community.c.name).order_by(community.c.named_at, community.c.key))
_THIS = community.c.key == bindparam("where")
_NAME = Prepared(select(community.c.name).where(_THIS))
_LOST_AT = Prepared(select(community.c.lost_at).where(_THIS))


@cache
def _connected(dialect: str) -> Any:
    new = upsert(community, dialect)
    since = case((community.c.name == new.excluded.name, community.c.named_at), else_=new.excluded.named_at)
    now_known = {"name": new.excluded.name, "named_at": since, "connected_at": new.excluded.connected_at}
    return Prepared(new.on_conflict_do_update(index_elements=["key"], set_=now_known))


@dataclass(frozen=True, slots=True)
class Communities:
    """Queries on communities."""

    connection: Session

    async def connected(self, where: CommunityRef, name: str, now: float) -> bool:
        """Note that the bot is connected to a community; True when it is called otherwise than before."""
        known: str | None = (await self.connection.execute(_NAME, {"where": str(where)})).scalar()
        newest = _connected(self.connection.dialect.name)
        given = {"key": str(where), "name": name, "named_at": now, "connected_at": now}
        await self.connection.execute(newest, given)
        return known != name

    async def names(self) -> dict[str, str]:
        """What the known communities are called, by their address; who took one's name later has a number behind it.

        Anybody can call their community as they like, also as one whose people are trusted, or so that nothing is to be
        seen, as if the bot itself spoke there: such are called by their number.
        """
        names, known = {}, Counter[str]()
        for key, name in await self.connection.execute(_NAMES):
            alike = same_name(name)
            known[alike] += 1
            mark = "" if known[alike] == 1 else f" ({known[alike]})"
            at = CommunityRef.parse(key)
            numbered = is_blank(name) or reads_as_ours(name)
            said = f"{at.platform.title()} {at.id}" if numbered else shown_name(Persona(name), NAME_LIMIT)
            names[key] = said + mark if name else ""
        return names

    async def lose(self, where: CommunityRef, at: float) -> bool:
        """Note that the bot is not in a community any more; False when that is known, or the community is not."""
        known = (community.c.key == str(where)) & (community.c.lost_at == 0.0)
        return (await self.connection.execute(update(community).where(known).values(lost_at=at))).rowcount > 0

    async def find(self, where: CommunityRef) -> float:
        """Note that the bot is in it; since when it was not, 0.0 when it was all the time."""
        if lost_at := await self.lost_at(where):
            back = update(community).where(community.c.key == str(where)).values(lost_at=0.0)
            await self.connection.execute(back)
        return lost_at

    async def lost(self, before: float) -> list[CommunityRef]:
        """The communities in which the bot is not, since before a time."""
        gone = select(community.c.key).where(community.c.lost_at > 0.0, community.c.lost_at < before)
        found = await self.connection.scalars(gone.order_by(community.c.key))
        return [CommunityRef.parse(key) for key in found.all()]

    async def lost_at(self, where: CommunityRef) -> float:
        """Since when the bot is not in a community; 0.0 when it is."""
        return (await self.connection.execute(_LOST_AT, {"where": str(where)})).scalar() or 0.0

    async def held(self) -> list[CommunityRef]:
        """The communities in which the bot is, as far as is known."""
        here = select(community.c.key).where(community.c.lost_at == 0.0).order_by(community.c.key)
        return [CommunityRef.parse(key) for key in (await self.connection.scalars(here)).all()]

    async def room(self, where: CommunityRef) -> ChannelRef | None:
        """The channel in which a community's organisers want to be told things; None when they chose none."""
        found = await self.connection.execute(select(community.c.room).where(community.c.key == str(where)))
        room: str = found.scalar() or ""
        return ChannelRef.parse(room) if room else None

    async def give_room(self, where: CommunityRef, room: ChannelRef | None) -> None:
        """Choose that channel; None for none."""
        chosen = "" if room is None else str(room)
        await self.connection.execute(update(community).where(community.c.key == str(where)).values(room=chosen))
