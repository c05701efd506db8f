"""Community events.

A time is kept as wall-clock time and zone; `starts_at` and `ends_at` are derived from it. An event that is over stays
for a while, so that calendars learn of its end; then it goes with everything about it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
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
    insert,
    select,
    update,
)

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from storage.digests import Digests
from storage.event_places import EventPlaces, PlaceState, event_place
from storage.feeds import Feeds
from storage.prepared import Prepared
from storage.resealing import unreadable
from storage.schema import Address, RowId, Session, Time, metadata
from storage.sealing import Sealed
from storage.series import AllSeries, event_series


class EventState(StrEnum):
    """How far an event is."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


event = Table(
    "event",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("community", Address, nullable=False, index=True),
    Column("channel", Address, nullable=False),
    Column("organiser", Address, nullable=False, index=True),
    Column("state", Text, nullable=False, default=EventState.DRAFT),
    Column("title", Text, nullable=False),
    Column("about", Sealed(), nullable=False, default=""),
    Column("place", Text, nullable=False, default=""),
    Column("link", Sealed(needs_key=True), nullable=False, default=""),
    Column("zone", Text, nullable=False),
    Column("local", Text, nullable=False, default=""),
    Column("second", Boolean, nullable=False, default=False),
    Column("minutes", Integer, nullable=False),
    Column("starts_at", Time),
    Column("ends_at", Time),
    Column("sectors", Text, nullable=False, default=""),
    Column("captions", Text, nullable=False, default=""),
    Column("bsl", Text, nullable=False, default=""),
    Column("step_free", Text, nullable=False, default=""),
    Column("recorded", Text, nullable=False, default=""),
    Column("contact", Text, nullable=False, default=""),
    Column("sponsored", Boolean),
    Column("sponsor", Text, nullable=False, default=""),
    Column("capacity", Integer),
    Column("reserved", Text, nullable=False, default=""),
    Column("sequence", Integer, nullable=False, default=0),
    Column("stale", Boolean, nullable=False, default=False),
    Column("created_at", Time, nullable=False),
    Column("changed_at", Time, nullable=False),
    Column("recap", Sealed(), nullable=False, default=""),
    Column("series_id", ForeignKey("event_series.id", ondelete="SET NULL"), index=True),
    Column("original", Text, nullable=False, default=""),
    Column("rule", Text, nullable=False, default=""),
    Column("source", Text, nullable=False, default=""),
    Column("announce_at", Time),
    Column("topics", Text, nullable=False, default=""),
    Column("introduced", Boolean, nullable=False, default=False),  # those who came and asked to meet others
    Column("unnamed", Boolean, nullable=False, default=False),
    Index("ix_event_announce", "announce_at"),
    Index("ix_event_time", "state", "starts_at"),
    Index("ix_event_stale", "stale"),
    Index("uq_event_date", "series_id", "original", unique=True),
    sqlite_autoincrement=True,  # a number is never given again: buttons and notices know events by it
)


@dataclass(frozen=True, slots=True)
class Event:
    """A community event. `local` is its wall-clock start in `zone`, of two such times the `second` if that is set.

    `rule` says how it comes again, `original` is the start that it has by the rule of its series. `stale`: its posts
    are to be brought up to date. `unnamed`: the Chatham House Rule holds.
    """

    id: int
    uid: str
    community: CommunityRef
    channel: ChannelRef
    organiser: AccountRef
    state: EventState
    title: str
    about: str
    place: str
    link: str
    zone: str
    local: str
    second: bool
    minutes: int
    starts_at: float | None
    ends_at: float | None
    sectors: str
    captions: str
    bsl: str
    step_free: str
    recorded: str
    contact: str
    sponsored: bool | None
    sponsor: str
    capacity: int | None
    reserved: str
    sequence: int
    stale: bool
    created_at: float
    changed_at: float
    recap: str
    series_id: int | None
    original: str
    rule: str
    source: str
    announce_at: float | None
    topics: str
    unnamed: bool

    @classmethod
    def of(cls, row: RowMapping) -> Event:
        """The event in a row of the table."""
        values = {name: row[name] for name in cls.__dataclass_fields__}
        return cls(**values | {name: parsed(row[name]) for name, parsed in _TYPES.items()})


