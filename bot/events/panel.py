"""What an organiser sees of an event of theirs, with everything they can do with it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from adapters.contract.commands import Beginning
from adapters.contract.content import Button, ButtonStyle, Content, Paragraph, Small, Text, plain
from bot.events import announcing_texts, clashes, render, rules, texts, when, wording
from bot.feature import Call
from bot.returning import returned
from storage.database import Unit
from storage.event_places import Place, PlaceState
from storage.events import Event, EventState

ANNOUNCE, BASICS, WHOM, ACCESS, SPONSOR, REPEAT = (
    f"events {word}" for word in ("announce", "basics", "whom", "access", "sponsor", "repeat")
)
FOLLOW, LATER, NO_SPONSOR = "events follow", "events later", "events unsponsored"
LINK, WHERE, DISCARD, COPY, PEOPLE, CANCEL = (
    f"events {word}" for word in ("link", "where", "discard", "copy", "people", "cancel")
)

CARRIES = 50  # characters, beside an event's number: Discord takes 64


async def show(id: int, unit: Unit, now: float, *said: str) -> Content:
    """The event as it is now, below what is to be said first."""
    event = await unit.events.by_id(id)
    if event is None:
        return plain(*said)
    names = await unit.communities.names()
    if event.state is EventState.CANCELLED:
        off = (*plain(*said).blocks, *render.details(event, names), *plain(texts.IS_CANCELLED).blocks)
        return Content(off, buttons=(Button(texts.COPY, COPY, str(id)),))
    places = await unit.events.places.of(id)
    draft = event.state is EventState.DRAFT
    warnings = await clashes.warnings(event, unit) if draft else []
    lines = [texts.DRAFT if draft else texts.ANNOUNCED, *warnings]
    if draft and (missing := rules.why_not_announced(event, places, now)):
        lines.append(missing)
    if draft and event.announce_at is not None:
        lines.append(_planned(event, event.announce_at))
    if event.series_id is not None:
        lines.append(texts.ONE_DATE)
    if event.link:
        lines.append(texts.LINK_IS_SET)
    if event.capacity is not None:
        lines.append(wording.places(event.capacity))
    called = render.titles(places, names, {bridge.id: bridge.name for bridge in await unit.bridges.all()})
    where = tuple(Small((Text(line),)) for line in render.places(places, called))
    blocks = (
        *(Paragraph((Text(line),)) for line in said),
        *render.details(event, names),
        *where,
        *(Paragraph((Text(line),)) for line in lines),
    )
    buttons = _of_draft(event, places, called, now) if draft else _of_announced(event)
    return Content(blocks, buttons=buttons)


async def refused(
    call: Call, id: int, unit: Unit, *why: str, form: str = "", carries: str = "", only: Container[str] | None = None
) -> Content:
    """Why a form about an event is not taken, with what was written into it, above the event as it is.

    The button that opens `form` again carries what is to stand in it (`carried`), unless that is too long for one.
    `only` as in `returned`.
    """
    back, shown = returned(call, *why, only=only), await show(id, unit, call.now)
    again = str(id) if len(carries) > CARRIES else f"{id}/{carries}"
    buttons = (replace(each, argument=again) if each.action == form else each for each in shown.buttons)
    return Content((*back.blocks, *shown.blocks), buttons=tuple(buttons))


def carried(form: Beginning) -> str:
    """What a button carries that opens a form again: untrusted."""
    return form.argument.partition("/")[2][:CARRIES]


def _planned(event: Event, at: float) -> str:
    """When a draft is announced, or why that cannot be."""
    if event.starts_at is not None and event.starts_at <= at:
        return announcing_texts.ANNOUNCE_TOO_LATE
    local = when.at(at, event.zone)
    return announcing_texts.announced_at(local.date(), when.clock(local))


def _of_draft(event: Event, places: list[Place], called: list[str], now: float) -> tuple[Button, ...]:
    id = str(event.id)
    ready = rules.why_not_announced(event, places, now) is None
    later = Button(announcing_texts.LATER, LATER, id)
    announce = (Button(announcing_texts.ANNOUNCE, ANNOUNCE, id, ButtonStyle.PRIMARY), later) if ready else ()
    toggles = (
        Button(
            announcing_texts.toggle(name, chosen=place.state is PlaceState.CHOSEN),
            WHERE,
            f"{id}/{place.channel}",
        )
        for place, name in zip(places, called, strict=True)
    )
    return (
        *announce,
        *((Button(texts.NO_SPONSOR, NO_SPONSOR, id),) if event.sponsored is None else ()),
        *_common(id),
        Button(texts.REPEAT, REPEAT, id),
        *toggles,
        Button(texts.DISCARD, DISCARD, id, ButtonStyle.DANGER),
    )[:25]


def _of_announced(event: Event) -> tuple[Button, ...]:
    id = str(event.id)
    follow = (Button(texts.FOLLOW, FOLLOW, id),) if event.series_id is not None else ()
    return (
        *_common(id),
        *follow,
        Button(texts.WHO_COMES, PEOPLE, id),
        Button(texts.COPY, COPY, id),
        Button(texts.CANCEL, CANCEL, id, ButtonStyle.DANGER),
    )


def _common(id: str) -> tuple[Button, ...]:
    return (
        Button(texts.BASICS, BASICS, id),
        Button(texts.SPONSOR, SPONSOR, id),
        Button(texts.WHOM, WHOM, id),
        Button(texts.ACCESS, ACCESS, id),
        Button(texts.LINK, LINK, id),
    )
