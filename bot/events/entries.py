"""Entries for people's own calendars: sent privately to those who ask, and again when what they show has changed.

A file is opened by hand, so there is nobody to answer to: entries are published, not requested. The same name and a
higher number put a new one in the place of the old one, and a cancelled event comes as a file that takes it out.
"""

from __future__ import annotations

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Attachment, Content, plain
from bot.events import answer_texts as texts
from bot.events import calendars, render, wording
from bot.events.answering import asked, too_late
from bot.events.calendars import Look, Method
from bot.feature import Call, Handler
from bot.files import own_files
from storage.database import Unit
from storage.events import Event, EventState
from storage.rsvps import Seat


def file(event: Event, look: Look) -> Attachment:
    """An event's entry; of a cancelled event, what takes it out again."""
    method = Method.CANCEL if event.state is EventState.CANCELLED else Method.PUBLISH
    return own_files.made("event.ics", f"text/calendar; method={method}", calendars.single(event, look, method))


async def send(call: Call, unit: Unit) -> Content:
    """Send somebody who comes an entry for their calendar, and from now on every change of it."""
    event, known, _ = await asked(call, unit)
    if event is None or known is None:
        return plain(wording.NO_EVENT)
    if why := too_late(event, call.now):
        return plain(why)
    if known.seat is not Seat.SEATED:
        return plain(texts.ENTRY_LATER)
    await unit.rsvps.change(known.id, has_entry=True)
    await unit.letters.plan(event.id, known.account, {"entry": (call.now, event.ends_at or call.now)})
    return plain(texts.ENTRY_COMES)


HANDLERS = (
    Handler(Declaration(render.ENTRY, "Calendar entry", "Get a calendar entry", ways=frozenset({Way.BUTTON})), send),
)
