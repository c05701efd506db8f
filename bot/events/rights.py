"""Which event somebody means, and whether they may see it, answer it or change it: asked anew at every use."""

from __future__ import annotations

from adapters.contract.commands import Asked, Beginning, Form, Press
from adapters.contract.refs import ChannelRef
from bot import organisers
from bot.events import texts, wording
from bot.feature import Call
from bot.rights import organises
from storage.database import Unit
from storage.event_places import PlaceState
from storage.events import Event, EventState
from storage.personal import UNKNOWN


def argument(asked: Asked | Beginning) -> str:
    """What a button carries: untrusted."""
    return asked.argument if isinstance(asked, Press | Form | Beginning) else ""


def number(text: str) -> int | None:
    """The number of a row; None when it is none."""
    text = text.strip().removeprefix("#")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


async def event(text: str, unit: Unit, *, locked: bool = False) -> Event | None:
    """The event of a number."""
    id = number(text)
    return None if id is None else await unit.events.by_id(id, locked=locked)


async def manages(asked: Asked | Beginning, event: Event, unit: Unit) -> bool:
    """Whether somebody may change an event: its community's organisers. Who made it is only written to about it."""
    return await organises(asked.by, asked.channel.home, event.community, unit)


async def managed(call: Call, unit: Unit, text: str | None = None) -> Event | str:
    """The event that somebody means and may change; else a sentence that says why not."""
    meant = argument(call.asked).partition("/")[0] if text is None else text
    found = await event(meant, unit, locked=True)
    if found is None:
        return wording.NO_EVENT
    return found if await manages(call.asked, found, unit) else texts.NOT_YOURS


async def hosts(event: Event, unit: Unit) -> list[ChannelRef]:
    """Where whoever organises an event is told of it: its community's organisers, once that person was erased."""
    gone = event.organiser.platform == UNKNOWN
    return await organisers.of(unit, event.community) if gone else [event.organiser.letter_box]


async def shown(asked: Asked, event: Event, unit: Unit) -> bool:
    """Whether somebody may know of an event: it is shown where they ask, they answered it, or they may change it.

    In private messages, it is shown where their weekly list comes from, too.
    """
    if event.state is not EventState.DRAFT:
        shown_in = {place.community for place in await unit.events.places.of(event.id, PlaceState.APPROVED)}
        if asked.channel.home in shown_in:
            return True
        accounts = await unit.members.accounts(asked.by.account)
        if await unit.rsvps.of(event.id, accounts) is not None:
            return True
        if any(interest.community in shown_in for interest in await unit.events.digests.asked(accounts)):
            return True
    return await manages(asked, event, unit)


async def changeable(call: Call, unit: Unit) -> Event | str:
    """The event that somebody means and may change, unless it is cancelled; else a sentence that says why not."""
    found = await managed(call, unit)
    if isinstance(found, str):
        return found
    return texts.IS_CANCELLED if found.state is EventState.CANCELLED else found


async def beginning(form: Beginning, unit: Unit) -> Event | None:
    """The event of a form that is about to open before somebody who may change it."""
    found = await event(argument(form).partition("/")[0], unit)
    return found if found is not None and await manages(form, found, unit) else None
