"""Timed work of introductions: what is due is asked of the tables, some of it in each unit of work."""

from __future__ import annotations

from collections import Counter

from bot.introductions import alternates, ask, asking, meeting, outcomes, posting, settling, talk
from bot.introductions.closing import close
from bot.introductions.departing import depart_from_anothers, erase
from bot.introductions.opening import GRACE, stand
from bot.introductions.rules import DAY, State
from storage.database import Unit
from storage.profiles import Alike

ROUND, CALL = 20.0, 300.0  # seconds between looks, and between those for whom a round's question is due
AT_ONCE = 50  # of each kind, in one unit of work
ASKED_AT_ONCE = 3  # introductions whose people are asked in one: messages wait as long as that takes
QUIET = 30 * DAY


async def look(now: float, unit: Unit) -> None:
    """Settle what is over, and see to the rooms."""
    for person in await unit.takers.without_profile():
        await erase(unit, person, now)
    for person in await unit.takers.under_anothers():
        await depart_from_anothers(unit, person, now)
    for id in await unit.introductions.due(State.ASKED, now, AT_ONCE):
        await _settle(unit, id, now)
    for id in await unit.rooms.unsettled(now - GRACE, AT_ONCE):
        await stand(unit, id, now)
    for id in await unit.rooms.quiet(now - QUIET, AT_ONCE):
        await close(unit, id, now, why=talk.QUIET)
    for id in await unit.asks.old(now - ask.OPEN_FOR, AT_ONCE):
        await posting.close(id, unit, now)
    await unit.former_asks.forget(now - ask.WITHIN, now - ask.OPEN_FOR)
    await outcomes.ask(unit, now)


async def ask_next(unit: Unit, now: float, crowd: Counter[Alike]) -> bool:
    """Ask about the introductions that have waited longest for it; False when none is left. `crowd`: see `asking`."""
    due = await unit.introductions.due(State.PROPOSED, now, ASKED_AT_ONCE)
    for id in due:
        if await asking.send(unit, id, now, crowd):
            await settling.settle(unit, id, now)  # nobody is to be asked where all have said yes by themselves
            continue
        failed = await unit.introductions.of(id)
        if failed is not None:
            await settling.tell_in_vain(unit, failed, now)
            await alternates.ask_instead(unit, failed, now)
            await meeting.not_asked(unit, failed, now)
    return len(due) == ASKED_AT_ONCE


async def _settle(unit: Unit, id: int, now: float) -> None:
    await settling.settle(unit, id, now)
    settled = await unit.introductions.of(id)
    if settled is not None and settled.state == State.CLOSED:
        await alternates.ask_instead(unit, settled, now)
