"""Events in platforms' own lists: what is shown where, and since which change.

Before an event is made there, it is noted as what it is made: so it is found by that, should the answer be lost, and
however it has changed since.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, select, update

from adapters.contract.refs import CommunityRef
from storage.event_places import PlaceState, event_place
from storage.events import Event, EventState, event
from storage.schema import Address, Session, Time, metadata, upsert

event_mirror = Table(
    "event_mirror",
    metadata,
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("community", Address, primary_key=True),
    Column("remote", Text, nullable=False),  # empty: the platform did not take it
    Column("sequence", Integer, nullable=False),
    Column("title", Text, nullable=False, default=""),  # with which it is being made; empty: it is not
    Column("starts_at", Time),  # the same
    Column("tried_at", Time, nullable=False, default=0.0),
)
NOT_YET = -1  # the sequence of what is not shown yet


@dataclass(frozen=True, slots=True)
class Wanting:
    """An event that a platform's own list does not show as it is now; `remote` is its id there, or empty.

    `title` and `starts_at` are those with which an earlier attempt may have made it; empty when there was none.
    """

    event: Event
    community: CommunityRef
    remote: str
    title: str
    starts_at: float


@dataclass(frozen=True, slots=True)
class Mirrors:
    """Queries on events in platforms' own lists."""

    connection: Session

    async def wanting(self, platforms: list[str], now: float, most: int) -> list[Wanting]:
        """What is to be brought up to date: events to come, and cancelled ones that were shown."""
        here = (event_mirror.c.event_id == event.c.id) & (event_mirror.c.community == event_place.c.community)
        announced = (event.c.state == EventState.ANNOUNCED) & (event.c.starts_at > now)
        perhaps = (event_mirror.c.remote != "") | (event_mirror.c.title != "")
        cancelled = (event.c.state == EventState.CANCELLED) & perhaps
        made = (event_mirror.c.title.label("made_title"), event_mirror.c.starts_at.label("made_starts_at"))
        query = (
            select(event, event_place.c.community.label("where"), event_mirror.c.remote, *made)
            .join(event_place, event_place.c.event_id == event.c.id)
            .outerjoin(event_mirror, here)
            .where(event_place.c.state == PlaceState.APPROVED, announced | cancelled)
            .where(event_mirror.c.sequence.is_(None) | (event_mirror.c.sequence != event.c.sequence))
            .distinct()
            .order_by(event.c.id)
            .limit(most)
        )
        found = [
            Wanting(
                Event.of(row),
                CommunityRef.parse(row["where"]),
                row["remote"] or "",
                row["made_title"] or "",
                row["made_starts_at"] or 0.0,
            )
            for row in (await self.connection.execute(query)).mappings()
        ]
        return [each for each in found if each.community.platform in platforms]

    async def claim(self, wanting: Wanting, now: float, seconds: float) -> bool:
        """See to what is not shown yet; False when another process has begun to, less than so many seconds ago."""
        new = upsert(event_mirror, self.connection.dialect.name)
        row = {"event_id": wanting.event.id, "community": str(wanting.community), "remote": "", "sequence": NOT_YET}
        mine = new.on_conflict_do_update(
            index_elements=["event_id", "community"],
            set_={"tried_at": new.excluded.tried_at},
            where=event_mirror.c.tried_at <= now - seconds,
        )
        return (await self.connection.execute(mine, {**row, "tried_at": now})).rowcount > 0

    async def making(self, wanting: Wanting, title: str, starts_at: float) -> None:
        """An event is about to be made with this title and time."""
        where = (event_mirror.c.event_id == wanting.event.id) & (event_mirror.c.community == str(wanting.community))
        await self.connection.execute(update(event_mirror).where(where).values(title=title, starts_at=starts_at))

    async def note(self, wanting: Wanting, remote: str) -> None:
        """The list shows an event as it was when it was wanted; `remote` is empty when it does not."""
        new = upsert(event_mirror, self.connection.dialect.name)
        shown = {name: new.excluded[name] for name in ("remote", "sequence", "title", "starts_at", "tried_at")}
        row = {"event_id": wanting.event.id, "community": str(wanting.community), "remote": remote}
        known = {"sequence": wanting.event.sequence, "title": "", "starts_at": None, "tried_at": 0.0}
        done = new.on_conflict_do_update(index_elements=["event_id", "community"], set_=shown)
        await self.connection.execute(done, {**row, **known})
