"""Who reported which message. What they wrote is not kept here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, func, select, update

from adapters.contract.refs import AccountRef
from storage.personal import Records, Salt, of, shown
from storage.schema import Address, Session, Time, metadata, upsert

report = Table(
    "report",
    metadata,
    Column("account", Address, primary_key=True),
    Column("message_id", ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Reports:
    """Queries on reports. What somebody reported before they had all removed counts: a hash stands for them."""

    connection: Session
    salt: Salt = field(default_factory=Salt)

    async def add(self, account: AccountRef, message_id: int, now: float) -> bool:
        """Note that somebody reported a message; False when they had done so before."""
        if await self.has(account, message_id):
            return False
        new = upsert(report, self.connection.dialect.name).on_conflict_do_nothing()
        row = {"account": str(account), "message_id": message_id, "at": now}
        return (await self.connection.execute(new, row)).rowcount > 0

    async def has(self, account: AccountRef, message_id: int) -> bool:
        """Whether somebody has reported a message."""
        theirs = await self._theirs([account]) & (report.c.message_id == message_id)
        return (await self.connection.execute(select(report.c.message_id).where(theirs))).first() is not None

    async def count(self, account: AccountRef, since: float) -> int:
        """How many messages somebody has reported since a time."""
        theirs = select(func.count()).where(await self._theirs([account]), report.c.at > since)
        return (await self.connection.execute(theirs)).scalar() or 0

    async def of(self, accounts: Sequence[AccountRef]) -> list[int]:
        """The numbers of the messages that these accounts reported."""
        return list(await self.connection.scalars(select(report.c.message_id).where(of(report.c.account, accounts))))

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """The messages that they reported, and when they reported others before they had all removed."""
        found = await shown(self.connection, "reports made", select(report).where(of(report.c.account, accounts)))
        hashes = [await self.salt.hashed(account, self.connection) for account in accounts]
        before = select(report.c["at"]).where(of(report.c.account, hashes))
        return found | await shown(self.connection, "reported before", before)

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """That they did stays under hashes, with the message: each is reported once."""
        for account in accounts:
            hashed = str(await self.salt.hashed(account, self.connection))
            theirs = update(report).where(of(report.c.account, [account]))
            await self.connection.execute(theirs.values(account=hashed))

    async def _theirs(self, accounts: Sequence[AccountRef]) -> Any:
        hashed = [await self.salt.hashed(account, self.connection) for account in accounts]
        return of(report.c.account, [*accounts, *hashed])
