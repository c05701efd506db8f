"""An invitation for a calendar, and what takes it out again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress

from adapters.contract.content import Attachment
from bot.files import own_files
from bot.introductions import talk

MINUTES = 30


def invitation(room: int, names: Sequence[str], at: float, now: float) -> Attachment:
    """An .ics file for a talk of half an hour; the bot's own."""
    event = _talk(room, at, now)
    event.add("summary", talk.summary(names))
    return _file("introduction.ics", "PUBLISH", event)


def cancellation(room: int, at: float, now: float) -> Attachment:
    """What takes that talk out of calendars again; where one keeps it, without the names.

    It has to name an organiser (RFC 5546), and Exchange's word for one without an e-mail address is used.
    """
    event = _talk(room, at, now)
    event.add("sequence", 1)
    event.add("status", "CANCELLED")
    event.add("summary", talk.TALK_IS_OFF)
    event.add("organizer", vCalAddress("invalid:nomail"))
    return _file("cancelled.ics", "CANCEL", event)


def is_over(at: float, now: float) -> bool:
    """Whether a talk that was to begin at a time is over."""
    return at + MINUTES * 60 <= now


def _talk(room: int, at: float, now: float) -> Event:
    event = Event()
    event.add("uid", f"room-{room}@unsilo")
    event.add("dtstamp", datetime.fromtimestamp(now, UTC))
    event.add("dtstart", datetime.fromtimestamp(at, UTC))
    event.add("dtend", datetime.fromtimestamp(at, UTC) + timedelta(minutes=MINUTES))
    return event


def _file(name: str, method: str, event: Event) -> Attachment:
    calendar = Calendar()
    calendar.add("prodid", "-//Unsilo//Introductions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return own_files.made(name, f"text/calendar; method={method}", calendar.to_ical())
