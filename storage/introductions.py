"""Introductions: who is being introduced to whom, and how far each introduction is.

Members are known by the `person` of their profile.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, func, insert, select, update

from adapters.contract.refs import AccountRef
from storage.prepared import Prepared
from storage.schema import CHUNK, Address, RowId, Session, Time, metadata, upsert
from storage.sealing import Sealed

introduction = Table(
    "introduction",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("origin", Text, nullable=False),
    Column("asker", Text, nullable=False, default=""),  # the person who asked for it
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("made_at", Time, nullable=False),
    Column("due_at", Time, nullable=False),  # when it is to be looked at again
    Column("opened_at", Time),
    Index("ix_introduction_due", "state", "due_at"),
    sqlite_autoincrement=True,  # a number is never given again: buttons name it
)

intro_party = Table(
    "intro_party",
    metadata,
    Column("introduction_id", ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("account", Address, nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("sector", Text, nullable=False),
    Column("overlap", Sealed(), nullable=False, default=""),  # their words on what they share with the others
    Column("answer", Text, nullable=False, default=""),
    Column("round_id", RowId),
    Column("turn", Integer, nullable=False, default=0),  # in a round: 0, or 1 for the alternate
    Column("talked", Text, nullable=False, default=""),
    Column("outcome", Text, nullable=False, default=""),
    Column("ask_at", Time),  # when they are to be asked what came of it
    Column("leaning", Text, nullable=False, default=""),  # whether they want more or less like it
    Index("uq_intro_party_round", "round_id", "person", "turn", unique=True),
    Index("ix_intro_party_person", "person"),
    Index("ix_intro_party_ask", "ask_at"),
)


@dataclass(frozen=True, slots=True)
class Party:
    """One of those who are introduced. Once erased, `account` has no id, and `person` says nothing."""

    introduction_id: int
    person: str
    account: AccountRef
    name: str
    sector: str
    overlap: str
    answer: str
    round_id: int | None
    turn: int
    talked: str
    outcome: str
    ask_at: float | None
    leaning: str


@dataclass(frozen=True, slots=True)
class Introduction:
    """Members who are, may be, or were introduced to each other."""

    id: int
    origin: str
    asker: str
    state: str
    reason: str
    made_at: float
    due_at: float
    opened_at: float | None
    parties: tuple[Party, ...]

    def party(self, accounts: Collection[AccountRef]) -> Party | None:
        """The party that has one of these accounts."""
        return next((party for party in self.parties if party.account in accounts), None)

    def others(self, party: Party) -> tuple[Party, ...]:
        """Everybody but one."""
        return tuple(other for other in self.parties if other.person != party.person)


_DUE = Prepared(
    select(introduction.c.id)
    .where(introduction.c.state == bindparam("in_state"), introduction.c.due_at <= bindparam("now", type_=Time))
    .order_by(introduction.c.due_at, introduction.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Introductions:
    """Queries on introductions."""

    connection: Session

    async def propose(
        self, origin: str, parties: Sequence[Mapping[str, Any]], due_at: float, now: float, *, asker: str = ""
    ) -> int | None:
        """Note that people may be introduced; the number comes back. `parties` are columns of intro_party.

        None, and nothing is noted, when one of them has had that turn in the round already.
        """
        facts = {"origin": origin, "asker": asker, "state": "proposed", "made_at": now, "due_at": due_at}
        made = await self.connection.execute(insert(introduction).values(**facts).returning(introduction.c.id))
        id = int(made.scalar_one())
        new = upsert(intro_party, self.connection.dialect.name).on_conflict_do_nothing()
        seated = 0
        for party in parties:
            row = {**party, "account": str(party["account"]), "introduction_id": id}
            seated += (await self.connection.execute(new, row)).rowcount
        if seated == len(parties):
            return id
        await self.connection.execute(delete(introduction).where(introduction.c.id == id))
        return None

    async def of(self, id: int, *, lock: bool = False) -> Introduction | None:
        """The introduction of a number. With `lock`, others who are about to change it wait until we are done."""
        row = select(introduction).where(introduction.c.id == id)
        found = (await self.connection.execute(row.with_for_update() if lock else row)).mappings().first()
        return None if found is None else (await self._whole([found]))[0]

    async def due(self, state: str, now: float, most: int) -> list[int]:
        """The numbers of introductions in a state that are to be looked at, the longest due first."""
        found = await self.connection.scalars(_DUE, {"in_state": state, "now": now, "most": most})
        return [int(id) for id in found]

    async def move(self, id: int, before: str, state: str, **values: Any) -> bool:
        """Take an introduction from one state to another; False when it is not in that state any more."""
        which = (introduction.c.id == id) & (introduction.c.state == before)
        return (
            await self.connection.execute(update(introduction).where(which).values(state=state, **values))
        ).rowcount > 0

    async def answer(self, id: int, person: str, before: Collection[str], answer: str, name: str = "") -> bool:
        """Note what somebody answered; False when they had answered something that is not in `before`."""
        which = (intro_party.c.introduction_id == id) & (intro_party.c.person == person)
        values = {"answer": answer, **({"name": name} if name else {})}
        changed = update(intro_party).where(which, intro_party.c.answer.in_(list(before))).values(**values)
        return (await self.connection.execute(changed)).rowcount > 0

    async def note(self, id: int, person: str, **values: Any) -> None:
        """Set columns of a party."""
        which = (intro_party.c.introduction_id == id) & (intro_party.c.person == person)
        await self.connection.execute(update(intro_party).where(which).values(**values))

    async def with_person(self, person: str, states: Collection[str] = ()) -> list[Introduction]:
        """Somebody's introductions, the newest first; only those in these states, when there are any."""
        mine = select(intro_party.c.introduction_id).where(intro_party.c.person == person)
        which: Any = introduction.c.id.in_(mine)
        if states:
            which &= introduction.c.state.in_(list(states))
        rows = await self.connection.execute(select(introduction).where(which).order_by(introduction.c.id.desc()))
        return await self._whole(rows.mappings().all())

    async def in_round(self, round_id: int) -> list[Introduction]:
        """The introductions of a round."""
        mine = select(intro_party.c.introduction_id).where(intro_party.c.round_id == round_id)
        rows = select(introduction).where(introduction.c.id.in_(mine)).order_by(introduction.c.id)
        return await self._whole((await self.connection.execute(rows)).mappings().all())

    async def named_since(self, since: float) -> list[Introduction]:
        """The introductions in which people were named to each other, and could talk, since a time."""
        which = (introduction.c.opened_at >= since) & (introduction.c.state != "closed")
        rows = select(introduction).where(which).order_by(introduction.c.id)
        return await self._whole((await self.connection.execute(rows)).mappings().all())

    async def counts(self) -> dict[str, int]:
        """How many introductions each person had in which they were named."""
        named = introduction.c.opened_at.is_not(None) & (introduction.c.state != "closed")
        rows = select(intro_party.c.person, func.count()).join(introduction).where(named, intro_party.c.answer == "yes")
        found = await self.connection.execute(rows.group_by(intro_party.c.person))
        return {person: int(count) for person, count in found}

    async def questions(self, now: float, most: int) -> list[tuple[int, str]]:
        """(introduction, person) of those who are to be asked what came of it."""
        due = select(intro_party.c.introduction_id, intro_party.c.person).where(intro_party.c.ask_at <= now)
        rows = await self.connection.execute(due.order_by(intro_party.c.ask_at).limit(most))
        return [(int(id), person) for id, person in rows]

    async def erase(self, person: str, nobody: str) -> None:
        """Take somebody's name and account out of every introduction; `nobody` stands for them from then on."""
        mine = intro_party.c.person == person
        asked = introduction.c.asker == person
        await self.connection.execute(update(introduction).where(asked).values(asker=nobody))
        said = dict.fromkeys(("name", "overlap", "talked", "outcome", "leaning"), "")
        gone = {"person": nobody, "account": ":/", "ask_at": None, **said}
        await self.connection.execute(update(intro_party).where(mine).values(**gone))

    async def _whole(self, rows: Sequence[Any]) -> list[Introduction]:
        parties: dict[int, list[Party]] = {}
        ids = [row["id"] for row in rows]
        for start in range(0, len(ids), CHUNK):
            which = intro_party.c.introduction_id.in_(ids[start : start + CHUNK])
            found = await self.connection.execute(select(intro_party).where(which).order_by(intro_party.c.person))
            for each in found.mappings():
                party = Party(**{**each, "account": AccountRef.parse(each["account"])})
                parties.setdefault(party.introduction_id, []).append(party)
        return [Introduction(**row, parties=tuple(parties.get(row["id"], ()))) for row in rows]
