"""Who comes to which event: one answer for each person, whichever of their accounts they gave it with.

Names and answers go with the event. `at` says in which order people asked for a place.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    RowMapping,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from storage.events import EventState, event
from storage.members import linked
from storage.prepared import Prepared
from storage.schema import Address, RowId, Session, Time, metadata


class Answer(StrEnum):
    """What somebody said."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Seat(StrEnum):
    """What came of a yes."""

    NONE = ""
    SEATED = "seated"
    WAITING = "waiting"
    OFFERED = "offered"  # a place is kept until the person answers, or the time is over


WISHES = ("wants_recap", "has_entry", "wants_meet")  # what an answer that is given anew leaves as it is

rsvp = Table(
    "rsvp",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), nullable=False),
    Column("account", Address, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sector", Text, nullable=False, default=""),
    Column("answer", Text, nullable=False),
    Column("seat", Text, nullable=False, default=Seat.NONE),
    Column("at", Time, nullable=False),
    Column("offered_until", Time),
    Column("useful", Text, nullable=False, default=""),
    Column("wants_recap", Boolean, nullable=False, default=False),
    Column("has_entry", Boolean, nullable=False, default=False),
    Column("wants_meet", Boolean, nullable=False, default=False),
    Column("unreached_at", Time, nullable=False, default=0.0),  # when a letter to them was last refused
    Index("uq_rsvp_account", "event_id", "account", unique=True),
    Index("ix_rsvp_seat", "event_id", "seat", "sector"),
    Index("ix_rsvp_offer", "seat", "offered_until"),
    sqlite_autoincrement=True,  # a number tells who came first, for ever
)


