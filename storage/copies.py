"""Copies: the mirrors of a message in other channels, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
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
    func,
    select,
    update,
)

from adapters.contract.refs import ChannelRef, MessageRef
from storage.messages import NOTICES, Message, Messages, message
from storage.prepared import Prepared
from storage.reactions import reaction
from storage.schema import CHUNK, Address, RowId, Session, Time, metadata, upsert
from storage.sealing import Code, Coded

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
    Column("named", Boolean, nullable=False, default=True),  # posted under its author's name, rather than the bot's
    Column("hash", Coded(), nullable=False),
    # alive; going: about to be removed, or removed unrecorded; missing: an edit did not find it any more; gone
    Column("state", Text, nullable=False),
    Column("made_at", Time, nullable=False),
    Index("uq_copy_place", "message_id", "lane", "part", unique=True),
    Index("ix_copy_lane", "lane", "made_at"),
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A mirror of one part of a message; `files` says whether it carries any.

    `named`: it was posted under its author's name, rather than the bot's.
    """

    id: int
    ref: MessageRef
    part: int
    files: bool
    named: bool
    hash: Code
    made_at: float

    @classmethod
    def of(cls, row: RowMapping) -> Copy:
        """The copy in a row of the table."""
        ref = MessageRef(ChannelRef.parse(row["channel"]), row["remote"])
        return cls(row["id"], ref, row["part"], row["files"], row["named"], row["hash"], row["made_at"])


@dataclass(frozen=True, slots=True)
class Early:
    """What people did to a copy before it was recorded: the emoji (as JSON) they gave it, and when it was deleted.

    They may have answered in a thread below it, for whose first message something stands in.
    """

    reactions: tuple[str, ...]
    deleted_at: float | None
    stand_in: Message | None


STANDS = (copy.c.state == "alive") | (copy.c.state == "going")

# Statements of the hot path, built once: building one costs as much as executing it.
_OF_COPY = select(message).join(copy, copy.c.message_id == message.c.id).where(copy.c.key == bindparam("key"))
_BY_COPY = Prepared(_OF_COPY)
# One that an edit found missing, a moderator has removed: the platform has yet to tell so.
_LIVES = (copy.c.state == "alive") | (copy.c.state == "missing")
_BY_LIVING_COPY = Prepared(_OF_COPY.where(_LIVES))
_SET_COPY = Prepared(update(copy).where(copy.c.id == bindparam("row")))
_COPIES = Prepared(
    select(copy)
    .where(copy.c.message_id == bindparam("id"), copy.c.lane == bindparam("lane"), STANDS)
    .order_by(copy.c.part)
)
_WITHIN = {
    "lane": bindparam("lane"),
    "after": bindparam("after", type_=Time),
    "before": bindparam("before", type_=Time),
}
_STANDING = Prepared(
    select(message.c.channel, message.c.remote)
    .where(message.c.lane == _WITHIN["lane"], message.c.posted, ~message.c.stand_in, message.c.deleted_at.is_(None))
    .where(message.c.sent_at > _WITHIN["after"], message.c.sent_at < _WITHIN["before"])
    .union_all(
        select(copy.c.channel, copy.c.remote)
        .where(copy.c.lane == _WITHIN["lane"], _LIVES)
        .where(copy.c.made_at > _WITHIN["after"], copy.c.made_at < _WITHIN["before"])
    )
)
# Of messages that stand under one of some keys, themselves or as copies.
_SOME: BindParameter[Any] = bindparam("keys", expanding=True)
_IDS = (
    select(message.c.id)
    .where(message.c.key.in_(_SOME), message.c.posted)
    .union(select(copy.c.message_id).where(copy.c.key.in_(_SOME)))
    .subquery()
)
_THEIRS = message.c.id.in_(select(_IDS)) & message.c.deleted_at.is_(None)
_PLACES = (
    select(message.c.id, message.c.key, message.c.sent_at)
    .where(_THEIRS, message.c.lane == _WITHIN["lane"])
    .union_all(
        select(message.c.id, copy.c.key, message.c.sent_at)
        .join(copy, copy.c.message_id == message.c.id)
        .where(_THEIRS, copy.c.lane == _WITHIN["lane"], copy.c.state == "alive")
    )
)
_REACTIONS = select(reaction.c.message_id, reaction.c.emoji, reaction.c.account).where(
    reaction.c.lane == _WITHIN["lane"],
    reaction.c.present | reaction.c.withheld,
    reaction.c.message_id.in_(select(_IDS)),
)

_MADE = ("key", "channel", "remote", "files", "named", "hash", "state", "made_at")


@cache
def _add_copy(dialect: str) -> Any:
    new = upsert(copy, dialect)
    newest = {name: new.excluded[name] for name in _MADE}
    return Prepared(new.on_conflict_do_update(index_elements=["message_id", "lane", "part"], set_=newest))


