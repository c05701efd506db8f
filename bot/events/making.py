"""How organisers make an event, and change what it says: one form for what matters, small ones for the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from adapters.contract.commands import Answers, Beginning, Declaration, Kind, Reply, Way, Who, ask
from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import ChannelRef
from bot import crossing
from bot.events import acts, guarded, panel, rights, rules, texts, timing, ways_in, when, when_texts, wording
from bot.feature import Call, Handler
from bot.returning import returned
from bot.saying import _
from bot.texts.carried_texts import PRIVATE_THREAD
from storage.database import Unit
from storage.event_places import PlaceState
from storage.events import Event, EventState

BUTTON = frozenset({Way.BUTTON})
CLOCK = "events clock"
DAY = "day"  # of a button of `CLOCK`: a day was chosen, and what the clocks do then is still open
HOUR_LONG = 60  # minutes


@dataclass(frozen=True)
class Basics:
    """What every event needs."""

    title: str = ask(_("What is it called?"), max_length=90)
    when: str = ask(_("When? In UK time"), hint="{day} 2pm", max_length=80)
    length: str = ask(
        _("How long?"), hint=_("{length}, unless you write something else", length="1 hour"), max_length=40, default=""
    )
    where: str = ask(
        _("Place, or link to join"),
        hint=_("Only people who say yes get the link"),
        max_length=300,
        default="",
    )
    about: str = ask(_("What is it about?"), kind=Kind.PARAGRAPH, max_length=1500, default="")


async def begin_new(form: Beginning, unit: Unit) -> Answers | Content:
    """Whoever asks in a private thread is told so before they write anything."""
    return plain(PRIVATE_THREAD) if await crossing.aside(form, unit) else {}


async def new(call: Call, unit: Unit) -> Content:
    """Keep a draft, and show it with what is missing."""
    given: Basics = call.answers
    if await crossing.aside(call.asked, unit):
        return returned(call, PRIVATE_THREAD)
    try:
        said = _written(given)
    except rules.Wrong as wrong:
        return returned(call, wrong.said)
    if said["link"] and not unit.keeps_secrets:
        return returned(call, texts.LINK_NEEDS_KEY)
    here = await asked_in(call, unit)
    title = ways_in.kept(said)["title"]
    if (begun := await unit.events.begun(here.home, call.asked.by.account, title)) is not None:
        await timing.change(begun, unit, call.now, **{name: value for name, value in said.items() if value})
        return await _timed(begun.id, given, call, unit, texts.WENT_ON)
    id = await timing.add(
        unit,
        call.now,
        **said,
        community=here.home,
        channel=here,
        organiser=call.asked.by.account,
        zone=when.ZONE,
        minutes=HOUR_LONG,
    )
    await possible_places(id, here, unit)
    return await _timed(id, given, call, unit)


async def basics(call: Call, unit: Unit) -> Content:
    """Change title, time, place and description."""
    event = await rights.changeable(call, unit)
    if isinstance(event, str):
        return returned(call, event)
    given: Basics = call.answers
    try:
        said = _written(given, event.link)
    except rules.Wrong as wrong:
        return returned(call, wrong.said)
    if said["link"] != event.link and not unit.keeps_secrets:
        return returned(call, texts.LINK_NEEDS_KEY)
    if (no := await guarded.refused(event, call, unit, **said)) is not None:
        return no
    await timing.change(event, unit, call.now, **said)
    await acts.changed(call, unit, event)
    return await _timed(event.id, given, call, unit, texts.SAVED, began=when.lasting(event.minutes))


def _written(given: Basics, link: str = "") -> dict[str, str]:
    """What a form says in words. Raises Wrong.

    Without a place that has it, the joining link stays what it is: a form that begins without it does not take it away.
    """
    title, about = given.title.strip(), given.about.strip()
    place, new = ways_in.where(given.where)
    link = new or link or ways_in.found(about) or ways_in.found(title)
    return {"title": title, "about": about, "place": place, "link": link}


async def begin_basics(form: Beginning, unit: Unit) -> Answers:
    """The answers as they are, and the time as it was just written; of the joining link, nothing."""
    event = await rights.beginning(form, unit)
    if event is None:
        return {}
    written = f"{when.day(rules.local(event).date())} {rules.local(event):%H:%M}" if event.local else ""
    anew, _, length = panel.carried(form).partition("|")
    return {
        "title": event.title,
        "when": anew or written,
        "length": length if anew else when.lasting(event.minutes),
        "where": event.place,
        "about": event.about,
    }


async def clock(call: Call, unit: Unit) -> Content:
    """Set the time that somebody chose of those which their words, or a clock change, leave."""
    event = await rights.changeable(call, unit)
    if isinstance(event, str):
        return plain(event)
    try:
        _, written, minutes, which = rights.argument(call.asked).split("/")
        local, length = datetime.fromisoformat(written), int(minutes)
    except ValueError:
        return plain(wording.NO_EVENT)
    if local.tzinfo is not None or not 5 <= length <= when.LONGEST:
        return plain(wording.NO_EVENT)
    if (found := when.clocks(local)) is not when.Clocks.ONCE and which == DAY:
        return _which(event.id, local, length, found)
    if found is when.Clocks.NEVER:
        return plain(wording.NO_EVENT)
    await timing.set_time(event, local, length, unit, call.now, second=which == "second")
    await acts.changed(call, unit, event)
    return await panel.show(event.id, unit, call.now)


async def where(call: Call, unit: Unit) -> Content:
    """Leave a channel out, or take it in."""
    event = await rights.managed(call, unit)
    if isinstance(event, str):
        return plain(event)
    if event.state is not EventState.DRAFT:
        return plain(texts.NOT_A_DRAFT)
    channel = rights.argument(call.asked).partition("/")[2]
    for place in await unit.events.places.of(event.id):
        if str(place.channel) == channel:
            other = PlaceState.LEFT_OUT if place.state is PlaceState.CHOSEN else PlaceState.CHOSEN
            await unit.events.places.move(event.id, [place.channel], other)
    return await panel.show(event.id, unit, call.now)


async def discard(call: Call, unit: Unit) -> Content:
    """Remove a draft."""
    event = await rights.managed(call, unit)
    if isinstance(event, str):
        return plain(event)
    if event.state is not EventState.DRAFT:
        return plain(texts.NOT_A_DRAFT)
    await unit.events.remove(event.id)
    return plain(texts.REMOVED)


async def copy(event: Event, call: Call, unit: Unit) -> Content:
    """Make a draft with everything of an event but its time and joining link."""
    names = ("title", "about", "place", "zone", "minutes", "sectors", "captions", "bsl", "step_free", "recorded")
    more = ("contact", "sponsored", "sponsor", "capacity", "reserved", "topics", "unnamed", "community", "channel")
    kept = {name: getattr(event, name) for name in (*names, *more)}
    id = await timing.add(unit, call.now, organiser=call.asked.by.account, **kept)
    for place in await unit.events.places.of(event.id):
        state = PlaceState.LEFT_OUT if place.state is PlaceState.LEFT_OUT else PlaceState.CHOSEN
        await unit.events.places.add(id, place.channel, place.bridge_id, state)
    return await panel.show(id, unit, call.now, texts.COPIED)


async def _timed(id: int, given: Basics, call: Call, unit: Unit, *said: str, began: str = "") -> Content:
    """Set the time as it was written; what is unclear about it is asked, and the rest is kept.

    `began`: the length with which the form opened. Whoever leaves it there means the end that they write.
    """
    event = await unit.events.by_id(id)
    assert event is not None
    try:
        written = when.read(given.when, call.now)
        minutes = _lasts(written.minutes, given.length.strip(), began)
    except when.Unclear as unclear:
        again = texts.TIME_STAYS if event.state is EventState.ANNOUNCED else texts.TIME_AGAIN
        why, time = (*said, unclear.said, again), f"{given.when}|{given.length}"
        return await panel.refused(call, id, unit, *why, form=panel.BASICS, carries=time, only=("when", "length"))
    if written.local.isoformat(timespec="minutes") == event.local and minutes == event.minutes:
        return await panel.show(id, unit, call.now, *said)
    if written.other is not None:
        return _which_day(id, sorted((written.local, written.other)), minutes)
    if (found := when.clocks(written.local)) is not when.Clocks.ONCE:
        return _which(id, written.local, minutes, found)
    await timing.set_time(event, written.local, minutes, unit, call.now)
    return await panel.show(id, unit, call.now, *said)


def _lasts(until_end: int | None, length: str, began: str) -> int:
    """How many minutes an event takes: to the end that was written, or as long as was written. Raises Unclear."""
    if until_end is None:
        return when.length(length) if length else HOUR_LONG
    if length and length != began and when.length(length) != until_end:
        raise when.Unclear(when_texts.TWO_ENDS)
    return until_end


def _which_day(id: int, days: Iterable[datetime], minutes: int) -> Content:
    """Ask which of the days is meant that the words may mean."""
    buttons = (
        Button(when.moment(local), CLOCK, f"{id}/{local.isoformat(timespec='minutes')}/{minutes}/{DAY}")
        for local in days
    )
    return replace(plain(when_texts.WHICH_DAY), buttons=tuple(buttons))


def _which(id: int, local: datetime, minutes: int, clocks: when.Clocks) -> Content:
    """Ask which of the times is meant that a clock change leaves."""
    choices = timing.choices(local, clocks)
    said = when_texts.doubled if clocks is when.Clocks.TWICE else when_texts.skipped
    question = plain(said(local.date(), when.clock(local)), when_texts.SPRING_OR_AUTUMN)
    buttons = tuple(
        Button(label, CLOCK, f"{id}/{time.isoformat(timespec='minutes')}/{minutes}/{which}")
        for label, time, which in choices
    )
    return replace(question, buttons=buttons)


async def asked_in(call: Call, unit: Unit) -> ChannelRef:
    """Where somebody asks: a thread stands for its channel, unless it is itself joined."""
    asked = call.asked.channel
    bridge = await crossing.here(call.asked, unit)
    end = None if bridge is None else bridge.end(asked)
    return asked.parent if end is None else end.channel


async def possible_places(id: int, here: ChannelRef, unit: Unit) -> None:
    """Note where an event could be shown: the channels of this channel's bridge are chosen, others may be."""
    own = await unit.bridges.of(here)
    for bridge in await unit.bridges.all():
        if any(end.channel.home == here.home for end in bridge.ends):
            chosen = own is not None and bridge.id == own.id
            for end in bridge.ends:
                state = PlaceState.CHOSEN if chosen else PlaceState.LEFT_OUT
                await unit.events.places.add(id, end.channel, bridge.id, state)
    if own is None:
        await unit.events.places.add(id, here, 0, PlaceState.CHOSEN)


HANDLERS = (
    Handler(
        Declaration(
            "events new",
            _("New event"),
            _("Announce an event"),
            Basics,
            who=Who.ORGANISER,
            form=True,
            begins=True,
            announces=True,
        ),
        new,
        begin=begin_new,
    ),
    Handler(
        Declaration(
            panel.BASICS,
            _("Title, time, place"),
            "Change an event",
            Basics,
            ways=BUTTON,
            form=True,
            begins=True,
            announces=True,
        ),
        basics,
        begin=begin_basics,
    ),
    Handler(Declaration(CLOCK, "Choose a time", "Choose a time", ways=BUTTON, reply=Reply.REPLACE), clock),
    Handler(Declaration(panel.WHERE, "Where it is shown", "Choose channels", ways=BUTTON, reply=Reply.REPLACE), where),
    Handler(Declaration(panel.DISCARD, "Remove draft", "Remove a draft", ways=BUTTON, reply=Reply.REPLACE), discard),
)