@dataclass(frozen=True, slots=True)
class Rsvp:
    """What one person said about one event, and what came of it. `account` is the one they said it with last.

    `has_entry`: they were sent an entry for their calendar. `wants_meet`: they want to be introduced to others of it.
    """

    id: int
    event_id: int
    account: AccountRef
    name: str
    sector: str
    answer: Answer
    seat: Seat
    at: float
    offered_until: float | None
    useful: str
    wants_recap: bool
    has_entry: bool
    wants_meet: bool

    @classmethod
    def of(cls, row: RowMapping) -> Rsvp:
        """The answer in a row of the table."""
        read: dict[str, Any] = {
            "account": AccountRef.parse(row["account"]),
            "answer": Answer(row["answer"]),
            "seat": Seat(row["seat"]),
        }
        return cls(**{name: read[name] if name in read else row[name] for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people said what. `held` are places that are kept for people of the waiting list."""

    yes: int = 0
    held: int = 0
    waiting: int = 0
    maybe: int = 0


_OF = select(rsvp).where(rsvp.c.event_id == bindparam("event"))
_MINE = _OF.where(rsvp.c.account.in_(bindparam("accounts", expanding=True))).order_by(rsvp.c.id)
_TAKEN = (
    select(rsvp.c.sector, func.count())
    .where(rsvp.c.event_id == bindparam("event"), rsvp.c.seat.in_((Seat.SEATED, Seat.OFFERED)))
    .group_by(rsvp.c.sector)
)
_OVERDUE = Prepared(
    select(rsvp)
    .where(rsvp.c.seat == Seat.OFFERED, rsvp.c.offered_until <= bindparam("now", type_=Time))
    .order_by(rsvp.c.id)
    .limit(bindparam("most"))
)
_one, _other, _mine, _theirs = rsvp.alias(), rsvp.alias(), linked.alias(), linked.alias()
_DOUBLED = Prepared(
    select(_other)
    .join(_mine, _mine.c.account == _other.c.account)
    .join(_theirs, (_mine.c.member == _theirs.c.member) & (_mine.c.account != _theirs.c.account))
    .join(_one, (_one.c.account == _theirs.c.account) & (_one.c.event_id == _other.c.event_id))
    .where(_one.c.id < _other.c.id)
    .limit(bindparam("most"))
)
_WAITING = _OF.where(rsvp.c.seat == Seat.WAITING).order_by(rsvp.c.id)
_ADD = insert(rsvp).returning(rsvp.c.id)
_CHANGE = update(rsvp).where(rsvp.c.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class Rsvps:
    """Queries on answers to events."""

    connection: Session

    async def of(self, event_id: int, accounts: Collection[AccountRef]) -> Rsvp | None:
        """What a person said who has these accounts; the best of it, if they answered before they linked them."""
        given = {"event": event_id, "accounts": [str(account) for account in accounts]}
        found = [Rsvp.of(row) for row in (await self.connection.execute(_MINE, given)).mappings()]
        best = (Seat.SEATED, Seat.OFFERED, Seat.WAITING, Seat.NONE)
        return min(found, key=lambda each: (best.index(each.seat), each.id), default=None)

    async def drop_others(self, kept: Rsvp, accounts: Collection[AccountRef]) -> bool:
        """Drop the further answers of a person, but for what they wished with them; False when there are none."""
        theirs = rsvp.c.account.in_([str(account) for account in accounts])
        others = (rsvp.c.event_id == kept.event_id) & theirs & (rsvp.c.id != kept.id)
        gone = delete(rsvp).where(others).returning(*(rsvp.c[name] for name in WISHES))
        rows = (await self.connection.execute(gone)).mappings().all()
        if wished := {name: True for name in WISHES if any(row[name] for row in rows)}:
            await self.change(kept.id, **wished)
        return bool(rows)

    async def unreached(self, box: ChannelRef, now: float) -> None:
        """Note that somebody who answered events could not be written to there."""
        [account] = box.people
        theirs = rsvp.c.account.in_((str(account), str(replace(account, community=""))))  # users may belong to none
        await self.connection.execute(update(rsvp).where(theirs).values(unreached_at=now))

    async def unreached_at(self, account: AccountRef) -> float:
        """When somebody who answered events could last not be written to; 0 for never."""
        last = select(func.max(rsvp.c.unreached_at)).where(rsvp.c.account == str(account))
        return float((await self.connection.execute(last)).scalar() or 0.0)

    async def add(self, event_id: int, account: AccountRef, now: float, **values: Any) -> int:
        """Keep a first answer; its number comes back."""
        new = {"event_id": event_id, "account": str(account), "at": now, **values}
        return int((await self.connection.execute(_ADD, new)).scalar_one())

    async def again(self, known: Rsvp, account: AccountRef, now: float, **values: Any) -> int:
        """Keep an answer anew, behind everybody else's; its number comes back."""
        await self.connection.execute(delete(rsvp).where(rsvp.c.id == known.id))
        kept = {name: getattr(known, name) for name in WISHES}
        return await self.add(known.event_id, account, now, **{**kept, **values})

    async def change(self, id: int, **values: Any) -> None:
        """Set columns of an answer."""
        await self.connection.execute(_CHANGE, {"row": id, **values})

    async def taken(self, event_id: int) -> dict[str, int]:
        """How many places of an event are taken or kept, by the sector of those who have them."""
        rows = await self.connection.execute(_TAKEN, {"event": event_id})
        return {row[0]: row[1] for row in rows}

    async def seated(self, event_id: int) -> dict[str, int]:
        """How many people have a place at an event, by the sector that they told; under "" who told none."""
        which = (rsvp.c.event_id == event_id) & (rsvp.c.seat == Seat.SEATED)
        rows = await self.connection.execute(select(rsvp.c.sector, func.count()).where(which).group_by(rsvp.c.sector))
        return {row[0]: row[1] for row in rows}

    async def waiting(self, event_id: int, most: int | None = None) -> list[Rsvp]:
        """Who waits for a place, in the order in which they asked."""
        query = _WAITING if most is None else _WAITING.limit(most)
        return [Rsvp.of(row) for row in (await self.connection.execute(query, {"event": event_id})).mappings()]

    async def tally(self, event_id: int) -> Tally:
        """How many people said what about an event."""
        counted = select(rsvp.c.answer, rsvp.c.seat, func.count()).where(rsvp.c.event_id == event_id)
        found = {
            (answer, seat): count
            for answer, seat, count in await self.connection.execute(counted.group_by(rsvp.c.answer, rsvp.c.seat))
        }
        yes = {seat: found.get((Answer.YES, seat), 0) for seat in Seat}
        maybe = sum(count for (answer, _), count in found.items() if answer == Answer.MAYBE)
        return Tally(yes[Seat.SEATED], yes[Seat.OFFERED], yes[Seat.WAITING], maybe)

    async def people(self, event_id: int) -> list[Rsvp]:
        """Everybody who said yes or maybe, in the order in which they did."""
        said = _OF.where(rsvp.c.answer.in_((Answer.YES, Answer.MAYBE))).order_by(rsvp.c.id)
        return [Rsvp.of(row) for row in (await self.connection.execute(said, {"event": event_id})).mappings()]

    async def mine(self, accounts: Collection[AccountRef]) -> dict[int, Rsvp]:
        """What a person who has these accounts said, by event."""
        which = select(rsvp).where(rsvp.c.account.in_([str(account) for account in accounts]))
        rows = (await self.connection.execute(which.order_by(rsvp.c.id))).mappings()
        return {row["event_id"]: Rsvp.of(row) for row in rows}

    async def overdue(self, now: float, most: int) -> list[Rsvp]:
        """Offers of places that nobody took in time."""
        rows = await self.connection.execute(_OVERDUE, {"now": now, "most": most})
        return [Rsvp.of(row) for row in rows.mappings()]

    async def doubled(self, most: int) -> list[Rsvp]:
        """The later of two answers that one person gave, with accounts which they linked afterwards."""
        return [Rsvp.of(row) for row in (await self.connection.execute(_DOUBLED, {"most": most})).mappings()]

    async def unname(self, event_id: int, community: CommunityRef) -> None:
        """Let go of the names of those who answered and are not known to belong to a community."""
        ours = rsvp.c.account.startswith(f"{community}/", autoescape=True)
        theirs = update(rsvp).where(rsvp.c.event_id == event_id, ~ours)
        await self.connection.execute(theirs.values(name=""))

    async def wanting_recap(self, event_id: int) -> list[Rsvp]:
        """Who wants to be told afterwards what happened."""
        wanting = _OF.where(rsvp.c.wants_recap).order_by(rsvp.c.id)
        return [Rsvp.of(row) for row in (await self.connection.execute(wanting, {"event": event_id})).mappings()]

    async def opinions(self, event_id: int) -> dict[str, int]:
        """How many people found an event how useful."""
        said = select(rsvp.c.useful, func.count()).where(rsvp.c.event_id == event_id, rsvp.c.useful != "")
        rows = await self.connection.execute(said.group_by(rsvp.c.useful))
        return {row[0]: row[1] for row in rows}

    async def to_introduce(self, ended_after: float, ended_before: float) -> int | None:
        """The event that ended first between two times, of those whose guests still wait to be introduced."""
        came = exists().where(rsvp.c.event_id == event.c.id, rsvp.c.seat == Seat.SEATED, rsvp.c.wants_meet)
        over = (event.c.ends_at > ended_after) & (event.c.ends_at <= ended_before)
        due = select(event.c.id).where(event.c.state == EventState.ANNOUNCED, ~event.c.introduced, over, came)
        return (await self.connection.scalars(due.order_by(event.c.ends_at, event.c.id).limit(1))).first()

    async def to_meet(self, event_id: int) -> list[AccountRef]:
        """Who had a place at an event, and wants to meet others of it."""
        which = (rsvp.c.event_id == event_id) & (rsvp.c.seat == Seat.SEATED) & rsvp.c.wants_meet
        found = await self.connection.scalars(select(rsvp.c.account).where(which).order_by(rsvp.c.id))
        return [AccountRef.parse(account) for account in found.all()]

    async def introduced(self, event_id: int) -> bool:
        """The guests of an event are seen to; False when another process was faster."""
        which = (event.c.id == event_id) & ~event.c.introduced
        return (await self.connection.execute(update(event).where(which).values(introduced=True))).rowcount > 0
