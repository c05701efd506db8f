"""Rounds of introductions: who was asked whether they take part, what they answered, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, bindparam, func, select, update

from storage.prepared import Prepared
from storage.schema import CHUNK, RowId, Session, Time, metadata, upsert
from storage.sealing import Sealed

intro_round = Table(
    "intro_round",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("starts_at", Time, nullable=False, unique=True),
    Column("seed", BigInteger, nullable=False),  # with which it is planned, and can be planned again
    Column("planned_at", Time),  # when somebody last began to lay its plan down: from the first time nobody answers
    Column("laid_at", Time),  # when the whole plan was laid down: from then on it is carried out
    sqlite_autoincrement=True,  # a number is never given again: buttons name it
)

intro_seat = Table(
    "intro_seat",
    metadata,
    Column("round_id", ForeignKey("intro_round.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("asked_at", Time, nullable=False),
    Column("answer", Text, nullable=False, default=""),
    Column("result", Text, nullable=False, default=""),
    Column("alternates", Text, nullable=False, default="[]"),
    Column("lot", Integer),  # with whom, or when, they are seen to once the round is planned; NULL when that is done
    Column("plan", Text, nullable=False, default=""),  # what is then to be done
    Column("words", Sealed(), nullable=False, default=""),  # of theirs, on which they come closest to their group
    Index("ix_intro_seat_lot", "lot"),
    Index("ix_intro_seat_person", "person"),
)


@dataclass(frozen=True, slots=True)
class Round:
    """One matching of everybody who takes part in it. `planned_at` is None until its plan began to be laid down, and
    `laid_at` until that was done.
    """

    id: int
    starts_at: float
    seed: int
    planned_at: float | None
    laid_at: float | None


@dataclass(frozen=True, slots=True)
class RoundSeat:
    """Somebody who was asked whether they take part in a round, and what became of it."""

    round_id: int
    person: str
    asked_at: float
    answer: str
    result: str
    alternates: tuple[str, ...]
    lot: int | None = None
    plan: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Lot:
    """What a plan says of somebody. Those of one group have one `lot`; `plan` says what is to be done."""

    person: str
    lot: int
    plan: str
    words: str = ""
    alternates: tuple[str, ...] = ()


_STARTABLE = Prepared(
    select(intro_round)
    .where(intro_round.c.starts_at <= bindparam("now", type_=Time), intro_round.c.laid_at.is_(None))
    .order_by(intro_round.c.starts_at)
    .limit(1)
)
_SEEN_TO_NEXT = Prepared(
    select(intro_seat.c.round_id)
    .join(intro_round)
    .where(intro_seat.c.lot.is_not(None), intro_round.c.laid_at.is_not(None))
    .order_by(intro_seat.c.round_id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Rounds:
    """Queries on rounds."""

    connection: Session

    async def call(self, starts_at: float, seed: int) -> Round:
        """The round that starts at a time, made when there is none; only then the seed counts."""
        new = upsert(intro_round, self.connection.dialect.name).on_conflict_do_nothing()
        await self.connection.execute(new, {"starts_at": starts_at, "seed": seed})
        return (await self._where(intro_round.c.starts_at == starts_at))[0]

    async def of(self, id: int) -> Round | None:
        """The round of a number."""
        found = await self._where(intro_round.c.id == id)
        return found[0] if found else None

    async def coming(self, starts_at: float) -> Round | None:
        """The round that starts at a time, if it was called already."""
        found = await self._where(intro_round.c.starts_at == starts_at)
        return found[0] if found else None

    async def startable(self, now: float) -> Round | None:
        """The first round whose time has come and whose plan is not laid down."""
        row = (await self.connection.execute(_STARTABLE, {"now": now})).mappings().first()
        return None if row is None else Round(**row)

    async def unanswered(self, person: str, now: float) -> list[Round]:
        """The rounds to come about which somebody was asked and has not answered."""
        mine = select(intro_seat.c.round_id).where(intro_seat.c.person == person, intro_seat.c.answer == "")
        coming = (intro_round.c.starts_at > now) & intro_round.c.planned_at.is_(None)
        return await self._where(coming & intro_round.c.id.in_(mine))

    async def begin(self, id: int, now: float, patience: float) -> bool:
        """Begin to lay a plan down; from now on nobody answers. False when that is done, or when another began to less
        than `patience` seconds ago.
        """
        abandoned = intro_round.c.planned_at.is_(None) | (intro_round.c.planned_at <= now - patience)
        mine = update(intro_round).where(intro_round.c.id == id, intro_round.c.laid_at.is_(None), abandoned)
        return (await self.connection.execute(mine.values(planned_at=now))).rowcount > 0

    async def laying(self, id: int, began_at: float) -> bool:
        """Whether the plan that is being laid down is still that of whoever began at this time; others wait."""
        mine = (intro_round.c.id == id) & (intro_round.c.planned_at == began_at) & intro_round.c.laid_at.is_(None)
        held = select(intro_round.c.id).where(mine).with_for_update()
        return (await self.connection.execute(held)).first() is not None

    async def laid(self, id: int, now: float) -> None:
        """Note that the whole plan is laid down."""
        await self.connection.execute(update(intro_round).where(intro_round.c.id == id).values(laid_at=now))

    async def ask(self, round_id: int, person: str, now: float) -> bool:
        """Note that somebody is asked whether they take part; False when they were already."""
        new = upsert(intro_seat, self.connection.dialect.name).on_conflict_do_nothing()
        row = {"round_id": round_id, "person": person, "asked_at": now}
        return (await self.connection.execute(new, row)).rowcount > 0

    async def answer(self, round_id: int, person: str, answer: str) -> bool:
        """Note whether somebody takes part; False when they were not asked, or the round is planned already."""
        open_ = select(intro_round.c.id).where(intro_round.c.planned_at.is_(None)).with_for_update(read=True)
        mine = (intro_seat.c.round_id == round_id) & (intro_seat.c.person == person)
        noted = update(intro_seat).where(mine, intro_seat.c.round_id.in_(open_)).values(answer=answer)
        return (await self.connection.execute(noted)).rowcount > 0

    async def lay(self, round_id: int, lots: Sequence[Lot]) -> None:
        """Keep what a plan says of these people, in place of what an earlier one said; it names nobody who was
        erased since. Nothing of it is carried out before all is `laid`.
        """
        there = await self._seated(round_id, {other for it in lots for other in it.alternates})
        here = (intro_seat.c.round_id == round_id) & (intro_seat.c.person == bindparam("who"))
        columns: dict[str, Any] = {name: bindparam(f"its_{name}") for name in ("lot", "plan", "words", "alternates")}
        rows = [
            {"who": it.person, "its_lot": it.lot, "its_plan": it.plan, "its_words": it.words,
             "its_alternates": json.dumps([other for other in it.alternates if other in there])}
            for it in lots
        ]  # fmt: skip
        if rows:
            await self.connection.execute(update(intro_seat).where(here).values(**columns), rows)

    async def next_lots(self, count: int) -> tuple[Round, list[RoundSeat]] | None:
        """The seats of the next lots that are to be seen to, whole lots, of the first round that is laid down."""
        id = (await self.connection.execute(_SEEN_TO_NEXT)).scalar()
        found = None if id is None else await self.of(int(id))
        if found is None:
            return None
        here = (intro_seat.c.round_id == found.id) & intro_seat.c.lot.is_not(None)
        lowest = select(func.min(intro_seat.c.lot)).where(here).scalar_subquery()
        rows = select(intro_seat).where(here, intro_seat.c.lot < lowest + count).with_for_update()
        seats = await self.connection.execute(rows.order_by(intro_seat.c.lot, intro_seat.c.person))
        return found, [_seat(row) for row in seats.mappings()]

    async def seen_to(self, round_id: int, persons: Collection[str]) -> None:
        """Note that what the plan says of these people is done."""
        mine = (intro_seat.c.round_id == round_id) & intro_seat.c.person.in_(list(persons))
        await self.connection.execute(update(intro_seat).where(mine).values(lot=None, plan="", words=""))

    async def result(self, round_id: int, person: str, result: str) -> None:
        """Note what became of somebody."""
        mine = (intro_seat.c.round_id == round_id) & (intro_seat.c.person == person)
        await self.connection.execute(update(intro_seat).where(mine).values(result=result))

    async def seats(self, round_id: int, answers: Collection[str] = ()) -> list[RoundSeat]:
        """Who was asked about a round; of these answers only, when there are any."""
        which = intro_seat.c.round_id == round_id
        if answers:
            which &= intro_seat.c.answer.in_(list(answers))
        rows = await self.connection.execute(select(intro_seat).where(which).order_by(intro_seat.c.person))
        return [_seat(row) for row in rows.mappings()]

    async def seat(self, round_id: int, person: str) -> RoundSeat | None:
        """What was asked of somebody about a round."""
        which = (intro_seat.c.round_id == round_id) & (intro_seat.c.person == person)
        row = (await self.connection.execute(select(intro_seat).where(which))).mappings().first()
        return None if row is None else _seat(row)

    async def withdraw(self, person: str) -> None:
        """Take somebody out of every round that is not planned yet."""
        open_ = select(intro_round.c.id).where(intro_round.c.planned_at.is_(None))
        mine = (intro_seat.c.person == person) & intro_seat.c.round_id.in_(open_)
        await self.connection.execute(update(intro_seat).where(mine).values(answer="gone"))

    async def erase(self, person: str, nobody: str) -> None:
        """Let `nobody` stand for somebody in every round."""
        gone = {"person": nobody, "words": ""}
        await self.connection.execute(update(intro_seat).where(intro_seat.c.person == person).values(**gone))

    async def _seated(self, round_id: int, persons: Collection[str]) -> set[str]:
        found: set[str] = set()
        keys = sorted(persons)
        for start in range(0, len(keys), CHUNK):
            theirs = intro_seat.c.person.in_(keys[start : start + CHUNK])
            rows = await self.connection.scalars(
                select(intro_seat.c.person).where(intro_seat.c.round_id == round_id, theirs)
            )
            found.update(rows.all())
        return found

    async def _where(self, which: Any) -> list[Round]:
        rows = select(intro_round).where(which).order_by(intro_round.c.starts_at)
        return [Round(**row) for row in (await self.connection.execute(rows)).mappings()]


def _seat(row: Any) -> RoundSeat:
    return RoundSeat(**{**row, "alternates": tuple(json.loads(row["alternates"]))})
