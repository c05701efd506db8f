"""Events in platforms' own lists: what is shown where, and since which change."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, select

from adapters.contract.refs import CommunityRef
from storage.event_places import PlaceState, event_place
from storage.events import Event, EventState, event
from storage.schema import Address, Session, metadata, upsert

event_mirror = Table(
    "event_mirror",
    metadata,
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("community", Address, primary_key=True),
    Column("remote", Text, nullable=False),  # empty: the platform did not take it
    Column("sequence", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Wanting:
    """An event that a platform's own list does not show as it is now; `remote` is its id there, or empty."""

    event: Event
    community: CommunityRef
    remote: str


@dataclass(frozen=True, slots=True)
class Mirrors:
    """Queries on events in platforms' own lists."""

    connection: Session

    async def wanting(self, platforms: list[str], now: float, most: int) -> list[Wanting]:
        """What is to be brought up to date: events to come, and cancelled ones that were shown."""
        here = (event_mirror.c.event_id == event.c.id) & (event_mirror.c.community == event_place.c.community)
        announced = (event.c.state == EventState.ANNOUNCED) & (event.c.starts_at > now)
        cancelled = (event.c.state == EventState.CANCELLED) & (event_mirror.c.remote != "")
        query = (
            select(event, event_place.c.community.label("where"), event_mirror.c.remote)
            .join(event_place, event_place.c.event_id == event.c.id)
            .outerjoin(event_mirror, here)
            .where(event_place.c.state == PlaceState.APPROVED, announced | cancelled)
            .where(event_mirror.c.sequence.is_(None) | (event_mirror.c.sequence != event.c.sequence))
            .distinct()
            .order_by(event.c.id)
            .limit(most)
        )
        found = [
            Wanting(Event.of(row), CommunityRef.parse(row["where"]), row["remote"] or "")
            for row in (await self.connection.execute(query)).mappings()
        ]
        return [each for each in found if each.community.platform in platforms]

    async def note(self, wanting: Wanting, remote: str) -> None:
        """The list shows an event as it was when it was wanted; `remote` is empty when it does not."""
        new = upsert(event_mirror, self.connection.dialect.name)
        shown = {name: new.excluded[name] for name in ("remote", "sequence")}
        row = {"event_id": wanting.event.id, "community": str(wanting.community), "remote": remote}
        done = new.on_conflict_do_update(index_elements=["event_id", "community"], set_=shown)
        await self.connection.execute(done, {**row, "sequence": wanting.event.sequence})
