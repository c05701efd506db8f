"""Who reported which message. What they wrote is not kept here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Table, delete, func, select

from adapters.contract.refs import AccountRef
from storage.personal import Records, of, shown
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
    """Queries on reports."""

    connection: Session

    async def add(self, account: AccountRef, message_id: int, now: float) -> bool:
        """Note that somebody reported a message; False when they had done so before."""
        new = upsert(report, self.connection.dialect.name).on_conflict_do_nothing()
        row = {"account": str(account), "message_id": message_id, "at": now}
        return (await self.connection.execute(new, row)).rowcount > 0

    async def has(self, account: AccountRef, message_id: int) -> bool:
        """Whether somebody has reported a message."""
        theirs = (report.c.account == str(account)) & (report.c.message_id == message_id)
        return (await self.connection.execute(select(report.c.message_id).where(theirs))).first() is not None

    async def count(self, account: AccountRef, since: float) -> int:
        """How many messages somebody has reported since a time."""
        theirs = select(func.count()).where(report.c.account == str(account), report.c.at > since)
        return (await self.connection.execute(theirs)).scalar() or 0

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """The messages that they reported."""
        return await shown(self.connection, "reports made", select(report).where(of(report.c.account, accounts)))

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """That they did goes."""
        await self.connection.execute(delete(report).where(of(report.c.account, accounts)))
