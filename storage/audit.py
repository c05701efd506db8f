"""What organisers did. Never the text of a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, ForeignKey, Table, Text, delete, insert, select, update

from adapters.contract.refs import AccountRef, CommunityRef
from storage.personal import UNKNOWN, Records, Salt, of, shown
from storage.schema import Address, RowId, Session, Time, metadata

audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", Time, nullable=False, index=True),
    Column("community", Address, nullable=False, index=True),
    Column("bridge_id", ForeignKey("bridge.id", ondelete="SET NULL"), index=True),
    Column("who", Address, nullable=False),
    Column("act", Text, nullable=False),
    Column("detail", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: when, in which community, by whom. What `detail` holds depends on the act."""

    at: float
    community: str
    who: AccountRef
    act: str
    detail: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Queries on what organisers did."""

    connection: Session
    salt: Salt = field(default_factory=Salt)

    async def note(
        self, community: CommunityRef, bridge_id: int | None, who: AccountRef, act: str, detail: str, now: float
    ) -> int:
        """Write an act down; its number comes back."""
        done = {"at": now, "community": str(community), "bridge_id": bridge_id, "who": str(who), "act": act}
        new = insert(audit).values(**done, detail=detail).returning(audit.c.id)
        return int((await self.connection.execute(new)).scalar_one())

    async def recent(self, community: CommunityRef, bridge_id: int | None, most: int) -> list[Entry]:
        """What was done in a community, and by anybody on a bridge; newest first."""
        ours = audit.c.community == str(community)
        which = ours if bridge_id is None else ours | (audit.c.bridge_id == bridge_id)
        columns = (audit.c.at, audit.c.community, audit.c.who, audit.c.act, audit.c.detail)
        rows = await self.connection.execute(select(*columns).where(which).order_by(audit.c.id.desc()).limit(most))
        return [Entry(at, where, AccountRef.parse(who), act, detail) for at, where, who, act, detail in rows]

    async def actors(self, community: CommunityRef, bridge_id: int) -> list[AccountRef]:
        """Whoever in a community did something on a bridge."""
        theirs = (audit.c.community == str(community)) & (audit.c.bridge_id == bridge_id)
        theirs &= ~audit.c.who.startswith(f"{UNKNOWN}:")
        found = await self.connection.scalars(select(audit.c.who).where(theirs).distinct().order_by(audit.c.who))
        return [AccountRef.parse(who) for who in found.all()]

    async def forget(self, before: float) -> None:
        """Drop what was done before a time."""
        await self.connection.execute(delete(audit).where(audit.c.at < before))

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """What they did, and what was done about them."""
        theirs = select(audit).where(of(audit.c.who, accounts) | of(audit.c.detail, accounts)).order_by(audit.c.id)
        return await shown(self.connection, "acts written down", theirs)

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """That somebody did it stays for those whom it concerns; who it was does not."""
        for account in accounts:
            hashed = str(await self.salt.hashed(account, self.connection))
            for column in (audit.c.who, audit.c.detail):
                unnamed = update(audit).where(column == str(account)).values({column.name: hashed})
                await self.connection.execute(unnamed)
