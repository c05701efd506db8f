"""Messages that cross a bridge, their copies in other channels, and the reactions on them.

A message's text (`content`) and its author's name (`author`) stay only until every copy shows them; afterwards ids, a
hash of the text, and times remain. A row may come before its message does: when an edit, a deletion, a reaction or a
reply overtakes it, what is known is kept (`posted` false) and applied when the message arrives.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ForeignKey,
    Index,
    RowMapping,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    update,
)

from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from storage.portions import more, portion
from storage.prepared import Prepared
from storage.schema import Address, RowId, Session, Time, metadata, only, upsert
from storage.sealing import UNREADABLE, Code, Coded, Sealed

# Where the bot's own words stand: in no channel of a platform, for they are shown in several.
NOTICES = ChannelRef("unsilo", "notices", "all")

message = Table(
    "message",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("lane", Address, nullable=False),
    Column("channel", Address, nullable=False),
    Column("remote", Text, nullable=False),
    Column("account", Address, nullable=False, default=""),
    Column("twin", Text, nullable=False, default=""),
    Column("root_id", ForeignKey("message.id", ondelete="SET NULL"), index=True),
    Column("reply_to_id", ForeignKey("message.id", ondelete="SET NULL"), index=True),
    Column("broadcast", Boolean, nullable=False, default=False),
    Column("posted", Boolean, nullable=False, default=False),
    Column("stand_in", Boolean, nullable=False, default=False),
    Column("unnamed", Boolean, nullable=False, default=False),
    Column("sent_at", Time, nullable=False, index=True),
    Column("edited_at", Time, nullable=False, default=0.0),
    Column("deleted_at", Time),
    Column("hash", Coded(), nullable=False, default=""),
    Column("content", Sealed(lost=UNREADABLE)),
    Column("author", Text),
    Index("ix_message_account", "account", "id"),
    Index("ix_message_twin", "channel", "twin"),
    Index("ix_message_lane", "lane", "sent_at"),
    # Of what is looked through again and again there is little, and of messages much.
    Index("ix_message_content", "id", **only("content IS NOT NULL")),
    Index("ix_message_untold", "sent_at", **only("posted = 0", "NOT posted")),
    Index("ix_message_stand_in", "edited_at", **only("stand_in = 1", "stand_in")),
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message someone wrote. `content` and `author` are JSON, and None once no copy needs them.

    `unnamed`: it was written where names do not leave the channel, and never shows one. `unreadable`: there is a text,
    and its key is lost.
    """

    id: int
    ref: MessageRef
    account: str
    root_id: int | None
    reply_to_id: int | None
    broadcast: bool
    posted: bool
    stand_in: bool
    unnamed: bool
    sent_at: float
    edited_at: float
    deleted_at: float | None
    hash: Code
    content: str | None
    author: str | None
    unreadable: bool = False

    @property
    def notice(self) -> bool:
        """Whether these are the bot's own words, rather than somebody's."""
        return self.ref.channel == NOTICES

    @classmethod
    def of(cls, row: RowMapping) -> Message:
        """The message in a row of the table."""
        ref = MessageRef(ChannelRef.parse(row["channel"]), row["remote"])
        values = {name: row[name] for name in cls.__dataclass_fields__ if name not in ("ref", "unreadable")}
        if values["content"] == UNREADABLE:
            return cls(ref=ref, **{**values, "content": None}, unreadable=True)
        return cls(ref=ref, **values)