_BY_ID = select(event).where(event.c.id == bindparam("id"))
_LOCKED = _BY_ID.with_for_update()  # SQLite has one writer
_CHANGE = update(event).where(event.c.id == bindparam("row"))
_STALE = Prepared(select(event).where(event.c.stale).order_by(event.c.id).limit(bindparam("most")))
_DUE = (event.c.state == EventState.DRAFT) & (event.c.announce_at <= bindparam("by", type_=Time))
_PLANNED = Prepared(select(event.c.id).where(_DUE).order_by(event.c.announce_at, event.c.id).limit(bindparam("most")))
_TYPES: dict[str, Any] = {
    "community": CommunityRef.parse, "channel": ChannelRef.parse, "organiser": AccountRef.parse, "state": EventState
}  # fmt: skip
_LIVING = event.c.state == EventState.ANNOUNCED


@dataclass(frozen=True, slots=True)
class Events:
    """Queries on events."""

    connection: Session

    async def add(self, now: float, **values: Any) -> int:
        """Keep a draft; its number comes back."""
        new = {"uid": secrets.token_hex(12), "created_at": now, "changed_at": now, **_plain(values)}
        return int((await self.connection.execute(insert(event).values(new).returning(event.c.id))).scalar_one())

    async def by_id(self, id: int, *, locked: bool = False) -> Event | None:
        """The event of that row; `locked`, whoever else wants to change its seats waits until we are done."""
        row = (await self.connection.execute(_LOCKED if locked else _BY_ID, {"id": id})).mappings().first()
        return None if row is None else Event.of(row)

    async def by_uid(self, uid: str) -> Event | None:
        """The event that has this name for ever."""
        return next(iter(await self._all(select(event).where(event.c.uid == uid))), None)

    async def change(self, id: int, **values: Any) -> None:
        """Set columns of an event."""
        await self.connection.execute(_CHANGE, {"row": id, **_plain(values)})

    async def raise_sequence(self, id: int, now: float) -> None:
        """Note that calendars are to learn of a change, and posts to be brought up to date."""
        changed = {"sequence": event.c.sequence + 1, "changed_at": now, "stale": True}
        await self.connection.execute(update(event).where(event.c.id == id).values(changed))

    async def remove(self, id: int) -> None:
        """Drop a draft."""
        await self.connection.execute(delete(event).where(event.c.id == id, event.c.state == EventState.DRAFT))

    async def stale(self, most: int) -> list[Event]:
        """Events whose posts are to be brought up to date."""
        return await self._all(_STALE, most=most)

    async def planned(self, by: float, most: int) -> list[int]:
        """The numbers of drafts that are to be announced by a time, the longest due first."""
        return list(await self.connection.scalars(_PLANNED, {"by": by, "most": most}))

    async def coming(self, after: float, most: int, community: CommunityRef | None = None) -> list[Event]:
        """Announced events that end after a time, soonest first; those that a community is shown, if one is given."""
        which = (_LIVING, event.c.ends_at > after, *([] if community is None else [_shown_to(community)]))
        return await self._all(select(event).where(*which).order_by(event.c.starts_at, event.c.id).limit(most))

    async def in_calendar(self, after: float, community: CommunityRef | None = None) -> list[Event]:
        """Announced and cancelled events that end after a time, as calendars of a community, or of all, know them."""
        which = select(event).where(event.c.state != EventState.DRAFT, event.c.ends_at > after, _shown_to(community))
        return await self._all(which.order_by(event.c.starts_at, event.c.id))

    async def near(self, starts_at: float, ends_at: float, within: float, but: int) -> list[Event]:
        """Announced events that begin or end within so many seconds of a time."""
        close = (event.c.starts_at < ends_at + within) & (event.c.ends_at > starts_at - within)
        return await self._all(select(event).where(_LIVING, close, event.c.id != but).order_by(event.c.starts_at))

    async def drafts(self, community: CommunityRef, most: int) -> list[Event]:
        """A community's drafts, newest first."""
        mine = (event.c.community == str(community)) & (event.c.state == EventState.DRAFT)
        return await self._all(select(event).where(mine).order_by(event.c.id.desc()).limit(most))

    async def begun(self, community: CommunityRef, organiser: AccountRef, title: str) -> Event | None:
        """The newest draft that somebody has begun in a community under a title, and that has no time yet."""
        mine = (event.c.community == str(community)) & (event.c.organiser == str(organiser))
        draft = mine & (event.c.state == EventState.DRAFT) & (event.c.title == title) & event.c.starts_at.is_(None)
        return next(iter(await self._all(select(event).where(draft).order_by(event.c.id.desc()).limit(1))), None)

    async def organised(self, community: CommunityRef, after: float, most: int) -> list[Event]:
        """A community's own announced events that end after a time, soonest first."""
        mine = (event.c.community == str(community)) & _LIVING & (event.c.ends_at > after)
        return await self._all(select(event).where(mine).order_by(event.c.starts_at, event.c.id).limit(most))

    async def forget(self, ended_before: float) -> None:
        """Drop events that ended before a time, with everything about them."""
        await self.connection.execute(delete(event).where(event.c.ends_at < ended_before))
        await self.series.forget(~exists().where(event.c.series_id == event_series.c.id))

    async def known(self, community: CommunityRef, source: str, title: str, starts_at: float) -> bool:
        """Whether a community has an event from elsewhere already: by its name there, or by title and time."""
        same = (event.c.source == source) | ((event.c.title == title) & (event.c.starts_at == starts_at))
        query = select(event.c.id).where(event.c.community == str(community), same).limit(1)
        return (await self.connection.execute(query)).first() is not None

    async def organised_by(self, accounts: Collection[AccountRef]) -> list[Event]:
        """The events that somebody with these accounts organises, the oldest first."""
        theirs = event.c.organiser.in_([str(account) for account in accounts])
        return await self._all(select(event).where(theirs).order_by(event.c.id))

    async def of_series(self, id: int) -> list[Event]:
        """The dates of a series, by its rule's own order."""
        return await self._all(select(event).where(event.c.series_id == id).order_by(event.c.original, event.c.id))

    async def closed(self, after: float, most: int) -> list[tuple[Event, str]]:
        """Events that end after a time or have none yet, whose joining link no key opens; with that key's name."""
        kept, lost = unreadable(event.c.link, self.connection.dialect)
        to_come = (event.c.state != EventState.CANCELLED) & ((event.c.ends_at > after) | event.c.ends_at.is_(None))
        query = select(event, kept.label("by")).where(lost, to_come).order_by(event.c.id).limit(most)
        return [(Event.of(row), row["by"]) for row in (await self.connection.execute(query)).mappings()]

    @property
    def places(self) -> EventPlaces:
        """Where events are announced."""
        return EventPlaces(self.connection)

    @property
    def series(self) -> AllSeries:
        """The rules by which events come again."""
        return AllSeries(self.connection)

    @property
    def feeds(self) -> Feeds:
        """Private addresses of calendars."""
        return Feeds(self.connection)

    @property
    def digests(self) -> Digests:
        """Weekly lists of events."""
        return Digests(self.connection)

    async def _all(self, query: Any, **given: Any) -> list[Event]:
        return [Event.of(row) for row in (await self.connection.execute(query, given)).mappings()]


def _shown_to(community: CommunityRef | None) -> Any:
    """Whether an event is in a channel of a community, or of any."""
    here = [] if community is None else [event_place.c.community == str(community)]
    return exists().where(event_place.c.event_id == event.c.id, event_place.c.state == PlaceState.APPROVED, *here)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the table keeps them."""
    return {k: str(v) if isinstance(v, AccountRef | ChannelRef | CommunityRef) else v for k, v in values.items()}
