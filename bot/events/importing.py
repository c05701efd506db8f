"""Events from another calendar, as drafts: an organiser names its address, looks at them, and announces what they like.

What is there already, by its name in that calendar or by title and time, is not made again.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from adapters.contract.commands import Declaration, Who, ask
from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import ChannelRef
from adapters.contract.written import written
from bot.events import making, outside, render, rules, texts, timing, when
from bot.events.governing import OPEN
from bot.feature import Call, Handler
from bot.saying import _
from storage.database import Unit

MOST = 20  # events of one calendar
LARGEST, LOOKED_AT = 2000, 200  # components, and dates, that are looked at
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
AHEAD = timedelta(days=180)


@dataclass(frozen=True)
class Address:
    """Where a calendar is."""

    address: str = ask(_("Address of the calendar"), hint="https://…", max_length=500)


@dataclass(frozen=True, slots=True)
class Found:
    """An event of another calendar: wall-clock start, and length in minutes. `source` is its name there."""

    source: str
    title: str
    about: str
    place: str
    local: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Importing:
    """Fetches with `outside`, before the transaction."""

    outside: outside.Outside

    async def prepare(self, call: Call) -> list[Found] | str:
        """What is coming in a calendar; or why that cannot be told."""
        try:
            body = await self.outside.fetch(call.answers.address)
            return await asyncio.to_thread(read, body, call.now)
        except outside.Unfetched as why:
            return why.said

    async def answer(self, call: Call, unit: Unit) -> Content:
        """Make drafts of what is new."""
        if isinstance(call.prepared, str):
            return plain(call.prepared)
        made: list[int] = []
        for found in call.prepared:
            if not await unit.events.known(call.asked.channel.home, found.source, found.title, _start(found)):
                made.append(await _draft(found, call, unit))
        if not made:
            return plain(texts.IMPORT_NOTHING)
        events = [event for id in made if (event := await unit.events.by_id(id)) is not None]
        left_out = () if unit.keeps_secrets or not _with_links(call.prepared) else (texts.LINK_NEEDS_KEY,)
        lines = plain(texts.imported(len(made)), *left_out, *(render.short(event) for event in events))
        buttons = tuple(Button(f"{event.id}. {event.title}"[:75], OPEN, str(event.id)) for event in events)
        return Content(lines.blocks, buttons=buttons)


def read(body: bytes, now: float) -> list[Found]:
    """The events of the next half year, soonest first. Raises Unfetched when that is no calendar."""
    begin = when.at(now)
    try:
        calendar = Calendar.from_ical(body)
        calendar.subcomponents = [each for each in calendar.subcomponents if _bounded(each)][:LARGEST]
        coming = recurring_ical_events.of(calendar, skip_bad_series=True).after(begin)
        components = list(islice(takewhile(lambda each: not _beyond(each, begin + AHEAD), coming), LOOKED_AT))
        found = [event for each in components if (event := _found(each)) is not None and _start(event) > now]
    except Exception as error:  # whatever somebody else's file makes a parser do
        raise outside.Unfetched(texts.IMPORT_FAILED) from error
    return sorted(found, key=lambda each: each.local)[:MOST]


def _bounded(component: Any) -> bool:
    """Whether a component comes again at most once a day: others could be made to fill the memory."""
    rules_ = component.get("rrule", ())
    found = rules_ if isinstance(rules_, list) else [rules_] if rules_ else []
    return all(
        each.get("freq", ["?"])[0] in FREQUENCIES and not {"BYHOUR", "BYMINUTE", "BYSECOND"} & set(each)
        for each in found
    )


def _beyond(component: Any, end: datetime) -> bool:
    """Whether an event begins after a moment; whole days and times without a zone are London's."""
    start = component["dtstart"].dt
    at = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)
    return (at if at.tzinfo is not None else at.replace(tzinfo=end.tzinfo)) > end


def _found(component: Any) -> Found | None:
    """One event, as it is to be drafted; None for whole days and what is cancelled."""
    start, end = component.get("dtstart"), component.get("dtend")
    title = " ".join(_words(component, "summary").split())[:90]
    if start is None or not isinstance(start.dt, datetime) or not title or component.get("status") == "CANCELLED":
        return None
    local = _london(start.dt)
    seconds = (end.dt - start.dt).total_seconds() if end is not None and isinstance(end.dt, datetime) else 0.0
    minutes = min(max(5, round(seconds / 60)), when.LONGEST) if seconds > 0 else making.HOUR_LONG
    place, about = _words(component, "location")[:300], _words(component, "description")[:1500]
    source = f"{component.get('uid', '')} {start.dt.isoformat()}"[:500]
    return Found(source, title, about.strip(), place.strip(), local, minutes)


def _words(component: Any, name: str) -> str:
    """What somebody wrote there, as if they had written it into our own form."""
    return written(str(component.get(name, "")))


def _london(moment: date | datetime) -> datetime:
    """A moment on the clocks of London; one without a zone is theirs already."""
    assert isinstance(moment, datetime)
    there = moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(when.ZONE))
    return there.replace(tzinfo=None, second=0, microsecond=0)


def _with_links(found: list[Found]) -> bool:
    """Whether a place or description has an address, which may be the way in."""
    return any(rules.without_addresses(words) != words for each in found for words in (each.place, each.about))


def _start(found: Found) -> float:
    return when.unix(found.local)


async def _draft(found: Found, call: Call, unit: Unit) -> int:
    here: ChannelRef = call.asked.channel
    try:
        place, link = rules.where(found.place)
    except rules.Wrong:
        place, link = "", ""
    about = found.about
    if not unit.keeps_secrets:
        link, about = "", rules.without_addresses(about)
    id = await unit.events.add(
        call.now,
        community=here.home,
        channel=here.parent,
        organiser=call.asked.by.account,
        title=found.title,
        about=about,
        place=place,
        link=link,
        zone=when.ZONE,
        minutes=found.minutes,
        source=found.source,
    )
    await making.possible_places(id, here.parent, unit)
    event = await unit.events.by_id(id)
    if event is not None:
        await timing.set_time(event, found.local, found.minutes, unit, call.now)
    return id


def handlers(fetching: outside.Outside) -> tuple[Handler, ...]:
    """What organisers ask for."""
    made = Importing(fetching)
    declared = Declaration(
        "events import", "Import", _("Make drafts of a calendar's events"), Address, who=Who.ORGANISER
    )
    return (Handler(declared, made.answer, prepare=made.prepare),)
