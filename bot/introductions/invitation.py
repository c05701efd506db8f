"""An invitation for a calendar. Pure."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from adapters.contract.content import Attachment
from bot.introductions import talk
from storage.messages import NOTICES

MINUTES = 30


def invitation(room: int, names: Sequence[str], at: float, now: float) -> Attachment:
    """An .ics file for a talk of half an hour; its bytes are in its address, for no platform has them."""
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
    data = calendar.to_ical()
    url = f"data:text/calendar;base64,{base64.b64encode(data).decode()}"
    return Attachment(NOTICES, f"room-{room}", "introduction.ics", url, "text/calendar", len(data))
