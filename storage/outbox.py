"""Deliveries: what is still to be done on the platforms, kept in order per target channel (its lane).

A delivery says *that* something is to be brought up to date, not how: the dispatcher reads what it should look like
when it performs it. So an edit that comes while its message waits needs no delivery of its own, and performing one
twice does no harm but for the posts themselves, which are looked for before they are made again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    select,
    text,
    update,
)

from adapters.contract.refs import ChannelRef
from storage.messages import Message, message
from storage.portions import more, portion
from storage.prepared import Prepared
from storage.schema import Address, RowId, Session, Time, metadata, only, upsert
from storage.sealing import Code, SealedLines


class Op(StrEnum):
    """What a delivery does."""

    SYNC = "sync"  # make the copies of a message in a channel look like it, or go when it is gone
    ORIGINAL = "original"  # remove the message itself: a moderator elsewhere removed a copy of it
    REACT = "react"  # show, or take off, the reaction that people elsewhere gave
    HEAL = "heal"  # undo what a request did that landed after all: a double, an edit, a reaction
    PIN = "pin"  # pin the copy in a channel, once it is there
    REMOVE = "remove"  # remove the copy in a channel of a message that stays elsewhere


class State(StrEnum):
    """How far a delivery is. A delivery that is done is gone from the table."""

    WAITING = "waiting"
    SENDING = "sending"  # claimed; found in this state again, its outcome is unsure
    FAILED = "failed"


lane = Table(
    "lane",
    metadata,
    Column("key", Address, primary_key=True),
    Column("owner", Text, nullable=False, default=""),
    Column("leased_until", Time, nullable=False, default=0.0),
    Column("blocked_until", Time, nullable=False, default=0.0),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("lane", Address, nullable=False),
    Column("channel", Address, nullable=False),
    Column("op", Text, nullable=False),
    Column("message_id", ForeignKey("message.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("detail", Text, nullable=False, default=""),
    Column("state", Text, nullable=False, default=State.WAITING),
    Column("unsure", Boolean, nullable=False, default=False),
    *(Column(count, Integer, nullable=False, default=0) for count in ("failures", "breaks", "deaths")),
    Column("due_at", Time, nullable=False),
    Column("order_at", Time, nullable=False),
    Column("first_tried_at", Time),
    Column("error", Text, nullable=False, default=""),
    Column("earlier", SealedLines(), nullable=False, default=""),  # one JSON a line
    Index("ix_delivery_head", "lane", "state", "due_at", "id"),
    Index("uq_delivery_waiting", "message_id", "lane", "op", "detail", unique=True, **only("state = 'waiting'")),
    Index("ix_delivery_failed", "first_tried_at", **only("state = 'failed'")),
    sqlite_autoincrement=True,  # a number is never given again: platforms know posts by it
)  # fmt: skip

# As literals: a list of plain values is put into a statement's text anew at each execution.
OPEN = tuple(literal(state.value) for state in (State.WAITING, State.SENDING))
_NEED_TEXT = tuple(literal(op.value) for op in (Op.SYNC, Op.HEAL))


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to be done in one channel. `again`: an earlier attempt may have happened; `at`: when it was to be done.

    `failures` and `breaks` are tries that a platform, or we, let fail; `deaths` those that a process died at, in a row.
    `detail` is a reaction's emoji (as JSON), or the token under which a double may have landed. `earlier` holds the
    texts (as JSON) that the message has had since an attempt that may have happened: what landed may show one of them.
    """

    id: int
    lane: str
    channel: ChannelRef
    op: Op
    message_id: int
    detail: str
    failures: int
    breaks: int
    deaths: int
    first_tried_at: float
    again: bool
    earlier: tuple[str, ...]
    at: float

    @property
    def token(self) -> str:
        """What makes this delivery's posts findable, with the part's number behind it; at most 25 characters."""
        return f"unsilo{self.id}"


