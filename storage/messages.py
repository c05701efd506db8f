"""Messages that cross a bridge, their copies in other channels, and the reactions on them.

A message's text (`content`) and its author's name (`author`) stay only until every copy shows them; afterwards ids, a
hash of the text, and times remain. A row may come before its message does: when an edit, a deletion, a reaction or a
reply overtakes it, what is known is kept (`posted` false) and applied when the message arrives.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)

from adapters.contract.refs import ChannelRef, MessageRef
from storage.schema import Address, RowId, Session, Time, metadata, upsert

message = Table(
    "message",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("channel", Address, nullable=False),
    Column("remote", Text, nullable=False),
    Column("account", Address, nullable=False, default="", index=True),
    Column("twin", Text, nullable=False, default=""),
    Column("root_id", ForeignKey("message.id", ondelete="SET NULL"), index=True),
    Column("reply_to_id", ForeignKey("message.id", ondelete="SET NULL"), index=True),
    Column("broadcast", Boolean, nullable=False, default=False),
    Column("posted", Boolean, nullable=False, default=False),
    Column("stand_in", Boolean, nullable=False, default=False),
    Column("sent_at", Time, nullable=False, index=True),
    Column("edited_at", Time, nullable=False, default=0.0),
    Column("deleted_at", Time),
    Column("hash", Text, nullable=False, default=""),
    Column("content", Text),
    Column("author", Text),
    Index("ix_message_twin", "channel", "twin"),
)

copy = Table(
    "copy",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("message_id", ForeignKey("message.id", ondelete="CASCADE"), nullable=False),
    Column("lane", Address, nullable=False),
    Column("channel", Address, nullable=False),
    Column("remote", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("files", Boolean, nullable=False),
    Column("hash", Text, nullable=False),
    Column("state", Text, nullable=False),  # alive; going: about to be removed, or removed unrecorded; gone
    Column("made_at", Time, nullable=False),
    Index("uq_copy_place", "message_id", "lane", "part", unique=True),
)

reaction = Table(
    "reaction",
    metadata,
    Column("message_id", ForeignKey("message.id", ondelete="CASCADE"), primary_key=True),
    Column("account", Address, primary_key=True),
    Column("emoji", Text, primary_key=True),
    Column("lane", Address, nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("present", Boolean, nullable=False),
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message someone wrote. `content` and `author` are JSON, and None once no copy needs them."""

    id: int
    ref: MessageRef
    account: str
    root_id: int | None
    reply_to_id: int | None
    broadcast: bool
    posted: bool
    stand_in: bool
    sent_at: float
    edited_at: float
    deleted_at: float | None
    hash: str
    content: str | None
    author: str | None

    @classmethod
    def of(cls, row: RowMapping) -> Message:
        """The message in a row of the table."""
        ref = MessageRef(ChannelRef.parse(row["channel"]), row["remote"])
        return cls(ref=ref, **{name: row[name] for name in cls.__dataclass_fields__ if name != "ref"})


@dataclass(frozen=True, slots=True)
class Copy:
    """A mirror of one part of a message; `files` says whether it carries any."""

    id: int
    ref: MessageRef
    part: int
    files: bool
    hash: str

    @classmethod
    def of(cls, row: RowMapping) -> Copy:
        """The copy in a row of the table."""
        ref = MessageRef(ChannelRef.parse(row["channel"]), row["remote"])
        return cls(row["id"], ref, row["part"], row["files"], row["hash"])


# Statements of the hot path, built once: building one costs as much as executing it.
_BY_KEY = select(message).where(message.c.key == bindparam("key"))
_BY_ID = select(message).where(message.c.id == bindparam("id"))
_BY_COPY = select(message).join(copy, copy.c.message_id == message.c.id).where(copy.c.key == bindparam("key"))
_BY_LIVING_COPY = _BY_COPY.where(copy.c.state == "alive")
_TWIN = select(message.c.id).where(
    message.c.channel == bindparam("channel"), message.c.twin == bindparam("twin"), message.c.key != bindparam("key")
)
_CHANGE = update(message).where(message.c.id == bindparam("row"))
_SET_COPY = update(copy).where(copy.c.id == bindparam("row"))
_COPIES = (
    select(copy)
    .where(copy.c.message_id == bindparam("id"), copy.c.lane == bindparam("lane"), copy.c.state != "gone")
    .order_by(copy.c.part)
)


@cache
def _expect(dialect: str) -> Any:
    return upsert(message, dialect).on_conflict_do_nothing().returning(message)


@cache
def _add_copy(dialect: str) -> Any:
    new = upsert(copy, dialect)
    newest = {name: new.excluded[name] for name in ("key", "channel", "remote", "files", "hash", "state", "made_at")}
    return new.on_conflict_do_update(index_elements=["message_id", "lane", "part"], set_=newest)


