"""What is held about people: every subject that holds something of a person can show it, and can let it go.

A new table with a column that names a person belongs to a subject in `storage.subjects`; a test
compares the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Column, CompoundSelect, Select, Table, Text, delete, select

from adapters.contract.refs import AccountRef
from storage.schema import Address, Session, Time, metadata, upsert

UNKNOWN = "unsilo"  # instead of a platform: an account of which only a hash is kept

salt = Table("salt", metadata, Column("value", Text, primary_key=True))

forgotten = Table(
    "forgotten",
    metadata,
    Column("account", Address, primary_key=True),
    Column("at", Time, nullable=False),
)

Records = dict[str, list[dict[str, Any]]]  # by what they are; a record is what a row says, by column


class Personal(Protocol):
    """A subject that holds something of people."""

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """What is held of a person with these accounts; nothing under a title without records."""

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """Let it go; where something has to stay, only a hash says whose it is."""


@dataclass
class Salt:
    """The database's own salt, read once: with it, accounts become hashes that nobody can look up elsewhere."""

    value: str = field(default="", repr=False)

    async def of(self, connection: Session) -> str:
        """The salt."""
        if not self.value:
            self.value = str((await connection.execute(select(salt.c.value))).scalar_one())
        return self.value

    async def hashed(self, account: AccountRef, connection: Session) -> AccountRef:
        """What stands for an account once its owner has had their data removed."""
        return unnamed(await self.of(connection), str(account))


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Queries on whose data is being removed: until the platforms have done their part, a day at most."""

    connection: Session

    async def add(self, accounts: Sequence[AccountRef], now: float) -> None:
        """Note that everything of these accounts is to go that was there by now."""
        new = upsert(forgotten, self.connection.dialect.name)
        newest = new.on_conflict_do_update(index_elements=["account"], set_={"at": new.excluded.at})
        await self.connection.execute(newest, [{"account": str(account), "at": now} for account in accounts])

    async def all(self) -> list[tuple[AccountRef, float]]:
        """(account, since when) of everybody."""
        rows = await self.connection.execute(select(forgotten.c.account, forgotten.c.at).order_by(forgotten.c.at))
        return [(AccountRef.parse(account), at) for account, at in rows]

    async def done(self, account: AccountRef) -> None:
        """All of it is gone."""
        await self.connection.execute(delete(forgotten).where(forgotten.c.account == str(account)))

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """That their data is being removed."""
        return await shown(self.connection, "being removed", select(forgotten).where(of(forgotten.c.account, accounts)))

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """Nothing: it goes by itself when all else has gone."""


def unnamed(salt: str, said: str) -> AccountRef:
    """What stands for what was said of an account (or for anything else), with the database's salt."""
    return AccountRef(UNKNOWN, "", hashlib.sha256(f"{salt} {said}".encode()).hexdigest()[:40])


def of(column: Any, accounts: Sequence[AccountRef]) -> Any:
    """Whether a column names one of these accounts."""
    return column.in_([str(account) for account in accounts])


async def shown(connection: Session, title: str, query: Select[Any] | CompoundSelect[Any]) -> Records:
    """What a query finds, under a title; without what says nothing."""
    rows = [dict(row) for row in (await connection.execute(query)).mappings()]
    found = [{name: value for name, value in row.items() if value not in (None, "")} for row in rows]
    return {title: found} if found else {}
