"""Bridges: named groups of two or more channels that mirror each other. A channel is in one bridge at most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Table,
    Text,
    bindparam,
    case,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from adapters.contract.refs import ChannelRef
from storage.exclusions import Exclusions
from storage.filters import word_filter
from storage.held import held, hospital_number
from storage.prepared import Prepared
from storage.schema import Address, RowId, Session, Time, metadata

ALWAYS = 1e15  # as a time: until somebody changes it

bridge = Table(
    "bridge",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created_at", Time, nullable=False),
    Column("created_by", Address, nullable=False, default=""),
    Column("rules", Text, nullable=False, default=""),
    Column("paused", Boolean, nullable=False, default=False),
    sqlite_autoincrement=True,  # a number is never given again: what was decided about a bridge is about no other
)

bridge_end = Table(
    "bridge_end",
    metadata,
    Column("channel", Address, primary_key=True),
    Column("bridge_id", ForeignKey("bridge.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("relay_bots", Boolean, nullable=False, default=True),
    Column("joined_at", Time, nullable=False),
    Column("direction", Text, nullable=False, default="both"),
    Column("paused", Boolean, nullable=False, default=False),
    Column("open_since", Time, nullable=False, default=0.0),
    Column("suspended", Text, nullable=False, default=""),
    Column("suspended_at", Time, nullable=False, default=0.0),
    Column("hold", Time, nullable=False, default=0.0),
    Column("looked_at", Time, nullable=False, default=0.0),
    Column("whole_at", Time, nullable=False, default=0.0),  # when the last day of its history was last read
    Column("unnamed_until", Time, nullable=False, default=0.0),
    Column("strangers_since", Time, nullable=False, default=ALWAYS),
)


class Taken(Exception):
    """A bridge's name, or one of its channels, is in use already; `args[0]` says which."""


class Direction(StrEnum):
    """Which way messages go at an end."""

    BOTH = "both"
    IN = "in"  # it only receives
    OUT = "out"  # it only sends


@dataclass(frozen=True, slots=True)
class End:
    """A channel that takes part in a bridge. `relay_bots`: whether other bots' messages leave it.

    What was written before `open_since` (in any channel) neither leaves it nor comes to it: the time when it joined,
    was resumed, or had its direction changed. `suspended` says why the bot cannot work there, since `suspended_at`;
    empty when it can. What leaves the channel is held for `hold` seconds first. What was written in it before
    `unnamed_until` leaves it without names (the Chatham House Rule), whenever it is heard. What people of other
    organisations write there leaves it if it was written after `strangers_since`.
    """

    channel: ChannelRef
    relay_bots: bool = True
    direction: Direction = Direction.BOTH
    paused: bool = False
    open_since: float = 0.0
    suspended: str = ""
    suspended_at: float = 0.0
    hold: float = 0.0
    unnamed_until: float = 0.0
    strangers_since: float = ALWAYS

    @property
    def unnamed(self) -> bool:
        """Whether what is written now leaves it without names."""
        return self.unnamed_until >= ALWAYS

    @property
    def strangers(self) -> bool:
        """Whether what people of other organisations write now leaves it."""
        return self.strangers_since < ALWAYS


@dataclass(frozen=True, slots=True)
class Bridge:
    """A named group of channels that mirror each other. `filtered`: words are filtered on it.

    `watched`: a message is held, on it or elsewhere, or hospitals' numbers are known.
    `private`: it is the room of people who were introduced, and no concern of organisers (see `storage.rooms`).
    """

    id: int
    name: str
    ends: tuple[End, ...]
    paused: bool = False
    filtered: bool = False
    watched: bool = False
    private: bool = False

    def end(self, channel: ChannelRef) -> End | None:
        """The end which that channel, or the thread it is, belongs to."""
        return next((end for end in self.ends if end.channel in (channel, channel.parent)), None)

    def others(self, channel: ChannelRef) -> tuple[ChannelRef, ...]:
        """The channels that mirror this one."""
        return tuple(end.channel for end in self.ends if end.channel not in (channel, channel.parent))


