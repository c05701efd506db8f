"""Requests to change a profile's sector, which organisers answer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Table, Text, delete, insert, select

from adapters.contract.refs import AccountRef, CommunityRef
from storage.profiles import Sector
from storage.schema import Address, Session, Time, metadata

sector_request = Table(
    "sector_request",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", ForeignKey("profile.person", ondelete="CASCADE"), nullable=False, unique=True),
    Column("account", Address, nullable=False),
    Column("community", Address, nullable=False),
    Column("sector", Text, nullable=False),
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class SectorRequest:
    """A member, who asked from an account, wants a community's organisers to change the sector of their profile."""

    id: str
    person: str
    account: AccountRef
    community: CommunityRef
    sector: Sector


@dataclass(frozen=True, slots=True)
class Sectors:
    """Queries on such requests. A profile has one at most."""

    connection: Session

    async def ask(
        self, person: str, account: AccountRef, community: CommunityRef, sector: Sector, now: float
    ) -> SectorRequest:
        """Keep a request in place of an earlier one."""
        await self.connection.execute(delete(sector_request).where(sector_request.c.person == person))
        made = SectorRequest(secrets.token_hex(8), person, account, community, sector)
        row = {"person": person, "account": str(account), "community": str(community), "sector": sector.value}
        await self.connection.execute(insert(sector_request), {"id": made.id, "at": now, **row})
        return made

    async def by_id(self, id: str) -> SectorRequest | None:
        """A request that is not answered yet."""
        row = (await self.connection.execute(select(sector_request).where(sector_request.c.id == id))).first()
        if row is None:
            return None
        account, community = AccountRef.parse(row.account), CommunityRef.parse(row.community)
        return SectorRequest(row.id, row.person, account, community, Sector(row.sector))

    async def answer(self, id: str) -> bool:
        """A request is answered; False when it was already, or its profile is gone."""
        gone = delete(sector_request).where(sector_request.c.id == id)
        return (await self.connection.execute(gone)).rowcount > 0
