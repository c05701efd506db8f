"""What people who come may tell of themselves: where they work, and whether they want to meet others. Nobody has to."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Answers, Beginning, Declaration, Way, ask
from adapters.contract.content import Button, Content, plain
from bot.events import answer_texts as texts
from bot.events import render, rights, wording
from bot.events.answering import asked, too_late
from bot.feature import Call, Handler
from bot.saying import _
from storage.database import Unit
from storage.events import Event
from storage.rsvps import Answer, Rsvp

NOT_SAID = "none"
YES, NO = "yes", "no"


@dataclass(frozen=True)
class About:
    """Where somebody works, and whether they want to meet others who come."""

    sector: str = ask(
        _("Where do you work?"),
        choices=(*wording.SECTORS.items(), (NOT_SAID, texts.NO_SECTOR)),
        default="",
    )
    meet: str = ask(_("Meet others afterwards?"), choices=texts.MEET, default="")


async def tell(call: Call, unit: Unit) -> Content:
    """Keep where somebody works who comes; only the organisers see it beside a name."""
    event, known, _ = await asked(call, unit)
    if event is None or known is None or known.answer is not Answer.YES:
        return plain(wording.NO_EVENT)
    if why := too_late(event, call.now):
        return plain(why)
    given: About = call.answers
    wanted = {"": known.sector, NOT_SAID: ""}.get(given.sector, given.sector)
    stays = bool(event.reserved) and wanted != known.sector
    sector, meets = known.sector if stays else wanted, given.meet == YES
    await unit.rsvps.change(known.id, sector=sector, wants_meet=meets)
    await unit.events.change(event.id, stale=True)
    told = texts.SECTOR_STAYS if stays else texts.TOLD if sector else texts.TOLD_NOTHING
    if not meets:
        return plain(told)
    accounts = await unit.members.accounts(call.asked.by.account)
    if await unit.takers.of(accounts) is not None:
        return plain(told, texts.MEET_HOW)
    join = Button(texts.MEET_JOINING, "intro join")  # which leads to the profile first, where there is none
    return Content(plain(told, texts.MEET_HOW, texts.MEET_JOIN).blocks, buttons=(join,))


async def begin(form: Beginning, unit: Unit) -> Answers:
    """What they have told."""
    found = await _mine(form, unit)
    if found is None:
        return {}
    _, known = found
    return {"sector": known.sector or NOT_SAID, "meet": YES if known.wants_meet else NO}


async def _mine(form: Beginning, unit: Unit) -> tuple[Event, Rsvp] | None:
    """The event of a form that is about to open, and what its reader said to it."""
    event = await rights.event(rights.argument(form), unit)
    known = None if event is None else await unit.rsvps.of(event.id, await unit.members.accounts(form.by.account))
    return None if event is None or known is None else (event, known)


HANDLERS = (
    Handler(
        Declaration(
            render.TELL,
            _("About you"),
            "Say where you work, and whom you want to meet",
            About,
            ways=frozenset({Way.BUTTON}),
            form=True,
            begins=True,
        ),
        tell,
        begin=begin,
    ),
)
