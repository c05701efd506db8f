"""Announcements that do not appear: after three tries, the organiser is told where, and why."""

from __future__ import annotations

from adapters.contract.content import plain
from adapters.contract.refs import MessageRef
from bot import notices
from bot.events import rights, texts
from bot.events.posts import notice
from bot.whom import name_of
from storage.database import Unit
from storage.events import EventState
from storage.messages import NOTICES

TRIES = 3


async def tell(now: float, unit: Unit) -> None:
    """Tell organisers of announcements that were tried three times, or given up."""
    for place in await unit.events.places.untold():
        row = await unit.messages.by_key(MessageRef(NOTICES, notice(place.event_id)).key)
        if row is None:
            continue
        lane = str(place.channel.parent)
        if await unit.copies.of(row.id, lane):
            await unit.events.places.told(place)  # it is there: later changes are the bridge's own affair
            continue
        why = await unit.lanes.trouble(row.id, lane, TRIES)
        event = await unit.events.by_id(place.event_id)
        if why is None or event is None or event.state is not EventState.ANNOUNCED:
            continue
        await unit.events.places.told(place)
        said = texts.not_shown(event.title, name_of(place.community, await unit.communities.names()), why)
        name = f"event-{event.id}-failed-{place.channel}"
        await notices.post(unit, name, plain(said), await rights.hosts(event, unit), now)
