"""Private calendar addresses: of the secret in one, only a hash is kept, and each person has one at a time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Table, Text, delete, insert, select

from adapters.contract.refs import AccountRef
from storage.schema import Address, Session, Time, metadata

event_feed = Table(
    "event_feed",
    metadata,
    Column("account", Address, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Feeds:
    """Queries on private calendar addresses."""

    connection: Session

    async def give(self, account: AccountRef, key: str, now: float) -> None:
        """Keep the hash of a new secret; an earlier one does not work any more."""
        await self.revoke(account)
        await self.connection.execute(insert(event_feed), {"account": str(account), "key": key, "at": now})

    async def since(self, account: AccountRef) -> float | None:
        """Since when somebody has a secret; None when they have none."""
        mine = select(event_feed.c.at).where(event_feed.c.account == str(account))
        return (await self.connection.execute(mine)).scalar()

    async def revoke(self, account: AccountRef) -> bool:
        """Forget the secret of an account; False when there was none."""
        mine = delete(event_feed).where(event_feed.c.account == str(account))
        return (await self.connection.execute(mine)).rowcount > 0

    async def of(self, key: str) -> tuple[AccountRef, str] | None:
        """Whose secret has that hash, and the hash as it is kept."""
        found = select(event_feed.c.account, event_feed.c.key).where(event_feed.c.key == key)
        row = (await self.connection.execute(found)).first()
        return None if row is None else (AccountRef.parse(row.account), row.key)
