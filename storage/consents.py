"""What members said yes to: each thing by itself, with the words that they agreed to, and when they took it back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, Table, Text, delete, insert, select, text, update

from adapters.contract.refs import AccountRef
from storage.personal import Records, of, shown
from storage.schema import CHUNK, Address, RowId, Session, Time, metadata


class Kind(StrEnum):
    """What somebody may say yes to. Stored, so the values stay."""

    INTRODUCTIONS = "introductions"
    FOUND = "found by others"
    REMINDERS = "event reminders"
    WEEKLY = "weekly list of events"


_OPEN = text("withdrawn_at IS NULL")

consent = Table(
    "consent",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("account", Address, nullable=False),
    Column("kind", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("given_at", Time, nullable=False),
    Column("withdrawn_at", Time, index=True),
    Index("uq_consent_open", "account", "kind", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)


@dataclass(frozen=True, slots=True)
class Given:
    """A yes that holds: since when, and to which words."""

    kind: Kind
    wording: str
    given_at: float


@dataclass(frozen=True, slots=True)
class Consents:
    """Queries on them. A yes of any of a member's accounts counts; taking back is told of all of them."""

    connection: Session

    async def give(self, account: AccountRef, kind: Kind, wording: str, now: float) -> None:
        """Note a yes; one that holds already stays as it is."""
        if not await self.agreed([account], kind):
            row = {"account": str(account), "kind": kind, "wording": wording, "given_at": now}
            await self.connection.execute(insert(consent), row)

    async def withdraw(self, accounts: Sequence[AccountRef], kind: Kind, now: float) -> bool:
        """Note that it does not hold any more; False when it did not."""
        mine = _standing(accounts, kind)
        return (await self.connection.execute(update(consent).where(mine).values(withdrawn_at=now))).rowcount > 0

    async def hand_over(self, account: AccountRef, to: AccountRef) -> None:
        """Let what somebody agreed to with one account stand under another of theirs."""
        known = select(consent.c.kind).where(of(consent.c.account, [to]), consent.c.withdrawn_at.is_(None))
        mine = of(consent.c.account, [account]) & consent.c.withdrawn_at.is_(None)
        kinds = (await self.connection.scalars(known)).all()
        moved = update(consent).where(mine, consent.c.kind.not_in(kinds)).values(account=str(to))
        await self.connection.execute(moved)

    async def agreed(self, accounts: Sequence[AccountRef], kind: Kind) -> bool:
        """Whether somebody with these accounts has said yes."""
        return (
            await self.connection.execute(select(consent.c.id).where(_standing(accounts, kind)))
        ).first() is not None

    async def among(self, accounts: Collection[AccountRef], kind: Kind) -> set[AccountRef]:
        """Those of these accounts with which somebody has said yes."""
        found: set[AccountRef] = set()
        keys = sorted(accounts, key=str)
        for start in range(0, len(keys), CHUNK):
            said = select(consent.c.account).where(_standing(keys[start : start + CHUNK], kind))
            found |= {AccountRef.parse(account) for account in (await self.connection.scalars(said)).all()}
        return found

    async def standing(self, accounts: Sequence[AccountRef]) -> dict[Kind, Given]:
        """What somebody has said yes to; of two yeses of linked accounts, the earlier."""
        rows = select(consent).where(of(consent.c.account, accounts), consent.c.withdrawn_at.is_(None))
        found = await self.connection.execute(rows.order_by(consent.c.given_at.desc(), consent.c.id.desc()))
        return {
            Kind(row["kind"]): Given(Kind(row["kind"]), row["wording"], row["given_at"]) for row in found.mappings()
        }

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """What they said yes to and took back, with the words."""
        said = select(consent).where(of(consent.c.account, accounts)).order_by(consent.c.id)
        return await shown(self.connection, "what you said yes to", said)

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """All of it goes, and with it what it allowed."""
        await self.connection.execute(delete(consent).where(of(consent.c.account, accounts)))

    async def forget(self, before: float) -> None:
        """Drop what was taken back before a time."""
        await self.connection.execute(delete(consent).where(consent.c.withdrawn_at < before))


def _standing(accounts: Sequence[AccountRef], kind: Kind) -> Any:
    return of(consent.c.account, accounts) & (consent.c.kind == kind) & consent.c.withdrawn_at.is_(None)
