"""Lanes: who works which target channel, and what is next there.

A lane is leased: its holder keeps it by signs of life, and another may take it when they fail to come. Leases go by the
database's clock, which all replicas share; SQLite has one process, and that process's clock does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Text, and_, bindparam, delete, exists, func, literal, or_, select, update

from adapters.contract.refs import ChannelRef
from storage.outbox import OPEN, UNTRIED, Delivery, Op, State, add_lanes, delivery, lane
from storage.prepared import Prepared
from storage.schema import Session, Time, upsert

_NOW = bindparam("now", type_=Time)
_HELD = (lane.c.key == bindparam("row")) & (lane.c.owner == bindparam("holder"))
_FREE = Prepared(update(lane).where(_HELD).values(leased_until=0.0))

_YOUNGER = Prepared(
    delete(delivery).where(
        delivery.c.message_id == bindparam("message"),
        delivery.c.lane == bindparam("row"),
        delivery.c.op == bindparam("kind"),
        delivery.c.detail == bindparam("about"),
        delivery.c.state == literal(State.WAITING.value),
        delivery.c.id != bindparam("job"),
    )
)
_PUT_OFF = Prepared(
    update(delivery)
    .where(delivery.c.id == bindparam("job"))
    .values(state=bindparam("into"), error=bindparam("why"), failures=delivery.c.failures + 1, deaths=0)
)
_UNBLOCK = update(lane).where(lane.c.key.in_(bindparam("keys", expanding=True))).values(blocked_until=0.0)
_WAITS = Prepared(
    update(lane).where(lane.c.key == bindparam("row")).values(blocked_until=bindparam("until"), leased_until=0.0)
)


def _clock(dialect: str) -> Any:
    """The clock by which leases go."""
    return bindparam("clock", type_=Time) if dialect == "sqlite" else func.extract("epoch", func.clock_timestamp())


def _place(dialect: str) -> Any:
    """The function that tells where in a text another stands; 0 when it does not."""
    return func.instr if dialect == "sqlite" else func.strpos


def _ours(dialect: str) -> Any:
    return _HELD & (lane.c.leased_until > _clock(dialect))


@cache
def _lease(dialect: str) -> Any:
    now = bindparam("now", type_=Time)
    due = exists().where(delivery.c.lane == lane.c.key, delivery.c.state.in_(OPEN), delivery.c.due_at <= now)
    free = (
        select(lane.c.key)
        .where(lane.c.leased_until <= _clock(dialect), lane.c.blocked_until <= now, due)
        .where(_place(dialect)(bindparam("but", type_=Text), "\n" + lane.c.key + "\n") == 0)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    until = _clock(dialect) + bindparam("seconds", type_=Time)
    leased = update(lane).where(lane.c.key.in_(free)).values(owner=bindparam("holder"), leased_until=until)
    return Prepared(leased.returning(lane.c.key))


@cache
def _renew(dialect: str) -> Any:
    until = _clock(dialect) + bindparam("seconds", type_=Time)
    # One that has run out is still ours while nobody has taken it.
    return Prepared(update(lane).where(_HELD, lane.c.leased_until > 0).values(leased_until=until))


@cache
def _sign(dialect: str) -> Any:
    """Renew those of some lanes that are ours and that no transaction is changing."""
    held = (lane.c.owner == bindparam("holder")) & (lane.c.leased_until > 0)
    among = _place(dialect)(bindparam("among", type_=Text), "\n" + lane.c.key + "\n") > 0
    ours = select(lane.c.key).where(held, among).with_for_update(skip_locked=True)
    until = _clock(dialect) + bindparam("seconds", type_=Time)
    return Prepared(update(lane).where(lane.c.key.in_(ours)).values(leased_until=until).returning(lane.c.key))


@cache
def _claim(dialect: str) -> Any:
    """Claim what is first in a lane that is ours: what was begun, then by when it happened."""
    ours = exists().where(_ours(dialect), lane.c.blocked_until <= _NOW)
    due = (delivery.c.lane == bindparam("row")) & delivery.c.state.in_(OPEN) & (delivery.c.due_at <= _NOW)
    waiting = delivery.c.state == literal(State.WAITING.value)
    head = select(delivery.c.id).where(due, ours).order_by(waiting, delivery.c.order_at, delivery.c.id).limit(1)
    claimed = {
        "unsure": delivery.c.state == literal(State.SENDING.value),
        "state": State.SENDING.value,
        "deaths": delivery.c.deaths + 1,  # until its end is recorded
        "first_tried_at": func.coalesce(delivery.c.first_tried_at, _NOW),
    }
    taken = update(delivery).where(delivery.c.id == head.scalar_subquery()).values(claimed)
    return Prepared(taken.returning(delivery))


@cache
def _next_due(dialect: str) -> Any:
    later = func.max if dialect == "sqlite" else func.greatest
    due = later(delivery.c.due_at, lane.c.blocked_until)
    opened = select(func.min(due)).join(lane, lane.c.key == delivery.c.lane).where(delivery.c.state.in_(OPEN))
    return Prepared(opened)


@cache
def _block(dialect: str) -> Any:
    """Also lanes in which there has been nothing to do yet."""
    new = upsert(lane, dialect)
    return new.on_conflict_do_update(index_elements=["key"], set_={"blocked_until": new.excluded.blocked_until})


@dataclass(frozen=True, slots=True)
class Lanes:
    """Queries on lanes. Times of leases are in seconds. Lanes that need not wait any longer are noted in `woken`."""

    connection: Session
    woken: set[str]

    async def lease(self, owner: str, seconds: float, now: float, most: int, *, but: Collection[str] = ()) -> list[str]:
        """Take up to `most` lanes that have work due and that nobody holds, none of those in `but`.

        `most` is below none when transactions side by side took what each alone might have.
        """
        if most <= 0:  # to SQLite it would mean any number, and PostgreSQL would refuse
            return []
        given = self._at(now, holder=owner, seconds=seconds, now=now, most=most, but=_listed(but))
        return list((await self.connection.scalars(_lease(self.connection.dialect.name), given)).all())

    async def take(self, key: str, owner: str, now: float) -> Delivery | None:
        """Claim the first delivery that is due in a lane we hold; the lane is given back when none is."""
        given = self._at(now, row=key, holder=owner, now=now)
        claimed = await self.connection.execute(_claim(self.connection.dialect.name), given)
        row = claimed.mappings().first()
        if row is None:
            await self.release(key, owner)
            return None
        return Delivery(
            row["id"], key, ChannelRef.parse(row["channel"]), Op(row["op"]), row["message_id"], row["detail"],
            row["failures"], row["breaks"], row["deaths"] - 1, row["first_tried_at"], again=row["unsure"],
            earlier=tuple(text for text in row["earlier"].split("\n") if text), at=row["order_at"],
        )  # fmt: skip

    async def renew(self, key: str, owner: str, seconds: float, now: float) -> bool:
        """Keep a lane for so many seconds more; False when it is not ours any more."""
        given = self._at(now, row=key, holder=owner, seconds=seconds)
        return bool((await self.connection.execute(_renew(self.connection.dialect.name), given)).rowcount)

    async def sign(self, keys: Collection[str], owner: str, seconds: float, now: float) -> list[str]:
        """Keep these lanes for so many seconds more; those that are ours still come back.

        One that another transaction is changing at this moment is left out: whoever is at it shows life by that, and in
        waiting for several each may wait for the other.
        """
        given = self._at(now, holder=owner, seconds=seconds, among=_listed(keys))
        return list((await self.connection.scalars(_sign(self.connection.dialect.name), given)).all())

    async def release(self, key: str, owner: str) -> None:
        """Give a lane back, for another to take."""
        await self.connection.execute(_FREE, {"row": key, "holder": owner})

    async def put_off(self, job: Delivery, until: float, error: str, *, unsure: bool) -> None:
        """A delivery could not be done now: its lane waits. When it may have happened, the next attempt looks first."""
        if not unsure:
            await self._take_over(job)
        state = State.SENDING if unsure else State.WAITING
        await self.connection.execute(_PUT_OFF, {"job": job.id, "into": state, "why": error})
        await self.connection.execute(_WAITS, {"row": job.lane, "until": until})

    async def _take_over(self, job: Delivery) -> None:
        """A younger delivery of the same kind, which came meanwhile, gives way: the older keeps its place."""
        same = {"message": job.message_id, "row": job.lane, "kind": job.op, "about": job.detail, "job": job.id}
        await self.connection.execute(_YOUNGER, same)

    async def step_aside(self, job: Delivery, until: float, error: str) -> None:
        """A delivery that broke us waits by itself, and its lane goes on without it. The next attempt looks first."""
        waits = {"due_at": until, "error": error, "breaks": job.breaks + 1, "deaths": 0}
        await self.connection.execute(update(delivery).where(delivery.c.id == job.id).values(waits))

    async def set_aside(self, job: Delivery, until: float) -> None:
        """A delivery at which processes died waits by itself, as if it had not been claimed; its lane goes on."""
        waits = {"due_at": until, "deaths": job.deaths}
        await self.connection.execute(update(delivery).where(delivery.c.id == job.id).values(waits))

    async def is_aside(self, message_id: int, key: str) -> bool:
        """Whether a message waits by itself in a lane of which the next delivery is claimed."""
        here = (delivery.c.message_id == message_id) & (delivery.c.lane == key) & (delivery.c.op == Op.SYNC)
        return bool(
            (await self.connection.execute(select(exists().where(here, delivery.c.state == State.SENDING)))).scalar()
        )

    async def postpone(self, channel: ChannelRef, now: float, due: Callable[[float], float]) -> None:
        """What waits in a channel for a time to come, and was not tried, is done at what `due` makes of that time."""
        waits = (delivery.c.lane == str(channel.parent)) & (delivery.c.due_at > now) & UNTRIED
        for id, at in (await self.connection.execute(select(delivery.c.id, delivery.c.due_at).where(waits))).all():
            await self.connection.execute(update(delivery).where(delivery.c.id == id).values(due_at=due(at)))
            self.woken.add(str(channel.parent))

    async def redirect(self, ids: Collection[int], box: ChannelRef, to: ChannelRef) -> None:
        """What waits of these messages to be written into a letter box goes into another one, when it would have."""
        here = (delivery.c.lane == str(box)) & (delivery.c.state == State.WAITING) & (delivery.c.op == Op.SYNC)
        there = (delivery.c.lane == str(to)) & (delivery.c.state == State.WAITING) & (delivery.c.op == Op.SYNC)
        twice = delivery.c.message_id.in_(select(delivery.c.message_id).where(there))
        here &= delivery.c.message_id.in_(ids)
        await self.connection.execute(delete(delivery).where(here, twice))
        await add_lanes([str(to)], self.connection)
        anew = {"lane": str(to), "channel": str(to), "failures": 0, "first_tried_at": None, "error": ""}
        await self.connection.execute(update(delivery).where(here).values(anew))
        self.woken.add(str(to))

    async def put_back(self, job: Delivery, until: float) -> None:
        """A delivery of which nothing has happened waits for a time, as if it had not been tried; its lane goes on."""
        await self._take_over(job)
        untried = {"state": State.WAITING, "unsure": False, "first_tried_at": None, "error": ""}
        waits = {**untried, "failures": 0, "breaks": 0, "deaths": 0, "due_at": until}
        await self.connection.execute(update(delivery).where(delivery.c.id == job.id).values(waits))

    async def block(self, keys: list[str], until: float) -> None:
        """Do nothing in these lanes before a time."""
        if keys:
            block = _block(self.connection.dialect.name)
            await self.connection.execute(block, [{"key": key, "blocked_until": until} for key in dict.fromkeys(keys)])

    async def unblock(self, keys: list[str]) -> None:
        """What waits in these lanes need not wait any longer."""
        await self.connection.execute(_UNBLOCK, {"keys": keys})
        self.woken.update(keys)

    async def release_all(self) -> None:
        """Free every lane: for the start of a process that is the only one."""
        await self.connection.execute(update(lane).values(leased_until=0.0))

    async def next_due(self) -> float | None:
        """When the next thing is due of what waits for a time of its own; None when nothing does."""
        found: float | None = (await self.connection.execute(_next_due(self.connection.dialect.name))).scalar()
        return found

    async def shown_by(self, message_id: int) -> float:
        """By when a message, as it is now, will be on its way to every channel; 0.0 when it is already."""
        waits = (delivery.c.message_id == message_id) & (delivery.c.op == Op.SYNC) & delivery.c.state.in_(OPEN)
        return (await self.connection.execute(select(func.max(delivery.c.due_at)).where(waits))).scalar() or 0.0

    def _at(self, clock: float, **given: Any) -> dict[str, Any]:
        """Parameters, with our clock where the lease goes by it."""
        return {**given, "clock": clock} if self.connection.dialect.name == "sqlite" else given

    async def trouble(self, message_id: int, where: str, tries: int, now: float) -> str | None:
        """Why a message does not appear in a lane, once it was tried so often or given up; None when all is well.

        A try that is under way, and one whose bot died, has not failed.
        """
        here = (delivery.c.message_id == message_id) & (delivery.c.lane == where) & (delivery.c.op == Op.SYNC)
        rests = or_(lane.c.blocked_until > now, delivery.c.due_at > now)
        tried = or_(delivery.c.failures > tries, and_(delivery.c.failures == tries, rests))
        stuck = here & or_(tried, delivery.c.state == State.FAILED)
        found = select(delivery.c.error).join(lane, lane.c.key == delivery.c.lane).where(stuck).limit(1)
        return (await self.connection.execute(found)).scalar()


def _listed(keys: Collection[str]) -> str:
    """Keys in one text, in which each stands between ends of lines."""
    return "".join(f"\n{key}\n" for key in keys)
