"""What an event says is looked at once more before others see it, whatever way its words came.

Each form is looked at when it is filled in; an event is what several of them, another calendar or an older event say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from adapters.contract.content import Content
from bot.events import rules, texts
from bot.feature import Call
from bot.patients import holding, holding_texts
from bot.patients.screening import Kind, words_in
from bot.returning import returned
from storage.database import Unit
from storage.event_places import Place
from storage.events import Event, EventState

WORDS = ("title", "about", "place", "link", "contact", "sponsor", "topics")


async def traces(event: Event, unit: Unit, now: float, **values: Any) -> list[Kind]:
    """What of an event's words may tell of a patient, with these changes."""
    said = (str(getattr(replace(event, **values), name)) for name in WORDS)
    return await holding.traces_of(event.community, words_in(said), unit, now, announces=True)


async def why_not_announced(event: Event, places: Sequence[Place], unit: Unit, now: float) -> str | None:
    """What keeps an event from being announced; None when nothing does."""
    if why := rules.why_not_announced(event, places, now):
        return why
    kinds = await traces(event, unit, now)
    return texts.not_announced(kinds) if kinds else None


async def refused(event: Event, call: Call, unit: Unit, **values: Any) -> Content | None:
    """Why what others see already is not to say this, too, with what was written; None when it may."""
    if event.state is not EventState.ANNOUNCED:
        return None
    kinds = await traces(event, unit, call.now, **values)
    return returned(call, holding_texts.not_taken(kinds)) if kinds else None
