"""What is kept encrypted, as it lies there: by which keys, and sealed anew with the first one.

A column is known by its type, so that a new one cannot be left out. Rows say themselves by which key they are sealed:
whatever is interrupted goes on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Dialect,
    Table,
    Text,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from storage.keys import NAME
from storage.schema import Session, metadata
from storage.sealing import MARK, Sealed, SealedLines, seals_of

_ANY = f"{MARK}{'_' * NAME}:%"  # what is sealed by any key, as LIKE has it
CLEAR = ""  # in place of a key's name
Key = tuple[Any, ...]  # the values of a row's primary key


@dataclass(frozen=True, slots=True)
class Kept:
    """Under which key something is kept (`CLEAR` for none); `needs_key`: it is never written without one."""

    key: str
    needs_key: bool


def columns_of(table: Table) -> list[tuple[Column[Any], Sealed]]:
    """The columns of a table that are kept encrypted."""
    return [(column, column.type) for column in table.columns if isinstance(column.type, Sealed)]


def unreadable(column: Any, dialect: Dialect) -> tuple[Any, Any]:
    """Of a sealed column: the name of the key by which it is sealed, and whether that key is not there."""
    raw = type_coerce(column, Text)
    name = func.substr(raw, len(MARK) + 1, NAME)
    return name, and_(raw.like(_ANY), name.not_in(seals_of(dialect).names))


@dataclass(frozen=True, slots=True)
class Resealing:
    """Queries on what is kept encrypted."""

    connection: Session

    @property
    def tables(self) -> list[str]:
        """The tables in which something is."""
        return [table.name for table in metadata.sorted_tables if columns_of(table)]

    @property
    def keys(self) -> tuple[str, ...]:
        """What the keys are called, the one that seals first; none, when nothing is sealed."""
        return seals_of(self.connection.dialect).names

    async def counts(self) -> Counter[Kept]:
        """How many texts are kept under which key."""
        found: Counter[Kept] = Counter()
        for name in self.tables:
            for column, kind in columns_of(metadata.tables[name]):
                for key, count in (await self._marks(column, kind)).items():
                    found[Kept(key, kind.needs_key)] += count
        return found

    async def stale(self, table: str, after: Key | None, most: int, *, clear_only: bool = False) -> list[Key]:
        """Rows behind one (None: all) of which something is not sealed with the first key, and could be; in order.

        With `clear_only`, those of which something is in the clear.
        """
        others = [] if clear_only else self.keys[1:]
        found = metadata.tables[table]
        which = or_(*(_stale(column, kind, others) for column, kind in columns_of(found)))
        keys = found.primary_key.columns
        query = select(*keys).where(which).order_by(*keys).limit(most)
        if after is not None:
            query = query.where(tuple_(*keys) > after)
        return [tuple(row) for row in (await self.connection.execute(query)).all()]

    async def reseal(self, table: str, rows: Sequence[Key]) -> int:
        """Seal these rows with the first key; how many there were to seal comes back.

        What is just being changed by somebody else is left alone: they seal it themselves.
        """
        found, seals = metadata.tables[table], seals_of(self.connection.dialect)
        columns = columns_of(found)
        raw = [type_coerce(column, Text).label(column.name) for column, _ in columns]
        keys = found.primary_key.columns
        these = or_(*(_is(keys, row) for row in rows))
        query = select(*keys, *raw).where(these).with_for_update(skip_locked=True)
        changed = 0
        for row in (await self.connection.execute(query)).mappings().all():
            kept = {column.name: kind.resealed(row[column.name] or "", seals) for column, kind in columns}
            new = {name: literal(text, Text) for name, text in kept.items() if text != (row[name] or "")}
            if new:
                await self.connection.execute(
                    update(found).where(_is(keys, [row[key.name] for key in keys])).values(new)
                )
                changed += 1
        return changed

    async def _marks(self, column: Any, kind: Sealed) -> Counter[str]:
        raw = type_coerce(column, Text)
        if isinstance(kind, SealedLines):
            lines = (await self.connection.scalars(select(raw).where(raw != ""))).all()
            return Counter(mark for kept in lines for mark in kind.marks(kept))
        mark = case((raw.like(_ANY), func.substr(raw, len(MARK) + 1, NAME)), else_=CLEAR)
        marks = select(mark.label("key")).where(raw != "").subquery()
        rows = await self.connection.execute(select(marks.c.key, func.count().label("number")).group_by(marks.c.key))
        return Counter({row.key: row.number for row in rows})


def _is(keys: Iterable[Any], values: Iterable[Any]) -> Any:
    return and_(*(key == value for key, value in zip(keys, values, strict=True)))


def _stale(column: Any, kind: Sealed, others: Sequence[str]) -> Any:
    """Whether a column is in the clear, or sealed with one of these keys; of lines, whether there are any."""
    raw = type_coerce(column, Text)
    if isinstance(kind, SealedLines):
        return raw != ""
    return (raw != "") & or_(raw.not_like(_ANY), *(raw.like(f"{MARK}{name}:%") for name in others))
