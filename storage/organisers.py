"""Organisers whom a community has named, beside those who run it on its platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Table, delete, select, update

from adapters.contract.refs import AccountRef, CommunityRef
from storage.personal import Records, of, shown
from storage.schema import Address, Session, Time, metadata, upsert

organiser = Table(
    "organiser",
    metadata,
    Column("community", Address, primary_key=True),
    Column("account", Address, primary_key=True),
    Column("named_by", Address, nullable=False),
    Column("named_at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Organisers:
    """Queries on named organisers."""

    connection: Session

    async def add(self, community: CommunityRef, account: AccountRef, named_by: AccountRef, now: float) -> bool:
        """Name an organiser; False when they are one already."""
        new = upsert(organiser, self.connection.dialect.name).on_conflict_do_nothing()
        values = {"community": str(community), "account": str(account), "named_by": str(named_by), "named_at": now}
        return (await self.connection.execute(new, values)).rowcount > 0

    async def remove(self, community: CommunityRef, account: AccountRef) -> bool:
        """Take a name off; False when it is not there."""
        which = (organiser.c.community == str(community)) & (organiser.c.account == str(account))
        return (await self.connection.execute(delete(organiser).where(which))).rowcount > 0

    async def of(self, community: CommunityRef) -> list[AccountRef]:
        """Whom a community has named, in the order of naming."""
        rows = select(organiser.c.account).where(organiser.c.community == str(community))
        found = await self.connection.scalars(rows.order_by(organiser.c.named_at, organiser.c.account))
        return [AccountRef.parse(account) for account in found.all()]

    async def has(self, community: CommunityRef, account: AccountRef) -> bool:
        """Whether a community has named this account."""
        which = (organiser.c.community == str(community)) & (organiser.c.account == str(account))
        return (await self.connection.execute(select(organiser.c.account).where(which))).first() is not None

    async def of_no_community(self) -> list[tuple[CommunityRef, AccountRef]]:
        """Whom communities have named whose accounts belong to none: they may leave one and be there still."""
        rows = select(organiser.c.community, organiser.c.account).where(organiser.c.account.like("%:/%"))
        found = await self.connection.execute(rows.order_by(organiser.c.community, organiser.c.account))
        return [(CommunityRef.parse(community), AccountRef.parse(account)) for community, account in found]

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """Where they were named, and whom they named."""
        named = of(organiser.c.account, accounts) | of(organiser.c.named_by, accounts)
        return await shown(self.connection, "organisers named", select(organiser).where(named))

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """They are organisers no longer; whom they named stays one."""
        await self.connection.execute(delete(organiser).where(of(organiser.c.account, accounts)))
        await self.connection.execute(update(organiser).where(of(organiser.c.named_by, accounts)).values(named_by=""))
