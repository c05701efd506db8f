"""Rooms: where those who were introduced talk. Each writes in a private place of their own, and the bot carries it.

A room is a bridge of its own kind: its ends are private channels. Its number as a bridge's is below zero, where no
other bridge's is, and no list of bridges shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    insert,
    select,
    update,
)

from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from storage.copies import copy
from storage.introductions import introduction
from storage.messages import NOTICES, message
from storage.prepared import Prepared
from storage.schema import Address, RowId, Session, Time, metadata, upsert
from storage.seats import OPENING, Room, RoomSeat

room = Table(
    "room",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("introduction_id", ForeignKey("introduction.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("shared", Boolean, nullable=False),  # all in one private channel: there is nothing to carry
    Column("opened_at", Time, nullable=False),
    Column("stirred_at", Time, nullable=False, index=True),
    Column("closed_at", Time),
    Column("agreed", Integer),  # the number of the time slot that suits all
    sqlite_autoincrement=True,  # a number is never given again: notices have it in their names
)

room_end = Table(
    "room_end",
    metadata,
    Column("room_id", ForeignKey("room.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("account", Address, nullable=False),
    Column("box", Address, nullable=False, index=True),  # whose opening leads to the channel
    Column("channel", Address, nullable=False, index=True),  # the same as `box` until the opening stands there
    Column("seated", Boolean, nullable=False, default=False),
    Column("looked_at", Time, nullable=False, default=0.0),  # when the channel's history was last read to its end
)

room_slot = Table(
    "room_slot",
    metadata,
    Column("room_id", ForeignKey("room.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Time, nullable=False),
)

room_mark = Table(
    "room_mark",
    metadata,
    Column("room_id", ForeignKey("room.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("person", Text, primary_key=True),
    Index("ix_room_mark_person", "person"),
)

_LIVE = room.c.closed_at.is_(None)
_BEFORE: BindParameter[float] = bindparam("before", type_=Time)
_MOST: BindParameter[int] = bindparam("most")
_QUIET = Prepared(select(room.c.id).where(_LIVE, room.c.stirred_at < _BEFORE).order_by(room.c.stirred_at).limit(_MOST))
_AGREED = select(introduction.c.id).where(introduction.c.state == "agreed")
_UNSETTLED = Prepared(
    select(room.c.id)
    .where(_LIVE, room.c.opened_at < _BEFORE, room.c.introduction_id.in_(_AGREED))
    .order_by(room.c.id)
    .limit(_MOST)
)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Queries on rooms."""

    connection: Session

    async def open(self, introduction_id: int, seats: Sequence[tuple[str, AccountRef, ChannelRef]], now: float) -> int:
        """Make a room for (person, account, private place); its number comes back. One place for all is shared."""
        shared = len({box for _, _, box in seats}) == 1
        times = {"opened_at": now, "stirred_at": now}
        new = insert(room).values(introduction_id=introduction_id, shared=shared, **times)
        id = int((await self.connection.execute(new.returning(room.c.id))).scalar_one())
        rows = [
            {"room_id": id, "person": person, "account": str(account), "box": str(box), "channel": str(box)}
            for person, account, box in seats
        ]
        await self.connection.execute(insert(room_end), rows)
        return id

    async def of(self, id: int, *, lock: bool = False) -> Room | None:
        """The room of a number. With `lock`, others who are about to change it wait until we are done."""
        return await self._one(room.c.id == id, lock=lock)

    async def for_introduction(self, id: int) -> Room | None:
        """The room that an introduction led to."""
        return await self._one(room.c.introduction_id == id)

    async def with_person(self, person: str) -> list[Room]:
        """The open rooms in which somebody is."""
        mine = select(room_end.c.room_id).where(room_end.c.person == person)
        return await self._rooms(room.c.id.in_(mine) & _LIVE)

    async def ever_with(self, person: str) -> list[int]:
        """The numbers of the rooms in which somebody is, or was until they closed."""
        mine = select(room_end.c.room_id).where(room_end.c.person == person).order_by(room_end.c.room_id)
        return [int(id) for id in (await self.connection.scalars(mine)).all()]

    async def leave(self, person: str) -> None:
        """Tell somebody nothing more in any room."""
        mine = room_end.c.person == person
        await self.connection.execute(update(room_end).where(mine).values(seated=False))

    async def move(self, id: int, boxes: Sequence[tuple[str, ChannelRef]]) -> None:
        """Give a room's members a private place each, in place of the one that they could not share."""
        await self.connection.execute(update(room).where(room.c.id == id).values(shared=False))
        for person, box in boxes:
            await self.reseat(id, person, box)

    async def reseat(self, id: int, person: str, box: ChannelRef) -> None:
        """Give one member of a room another private place."""
        mine = (room_end.c.room_id == id) & (room_end.c.person == person)
        place = {"box": str(box), "channel": str(box), "seated": False}
        await self.connection.execute(update(room_end).where(mine).values(**place))

    async def stands(self, notice: str, box: str, ref: MessageRef, *, threads: bool) -> None:
        """A notice came to stand in a private place. If it opens a room, that is the room's place from now on.

        With `threads`, what belongs to the room is written in the notice's thread.
        """
        if not notice.startswith(OPENING) or not notice.removeprefix(OPENING).isdecimal():
            return
        id = int(notice.removeprefix(OPENING))
        kept = select(room.c.shared).where(room.c.id == id)
        shared = (await self.connection.execute(kept)).scalar()
        channel = ref.as_thread if threads and not shared else ref.channel
        mine = (room_end.c.room_id == id) & (room_end.c.box == box)
        await self.connection.execute(update(room_end).where(mine).values(channel=str(channel), seated=True))

    async def around(self, channel: ChannelRef, key: str | None) -> Room | None:
        """The open room that is meant by something in a private channel.

        `key` is that of the message it is about, or answers. Where several rooms share the channel and it does not
        tell, the newest is meant.
        """
        inside = select(room_end.c.room_id).where(room_end.c.channel == str(channel))
        found = await self._rooms(room.c.id.in_(inside) & _LIVE)
        if len(found) < 2 or key is None:
            return found[0] if found else None
        return await self._meant(found, channel, key) or found[0]

    async def known(self, channel: ChannelRef) -> bool:
        """Whether a channel is, or was, where somebody writes in a room, or holds such threads."""
        here = room_end.c.channel == str(channel.parent)
        threads = room_end.c.channel.startswith(f"{channel.parent}/", autoescape=True)
        found = select(room_end.c.room_id).join(room).where(here | threads, ~room.c.shared).limit(1)
        return (await self.connection.execute(found)).first() is not None

    async def box(self, channel: ChannelRef, account: AccountRef) -> ChannelRef | None:
        """What leads to a private channel in which this account writes, or wrote; None when it is none of theirs."""
        theirs = (room_end.c.account == str(account)) & (room_end.c.channel == str(channel))
        found = (await self.connection.scalars(select(room_end.c.box).where(theirs).limit(1))).first()
        return None if found is None else ChannelRef.parse(found)

    async def stir(self, id: int, now: float) -> None:
        """Something was said in a room."""
        await self.connection.execute(update(room).where(room.c.id == id).values(stirred_at=now))

    async def shared_at(self, channel: ChannelRef) -> list[int]:
        """The numbers of the open rooms whose members all write in this channel."""
        inside = select(room_end.c.room_id).where(room_end.c.channel.in_([str(channel), str(channel.parent)]))
        found = select(room.c.id).where(room.c.id.in_(inside), room.c.shared, _LIVE)
        return [int(id) for id in (await self.connection.scalars(found)).all()]

    async def quiet(self, before: float, most: int) -> list[int]:
        """The numbers of open rooms in which nothing was said since a time."""
        return [int(id) for id in await self.connection.scalars(_QUIET, {"before": before, "most": most})]

    async def unsettled(self, before: float, most: int) -> list[int]:
        """The numbers of open rooms, made before a time, of which it is not noted that they stand everywhere."""
        return [int(id) for id in await self.connection.scalars(_UNSETTLED, {"before": before, "most": most})]

    async def close(self, id: int, now: float) -> bool:
        """Close a room; False when it is closed already."""
        closed = update(room).where(room.c.id == id, _LIVE).values(closed_at=now)
        return (await self.connection.execute(closed)).rowcount > 0

    async def erase(self, person: str, nobody: str) -> None:
        """Let `nobody` stand for somebody, at no account, in every room."""
        mine = room_end.c.person == person
        gone = {"person": nobody, "account": ":/", "box": "gone:gone/gone", "channel": f"gone:gone/{nobody}"}
        await self.connection.execute(update(room_end).where(mine).values(**gone))
        await self.connection.execute(update(room_mark).where(room_mark.c.person == person).values(person=nobody))

    async def offer(self, id: int, times: Sequence[float]) -> None:
        """Offer times to talk, numbered from 0."""
        rows = [{"room_id": id, "number": number, "at": at} for number, at in enumerate(times)]
        if rows:
            await self.connection.execute(insert(room_slot), rows)

    async def mark(self, id: int, number: int, person: str) -> None:
        """Note that somebody can make a time."""
        new = upsert(room_mark, self.connection.dialect.name).on_conflict_do_nothing()
        await self.connection.execute(new, {"room_id": id, "number": number, "person": person})

    async def agree(self, id: int, number: int) -> bool:
        """Note the time that suits all; False when one is noted already."""
        first = update(room).where(room.c.id == id, room.c.agreed.is_(None)).values(agreed=number)
        return (await self.connection.execute(first)).rowcount > 0

    async def _meant(self, found: Sequence[Room], channel: ChannelRef, key: str) -> Room | None:
        """The room to which a message belongs: by the notice that it is, or by where it was carried to."""
        behind = select(message.c.id, message.c.channel, message.c.remote, message.c.lane)
        same = message.c.key == key
        copied = message.c.id.in_(select(copy.c.message_id).where(copy.c.key == key))
        row = (await self.connection.execute(behind.where(same | copied))).first()
        if row is None:
            return None
        if row.channel == str(NOTICES):
            return next((each for each in found if row.remote in (each.opening, f"{each.opening}-news")), None)
        lanes = set((await self.connection.scalars(select(copy.c.lane).where(copy.c.message_id == row.id))).all())
        lanes = (lanes | {row.lane}) - {str(channel.parent)}
        return next((each for each in found if lanes & {str(it.channel.parent) for it in each.seats}), None)

    async def _one(self, which: Any, *, lock: bool = False) -> Room | None:
        found = await self._rooms(which, lock=lock)
        return found[0] if found else None

    async def _rooms(self, which: Any, *, lock: bool = False) -> list[Room]:
        rows = select(room).where(which).order_by(room.c.id.desc())
        found = (await self.connection.execute(rows.with_for_update() if lock else rows)).mappings().all()
        return [await self._whole(row) for row in found]

    async def _whole(self, row: Any) -> Room:
        id = row["id"]
        ends = select(room_end).where(room_end.c.room_id == id).order_by(room_end.c.person)
        seats = [
            RoomSeat(
                it.person,
                AccountRef.parse(it.account),
                ChannelRef.parse(it.box),
                ChannelRef.parse(it.channel),
                it.seated,
            )
            for it in await self.connection.execute(ends)
        ]
        slots = select(room_slot.c.at).where(room_slot.c.room_id == id).order_by(room_slot.c.number)
        marks = select(room_mark.c.number, room_mark.c.person).where(room_mark.c.room_id == id)
        times = tuple((await self.connection.scalars(slots)).all())
        marked = tuple(
            (number, person)
            for number, person in await self.connection.execute(marks.order_by(*marks.selected_columns))
        )
        return Room(**row, seats=tuple(seats), slots=times, marks=marked)