@dataclass(frozen=True, slots=True)
class Copies:
    """Queries on copies."""

    connection: Session

    async def origin(self, key: str, *, alive: bool = False) -> Message | None:
        """The message of which that key is a copy; with `alive`, only of a copy that we have not removed ourselves."""
        return await self._messages.one(_BY_LIVING_COPY if alive else _BY_COPY, key=key)

    async def behind(self, key: str) -> Message | None:
        """The message that someone means who points at that key: itself, or the one it is a copy of."""
        return await self._messages.by_key(key) or await self.origin(key)

    async def counterpart(self, id: int, lane: str) -> MessageRef | None:
        """Where a message stands in a lane's channel: itself, or the first part of its copy there."""
        original = await self._messages.by_id(id)
        if original is not None and str(original.ref.channel.parent) == lane:
            return original.ref
        copies = await self.of(id, lane)
        return copies[0].ref if copies else None

    async def of(self, id: int, lane: str) -> tuple[Copy, ...]:
        """The copies of a message in a lane's channel which may still be there, part by part."""
        rows = await self.connection.execute(_COPIES, {"id": id, "lane": lane})
        return tuple(Copy.of(row) for row in rows.mappings())

    async def lanes(self, id: int) -> list[tuple[str, str]]:
        """(lane, channel) of every channel that may show a copy of a message."""
        rows = await self.connection.execute(
            select(copy.c.lane, func.min(copy.c.channel)).where(copy.c.message_id == id, STANDS).group_by(copy.c.lane)
        )
        return [(lane, channel) for lane, channel in rows]

    async def newest(self, lane: str) -> float:
        """When the newest copy of what people wrote was made in a lane's channel; 0.0 when there is none."""
        theirs = message.c.channel != str(NOTICES)
        made = select(func.max(copy.c.made_at)).join(message, copy.c.message_id == message.c.id)
        made = made.where(copy.c.lane == lane, theirs)
        return (await self.connection.execute(made)).scalar() or 0.0

    async def place(self, lane: str) -> ChannelRef | None:
        """The channel in which the newest copy of a lane was made: where a letter box led to. None without copies."""
        made = select(copy.c.channel).where(copy.c.lane == lane).order_by(copy.c.made_at.desc()).limit(1)
        channel = (await self.connection.execute(made)).scalar()
        return None if channel is None else ChannelRef.parse(channel).parent

    async def known(self, refs: tuple[MessageRef, ...]) -> set[str]:
        """The keys, among those of `refs`, which are copies that we know of."""
        keys = [ref.key for ref in refs]
        return set((await self.connection.scalars(select(copy.c.key).where(copy.c.key.in_(keys)))).all())

    async def standing(self, channel: ChannelRef, after: float, before: float) -> list[MessageRef]:
        """Messages and copies of a channel and its threads, made within a time, which should still be there."""
        within = {"lane": str(channel.parent), "after": after, "before": before}
        found = await self.connection.execute(_STANDING, within)
        refs = [MessageRef(ChannelRef.parse(where), remote) for where, remote in found]
        return [ref for ref in refs if channel in (ref.channel, ref.channel.parent)]

    async def reacted(self, keys: list[str], lane: str) -> list[tuple[set[str], float, dict[str, set[str]]]]:
        """Of each message that stands in a lane's channel under one of these keys, itself or as a copy: all keys that
        it has there, for copies may have parts; when it was written; and by emoji, the accounts there which are known
        to show it, also those of which nobody elsewhere is shown that they do.
        """
        places: dict[int, set[str]] = {}
        written: dict[int, float] = {}
        shown: dict[int, dict[str, set[str]]] = {}
        for start in range(0, len(keys), CHUNK):
            some = {"keys": keys[start : start + CHUNK], "lane": lane}
            for id, key, sent_at in await self.connection.execute(_PLACES, some):
                places.setdefault(id, set()).add(key)
                written[id] = sent_at
            for id, emoji, account in await self.connection.execute(_REACTIONS, some):
                shown.setdefault(id, {}).setdefault(emoji, set()).add(account)
        return [(there, written[id], shown.get(id, {})) for id, there in places.items()]

    async def add(
        self, id: int, lane: str, ref: MessageRef, *, part: int, files: bool, named: bool, hash: str, now: float
    ) -> Early | None:
        """Record a copy that was made. What was known of its key before moves to its message, and comes back."""
        place = {"message_id": id, "lane": lane, "part": part}
        made = {
            "key": ref.key, "channel": str(ref.channel), "remote": ref.id, "files": files, "named": named,
            "hash": hash, "state": "alive", "made_at": now,
        }  # fmt: skip
        await self.connection.execute(_add_copy(self.connection.dialect.name), {**place, **made})
        known = await self._messages.by_key(ref.key)
        if known is None or (known.posted and not known.stand_in):
            return None
        moved = update(reaction).where(reaction.c.message_id == known.id).values(message_id=id)
        emoji = await self.connection.scalars(moved.returning(reaction.c.emoji))
        early = Early(tuple(sorted(set(emoji.all()))), known.deleted_at, known if known.stand_in else None)
        if not known.stand_in:
            await self.connection.execute(delete(message).where(message.c.id == known.id))
        return early

    async def lost(self, key: str) -> None:
        """Somebody else removed a copy."""
        await self.connection.execute(update(copy).where(copy.c.key == key).values(state="gone"))

    async def change(self, id: int, **values: Any) -> None:
        """Set columns of a copy."""
        await self.connection.execute(_SET_COPY, {"row": id, **values})

    @property
    def _messages(self) -> Messages:
        return Messages(self.connection)
