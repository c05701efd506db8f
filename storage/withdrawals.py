"""Taking back all that somebody gave at once: in a few statements, however much it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, case, delete, exists, false, func, literal, or_, select, true, union, update

from adapters.contract.refs import AccountRef, ChannelRef
from storage.copies import STANDS, copy
from storage.messages import NOTICES, Message, message
from storage.outbox import MAY_HAVE_LANDED, NEEDED, OPEN, UNTRIED, Op, State, delivery, merging
from storage.reactions import reaction
from storage.schema import Session, Time, upsert
from storage.sealing import UNREADABLE

# Seconds. Removals stand in their lane as if they had been asked for one after the other, that far apart: they are done
# as fast as the lane goes, but what people write meanwhile does not wait behind thousands of them.
SPREAD = 2.0
_NEW = ("message_id", "lane", "channel", "op", "detail", "state", "unsure", "failures", "breaks", "deaths", "due_at",
        "order_at", "error", "earlier")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """Queries that take things back in bulk. Lanes that got work are noted in `woken`, for after the commit.

    `within` are the channels of a bridge, or None for everywhere.
    """

    connection: Session
    woken: set[str]

    async def reached(self, id: int) -> list[ChannelRef]:
        """The channels that a message came to, or may just be coming to: letter boxes, rather than what they led to.

        Not those out of which it is being taken. Asked in one statement: a copy that is recorded at this very moment is
        either still coming or there.
        """
        either = _landing([id]).union(_standing([id], copy.c.channel)).subquery()
        leaves = exists().where(delivery.c.message_id == id, delivery.c.lane == either.c.lane,
                                delivery.c.op == Op.REMOVE, delivery.c.state.in_(OPEN))  # fmt: skip
        places = select(either.c.lane, func.max(either.c.channel)).where(~leaves).group_by(either.c.lane)
        channels = [(lane, ChannelRef.parse(channel)) for lane, channel in await self.connection.execute(places)]
        return [channel if str(channel.parent) == lane else ChannelRef.parse(lane) for lane, channel in channels]

    async def messages(self, accounts: Sequence[AccountRef], within: Sequence[ChannelRef] | None, now: float) -> int:
        """Take back what people wrote in channels, or what was copied to them, or is to be; how many comes back.

        Their copies go from everywhere. What was not tried yet is dropped, and so is every text that nothing needs.
        """
        place: Any = true()
        if within is not None:
            copied = exists().where(copy.c.message_id == message.c.id, _in(copy, within))
            coming = exists().where(delivery.c.message_id == message.c.id, _in(delivery, within))
            place = or_(_in(message, within), copied, coming)
        standing = message.c.posted & message.c.deleted_at.is_(None)
        taken = update(message).where(_by(message, accounts), standing, place).values(deleted_at=now)
        count = (await self.connection.execute(taken)).rowcount
        theirs = _taken(accounts, now)
        await self.connection.execute(delete(delivery).where(delivery.c.message_id.in_(theirs), UNTRIED))
        unneeded = update(message).where(message.c.id.in_(theirs), ~NEEDED).values(content=None, author=None)
        await self.connection.execute(unneeded)
        await self._have_done(Op.SYNC, _shown(theirs, lane_only=True), now)
        return count

    async def take_out(self, id: int, channels: Sequence[ChannelRef], now: float) -> None:
        """Take the copies of a message out of these channels alone, and drop what waits to be shown there."""
        lanes = [str(channel.parent) for channel in channels]
        waits = (delivery.c.message_id == id) & delivery.c.lane.in_(lanes) & (delivery.c.state == State.WAITING)
        shows = delivery.c.op.in_((Op.SYNC, Op.REACT, Op.PIN))
        await self.connection.execute(delete(delivery).where(waits, shows))
        shown = _shown([id], lane_only=True).subquery()
        await self._have_done(Op.REMOVE, select(shown).where(shown.c.lane.in_(lanes)), now)
        unneeded = update(message).where(message.c.id == id, ~NEEDED).values(content=None, author=None)
        await self.connection.execute(unneeded)

    async def coming(self, boxes: Sequence[str]) -> list[Message]:
        """The bot's letters that are on their way into letter boxes, and stand in none of them yet."""
        return await self._coming(delivery.c.lane.in_(boxes), copy.c.lane.in_(boxes))

    async def unsent(self, beginning: str) -> list[Message]:
        """The bot's letters whose names begin so, that are on their way, and stand nowhere yet."""
        named = (message.c.lane == str(NOTICES)) & message.c.remote.startswith(beginning, autoescape=True)
        return await self._coming(delivery.c.message_id.in_(select(message.c.id).where(named)), true())

    async def letters(self, boxes: Sequence[str]) -> None:
        """Drop what waits to be written into letter boxes and was not tried yet, and the texts that nothing needs."""
        waits = delivery.c.lane.in_(boxes) & UNTRIED
        ids = (await self.connection.scalars(select(delivery.c.message_id).where(waits))).all()
        await self.connection.execute(delete(delivery).where(waits))
        unneeded = update(message).where(message.c.id.in_(ids), ~NEEDED).values(content=None, author=None)
        await self.connection.execute(unneeded)

    async def reactions(self, accounts: Sequence[AccountRef], within: Sequence[ChannelRef] | None, now: float) -> None:
        """Take back the reactions that people gave in channels, and forget their names."""
        place: Any = true()
        if within is not None:
            place = reaction.c.lane.in_([str(channel.parent) for channel in within])
        taken = update(reaction).where(_by(reaction, accounts), reaction.c.present, place)
        await self.connection.execute(taken.values(present=False, withheld=True, name="", at=now))
        shown = (
            select(message.c.id, message.c.lane, reaction.c.emoji, reaction.c.lane.label("given"))
            .join(reaction, reaction.c.message_id == message.c.id)
            .where(_by(reaction, accounts), ~reaction.c.present, reaction.c.at == now)
            .where(message.c.posted)  # one whose author took it back still stands where it was written
            .subquery()
        )
        original = select(shown.c.id.label("message_id"), shown.c.lane, shown.c.lane.label("channel"), shown.c.emoji)
        copies = select(shown.c.id, copy.c.lane, copy.c.lane.label("channel"), shown.c.emoji).join(
            copy, copy.c.message_id == shown.c.id
        )
        elsewhere = union(
            original.where(shown.c.lane != shown.c.given),
            copies.where(STANDS, copy.c.lane != shown.c.given),
        )
        await self._have_done(Op.REACT, elsewhere, now)

    async def answers(self, accounts: Sequence[AccountRef], now: float) -> dict[int, str]:
        """What is still on its way of the replies to messages that were taken back at that time: content by id."""
        return await self._on_their_way(message.c.reply_to_id.in_(_taken(accounts, now)))

    async def answers_to(self, id: int) -> dict[int, str]:
        """What is still on its way of the replies to a message: content by id."""
        return await self._on_their_way(message.c.reply_to_id == id)

    async def reword(self, words: Mapping[int, tuple[str, str]], now: float) -> None:
        """Change messages that are on their way to other (content, hash), and where they are shown already."""
        if not words:
            return
        ids = list(words)
        before = select(message.c.content).where(message.c.id == delivery.c.message_id).scalar_subquery()
        await self.connection.execute(
            update(delivery)
            .where(delivery.c.message_id.in_(ids), delivery.c.state.in_(OPEN))  # as in `Outbox.outdated`
            .values(earlier=case((MAY_HAVE_LANDED, delivery.c.earlier + before + "\n"), else_=delivery.c.earlier))
        )
        change = update(message).where(message.c.id == bindparam("row"))
        await self.connection.execute(
            change.values(content=bindparam("written"), hash=bindparam("print")),
            [{"row": id, "written": content, "print": hash} for id, (content, hash) in words.items()],
        )
        await self._have_done(Op.SYNC, _shown(ids), now)

    async def _on_their_way(self, which: Any) -> dict[int, str]:
        alive = message.c.deleted_at.is_(None) & message.c.content.is_not(None)
        rows = await self.connection.execute(select(message.c.id, message.c.content).where(which, alive))
        return {row.id: row.content for row in rows if row.content != UNREADABLE}

    async def _coming(self, way: Any, place: Any) -> list[Message]:
        comes = select(delivery.c.message_id).where(way, delivery.c.op == Op.SYNC)
        stands = exists().where(copy.c.message_id == message.c.id, place, STANDS)
        ours = (message.c.lane == str(NOTICES)) & message.c.deleted_at.is_(None)
        found = select(message).where(message.c.id.in_(comes), ours, ~stands).order_by(message.c.id)
        return [Message.of(row) for row in (await self.connection.execute(found)).mappings()]

    async def _have_done(self, op: Op, where: Any, now: float) -> None:
        """Have something done `where`: rows of (message, lane, channel, detail), each once; newest messages first."""
        place = where.subquery()
        lanes = (await self.connection.scalars(select(place.c.lane).distinct())).all()
        if not lanes:
            return
        nth = func.row_number().over(partition_by=place.c.lane, order_by=place.c[0].desc()) - 1
        new = (
            literal(State.WAITING.value),
            false(),
            *[literal(0)] * 3,
            literal(now, Time),
            nth * SPREAD + literal(now, Time),
        )
        rows = select(*place.c[:3], literal(op.value), place.c[3], *new, literal(""), literal(""))
        rows = rows.where(true())  # SQLite could not tell ON CONFLICT from a join's condition otherwise
        dialect = self.connection.dialect.name
        await self.connection.execute(merging(upsert(delivery, dialect).from_select(_NEW, rows), dialect))
        self.woken.update(lanes)