_END = tuple(End.__dataclass_fields__)
_FILTERED = exists().where(word_filter.c.bridge_id == bridge.c.id).label("filtered")
_WATCHED = or_(exists().where(held.c.at > 0), exists().where(hospital_number.c.at > 0)).label("watched")
_BRIDGE = (bridge.c.id, bridge.c.name, bridge.c.paused.label("all_paused"), _FILTERED, _WATCHED)
_ALL = (
    select(*_BRIDGE, *(bridge_end.c[name] for name in _END))
    .join(bridge_end)
    .order_by(bridge.c.name, bridge_end.c.joined_at, bridge_end.c.channel)
)
_HERE = bridge_end.c.channel.in_((bindparam("channel"), bindparam("parent")))
_BY_ID = Prepared(_ALL.where(bridge.c.id == bindparam("id")))
_EVERY = Prepared(_ALL)
_THIS_END = bridge_end.c.channel == bindparam("end")
_SET = Prepared(update(bridge_end).where(_THIS_END))
_JOINED_AT = Prepared(select(bridge_end.c.joined_at).where(_THIS_END))
_LOOKED_AT = Prepared(select(*(bridge_end.c[name] for name in ("joined_at", "looked_at", "whole_at"))).where(_THIS_END))
_SUSPENDED = Prepared(select(bridge_end.c.channel).where(bridge_end.c.suspended != ""))
_OF = Prepared(_ALL.where(bridge.c.id.in_(select(bridge_end.c.bridge_id).where(_HERE).correlate(None))))


