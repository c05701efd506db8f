"""Events as calendars read them (RFC 5545): one file for an event, and feeds that calendars look at again and again.

Outlook needs the zone's rules beside the times, from 1970 on and as rules; every program needs one name for an event
for ever, and a number that rises with each change. A cancelled event stays, marked so. No joining link is in here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vRecur,
    vText,
)

from bot.events import calendar_texts, recurrence, render, rules, topics, ways_in, when, wording
from bot.whom import name_of
from storage import events as stored
from storage.series import Series

REFRESH = timedelta(hours=12)
NAMESPACE = "events.unsilo"  # behind the names of events; never to be changed


class Method(StrEnum):
    """What a calendar is to do with a file."""

    PUBLISH = "PUBLISH"  # take the entry in, or put it in the place of an older one
    CANCEL = "CANCEL"  # take it out


@dataclass(frozen=True, slots=True)
class Look:
    """What calendars show beside the events: what communities are called, and where the pages are (empty: nowhere)."""

    names: dict[str, str]
    base: str = ""


def calendar(
    name: str, events: Sequence[stored.Event], look: Look, series: Sequence[tuple[Series, list[stored.Event]]] = ()
) -> bytes:
    """A feed; the same events make the same bytes.

    Each of the `series` comes with the dates of it that there are by now.
    """
    made = _begun(Method.PUBLISH)
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    made.add_component(_london())
    for event in events:
        if event.starts_at is not None:
            made.add_component(entry(event, look))
    for each, dates in series:
        for component in (_master(each, dates[-1], look), *(_date(each, date, look) for date in dates)):
            made.add_component(component)
    return bytes(made.to_ical())


def single(event: stored.Event, look: Look, method: Method = Method.PUBLISH) -> bytes:
    """The file of one event, to be opened. It says nothing of a calendar, which Outlook would open as one of its own.

    An entry that is published has no organiser: with one, Outlook asks for an answer that nobody could receive. What
    takes an entry out has to name one (RFC 5546), and Exchange's word for one without an e-mail address is used.
    """
    made = _begun(method)
    made.add_component(_london())
    one = entry(event, look)
    if method is Method.CANCEL:
        organiser = vCalAddress("invalid:nomail")
        organiser.params["cn"] = vText(name_of(event.community, look.names))
        one.add("organizer", organiser)
    made.add_component(one)
    return bytes(made.to_ical())


def _begun(method: Method) -> Calendar:
    """A calendar without anything in it."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Unsilo//Events//EN")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def _master(series: Series, like: stored.Event, look: Look) -> Event:
    """A series with its rule."""
    kept: dict[str, Any] = json.loads(series.template) if series.template else {}
    like = replace(like, **kept)
    first, rule = datetime.fromisoformat(series.first), recurrence.rule(series)
    starts = when.unix(first, like.zone)
    last = max(rule.dates(first), default=first)
    until = None if rule.until is None else datetime.fromtimestamp(when.unix(last, like.zone), UTC)
    general: dict[str, Any] = {
        "starts_at": starts,
        "ends_at": starts + like.minutes * 60,
        "state": stored.EventState.ANNOUNCED,
    }
    made = Event()
    made.add("uid", f"{series.uid}@{NAMESPACE}")
    fill(made, replace(like, **general, sequence=series.sequence), look)
    made.add("rrule", vRecur(rule.in_calendars(first, until)))
    return made


def _date(series: Series, event: stored.Event, look: Look) -> Event:
    """One date of a series, as it is now: of which of the rule's dates it stands in the place is told as well."""
    made = Event()
    made.add("uid", f"{series.uid}@{NAMESPACE}")
    instead_of = when.unix(datetime.fromisoformat(event.original), event.zone)
    made.add("recurrence-id", when.at(instead_of, event.zone))
    fill(made, replace(event, sequence=event.sequence + series.sequence), look)
    return made


def entry(event: stored.Event, look: Look) -> Event:
    """One event."""
    made = Event()
    made.add("uid", f"{event.uid}@{NAMESPACE}")
    fill(made, event, look)
    return made


def fill(made: Event, event: stored.Event, look: Look) -> None:
    """Everything of an event but its name."""
    changed = datetime.fromtimestamp(int(event.changed_at), UTC)
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("created", datetime.fromtimestamp(int(event.created_at), UTC))
    made.add("sequence", event.sequence)
    made.add("dtstart", moment(event, event.starts_at or 0.0))
    made.add("dtend", moment(event, event.ends_at or 0.0))
    cancelled = event.state is stored.EventState.CANCELLED
    made.add("summary", calendar_texts.cancelled(event.title) if cancelled else event.title)
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    made.add("location", wording.online(event.place) if event.link else event.place or wording.PLACE_UNKNOWN)
    made.add("description", _description(event, look))
    if kinds := [*(wording.SECTORS[each] for each in rules.sectors(event)), *topics.split(event.topics)]:
        made.add("categories", kinds)
    if look.base:
        made.add("url", f"{look.base}/events/{event.uid}")


def moment(event: stored.Event, at: float) -> datetime:
    """A time of an event in its zone; of two such times in UTC, which cannot be taken for the other one."""
    local = when.at(at, event.zone)
    twice = when.clocks(local.replace(tzinfo=None, fold=0), event.zone) is not when.Clocks.ONCE
    return datetime.fromtimestamp(int(at), UTC) if twice else local


def _description(event: stored.Event, look: Look) -> str:
    about = ways_in.about(event)
    access = wording.access(event.captions, event.bsl, event.step_free, event.recorded)
    lines = [
        about,
        wording.in_zone(render.said(event)),
        wording.is_for(rules.sectors(event)),
        wording.topics(topics.split(event.topics)) if event.topics else "",
        access,
        wording.CHATHAM_HOLDS if event.unnamed else "",
        wording.contact(event.contact) if event.contact else "",
        wording.sponsored(event.sponsored, event.sponsor),
        wording.held_by(name_of(event.community, look.names)),
    ]
    return "\n".join(line for line in lines if line)


def _london() -> Timezone:
    """The rules of Europe/London since 1970's, as rules: a list of dates is what Outlook does not read."""
    zone = Timezone()
    zone.add("tzid", when.ZONE)
    zone.add("x-lic-location", when.ZONE)
    parts = (
        (TimezoneDaylight(), "BST", datetime(1970, 3, 29, 1), 0, 1, 3),
        (TimezoneStandard(), "GMT", datetime(1970, 10, 25, 2), 1, 0, 10),
    )
    for part, name, begin, before, after, month in parts:
        part.add("tzname", name)
        part.add("dtstart", begin)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1su"))
        zone.add_component(part)
    return zone
