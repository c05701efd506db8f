"""What was heard: each Incoming's key, once; and those that a feature could not handle, set aside whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table, Text, delete, select

from storage.schema import RowId, Session, Time, metadata, upsert

heard = Table(
    "heard",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", Time, nullable=False, index=True),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Text, nullable=False),
    Column("incoming", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Time, nullable=False, index=True),
)


@cache
def _first_time(dialect: str) -> Any:
    return upsert(heard, dialect).on_conflict_do_nothing().returning(heard.c.key)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Queries on what was heard."""

    connection: Session

    async def first_time(self, key: str, now: float) -> bool:
        """Note that an Incoming was heard; False when it had been heard before."""
        note = _first_time(self.connection.dialect.name)
        return (await self.connection.execute(note, {"key": key, "at": now})).first() is not None

    async def set_aside(self, key: str, incoming: str, reason: str, now: float) -> None:
        """Keep an Incoming (as JSON) that a feature could not handle, so that it can be looked at and tried again."""
        await self.connection.execute(quarantine.insert().values(key=key, incoming=incoming, reason=reason, at=now))

    async def set_aside_reasons(self) -> list[str]:
        """Why Incomings are set aside, oldest first."""
        return list((await self.connection.scalars(select(quarantine.c.reason).order_by(quarantine.c.id))).all())

    async def forget(self, heard_before: float, set_aside_before: float) -> None:
        """Drop keys and set-aside Incomings that are older than these times."""
        await self.connection.execute(delete(heard).where(heard.c.at < heard_before))
        await self.connection.execute(delete(quarantine).where(quarantine.c.at < set_aside_before))
