"""What people who come may tell of themselves: where they work. Nobody has to."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Answers, Beginning, Declaration, Way, ask
from adapters.contract.content import Content, plain
from bot.events import render, rights, wording
from bot.events.answering import asked, too_late
from bot.feature import Call, Handler
from storage.database import Unit
from storage.events import Event
from storage.rsvps import Answer, Rsvp

NOT_SAID = "none"


@dataclass(frozen=True)
class About:
    """Where somebody works."""

    sector: str = ask(
        "Where do you work? (optional)",
        choices=(*wording.SECTORS.items(), (NOT_SAID, wording.NO_SECTOR)),
        default="",
    )


async def tell(call: Call, unit: Unit) -> Content:
    """Keep where somebody works who comes; only the organisers see it beside a name."""
    event, known, _ = await asked(call, unit)
    if event is None or known is None or known.answer is not Answer.YES:
        return plain(wording.NO_EVENT)
    if why := too_late(event, call.now):
        return plain(why)
    given: About = call.answers
    sector = "" if given.sector == NOT_SAID else given.sector
    if event.reserved and sector != known.sector:
        return plain(wording.SECTOR_STAYS)
    await unit.rsvps.change(known.id, sector=sector)
    await unit.events.change(event.id, stale=True)
    return plain(wording.TOLD if sector else wording.TOLD_NOTHING)


async def begin(form: Beginning, unit: Unit) -> Answers:
    """What they have told."""
    found = await _mine(form, unit)
    if found is None:
        return {}
    _, known = found
    return {"sector": known.sector or NOT_SAID}


async def _mine(form: Beginning, unit: Unit) -> tuple[Event, Rsvp] | None:
    """The event of a form that is about to open, and what its reader said to it."""
    event = await rights.event(rights.argument(form), unit)
    known = None if event is None else await unit.rsvps.of(event.id, await unit.members.accounts(form.by.account))
    return None if event is None or known is None else (event, known)


HANDLERS = (
    Handler(
        Declaration(
            render.TELL,
            "Where you work",
            "Say where you work",
            About,
            ways=frozenset({Way.BUTTON}),
            form=True,
            begins=True,
        ),
        tell,
        begin=begin,
    ),
)