@dataclass(frozen=True, slots=True)
class Messages:
    """Queries on messages, copies and reactions."""

    connection: Session

    async def by_key(self, key: str) -> Message | None:
        """The message of that key itself, never one that it is a copy of."""
        return await self._one(_BY_KEY, key=key)

    async def by_id(self, id: int) -> Message | None:
        """The message of that row."""
        return await self._one(_BY_ID, id=id)

    async def by_copy(self, key: str, *, alive: bool = False) -> Message | None:
        """The message of which that key is a copy; with `alive`, only of a copy that we have not removed ourselves."""
        return await self._one(_BY_LIVING_COPY if alive else _BY_COPY, key=key)

    async def behind(self, key: str) -> Message | None:
        """The message that someone means who points at that key: itself, or the one it is a copy of."""
        return await self.by_key(key) or await self.by_copy(key)

    async def has_twin(self, channel: ChannelRef, twin: str, key: str) -> bool:
        """Whether the same human message is known under another id."""
        found = await self.connection.execute(_TWIN, {"channel": str(channel), "twin": twin, "key": key})
        return found.first() is not None

    async def expect(self, ref: MessageRef, now: float, **known: Any) -> Message:
        """The row for a message of which something is known, made when it is not there yet."""
        values = {"key": ref.key, "channel": str(ref.channel), "remote": ref.id, "sent_at": now, **known}
        new = (await self.connection.execute(_expect(self.connection.dialect.name), values)).mappings().first()
        found = Message.of(new) if new is not None else await self.by_key(ref.key)
        if found is None:
            raise LookupError(ref.key)
        return found

    async def change(self, id: int, **values: Any) -> None:
        """Set columns of a message."""
        await self.connection.execute(_CHANGE, {"row": id, **values})

    async def counterpart(self, id: int, lane: str) -> MessageRef | None:
        """Where a message stands in a lane's channel: itself, or the first part of its copy there."""
        original = await self.by_id(id)
        if original is not None and str(original.ref.channel.parent) == lane:
            return original.ref
        copies = await self.copies(id, lane)
        return copies[0].ref if copies else None

    async def copies(self, id: int, lane: str) -> tuple[Copy, ...]:
        """The copies of a message in a lane's channel which may still be there, part by part."""
        rows = await self.connection.execute(_COPIES, {"id": id, "lane": lane})
        return tuple(Copy.of(row) for row in rows.mappings())

    async def lanes_with_copies(self, id: int) -> list[tuple[str, str]]:
        """(lane, channel) of every channel that may show a copy of a message."""
        rows = await self.connection.execute(
            select(copy.c.lane, func.min(copy.c.channel))
            .where(copy.c.message_id == id, copy.c.state != "gone")
            .group_by(copy.c.lane)
        )
        return [(lane, channel) for lane, channel in rows]

    async def known_copies(self, refs: tuple[MessageRef, ...]) -> set[str]:
        """The keys, among those of `refs`, which are copies that we know of."""
        keys = [ref.key for ref in refs]
        return set((await self.connection.scalars(select(copy.c.key).where(copy.c.key.in_(keys)))).all())

    async def add_copy(
        self, id: int, lane: str, ref: MessageRef, *, part: int, files: bool, hash: str, now: float
    ) -> None:
        """Record a copy that was made; what was known of its key before it was recorded moves to its message."""
        place = {"message_id": id, "lane": lane, "part": part}
        made = {
            "key": ref.key, "channel": str(ref.channel), "remote": ref.id, "files": files, "hash": hash,
            "state": "alive", "made_at": now,
        }  # fmt: skip
        await self.connection.execute(_add_copy(self.connection.dialect.name), {**place, **made})
        early = await self.by_key(ref.key)
        if early is not None and not early.posted:
            await self.connection.execute(
                update(reaction).where(reaction.c.message_id == early.id).values(message_id=id)
            )
            await self.connection.execute(delete(message).where(message.c.id == early.id))

    async def lost_copy(self, key: str) -> None:
        """Somebody else removed a copy."""
        await self.connection.execute(update(copy).where(copy.c.key == key).values(state="gone"))

    async def set_copy(self, id: int, **values: Any) -> None:
        """Set columns of a copy."""
        await self.connection.execute(_SET_COPY, {"row": id, **values})

    async def react(self, id: int, account: str, emoji: str, *, lane: str, name: str, present: bool, at: float) -> bool:
        """Note that someone reacted or took it back; False when something newer is known already."""
        new = upsert(reaction, self.connection.dialect.name).values(
            message_id=id, account=account, emoji=emoji, lane=lane, name=name, present=present, at=at
        )
        latest = new.on_conflict_do_update(
            index_elements=["message_id", "account", "emoji"],
            set_={"present": present, "at": at, "name": name, "lane": lane},
            where=reaction.c.at <= at,
        )
        return (await self.connection.execute(latest.returning(reaction.c.account))).first() is not None

    async def clear_reactions(self, id: int, lane: str, emoji: str | None, at: float) -> list[str]:
        """Take away the reactions given in one channel (of one emoji, when set); the emoji that were there."""
        here = (reaction.c.message_id == id) & (reaction.c.lane == lane) & reaction.c.present & (reaction.c.at <= at)
        if emoji is not None:
            here &= reaction.c.emoji == emoji
        gone = update(reaction).where(here).values(present=False, at=at).returning(reaction.c.emoji)
        return sorted(set((await self.connection.scalars(gone)).all()))

    async def wanted(self, id: int, emoji: str, lane: str) -> bool:
        """Whether somebody in another channel than this lane's has that reaction on the message."""
        there = select(
            exists().where(
                reaction.c.message_id == id, reaction.c.emoji == emoji, reaction.c.present, reaction.c.lane != lane
            )
        )
        return bool((await self.connection.execute(there)).scalar())

    async def reacted(self, id: int) -> list[tuple[str, str, str]]:
        """(emoji, account, name) of everybody who has a reaction on the message, first come first."""
        rows = await self.connection.execute(
            select(reaction.c.emoji, reaction.c.account, reaction.c.name)
            .where(reaction.c.message_id == id, reaction.c.present)
            .order_by(reaction.c.at, reaction.c.account)
        )
        return [(emoji, account, name) for emoji, account, name in rows]

    async def forget(self, before: float, never_posted_before: float) -> None:
        """Drop messages sent before a time, and rows whose message never came."""
        await self.connection.execute(delete(message).where(message.c.sent_at < before))
        await self.connection.execute(delete(message).where(~message.c.posted, message.c.sent_at < never_posted_before))

    async def _one(self, query: Any, **parameters: Any) -> Message | None:
        row = (await self.connection.execute(query, parameters)).mappings().first()
        return None if row is None else Message.of(row)
