"""Copies: the mirrors of a message in other channels, part by part."""

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
    func,
    select,
    update,
)

from adapters.contract.refs import ChannelRef, MessageRef
from storage.messages import Message, Messages, message
from storage.reactions import reaction
from storage.schema import Address, RowId, Session, Time, metadata, upsert

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
_BY_COPY = select(message).join(copy, copy.c.message_id == message.c.id).where(copy.c.key == bindparam("key"))
_BY_LIVING_COPY = _BY_COPY.where(copy.c.state == "alive")
_SET_COPY = update(copy).where(copy.c.id == bindparam("row"))
_COPIES = (
    select(copy)
    .where(copy.c.message_id == bindparam("id"), copy.c.lane == bindparam("lane"), copy.c.state != "gone")
    .order_by(copy.c.part)
)


@cache
def _add_copy(dialect: str) -> Any:
    new = upsert(copy, dialect)
    newest = {name: new.excluded[name] for name in ("key", "channel", "remote", "files", "hash", "state", "made_at")}
    return new.on_conflict_do_update(index_elements=["message_id", "lane", "part"], set_=newest)


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
            select(copy.c.lane, func.min(copy.c.channel))
            .where(copy.c.message_id == id, copy.c.state != "gone")
            .group_by(copy.c.lane)
        )
        return [(lane, channel) for lane, channel in rows]

    async def newest(self, lane: str) -> float:
        """When the newest copy was made in a lane's channel; 0.0 when there is none."""
        made = select(func.max(copy.c.made_at)).where(copy.c.lane == lane)
        return (await self.connection.execute(made)).scalar() or 0.0

    async def known(self, refs: tuple[MessageRef, ...]) -> set[str]:
        """The keys, among those of `refs`, which are copies that we know of."""
        keys = [ref.key for ref in refs]
        return set((await self.connection.scalars(select(copy.c.key).where(copy.c.key.in_(keys)))).all())

    async def standing(self, channel: ChannelRef, after: float, before: float) -> list[MessageRef]:
        """Messages and copies of a channel itself, not its threads, made within a time, which should still be there."""
        here = str(channel)
        messages = select(message.c.remote).where(
            message.c.lane == str(channel.parent), message.c.channel == here, message.c.posted, ~message.c.stand_in,
            message.c.deleted_at.is_(None), message.c.sent_at > after, message.c.sent_at < before,
        )  # fmt: skip
        copies = select(copy.c.remote).where(
            copy.c.lane == str(channel.parent), copy.c.channel == here, copy.c.state == "alive",
            copy.c.made_at > after, copy.c.made_at < before,
        )  # fmt: skip
        found = await self.connection.scalars(messages.union_all(copies))
        return [MessageRef(channel, remote) for remote in found.all()]

    async def add(self, id: int, lane: str, ref: MessageRef, *, part: int, files: bool, hash: str, now: float) -> None:
        """Record a copy that was made; what was known of its key before it was recorded moves to its message."""
        place = {"message_id": id, "lane": lane, "part": part}
        made = {
            "key": ref.key, "channel": str(ref.channel), "remote": ref.id, "files": files, "hash": hash,
            "state": "alive", "made_at": now,
        }  # fmt: skip
        await self.connection.execute(_add_copy(self.connection.dialect.name), {**place, **made})
        early = await self._messages.by_key(ref.key)
        if early is not None and not early.posted:
            await self.connection.execute(
                update(reaction).where(reaction.c.message_id == early.id).values(message_id=id)
            )
            await self.connection.execute(delete(message).where(message.c.id == early.id))

    async def lost(self, key: str) -> None:
        """Somebody else removed a copy."""
        await self.connection.execute(update(copy).where(copy.c.key == key).values(state="gone"))

    async def change(self, id: int, **values: Any) -> None:
        """Set columns of a copy."""
        await self.connection.execute(_SET_COPY, {"row": id, **values})

    @property
    def _messages(self) -> Messages:
        return Messages(self.connection)
