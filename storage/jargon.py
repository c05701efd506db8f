"""Terms that communities add to the glossary: proposed by members, approved by organisers, used for everybody."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, Text, delete, func, insert, select, update

from adapters.contract.refs import AccountRef, CommunityRef
from storage.prepared import Prepared
from storage.schema import Address, Session, Time, metadata

jargon = Table(
    "jargon",
    metadata,
    Column("id", Text, primary_key=True),
    Column("community", Address, nullable=False, index=True),
    Column("term", Text, nullable=False),
    Column("expansion", Text, nullable=False),
    Column("meaning", Text, nullable=False),
    Column("account", Address, nullable=False),  # that proposed it
    Column("at", Time, nullable=False),
    Column("approved_at", Time),
)


@dataclass(frozen=True, slots=True)
class Term:
    """One sense of a term, as a community uses it."""

    id: str
    community: CommunityRef
    term: str
    expansion: str
    meaning: str
    account: AccountRef
    approved: bool


_IN_ORDER = select(jargon).order_by(jargon.c.term, jargon.c.at, jargon.c.id)
_APPROVED = Prepared(_IN_ORDER.where(jargon.c.approved_at.is_not(None)))


@dataclass(frozen=True, slots=True)
class Jargon:
    """Queries on terms."""

    connection: Session

    async def propose(
        self, community: CommunityRef, words: tuple[str, str, str], account: AccountRef, now: float
    ) -> Term:
        """Keep a proposed term: how it is written, what it stands for, what it means."""
        term, expansion, meaning = words
        made = Term(secrets.token_hex(8), community, term, expansion, meaning, account, approved=False)
        row = {"term": term, "expansion": expansion, "meaning": meaning, "account": str(account), "at": now}
        await self.connection.execute(insert(jargon), {"id": made.id, "community": str(community), **row})
        return made

    async def approve(self, id: str, now: float) -> bool:
        """Let a term be used; False when it is already, or is gone."""
        waits = (jargon.c.id == id) & jargon.c.approved_at.is_(None)
        return (await self.connection.execute(update(jargon).where(waits).values(approved_at=now))).rowcount > 0

    async def remove(self, id: str) -> bool:
        """Take a term away; False when it is gone already."""
        return (await self.connection.execute(delete(jargon).where(jargon.c.id == id))).rowcount > 0

    async def waiting(self, account: AccountRef) -> int:
        """How many terms an account proposed that nobody has answered."""
        theirs = (jargon.c.account == str(account)) & jargon.c.approved_at.is_(None)
        return int((await self.connection.execute(select(func.count()).where(theirs))).scalar_one())

    async def by_id(self, id: str) -> Term | None:
        """The term with a key."""
        found = await self._where(jargon.c.id == id)
        return found[0] if found else None

    async def of(self, community: CommunityRef) -> list[Term]:
        """All that a community added or proposed, in alphabetical order."""
        return await self._where(jargon.c.community == str(community))

    async def approved(self) -> list[Term]:
        """All that is used, in alphabetical order."""
        return [_term(row) for row in (await self.connection.execute(_APPROVED)).mappings()]

    async def _where(self, which: Any) -> list[Term]:
        return [_term(row) for row in (await self.connection.execute(_IN_ORDER.where(which))).mappings()]


def _term(row: Any) -> Term:
    return Term(
        row["id"],
        CommunityRef.parse(row["community"]),
        row["term"],
        row["expansion"],
        row["meaning"],
        AccountRef.parse(row["account"]),
        row["approved_at"] is not None,
    )