# Statements of the hot path, built once: building one costs as much as executing it.
_DONE = Prepared(delete(delivery).where(delivery.c.id == bindparam("row")))
MAY_HAVE_LANDED = (delivery.c.state == State.SENDING) | (delivery.c.op == Op.HEAL)
_SHOWS = (delivery.c.op != Op.HEAL) & (delivery.c.op != Op.REMOVE)
UNTRIED = (delivery.c.state == State.WAITING) & (delivery.c.failures == 0) & _SHOWS
NEEDED = exists().where(delivery.c.message_id == message.c.id, delivery.c.op.in_(_NEED_TEXT))
# What overtook a message that a stand-in stands for is kept for it, until `StandIns.forget_edits`.
_OVERTOOK = message.c.stand_in & (message.c.edited_at > 0)
_IDLE = message.c.posted & message.c.content.is_not(None) & ~NEEDED & ~_OVERTOOK
_BARE = update(message).values(content=None, author=None)
_ERASE_SOME = portion(_BARE, message.c.id, _IDLE, message.c.id, _IDLE)
_ERASE_ONE = _BARE.where(_IDLE, message.c.id == bindparam("row"))
_ERASE = Prepared(_ERASE_ONE)
_OLD = delivery.c.first_tried_at < bindparam("before", type_=Time)
GIVEN_UP = delivery.c.state == literal_column(f"'{State.FAILED.value}'")  # as its index says it
_FORGET = portion(delete(delivery), delivery.c.id, GIVEN_UP & _OLD, delivery.c.first_tried_at, GIVEN_UP)
# A change of the text that commits at this moment is not seen by the question whether it is needed; its hash is.
_ERASE_SHOWN = Prepared(_ERASE_ONE.where(message.c.hash == bindparam("shown")))


@cache
def _lanes(dialect: str) -> Any:
    """Lanes that are not there yet. PostgreSQL would wait for whoever changes one that is, to find that there is no
    more to do: hearing would wait for deliveries, and in batches each for the other.
    """
    known = exists().where(lane.c.key == bindparam("row"))
    missing = select(bindparam("row", type_=Text)).where(~known)
    return Prepared(upsert(lane, dialect).from_select(["key"], missing).on_conflict_do_nothing())


async def add_lanes(keys: Iterable[str], connection: Session) -> None:
    """Add those of these lanes that are not there."""
    await connection.execute(_lanes(connection.dialect.name), [{"row": key} for key in keys])


@cache
def _merged(dialect: str) -> Any:
    return Prepared(merging(upsert(delivery, dialect), dialect))


