"""Series: events that come again by a rule. Each date is an event of its own; the rule tells which dates there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Integer, Table, Text, delete, insert, select, update

from storage.prepared import Prepared
from storage.schema import RowId, Session, metadata
from storage.sealing import Sealed


class Repeat(StrEnum):
    """How often."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"  # on the same weekday of the month: the first Tuesday, the last Friday


event_series = Table(
    "event_series",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("repeat", Text, nullable=False),
    Column("first", Text, nullable=False),
    Column("until", Text, nullable=False, default=""),
    Column("count", Integer),
    Column("ended", Boolean, nullable=False, default=False),
    Column("sequence", Integer, nullable=False, default=0),
    Column("template", Sealed(), nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Series:
    """A rule: how often from the `first` wall-clock start on; `until` a date (ISO), or `count` times. `ended`: no more.

    `uid` is its name in calendars, for ever. `template` (JSON) holds what each new date says; it is
    empty when its key is lost.
    """

    id: int
    uid: str
    repeat: Repeat
    first: str
    until: str
    count: int | None
    ended: bool
    sequence: int
    template: str


_RUNNING = Prepared(select(event_series).where(~event_series.c.ended))


@dataclass(frozen=True, slots=True)
class AllSeries:
    """Queries on series."""

    connection: Session

    async def add(self, *, uid: str, repeat: Repeat, first: str, until: str, count: int | None, template: str) -> int:
        """Keep a rule; its number comes back."""
        values = {"uid": uid, "repeat": repeat, "first": first, "until": until, "count": count, "template": template}
        new = insert(event_series).values(values).returning(event_series.c.id)
        return int((await self.connection.execute(new)).scalar_one())

    async def by_id(self, id: int) -> Series | None:
        """The rule of that row."""
        row = (await self.connection.execute(select(event_series).where(event_series.c.id == id))).mappings().first()
        return None if row is None else _series(row)

    async def change(self, id: int, **values: Any) -> None:
        """Set columns of a rule."""
        await self.connection.execute(update(event_series).where(event_series.c.id == id).values(values))

    async def forget(self, dateless: ColumnElement[bool]) -> None:
        """Drop rules of which no date is left."""
        await self.connection.execute(delete(event_series).where(dateless))

    async def running(self) -> list[Series]:
        """The rules that still make dates."""
        return [_series(row) for row in (await self.connection.execute(_RUNNING)).mappings()]


def _series(row: Any) -> Series:
    values = {name: row[name] for name in Series.__dataclass_fields__}
    return Series(**{**values, "repeat": Repeat(row["repeat"])})
