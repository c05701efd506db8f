"""Which communities, and which people, want to be told once a week what is coming, and when they are told next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Column, RowMapping, Table, Text, bindparam, delete, select, update

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from storage.personal import of
from storage.prepared import Prepared
from storage.schema import Address, Session, Time, metadata, upsert

event_digest = Table(
    "event_digest",
    metadata,
    Column("community", Address, primary_key=True),
    Column("channel", Address, nullable=False),
    Column("next_at", Time, nullable=False, index=True),
)


event_interest = Table(
    "event_interest",
    metadata,
    Column("account", Address, primary_key=True),
    Column("community", Address, nullable=False),
    Column("sectors", Text, nullable=False, default=""),
    Column("topics", Text, nullable=False, default=""),
    Column("at", Time, nullable=False),
    Column("next_at", Time, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Interest:
    """Somebody asked `at` a time to be told once a week what a community is shown, of some sectors and topics.

    No sectors, or no topics (both divided by commas), stand for all of them.
    """

    account: AccountRef
    community: CommunityRef
    sectors: str
    topics: str
    at: float
    next_at: float

    @classmethod
    def of(cls, row: RowMapping) -> Interest:
        """The interest in a row of the table."""
        refs = {"account": AccountRef.parse(row["account"]), "community": CommunityRef.parse(row["community"])}
        return cls(**{**row, **refs})


_NOW = bindparam("now", type_=Time)
_DUE = Prepared(select(event_digest.c.channel, event_digest.c.next_at).where(event_digest.c.next_at <= _NOW))
_WANTED = Prepared(
    select(event_interest)
    .where(event_interest.c.next_at <= _NOW)
    .order_by(event_interest.c.next_at, event_interest.c.account)
    .limit(bindparam("most"))
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
        due = await self.connection.execute(_DUE, {"now": now})
        return [(ChannelRef.parse(channel), at) for channel, at in due]

    async def put_off(self, community: CommunityRef, before: float, next_at: float) -> bool:
        """A list is dealt with; False when another process did it."""
        mine = (event_digest.c.community == str(community)) & (event_digest.c.next_at == before)
        later = update(event_digest).where(mine).values(next_at=next_at)
        return (await self.connection.execute(later)).rowcount > 0

    async def ask(self, interest: Interest) -> None:
        """Tell somebody from now on, or otherwise than before."""
        new = upsert(event_interest, self.connection.dialect.name)
        row = {name: getattr(interest, name) for name in Interest.__dataclass_fields__}
        row |= {"account": str(interest.account), "community": str(interest.community)}
        changed = {name: new.excluded[name] for name in row}
        await self.connection.execute(new.on_conflict_do_update(index_elements=["account"], set_=changed), row)

    async def decline(self, accounts: Collection[AccountRef]) -> bool:
        """Tell somebody with these accounts no more; False when they were not told."""
        gone = delete(event_interest).where(of(event_interest.c.account, list(accounts)))
        return (await self.connection.execute(gone)).rowcount > 0

    async def asked(self, accounts: Collection[AccountRef]) -> list[Interest]:
        """What somebody with these accounts asked to be told, the newest first; more than one if they linked since."""
        which = select(event_interest).where(of(event_interest.c.account, list(accounts)))
        newest = which.order_by(event_interest.c["at"].desc(), event_interest.c.account)
        return [Interest.of(row) for row in (await self.connection.execute(newest)).mappings()]

    async def wanted(self, now: float, most: int) -> list[Interest]:
        """Who is to be told by a time, the longest due first."""
        due = await self.connection.execute(_WANTED, {"now": now, "most": most})
        return [Interest.of(row) for row in due.mappings()]

    async def told(self, interest: Interest, next_at: float) -> bool:
        """Somebody is told, and next at that time; False when another process did it."""
        theirs = event_interest.c.account == str(interest.account)
        later = update(event_interest).where(theirs, event_interest.c.next_at == interest.next_at)
        return (await self.connection.execute(later.values(next_at=next_at))).rowcount > 0
