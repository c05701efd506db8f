"""What is being heard, noted before it is looked at, and which processes have not ended properly.

Both are for what kills a process while it hears it: of that, its own transaction can leave no trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, bindparam, case, delete, insert

from storage.prepared import Prepared
from storage.schema import Session, Time, metadata, upsert

hearing = Table(
    "hearing",
    metadata,
    Column("key", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("deaths", Integer, nullable=False),
    Column("at", Time, nullable=False),
)

life = Table(
    "life",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("at", Time, nullable=False),
)


@cache
def _mark(dialect: str) -> Any:
    new = upsert(hearing, dialect)
    another = case((hearing.c.owner != new.excluded.owner, 1), else_=0)
    taken = {"owner": new.excluded.owner, "deaths": hearing.c.deaths + another, "at": new.excluded.at}
    marked = new.on_conflict_do_update(index_elements=[hearing.c.key], set_=taken)
    return Prepared(marked.returning(hearing.c.deaths))


_BEGIN = Prepared(insert(life))
_OTHERS = Prepared(delete(life).returning(life.c.owner))
_END = Prepared(delete(life).where(life.c.owner == bindparam("whose")))
_LEFT = Prepared(delete(hearing).where(hearing.c.owner == bindparam("whose")))
_DONE = Prepared(delete(hearing).where(hearing.c.key == bindparam("done")))
_FORGET = Prepared(delete(hearing).where(hearing.c.at < bindparam("before")))


@dataclass(frozen=True, slots=True)
class Hearing:
    """Queries on what is being heard."""

    connection: Session

    async def begin(self, owner: str, now: float) -> bool:
        """A process begins; whether another one died, or is still at work."""
        others = (await self.connection.execute(_OTHERS, {})).all()
        await self.connection.execute(_BEGIN, {"owner": owner, "at": now})
        return bool(others)

    async def end(self, owner: str) -> None:
        """A process ends properly: nothing that it was at has killed it."""
        await self.connection.execute(_END, {"whose": owner})
        await self.connection.execute(_LEFT, {"whose": owner})

    async def mark(self, key: str, owner: str, now: float) -> int:
        """A process is about to look at something; how many have died at it in a row."""
        row = {"key": key, "owner": owner, "deaths": 0, "at": now}
        found = await self.connection.execute(_mark(self.connection.dialect.name), row)
        return int(found.scalar() or 0)

    async def done(self, key: str) -> None:
        """Something was heard, or set aside."""
        await self.connection.execute(_DONE, {"done": key})

    async def forget(self, before: float) -> None:
        """Drop what nobody told again since a time."""
        await self.connection.execute(_FORGET, {"before": before})