@dataclass(frozen=True, slots=True)
class Bridges:
    """Queries on bridges."""

    connection: Session

    async def add(
        self, name: str, channels: tuple[ChannelRef, ...], now: float, *, created_by: str = "", rules: str = ""
    ) -> int:
        """Make a bridge; its id comes back. Raises Taken, before it writes, when its name or a channel is in use."""
        # Asked first: a constraint that fails would spoil what shares the transaction.
        if (await self.connection.execute(select(bridge.c.id).where(bridge.c.name == name))).first() is not None:
            raise Taken(f"There is a bridge called “{name}” already.")
        await self._free(channels)
        new = insert(bridge).values(name=name, created_at=now, created_by=created_by, rules=rules)
        id: int = (await self.connection.execute(new.returning(bridge.c.id))).scalar_one()
        await self._seat(id, channels, now)
        return id

    async def join(self, id: int, channel: ChannelRef, now: float) -> None:
        """Make a channel an end of a bridge. Raises Taken, before it writes, when it is in one already."""
        await self._free((channel,))
        await self._seat(id, (channel,), now)

    async def leave(self, channel: ChannelRef) -> None:
        """Take an end out of its bridge; a bridge without ends goes."""
        await self.connection.execute(delete(bridge_end).where(bridge_end.c.channel == str(channel)))
        ended = exists().where(bridge_end.c.bridge_id == bridge.c.id)
        await self.connection.execute(delete(bridge).where(~ended))

    async def remove(self, name: str) -> bool:
        """Take a bridge away; False when there is none of that name."""
        return (await self.connection.execute(delete(bridge).where(bridge.c.name == name))).rowcount > 0

    async def let_bots(self, channel: ChannelRef, relay_bots: bool) -> bool:
        """Whether other bots' messages leave a channel; False when it is in no bridge."""
        return await self._set(channel, relay_bots=relay_bots)

    async def of(self, channel: ChannelRef) -> Bridge | None:
        """The bridge that a channel, or the channel of a thread, is in."""
        either = {"channel": str(channel), "parent": str(channel.parent)}
        return next(iter(_built(await self.connection.execute(_OF, either))), None)

    async def by_id(self, id: int) -> Bridge | None:
        """The bridge of that row."""
        return next(iter(_built(await self.connection.execute(_BY_ID, {"id": id}))), None)

    async def holding(self, channel: ChannelRef) -> Bridge | None:
        """The bridge that a channel, the channel of a thread, or a thread of the channel is in."""
        if (known := await self.of(channel)) is not None or channel.thread is not None:
            return known
        inside = select(bridge_end.c.channel).where(bridge_end.c.channel.startswith(f"{channel}/", autoescape=True))
        thread = (await self.connection.execute(inside.limit(1))).scalar()
        return None if thread is None else await self.of(ChannelRef.parse(thread))

    async def rules(self, id: int) -> str:
        """What a bridge's members agreed to; empty when nothing was written down."""
        return (await self.connection.execute(select(bridge.c.rules).where(bridge.c.id == id))).scalar() or ""

    async def rule(self, id: int, rules: str) -> None:
        """Set a bridge's rules."""
        await self.connection.execute(update(bridge).where(bridge.c.id == id).values(rules=rules))

    async def pause(self, id: int, *, paused: bool, now: float) -> None:
        """Stop a whole bridge, or let it go on: with what is written from now on."""
        await self.connection.execute(update(bridge).where(bridge.c.id == id).values(paused=paused))
        if not paused:
            await self.connection.execute(update(bridge_end).where(bridge_end.c.bridge_id == id).values(open_since=now))

    async def pause_end(self, channel: ChannelRef, *, paused: bool, now: float) -> None:
        """Stop one end, or let it go on: with what is written from now on."""
        await self._set(channel, paused=paused, **({} if paused else {"open_since": now}))

    async def direct(self, channel: ChannelRef, direction: Direction, now: float) -> None:
        """Set which way messages go at an end, from now on."""
        await self._set(channel, direction=direction, open_since=now)

    async def hold(self, channel: ChannelRef, seconds: float) -> None:
        """Set for how long what leaves a channel is held first."""
        await self._set(channel, hold=seconds)

    async def unname(self, channel: ChannelRef, until: float) -> None:
        """Set until when what is written in a channel leaves it without names."""
        await self._set(channel, unnamed_until=until)

    async def let_strangers(self, channel: ChannelRef, since: float) -> None:
        """Set from when on what people of other organisations write in a channel leaves it."""
        await self._set(channel, strangers_since=since)

    async def look(self, channel: ChannelRef, at: float, *, whole: bool) -> None:
        """Note that a channel's history was read to its end at a time; `whole`: all that of the day before."""
        await self._set(channel, looked_at=at, **({"whole_at": at} if whole else {}))

    async def looked_at(self, channel: ChannelRef) -> tuple[float, float, float] | None:
        """When an end joined, was last read to its end, and had its last day read; 0.0 for never. None for no end."""
        times = (await self.connection.execute(_LOOKED_AT, {"end": str(channel)})).first()
        return None if times is None else tuple(times)

    async def suspend(self, channel: ChannelRef, why: str, now: float) -> bool:
        """Note why the bot cannot work at an end; False when it could not before, for the same reason."""
        here = (bridge_end.c.channel == str(channel)) & (bridge_end.c.suspended != why)
        since = case((bridge_end.c.suspended == "", now), else_=bridge_end.c.suspended_at)
        noted = update(bridge_end).where(here).values(suspended=why, suspended_at=since)
        return (await self.connection.execute(noted)).rowcount > 0

    async def restore(self, channel: ChannelRef) -> bool:
        """Note that the bot can work at an end; False when it could before."""
        here = (bridge_end.c.channel == str(channel)) & (bridge_end.c.suspended != "")
        noted = update(bridge_end).where(here).values(suspended="", suspended_at=0.0)
        return (await self.connection.execute(noted)).rowcount > 0

    async def suspended(self) -> list[ChannelRef]:
        """The ends at which the bot cannot work."""
        return [ChannelRef.parse(channel) for channel in await self.connection.scalars(_SUSPENDED)]

    async def all(self) -> list[Bridge]:
        """Every bridge, by name."""
        return _built(await self.connection.execute(_EVERY))

    async def joined_at(self, channel: ChannelRef) -> float:
        """When a channel became an end of its bridge; 0.0 when it is none."""
        return (await self.connection.execute(_JOINED_AT, {"end": str(channel)})).scalar() or 0.0

    async def _set(self, channel: ChannelRef, **values: Any) -> bool:
        return (await self.connection.execute(_SET, {"end": str(channel), **values})).rowcount > 0

    async def _free(self, channels: tuple[ChannelRef, ...]) -> None:
        for channel in channels:
            if (known := await self.holding(channel)) is not None:
                raise Taken(f"The channel {channel} is in the bridge “{known.name}” already.")

    async def _seat(self, id: int, channels: tuple[ChannelRef, ...], now: float) -> None:
        place = {"bridge_id": id, "joined_at": now, "open_since": now}
        await self.connection.execute(insert(bridge_end), [{**place, "channel": str(channel)} for channel in channels])
        await Exclusions(self.connection).carry(channels, id)


def _built(rows: Iterable[Any]) -> list[Bridge]:
    """Bridges from rows of `_ALL`."""
    ends: dict[tuple[int, str, bool, bool, bool], list[End]] = {}
    for id, name, all_paused, filtered, watched, channel, bots, direction, *more in rows:
        end = End(ChannelRef.parse(channel), bots, Direction(direction), *more)
        ends.setdefault((id, name, all_paused, bool(filtered), bool(watched)), []).append(end)
    return [Bridge(id, name, tuple(found), *more) for (id, name, *more), found in ends.items()]