# Statements of the hot path, built once: building one costs as much as executing it.
_OF_KEY = select(message).where(message.c.key == bindparam("key"))
_BY_KEY = Prepared(_OF_KEY)
_BY_KEY_LOCKED = Prepared(_OF_KEY.with_for_update())  # SQLite has one writer
_BY_ID = Prepared(select(message).where(message.c.id == bindparam("id")))
_TWINS = (message.c.channel == bindparam("channel")) & (message.c.twin == bindparam("twin"))
_TWIN = Prepared(select(message.c.id).where(_TWINS, message.c.key != bindparam("key")))
_BEGINNING: BindParameter[str] = bindparam("beginning", type_=Text)
_BEGINS = func.substr(message.c.remote, 1, func.length(_BEGINNING)) == _BEGINNING  # an address may hold LIKE's signs
_NOTICES = Prepared(select(message).where(message.c.lane == str(NOTICES), _BEGINS).order_by(message.c.id))
_BEFORE = bindparam("before", type_=Time)
_OLD, _UNTOLD = message.c.sent_at < _BEFORE, ~message.c.posted
_FORGET = portion(delete(message), message.c.id, _OLD, message.c.sent_at)
_FORGET_UNTOLD = portion(delete(message), message.c.id, _UNTOLD & _OLD, message.c.sent_at, _UNTOLD)
_CHANGE = Prepared(update(message).where(message.c.id == bindparam("row")))


@cache
def _add(dialect: str) -> Any:
    return Prepared(upsert(message, dialect).on_conflict_do_nothing().returning(message))


@dataclass(frozen=True, slots=True)
class Messages:
    """Queries on messages, copies and reactions."""

    connection: Session

    async def by_key(self, key: str) -> Message | None:
        """The message of that key itself, never one that it is a copy of."""
        return await self.one(_BY_KEY, key=key)

    async def by_id(self, id: int) -> Message | None:
        """The message of that row."""
        return await self.one(_BY_ID, id=id)

    async def notices(self, beginning: str) -> list[Message]:
        """The notices whose names begin so."""
        given = {"beginning": beginning}
        return [Message.of(row) for row in (await self.connection.execute(_NOTICES, given)).mappings()]

    async def has_twin(self, channel: ChannelRef, twin: str, key: str) -> bool:
        """Whether the same human message is known under another id."""
        found = await self.connection.execute(_TWIN, {"channel": str(channel), "twin": twin, "key": key})
        return found.first() is not None

    async def add(self, ref: MessageRef, **values: Any) -> Message | None:
        """Make the row of a message; None when there is one already, which stays as it is."""
        where = {"key": ref.key, "lane": str(ref.channel.parent), "channel": str(ref.channel), "remote": ref.id}
        new = await self.connection.execute(_add(self.connection.dialect.name), {**where, **values})
        row = new.mappings().first()
        return None if row is None else Message.of(row)

    async def expect(self, ref: MessageRef, now: float, **known: Any) -> Message:
        """The row for a message of which something is known, made when it is not there yet.

        Another replica that is about to change it waits until we are done.
        """
        found = await self.add(ref, sent_at=now, **known) or await self.one(_BY_KEY_LOCKED, key=ref.key)
        if found is None:
            raise LookupError(ref.key)
        return found

    async def repeated(self, channel: ChannelRef, account: AccountRef, hash: str, since: float) -> int:
        """How often an account has written the same in a channel since a time."""
        here = (message.c.lane == str(channel.parent)) & (message.c.sent_at > since)
        same = (message.c.account == str(account)) & (message.c.hash == hash)
        return (await self.connection.execute(select(func.count()).where(here, same))).scalar() or 0

    async def change(self, id: int, **values: Any) -> None:
        """Set columns of a message."""
        await self.connection.execute(_CHANGE, {"row": id, **values})

    async def newest(self, channel: ChannelRef, before: float = math.inf) -> float:
        """When the newest message before a time was sent that we know of in a channel and its threads; 0.0 if none."""
        here = (message.c.lane == str(channel.parent)) & message.c.posted & (message.c.sent_at < before)
        newest = select(func.max(message.c.sent_at)).where(here)
        return (await self.connection.execute(newest)).scalar() or 0.0

    async def forget(self, before: float, never_posted_before: float) -> bool:
        """Drop a portion of messages sent before a time, and of rows whose message never came; whether more is left."""
        old = await self.connection.execute(_FORGET, {"before": before})
        untold = await self.connection.execute(_FORGET_UNTOLD, {"before": never_posted_before})
        return more(old.rowcount, untold.rowcount)

    async def one(self, query: Any, **parameters: Any) -> Message | None:
        """The message that a statement finds, if any."""
        row = (await self.connection.execute(query, parameters)).mappings().first()
        return None if row is None else Message.of(row)
