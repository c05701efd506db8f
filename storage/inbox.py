"""What was heard: each Incoming's key, once; and those that a feature could not handle, set aside whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Column, Table, Text, bindparam, delete, func, select, update

from storage.portions import more, portion
from storage.prepared import Prepared
from storage.schema import CHUNK, Address, RowId, Session, Time, metadata, upsert
from storage.sealing import UNREADABLE, Sealed

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
    Column("incoming", Sealed(lost=UNREADABLE), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Time, nullable=False, index=True),
    Column("place", Address, nullable=False, default=""),
    Column("again", Boolean, nullable=False, default=False),
)


@cache
def _first_time(dialect: str) -> Any:
    return Prepared(upsert(heard, dialect).on_conflict_do_nothing().returning(heard.c.key))


_BEFORE = bindparam("before", type_=Time)
_FORGET = portion(delete(heard), heard.c.key, heard.c.at < _BEFORE, heard.c.at)
_FORGET_ASIDE = portion(delete(quarantine), quarantine.c.id, quarantine.c.at < _BEFORE, quarantine.c.at)
_HEARD = select(heard.c.key).where(heard.c.key.in_(bindparam("keys", expanding=True)))
_AGAIN = select(quarantine.c.id).where(quarantine.c.again).order_by(quarantine.c.id).limit(1)
_THIS = quarantine.c.id == bindparam("this")
_LEAVE_ASIDE = Prepared(update(quarantine).where(_THIS).values(again=bindparam("again")))
_TAKE_AGAIN = Prepared(delete(quarantine).where(_THIS, quarantine.c.again).returning(quarantine.c.incoming))


@dataclass(frozen=True, slots=True)
class Inbox:
    """Queries on what was heard."""

    connection: Session

    async def first_time(self, key: str, now: float) -> bool:
        """Note that an Incoming was heard; False when it had been heard before."""
        note = _first_time(self.connection.dialect.name)
        return (await self.connection.execute(note, {"key": key, "at": now})).first() is not None

    async def note(self, keys: list[str], now: float) -> None:
        """Note that these were heard."""
        noted = upsert(heard, self.connection.dialect.name).on_conflict_do_nothing()
        await self.connection.execute(noted, [{"key": key, "at": now} for key in keys])

    async def heard(self, keys: list[str]) -> set[str]:
        """Those of these keys that were heard before."""
        found: set[str] = set()
        for start in range(0, len(keys), CHUNK):
            some = {"keys": keys[start : start + CHUNK]}
            found |= set((await self.connection.scalars(_HEARD, some)).all())
        return found

    async def set_aside(
        self, key: str, incoming: str, reason: str, place: str, now: float, *, again: bool = False
    ) -> None:
        """Keep an Incoming (as JSON) that a feature could not handle, so that it can be looked at and tried again.

        With `again`, it is to be tried again already.
        """
        row = {"key": key, "incoming": incoming, "reason": reason, "place": place, "at": now, "again": again}
        await self.connection.execute(quarantine.insert().values(row))

    async def set_aside_reasons(self) -> list[str]:
        """Why Incomings are set aside, oldest first."""
        return list((await self.connection.scalars(select(quarantine.c.reason).order_by(quarantine.c.id))).all())

    async def set_aside_counts(self) -> dict[str, int]:
        """How many Incomings are set aside, by where they happened (a channel's or community's address).

        Those that are about to be tried again do not count.
        """
        aside = select(quarantine.c.place, func.count().label("number")).where(~quarantine.c.again)
        counts = aside.group_by(quarantine.c.place)
        return {row.place: row.number for row in await self.connection.execute(counts)}

    async def try_again(self, places: list[str]) -> int:
        """Have what was set aside in these places tried again; how many there are comes back."""
        chosen = update(quarantine).where(quarantine.c.place.in_(places), ~quarantine.c.again).values(again=True)
        return (await self.connection.execute(chosen)).rowcount

    async def next_again(self) -> int | None:
        """The oldest that is to be tried again, by its number."""
        found: int | None = (await self.connection.scalars(_AGAIN)).first()
        return found

    async def take_again(self, id: int) -> str | None:
        """An Incoming (as JSON) that is to be tried again; it is set aside no longer. None if others have taken it."""
        found: str | None = (await self.connection.execute(_TAKE_AGAIN, {"this": id})).scalar()
        return found

    async def leave_aside(self, id: int) -> None:
        """One that was to be tried again failed again: leave it aside."""
        await self.connection.execute(_LEAVE_ASIDE, {"this": id, "again": False})

    async def forget(self, heard_before: float, set_aside_before: float) -> bool:
        """Drop a portion of keys and set-aside Incomings that are older than these times; whether more is left."""
        keys = await self.connection.execute(_FORGET, {"before": heard_before})
        aside = await self.connection.execute(_FORGET_ASIDE, {"before": set_aside_before})
        return more(keys.rowcount, aside.rowcount)
