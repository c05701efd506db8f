"""Sectors are chosen once: requests to change one, which organisers answer, and what those chose whose profile is gone.

The latter names people only by salted hashes of their accounts.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, ForeignKey, Table, Text, delete, insert, select

from adapters.contract.refs import AccountRef, CommunityRef
from storage.personal import Records, Salt, shown
from storage.profiles import Sector
from storage.schema import Address, Session, Time, metadata, upsert

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

sector_chosen = Table(
    "sector_chosen",
    metadata,
    Column("owner", Text, primary_key=True),  # a hash
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
    """Queries on such requests, of which a profile has one at most, and on what was chosen before."""

    connection: Session
    salt: Salt = field(default_factory=Salt)

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

    async def remember(self, accounts: Collection[AccountRef], sector: Sector, now: float) -> None:
        """Remember what a member chose whose profile these accounts have no more."""
        new = upsert(sector_chosen, self.connection.dialect.name)
        newest = new.on_conflict_do_update(
            index_elements=["owner"], set_={"sector": new.excluded.sector, "at": new.excluded["at"]}
        )
        rows = [{"owner": owner, "sector": sector.value, "at": now} for owner in await self._hashed(accounts)]
        await self.connection.execute(newest, rows)

    async def share(self, accounts: Collection[AccountRef], sector: Sector, now: float) -> None:
        """Remember it of a member's other accounts, too: but for those that chose one themselves before."""
        rows = [{"owner": owner, "sector": sector.value, "at": now} for owner in await self._hashed(accounts)]
        if rows:
            new = upsert(sector_chosen, self.connection.dialect.name)
            await self.connection.execute(new.on_conflict_do_nothing(index_elements=["owner"]), rows)

    async def take(self, account: AccountRef, accounts: Collection[AccountRef]) -> Sector | None:
        """What a member chose before: with this account, which it is in a new profile of from now on, or with another.

        What another account chose stays with it: it may be taken apart from this one.
        """
        [own] = await self._hashed([account])
        theirs = select(sector_chosen).where(sector_chosen.c.owner.in_(await self._hashed(accounts)))
        rows = (await self.connection.execute(theirs)).all()
        await self.connection.execute(delete(sector_chosen).where(sector_chosen.c.owner == own))
        newest = max(rows, key=lambda row: (row.owner == own, row.at), default=None)
        return None if newest is None else Sector(newest.sector)

    async def forget(self, before: float) -> None:
        """Drop what was chosen by those whose profile has been gone since before a time."""
        await self.connection.execute(delete(sector_chosen).where(sector_chosen.c["at"] < before))

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """What they chose in a profile that is gone."""
        kept = select(sector_chosen.c.sector, sector_chosen.c["at"])
        theirs = sector_chosen.c.owner.in_(await self._hashed(accounts))
        return await shown(self.connection, "sector of a profile that is gone", kept.where(theirs))

    async def _hashed(self, accounts: Collection[AccountRef]) -> list[str]:
        return [str(await self.salt.hashed(account, self.connection)) for account in accounts]
