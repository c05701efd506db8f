"""Where people's texts point, as an embedding model sees it: one vector for each text, never the text.

A person's rows are of one model. Every change gets the next number (its mark), in the order in which changes are
committed, so that whoever keeps vectors in memory can ask what changed since. A deletion leaves the person's key and
its mark for a while, and nothing else.

On PostgreSQL with the extension `vector` a row is a `halfvec`; elsewhere it is its bytes, float16 both times.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    type_coerce,
    update,
)

from storage.schema import Session, Time, metadata, upsert

Row = NDArray[np.float32]

_KIND = text(
    "SELECT format_type(atttypid, NULL) FROM pg_attribute "
    "WHERE attrelid = 'text_vector'::regclass AND attname = 'value'"
)
TEXTS = 3  # of a person, that may be among the nearest
KEPT = 7 * 86_400.0  # seconds for which a deletion can be asked for

understood = Table(
    "understood",
    metadata,
    Column("person", Text, primary_key=True),
    Column("model", Text, nullable=False, index=True),  # empty: still to be embedded
    Column("mark", BigInteger, nullable=False, index=True),
    Column("gone", Boolean, nullable=False),
    Column("at", Time, nullable=False),
)

text_vector = Table(
    "text_vector",
    metadata,
    Column("person", ForeignKey("understood.person", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, primary_key=True),
    Column("dimension", Integer, nullable=False),
    Column("value", LargeBinary().with_variant(HALFVEC(), "postgresql"), nullable=False),
)

# One row, which whoever changes something holds until the commit: so marks become visible in their order.
vector_mark = Table(
    "vector_mark", metadata, Column("id", Integer, primary_key=True), Column("mark", BigInteger, nullable=False)
)


@dataclass(frozen=True, slots=True)
class Known:
    """A person and their rows, by the keys of their texts; `model` is empty while they are still to be embedded."""

    person: str
    model: str
    mark: int
    rows: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, up to and with a mark. `more`: there is more, to be asked for with this mark."""

    mark: int
    known: tuple[Known, ...]
    gone: tuple[str, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Vectors:
    """Queries on vectors. `left` collects who is dropped, with the mark of it."""

    connection: Session
    left: dict[str, int] = field(default_factory=dict)

    async def put(self, person: str, rows: Mapping[str, Row], model: str, now: float) -> None:
        """Keep a person's rows, made by a model, instead of earlier ones. `rows` are by the keys of their texts."""
        await self._changed(person, model, False, now)
        await self._add(person, rows)

    async def change(self, person: str, rows: Mapping[str, Row | None], model: str, now: float) -> bool:
        """Keep the rows of some of a person's texts beside those of the others; None: that text is gone.

        False when the others' rows are not of this model: then all their texts are still to be embedded.
        """
        mark = await self._next()  # from here on nobody else changes their rows
        known = select(understood.c.model).where(understood.c.person == person, ~understood.c.gone)
        if (await self.connection.execute(known)).scalar() not in (None, model):
            await self.connection.execute(delete(text_vector).where(text_vector.c.person == person))
            await self._note(person, "", False, mark, now)
            return False
        changed = (text_vector.c.person == person) & text_vector.c.text.in_(list(rows))
        await self.connection.execute(delete(text_vector).where(changed))
        await self._note(person, model, False, mark, now)
        await self._add(person, {key: row for key, row in rows.items() if row is not None})
        return True

    async def renew(self, person: str, mark: int, rows: Mapping[str, Row], model: str, now: float) -> bool:
        """Keep rows that were made anew of texts as they were at a mark; False when they have changed since."""
        await self._next()  # from here on nobody else changes them
        if await self.mark(person) != mark:
            return False
        await self.put(person, rows, model, now)
        return True

    async def owe(self, person: str, now: float) -> None:
        """Note that a person's texts are still to be embedded; earlier rows are dropped."""
        await self._changed(person, "", False, now)

    async def drop(self, person: str, now: float) -> None:
        """Forget a person: their rows at once, their key when every process must have heard of it."""
        self.left[person] = await self._changed(person, "", True, now)
        old = (understood.c.gone) & (understood.c.at < now - KEPT)
        await self.connection.execute(delete(understood).where(old))

    async def changed_since(self, mark: int, limit: int = 500) -> Changes:
        """The people who changed after a mark, the earliest change first; 0 asks for everybody."""
        later = select(understood).where(understood.c.mark > mark).order_by(understood.c.mark).limit(limit)
        people = (await self.connection.execute(later)).all()
        rows = await self._rows([each.person for each in people if not each.gone])
        return Changes(
            mark=people[-1].mark if people else mark,
            known=tuple(
                Known(each.person, each.model, each.mark, rows.get(each.person, {})) for each in people if not each.gone
            ),
            gone=tuple(each.person for each in people if each.gone),
            more=len(people) == limit,
        )

    async def stale(self, model: str, limit: int) -> list[tuple[str, int]]:
        """People whose rows another model made, or none yet, with the mark of their last change."""
        others = select(understood.c.person, understood.c.mark).where(~understood.c.gone, understood.c.model != model)
        found = await self.connection.execute(others.order_by(understood.c.mark).limit(limit))
        return [(row.person, row.mark) for row in found]

    async def count(self, model: str) -> tuple[int, int]:
        """How many people have rows that a model made, and how many people there are."""
        of = select(func.count()).where(~understood.c.gone)
        done = (await self.connection.execute(of.where(understood.c.model == model))).scalar() or 0
        return done, (await self.connection.execute(of)).scalar() or 0

    async def of(self, people: Collection[str]) -> tuple[Known, ...]:
        """What is known of people; whoever is gone is left out."""
        wanted = select(understood).where(understood.c.person.in_(sorted(people)), ~understood.c.gone)
        found = (await self.connection.execute(wanted)).all()
        rows = await self._rows([each.person for each in found])
        return tuple(Known(each.person, each.model, each.mark, rows.get(each.person, {})) for each in found)

    async def nearest(self, row: Row, model: str, most: int) -> list[str] | None:
        """The people who have the texts that come nearest to a row, by pgvector's index; None without pgvector."""
        if not await self._native():
            return None
        size = HALFVEC(len(row))
        distance = cast(text_vector.c.value, size).max_inner_product(type_coerce(row.astype(np.float16).tolist(), size))
        theirs = (text_vector.c.dimension == len(row)) & (understood.c.model == model)
        query = select(text_vector.c.person).join(understood).where(theirs).order_by(distance).limit(most * TEXTS)
        await self.connection.execute(text(f"SET LOCAL hnsw.ef_search = {min(1_000, most * TEXTS)}"))
        return list(dict.fromkeys((await self.connection.scalars(query)).all()))[:most]

    async def prepare(self, dimension: int) -> bool:
        """Make pgvector's index (HNSW) for rows of a dimension, unless it is there; whether there is one."""
        if not await self._native():
            return False
        await self.connection.execute(
            text(
                f"CREATE INDEX IF NOT EXISTS ix_text_vector_near_{dimension:d} ON text_vector USING hnsw "
                f"((value::halfvec({dimension:d})) halfvec_ip_ops) WHERE dimension = {dimension:d}"
            )
        )
        return True

    async def mark(self, person: str) -> int | None:
        """The mark of a person's last change; None when there is no such person."""
        row = await self.connection.execute(
            select(understood.c.mark).where(understood.c.person == person, ~understood.c.gone)
        )
        found: int | None = row.scalar()
        return found

    async def _add(self, person: str, rows: Mapping[str, Row]) -> None:
        value = type_coerce(bindparam("value"), HALFVEC() if await self._native() else LargeBinary())
        new = [
            {"person": person, "text": key, "dimension": len(row), "value": await self._stored(row)}
            for key, row in rows.items()
        ]
        if new:
            await self.connection.execute(insert(text_vector).values(value=value), new)

    async def _changed(self, person: str, model: str, gone: bool, now: float) -> int:
        """Drop a person's rows, and give them the next mark, which comes back."""
        mark = await self._next()
        await self.connection.execute(delete(text_vector).where(text_vector.c.person == person))
        await self._note(person, model, gone, mark, now)
        return mark

    async def _next(self) -> int:
        """The next mark, taken before any row is touched: whoever else wants one waits until the commit."""
        first = upsert(vector_mark, self.connection.dialect.name).on_conflict_do_nothing()
        await self.connection.execute(first, {"id": 1, "mark": 0})
        up = update(vector_mark).values(mark=vector_mark.c.mark + 1).returning(vector_mark.c.mark)
        return int((await self.connection.execute(up)).scalar_one())

    async def _note(self, person: str, model: str, gone: bool, mark: int, now: float) -> None:
        """Note a person's state, with the mark of their last change."""
        state = {"model": model, "mark": mark, "gone": gone, "at": now}
        new = upsert(understood, self.connection.dialect.name).values(person=person, **state)
        await self.connection.execute(new.on_conflict_do_update(index_elements=["person"], set_=state))

    async def _rows(self, people: Sequence[str]) -> dict[str, dict[str, Row]]:
        native = await self._native()
        value = (
            func.halfvec_send(text_vector.c.value, type_=LargeBinary)
            if native
            else type_coerce(text_vector.c.value, LargeBinary)
        )
        query = select(text_vector.c.person, text_vector.c.text, value.label("value")).where(
            text_vector.c.person.in_(people)
        )
        found: dict[str, dict[str, Row]] = {}
        for row in (await self.connection.execute(query)).all() if people else ():
            # halfvec_send: two bytes for the dimension, two unused, then the numbers, all big-endian
            half = np.frombuffer(row.value, ">f2", offset=4) if native else np.frombuffer(row.value, "<f2")
            found.setdefault(row.person, {})[row.text] = half.astype(np.float32)
        return found

    async def _stored(self, row: Row) -> object:
        return row.astype(np.float16).tolist() if await self._native() else row.astype("<f2").tobytes()

    async def _native(self) -> bool:
        """Whether this database has pgvector's type for rows."""
        if self.connection.dialect.name != "postgresql":
            return False
        return (await self.connection.execute(_KIND)).scalar() == "halfvec"
