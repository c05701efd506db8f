"""Letters about events which are to be written to people at a time: reminders, changes, questions.

A letter that is due is taken out in the transaction that hands it to the outbox: it is written once or never.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Table, Text, bindparam, delete, insert, literal, select, update

from adapters.contract.refs import AccountRef
from storage.personal import UNKNOWN
from storage.prepared import Prepared
from storage.rsvps import Answer, Seat, rsvp
from storage.schema import Address, Session, Time, metadata, upsert

event_letter = Table(
    "event_letter",
    metadata,
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("account", Address, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("due_at", Time, nullable=False, index=True),
    Column("useful_until", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be written. After `useful_until` it would only confuse."""

    event_id: int
    account: AccountRef
    kind: str
    due_at: float
    useful_until: float


Times = Mapping[str, tuple[float, float]]  # by kind: when it is due, and until when it is useful


_DUE = Prepared(
    select(event_letter)
    .where(event_letter.c.due_at <= bindparam("now", type_=Time))
    .order_by(event_letter.c.due_at)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Letters:
    """Queries on letters about events."""

    connection: Session

    async def plan(self, event_id: int, account: AccountRef, times: Times) -> None:
        """Have letters written to somebody; those of a kind that are planned already are written then instead.

        Nothing is written to nobody, who stands for whoever was erased.
        """
        if times and account.platform != UNKNOWN:
            row = {"event_id": event_id, "account": str(account)}
            await self._plan([{**row, "kind": kind, "due_at": due, "useful_until": until}
                              for kind, (due, until) in times.items()])  # fmt: skip

    async def plan_for_all(
        self,
        event_id: int,
        times: Times,
        *,
        answers: Collection[Answer],
        seats: Collection[Seat],
        holding: bool = False,
    ) -> None:
        """Have letters written to everybody who gave one of these answers and has one of these seats.

        With `holding`, to those of them who were sent an entry for their calendar.
        """
        for kind, (due, until) in times.items():
            who = select(rsvp.c.event_id, rsvp.c.account, literal(kind), literal(due), literal(until)).where(
                rsvp.c.event_id == event_id,
                rsvp.c.answer.in_(answers),
                rsvp.c.seat.in_(seats),
                ~rsvp.c.account.startswith(f"{UNKNOWN}:"),
            )
            who = who.where(rsvp.c.has_entry) if holding else who
            await self.connection.execute(
                delete(event_letter).where(event_letter.c.event_id == event_id, event_letter.c.kind == kind)
            )
            columns = ["event_id", "account", "kind", "due_at", "useful_until"]
            await self.connection.execute(insert(event_letter).from_select(columns, who))

    async def drop(self, event_id: int, account: AccountRef | None = None, *, kinds: Collection[str] = ()) -> None:
        """Write no letters about an event: to somebody, or of some kinds, if they are given."""
        which = event_letter.c.event_id == event_id
        if account is not None:
            which &= event_letter.c.account == str(account)
        if kinds:
            which &= event_letter.c.kind.in_(kinds)
        await self.connection.execute(delete(event_letter).where(which))

    async def readdress(self, event_id: int, before: AccountRef, after: AccountRef) -> None:
        """Write what is planned for one account of a person to another one of theirs."""
        mine = (event_letter.c.event_id == event_id) & (event_letter.c.account == str(before))
        await self.connection.execute(update(event_letter).where(mine).values(account=str(after)))

    async def take_due(self, now: float, most: int) -> list[Letter]:
        """Take out letters that are due, the oldest first."""
        taken = []
        for row in (await self.connection.execute(_DUE, {"now": now, "most": most})).mappings():
            which = (event_letter.c.event_id == row["event_id"]) & (event_letter.c.account == row["account"])
            gone = await self.connection.execute(delete(event_letter).where(which, event_letter.c.kind == row["kind"]))
            if gone.rowcount:  # another process may have taken it
                account = AccountRef.parse(row["account"])
                taken.append(Letter(row["event_id"], account, row["kind"], row["due_at"], row["useful_until"]))
        return taken

    async def _plan(self, rows: list[dict[str, object]]) -> None:
        new = upsert(event_letter, self.connection.dialect.name)
        later = {name: new.excluded[name] for name in ("due_at", "useful_until")}
        keys = ["event_id", "account", "kind"]
        await self.connection.execute(new.on_conflict_do_update(index_elements=keys, set_=later), rows)
