"""In which language members want to read what the bot says to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Column, Table, Text, delete, insert, select

from adapters.contract.refs import AccountRef
from storage.personal import Records, of, shown
from storage.schema import Address, Session, Time, metadata


class Language(StrEnum):
    """A language, by its code in ISO 639. Stored, so the values stay."""

    ENGLISH = "en"
    WELSH = "cy"


reading = Table(
    "reading",
    metadata,
    Column("account", Address, primary_key=True),
    Column("language", Text, nullable=False),
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Languages:
    """Queries on who reads which language."""

    connection: Session

    async def of(self, accounts: Sequence[AccountRef]) -> Language:
        """What somebody with these accounts chose last; English when they chose nothing."""
        mine = select(reading.c.language).where(of(reading.c.account, accounts)).order_by(reading.c["at"].desc())
        found = (await self.connection.execute(mine.limit(1))).scalar()
        return Language(found) if found in list(Language) else Language.ENGLISH

    async def choose(self, accounts: Sequence[AccountRef], language: Language, now: float) -> None:
        """From now on somebody with these accounts, the first of which asks, reads that."""
        await self.erase(accounts)
        row = {"account": str(accounts[0]), "language": language.value, "at": now}
        await self.connection.execute(insert(reading), row)

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """Which language they chose."""
        return await shown(self.connection, "language you read", select(reading).where(of(reading.c.account, accounts)))

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """It goes."""
        await self.connection.execute(delete(reading).where(of(reading.c.account, accounts)))
