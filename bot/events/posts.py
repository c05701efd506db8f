"""An event's posts: one notice, in every channel whose community lets it in."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.refs import CommunityRef, MessageRef
from bot import notices
from bot.events import render
from storage.database import Unit
from storage.event_places import PlaceState
from storage.events import Event, EventState
from storage.messages import NOTICES

MOST = 50  # events whose posts are brought up to date at a time


@dataclass(frozen=True, slots=True)
class Posts:
    """Brings posts up to date. `base` is the address of the public pages; empty when there are none."""

    base: str = ""

    def page(self, event: Event) -> str:
        """The address of an event's public page; empty when there are none."""
        return f"{self.base}/events/{event.uid}" if self.base else ""

    async def refresh(self, id: int, unit: Unit, now: float) -> None:
        """Let every channel of an event show it as it is now."""
        event = await unit.events.by_id(id)
        if event is None or event.state is EventState.DRAFT:
            return
        places = await unit.events.places.of(id, PlaceState.APPROVED)
        content = render.post(event, await counts(id, unit), await unit.communities.names(), self.page(event))
        await notices.post(unit, notice(id), content, [place.channel for place in places], now)
        known = await unit.messages.by_key(MessageRef(NOTICES, notice(id)).key)
        if known is not None:  # what is still to come is not too old to keep
            await unit.messages.change(known.id, sent_at=now)
        await unit.events.change(id, stale=False)

    async def refresh_stale(self, now: float, unit: Unit) -> None:
        """Bring the posts up to date that have something new to show: many answers make one change."""
        for event in await unit.events.stale(MOST):
            await self.refresh(event.id, unit, now)


async def counts(id: int, unit: Unit) -> render.Counts:
    """Who comes to an event, in numbers."""
    return render.Counts(await unit.rsvps.tally(id), await unit.rsvps.taken(id), await unit.rsvps.seated(id))


def notice(id: int) -> str:
    """What an event's post is called, for ever."""
    return f"event-{id}"


def question(id: int, community: CommunityRef) -> str:
    """What the question to a community's organisers is called, whether it may be shown there."""
    return f"event-{id}-request-{community}"
