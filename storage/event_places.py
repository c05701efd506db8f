"""The channels in which an event is, or is to be, announced, and whose events a community lets in unasked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    RowMapping,
    Table,
    Text,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from storage.prepared import Prepared
from storage.schema import Address, RowId, Session, Time, metadata, upsert


class PlaceState(StrEnum):
    """Whether an event may be shown in a channel."""

    LEFT_OUT = "left out"  # its organiser does not want it there
    CHOSEN = "chosen"  # nothing has been asked or shown yet
    ASKED = "asked"  # the organisers there have not answered
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"  # they did not answer in time
    UNASKED = "unasked"  # no organiser there is known yet, and until `deadline` it is worth asking one


event_place = Table(
    "event_place",
    metadata,
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("channel", Address, primary_key=True),
    Column("community", Address, nullable=False),
    Column("bridge_id", RowId, nullable=False),
    Column("state", Text, nullable=False),
    Column("deadline", Time),
    Column("told", Boolean, nullable=False, default=False),
    Index("ix_event_place_deadline", "state", "deadline"),
)

event_trust = Table(
    "event_trust",
    metadata,
    Column("community", Address, primary_key=True),
    Column("trusted", Address, primary_key=True),
    Column("by", Address, nullable=False),
    Column("at", Time, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel in which an event is, or is to be, shown. Its community's organisers may answer until `deadline`."""

    event_id: int
    channel: ChannelRef
    community: CommunityRef
    bridge_id: int
    state: PlaceState
    deadline: float | None
    told: bool

    @classmethod
    def of(cls, row: RowMapping) -> Place:
        """The place in a row of the table."""
        channel, community = ChannelRef.parse(row["channel"]), CommunityRef.parse(row["community"])
        state = PlaceState(row["state"])
        return cls(row["event_id"], channel, community, row["bridge_id"], state, row["deadline"], row["told"])


_ALL = (
    select(event_place)
    .where(event_place.c.event_id == bindparam("event"))
    .order_by(event_place.c.community, event_place.c.channel)
)
_OF = Prepared(_ALL)
_ASKED, _APPROVED = (event_place.c.state == state for state in (PlaceState.ASKED, PlaceState.APPROVED))
_LATE = Prepared(select(event_place).where(_ASKED, event_place.c.deadline <= bindparam("before", type_=Time)))
_UNASKED = Prepared(
    select(event_place).where(
        event_place.c.state == PlaceState.UNASKED, event_place.c.deadline > bindparam("now", type_=Time)
    )
)
_UNTOLD = Prepared(select(event_place).where(or_(_ASKED, _APPROVED), ~event_place.c.told))
_IN = _ALL.where(event_place.c.state.in_(bindparam("states", expanding=True)))


@dataclass(frozen=True, slots=True)
class EventPlaces:
    """Queries on where events are announced."""

    connection: Session

    async def add(self, id: int, channel: ChannelRef, bridge_id: int, state: PlaceState) -> None:
        """Note a channel in which an event may be shown; one that is noted already stays as it is."""
        new = upsert(event_place, self.connection.dialect.name).on_conflict_do_nothing()
        row = {"event_id": id, "channel": str(channel), "community": str(channel.home), "bridge_id": bridge_id}
        await self.connection.execute(new, {**row, "state": state})

    async def of(self, id: int, *states: PlaceState) -> list[Place]:
        """The channels of an event, in one of these states if any are given."""
        query, given = (_IN, {"states": states}) if states else (_OF, {})
        rows = await self.connection.execute(query, {"event": id, **given})
        return [Place.of(row) for row in rows.mappings()]

    async def move(
        self, id: int, channels: Collection[ChannelRef], state: PlaceState, deadline: float | None = None
    ) -> None:
        """Set how far an event is in channels."""
        which = (event_place.c.event_id == id) & event_place.c.channel.in_([str(channel) for channel in channels])
        values = {"state": state, "deadline": deadline, "told": False}
        await self.connection.execute(update(event_place).where(which).values(values))

    async def unanswered(self, before: float) -> list[Place]:
        """Places about which nobody answered before a time."""
        return [Place.of(row) for row in (await self.connection.execute(_LATE, {"before": before})).mappings()]

    async def unasked(self, now: float) -> list[Place]:
        """Places about which nobody could be asked yet, and still can be."""
        return [Place.of(row) for row in (await self.connection.execute(_UNASKED, {"now": now})).mappings()]

    async def untold(self) -> list[Place]:
        """Places, approved or asked, of which it is not known yet whether the post or the question arrived."""
        return [Place.of(row) for row in (await self.connection.execute(_UNTOLD)).mappings()]

    async def told(self, place: Place) -> None:
        """Note that the organiser knows of a failure in a place."""
        which = (event_place.c.event_id == place.event_id) & (event_place.c.channel == str(place.channel))
        await self.connection.execute(update(event_place).where(which).values(told=True))

    async def trust(self, community: CommunityRef, trusted: CommunityRef, by: AccountRef, now: float) -> None:
        """Let in another community's events from now on."""
        new = upsert(event_trust, self.connection.dialect.name).on_conflict_do_nothing()
        row = {"community": str(community), "trusted": str(trusted), "by": str(by), "at": now}
        await self.connection.execute(new, row)

    async def distrust(self, community: CommunityRef, trusted: CommunityRef) -> bool:
        """Be asked again; False when there was no trust."""
        which = (event_trust.c.community == str(community)) & (event_trust.c.trusted == str(trusted))
        return (await self.connection.execute(delete(event_trust).where(which))).rowcount > 0

    async def trusted(self, community: CommunityRef) -> list[CommunityRef]:
        """Whom a community trusts."""
        rows = select(event_trust.c.trusted).where(event_trust.c.community == str(community))
        found = await self.connection.scalars(rows.order_by(event_trust.c.trusted))
        return [CommunityRef.parse(key) for key in found.all()]
