"""Who is written to about events in a private thread of a community, and to which words they agreed for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Table, Text, delete, select

from adapters.contract.refs import AccountRef, CommunityRef
from storage.personal import of
from storage.schema import Address, Session, Time, metadata, upsert

event_aside = Table(
    "event_aside",
    metadata,
    Column("account", Address, primary_key=True),
    Column("community", Address, nullable=False),
    Column("wording", Text, nullable=False),
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Aside:
    """Somebody agreed `at` a time to be written to in a private thread of a community."""

    account: AccountRef
    community: CommunityRef
    wording: str
    at: float


@dataclass(frozen=True, slots=True)
class Asides:
    """Queries on who is written to about events in a private thread."""

    connection: Session

    async def of(self, account: AccountRef) -> Aside | None:
        """What somebody agreed to with an account."""
        found = await self.connection.execute(select(event_aside).where(event_aside.c.account == str(account)))
        row = found.mappings().first()
        return None if row is None else Aside(account, CommunityRef.parse(row["community"]), row["wording"], row["at"])

    async def agree(self, aside: Aside) -> None:
        """Note a yes, in place of an earlier one."""
        new = upsert(event_aside, self.connection.dialect.name)
        values = {"community": str(aside.community), "wording": aside.wording, "at": aside.at}
        newest = new.on_conflict_do_update(
            index_elements=["account"], set_={name: new.excluded[name] for name in values}
        )
        await self.connection.execute(newest, {"account": str(aside.account), **values})

    async def withdraw(self, accounts: Sequence[AccountRef]) -> None:
        """Note that it does not hold any more."""
        await self.connection.execute(delete(event_aside).where(of(event_aside.c.account, accounts)))