def _by(table: Table, accounts: Sequence[AccountRef]) -> Any:
    return table.c.account.in_([str(account) for account in accounts])


def _in(table: Table, channels: Sequence[ChannelRef]) -> Any:
    """Whether rows lie in these channels; in a channel with its threads, or in a single thread."""
    whole = [str(channel) for channel in channels if channel.thread is None]
    threads = [str(channel) for channel in channels if channel.thread is not None]
    return table.c.lane.in_(whole) | table.c.channel.in_(threads)


def _taken(accounts: Sequence[AccountRef], now: float) -> Any:
    """The ids of what was taken back at that time."""
    return select(message.c.id).where(_by(message, accounts), message.c.deleted_at == now)


def _shown(ids: Any, *, lane_only: bool = False) -> Any:
    """Where messages are shown, or may just be appearing."""
    either = _landing(ids).union(_standing(ids, copy.c.lane)).subquery()
    channel = either.c.lane if lane_only else func.max(either.c.channel)
    return select(either.c.message_id, either.c.lane, channel.label("channel"), literal("").label("detail")).group_by(
        either.c.message_id, either.c.lane
    )


def _landing(ids: Any) -> Any:
    return select(delivery.c.message_id, delivery.c.lane, delivery.c.channel).where(
        delivery.c.message_id.in_(ids), delivery.c.op == Op.SYNC, delivery.c.first_tried_at.is_not(None)
    )


def _standing(ids: Any, channel: Any) -> Any:
    return select(copy.c.message_id, copy.c.lane, channel.label("channel")).where(copy.c.message_id.in_(ids), STANDS)
