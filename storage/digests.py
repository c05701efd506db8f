"""Where communities want to be told once a week what is coming, and when they are told next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Table, delete, select, update

from adapters.contract.refs import ChannelRef, CommunityRef
from storage.schema import Address, Session, Time, metadata, upsert

event_digest = Table(
    "event_digest",
    metadata,
    Column("community", Address, primary_key=True),
    Column("channel", Address, nullable=False),
    Column("next_at", Time, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Digests:
    """Queries on weekly lists."""

    connection: Session

    async def choose(self, channel: ChannelRef, next_at: float) -> None:
        """Tell a community in this channel, and no longer in another one."""
        new = upsert(event_digest, self.connection.dialect.name)
        chosen = {name: new.excluded[name] for name in ("channel", "next_at")}
        row = {"community": str(channel.home), "channel": str(channel), "next_at": next_at}
        await self.connection.execute(new.on_conflict_do_update(index_elements=["community"], set_=chosen), row)

    async def stop(self, community: CommunityRef) -> bool:
        """Tell a community no more; False when it was not told."""
        gone = delete(event_digest).where(event_digest.c.community == str(community))
        return (await self.connection.execute(gone)).rowcount > 0

    async def due(self, now: float) -> list[tuple[ChannelRef, float]]:
        """Channels in which a list is due, and since when."""
        which = select(event_digest.c.channel, event_digest.c.next_at).where(event_digest.c.next_at <= now)
        return [(ChannelRef.parse(channel), at) for channel, at in await self.connection.execute(which)]

    async def put_off(self, community: CommunityRef, before: float, next_at: float) -> bool:
        """A list is dealt with; False when another process did it."""
        mine = (event_digest.c.community == str(community)) & (event_digest.c.next_at == before)
        later = update(event_digest).where(mine).values(next_at=next_at)
        return (await self.connection.execute(later)).rowcount > 0
