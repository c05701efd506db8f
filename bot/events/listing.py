"""What is coming: for everybody."""

from __future__ import annotations

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Button, Content, Heading, Paragraph, Text, plain
from bot.events import answer_texts, render, rights, wording
from bot.events.answering import link
from bot.feature import Call, Handler
from bot.saying import _
from storage.database import Unit
from storage.events import Event, EventState
from storage.rsvps import Rsvp, Seat

SHOW = "events show"
LISTED = 10


async def list_(call: Call, unit: Unit) -> Content:
    """Show what this community is shown, soonest first."""
    found = await unit.events.coming(call.now, LISTED, call.asked.channel.home)
    return _list(found) if found else plain(wording.NOTHING)


async def next_(call: Call, unit: Unit) -> Content:
    """Show the next event, with the buttons to answer."""
    found = await unit.events.coming(call.now, 1, call.asked.channel.home)
    return await _whole(found[0], call, unit) if found else plain(wording.NOTHING)


async def mine(call: Call, unit: Unit) -> Content:
    """Show what somebody has answered, with any of their accounts."""
    said = await unit.rsvps.mine(await unit.members.accounts(call.asked.by.account))
    found = [event for id in said if (event := await unit.events.by_id(id)) is not None]
    coming = sorted(
        (it for it in found if it.state is EventState.ANNOUNCED and (it.ends_at or 0.0) > call.now),
        key=lambda it: it.starts_at or 0.0,
    )[:LISTED]
    if not coming:
        return plain(wording.NOTHING_MINE)
    lines = [Paragraph((Text(render.short(it)), render.BETWEEN, Text(_mine(said[it.id])))) for it in coming]
    return Content((Heading(3, (Text(wording.YOUR_EVENTS),)), *lines), buttons=buttons(coming))


async def show(call: Call, unit: Unit) -> Content:
    """Show one event to whoever may know of it."""
    event = await rights.event(rights.argument(call.asked), unit)
    if event is None or event.state is EventState.DRAFT or not await rights.shown(call.asked, event, unit):
        return plain(wording.NO_EVENT)
    return await _whole(event, call, unit)


async def _whole(event: Event, call: Call, unit: Unit) -> Content:
    names = await unit.communities.names()
    if event.state is EventState.CANCELLED:
        return render.cancelled(event, names)
    said = await unit.rsvps.of(event.id, await unit.members.accounts(call.asked.by.account))
    own = plain(_mine(said)).blocks if said is not None else ()
    way_in = link(event, call.now) if said is not None and said.seat is Seat.SEATED else ()
    return Content((*render.details(event, names), *own, *way_in), buttons=render.answers(event))


def _list(found: list[Event]) -> Content:
    lines = [Paragraph((Text(render.short(it)),)) for it in found]
    return Content((Heading(3, (Text(wording.COMING),)), *lines), buttons=buttons(found))


def buttons(found: list[Event]) -> tuple[Button, ...]:
    """One for each event, which shows it."""
    return tuple(Button(it.title[:75], SHOW, str(it.id)) for it in found)


def _mine(said: Rsvp) -> str:
    if said.seat is Seat.WAITING:
        return answer_texts.YOU_WAIT
    if said.seat is Seat.OFFERED:
        return answer_texts.YOU_ARE_OFFERED
    return answer_texts.YOU_SAID[said.answer]


HANDLERS = (
    Handler(
        Declaration(
            "events list",
            "Coming events",
            _("Show the events that are coming"),
            ways=frozenset({Way.SLASH, Way.BUTTON}),
        ),
        list_,
    ),
    Handler(Declaration("events next", "Next event", _("Show the next event")), next_),
    Handler(Declaration("events mine", "My events", _("Show the events that you answered")), mine),
    Handler(Declaration(SHOW, "Show", "Show an event", ways=frozenset({Way.BUTTON})), show),
)