def merging(new: Any, dialect: str) -> Any:
    """A delivery of the same kind that already waits there does for both, at the sooner of their times."""
    sooner = func.min if dialect == "sqlite" else func.least
    return new.on_conflict_do_update(
        index_elements=["message_id", "lane", "op", "detail"],
        index_where=text("state = 'waiting'"),
        set_={name: sooner(delivery.c[name], new.excluded[name]) for name in ("due_at", "order_at")},
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """Queries on deliveries. Lanes that got work are noted in `woken`, for after the commit."""

    connection: Session
    woken: set[str]

    async def add(
        self,
        op: Op,
        message_id: int,
        channels: list[ChannelRef],
        due_at: float,
        *,
        at: float | None = None,
        detail: str = "",
        earlier: tuple[str, ...] = (),
    ) -> None:
        """Have something done in channels; a delivery of the same kind that already waits there does for both.

        What waits in a channel is done in the order of `at`, when it happened (`due_at` unless given).
        """
        if not channels:
            return
        lanes = {str(channel.parent): str(channel) for channel in channels}
        await add_lanes(lanes, self.connection)
        when = {"due_at": due_at, "order_at": due_at if at is None else at}
        before = "".join(f"{text}\n" for text in earlier)
        what = {**when, "op": op, "message_id": message_id, "detail": detail, "earlier": before}
        rows = [{**what, "lane": key, "channel": channel} for key, channel in lanes.items()]
        await self.connection.execute(_merged(self.connection.dialect.name), rows)
        self.woken.update(lanes)

    async def drop_waiting(self, message_id: int) -> None:
        """Drop what waits to be done for a message and has not been tried yet; a double is still looked for."""
        await self.connection.execute(delete(delivery).where(delivery.c.message_id == message_id, UNTRIED))
        await self.erase_unneeded(message_id)

    async def hasten(self, channel: ChannelRef, hold: float) -> None:
        """What is held of a channel is held no longer than this, counted from when it was written."""
        from_here = select(message.c.id).where(message.c.lane == str(channel.parent), message.c.posted)
        until = delivery.c.order_at + hold
        held = (delivery.c.state == State.WAITING) & (delivery.c.due_at > until) & delivery.c.message_id.in_(from_here)
        sooner = update(delivery).where(held, delivery.c.failures == 0).values(due_at=until).returning(delivery.c.lane)
        self.woken.update((await self.connection.scalars(sooner)).all())

    async def drop_channel(self, channel: ChannelRef) -> None:
        """Drop what waits to be shown in a channel, or failed to be; what is to be removed there stays."""
        living = select(message.c.id).where(message.c.deleted_at.is_(None))
        await self.connection.execute(
            delete(delivery).where(
                delivery.c.channel == str(channel),
                delivery.c.op.in_((Op.SYNC, Op.REACT, Op.PIN)),
                delivery.c.state.in_((State.WAITING, State.FAILED)),
                delivery.c.message_id.in_(living),
            )
        )

    async def outdated(self, message_id: int, content: str) -> None:
        """A message's text is about to change: what may have landed with this one is looked for under it too."""
        # What waits is written as well, unchanged: whoever is claiming it meanwhile, with this text, is waited for.
        opened = (delivery.c.message_id == message_id) & delivery.c.state.in_(OPEN)
        before = case((MAY_HAVE_LANDED, delivery.c.earlier + f"{content}\n"), else_=delivery.c.earlier)
        await self.connection.execute(update(delivery).where(opened).values(earlier=before))

    async def underway(self, message_id: int) -> set[str]:
        """The lanes in which something is still to be done for a message."""
        lanes = select(delivery.c.lane).where(delivery.c.message_id == message_id, delivery.c.state.in_(OPEN))
        return set((await self.connection.scalars(lanes)).all())

    async def done(self, id: int, message_id: int, hash: Code | str) -> None:
        """A delivery is done: it showed the text with that hash."""
        await self.connection.execute(_DONE, {"row": id})
        await self.connection.execute(_ERASE_SHOWN, {"row": message_id, "shown": hash})

    async def erase_unneeded(self, message_id: int) -> None:
        """Let a message's text and its author's name go when no delivery needs them any more."""
        await self.connection.execute(_ERASE, {"row": message_id})

    async def drop_old(self, lanes: list[str], before: float) -> list[Message]:
        """Drop what has waited in these lanes since before a time; the messages that were to be shown come back.

        What is to be removed there stays: it is removed whenever that becomes possible.
        """
        old = delivery.c.lane.in_(lanes) & (delivery.c.order_at < before) & (delivery.c.state != State.FAILED)
        stays = message.c.deleted_at.is_(None)
        old &= delivery.c.message_id.in_(select(message.c.id).where(stays)) & (delivery.c.op != Op.REMOVE)
        ids = select(delivery.c.message_id).where(old, delivery.c.op == Op.SYNC)
        shown = select(message).where(message.c.id.in_(ids), stays).order_by(message.c.id)
        found = [Message.of(row) for row in (await self.connection.execute(shown)).mappings()]
        await self.connection.execute(delete(delivery).where(old))
        for each in found:
            await self.erase_unneeded(each.id)
        return found

    async def fail(self, id: int, error: str) -> None:
        """Give a delivery up, and keep it to be shown."""
        given_up = update(delivery).where(delivery.c.id == id).values(state=State.FAILED, error=error)
        await self.connection.execute(given_up)

    async def counts(self) -> dict[tuple[str, str], int]:
        """How many deliveries there are, by (lane, state)."""
        by = (delivery.c.lane, delivery.c.state)
        rows = await self.connection.execute(select(*by, func.count()).group_by(*by))
        return {(lane_key, state): count for lane_key, state, count in rows}

    async def forget(self, failed_before: float) -> bool:
        """Drop a portion of deliveries given up before a time, and texts that nothing needs; whether more is left."""
        given_up = await self.connection.execute(_FORGET, {"before": failed_before})
        texts = await self.connection.execute(_ERASE_SOME, {})
        return more(given_up.rowcount, texts.rowcount)
