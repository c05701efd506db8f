"""Announcements that do not appear: after three tries, the organiser is told where, and why."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.content import plain
from adapters.contract.refs import MessageRef
from bot import notices, organisers
from bot.events import announcing_texts as texts
from bot.events import rights
from bot.events.posts import notice, question
from bot.whom import name_of
from storage.database import Unit
from storage.event_places import Place, PlaceState
from storage.events import Event, EventState
from storage.messages import NOTICES

TRIES = 3


async def tell(now: float, unit: Unit) -> None:
    """Tell organisers of announcements, and questions about them, that were tried three times, or given up."""
    for place in await unit.events.places.untold():
        asked = place.state is PlaceState.ASKED
        name = question(place.event_id, place.community) if asked else notice(place.event_id)
        there, why = await _arrived(name, await _lanes(place, unit), unit, now)
        if there:
            await unit.events.places.told(place)  # later changes are the bridge's own affair
            continue
        event = await unit.events.by_id(place.event_id)
        if why is None or event is None or event.state is not EventState.ANNOUNCED:
            continue
        await unit.events.places.told(place)
        await _tell(event, place, why, unit, now)


async def _lanes(place: Place, unit: Unit) -> list[str]:
    """Where it is to appear: the channel, or while its community is asked, where its organisers are told things."""
    if place.state is not PlaceState.ASKED:
        return [str(place.channel.parent)]
    return [str(room.parent) for room in await organisers.rooms(unit, place.community, place.bridge_id)]


async def _arrived(name: str, lanes: Sequence[str], unit: Unit, now: float) -> tuple[bool, str | None]:
    """Whether a notice stands in one of these lanes; if it failed in all of them, why."""
    row = await unit.messages.by_key(MessageRef(NOTICES, name).key)
    if row is None:
        return False, None
    whys = []
    for lane in lanes:
        if await unit.copies.of(row.id, lane):
            return True, None
        whys.append(await unit.lanes.trouble(row.id, lane, TRIES, now))
    return False, whys[0] if whys and None not in whys else None


async def _tell(event: Event, place: Place, why: str, unit: Unit, now: float) -> None:
    community = name_of(place.community, await unit.communities.names())
    asked = place.state is PlaceState.ASKED
    said = (texts.not_asked if asked else texts.not_shown)(event.title, community, why)
    name = f"event-{event.id}-{'unasked' if asked else 'failed'}-{place.community if asked else place.channel}"
    await notices.post(unit, name, plain(said), await rights.hosts(event, unit), now)
