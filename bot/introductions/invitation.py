"""An invitation for a calendar. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from adapters.contract.content import Attachment
from bot.files import own_files
from bot.introductions import talk

MINUTES = 30


def invitation(room: int, names: Sequence[str], at: float, now: float) -> Attachment:
    """An .ics file for a talk of half an hour; the bot's own."""
    event = Event()
    event.add("uid", f"room-{room}@unsilo")
    event.add("dtstamp", datetime.fromtimestamp(now, UTC))
    event.add("dtstart", datetime.fromtimestamp(at, UTC))
    event.add("dtend", datetime.fromtimestamp(at, UTC) + timedelta(minutes=MINUTES))
    event.add("summary", talk.summary(names))
    calendar = Calendar()
    calendar.add("prodid", "-//Unsilo//Introductions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return own_files.made("introduction.ics", "text/calendar", calendar.to_ical())
