"""Timed work of introductions: what is due is asked of the tables, some of it in each unit of work."""

from __future__ import annotations

import secrets

from bot.introductions import alternates, ask, asking, calling, outcomes, settling
from bot.introductions.closing import close
from bot.introductions.departing import erase
from bot.introductions.opening import GRACE, stand
from bot.introductions.rules import DAY, State
from storage.database import Unit

ROUND, CALL = 20.0, 300.0  # seconds between looks, and between those for whom a round's question is due
AT_ONCE = 50  # of each kind, in one unit of work
QUIET = 30 * DAY


async def look(now: float, unit: Unit) -> None:
    """Ask what is to be asked, settle what is over, and see to the rooms."""
    for person in await unit.takers.without_profile():
        await erase(unit, person, now)
    await _ask(unit, now)
    for id in await unit.introductions.due(State.ASKED, now, AT_ONCE):
        await _settle(unit, id, now)
    for id in await unit.rooms.unsettled(now - GRACE, AT_ONCE):
        await stand(unit, id, now)
    for id in await unit.rooms.quiet(now - QUIET, AT_ONCE):
        await close(unit, id, now, quiet=True)
    for id in await unit.asks.old(now - ask.OPEN_FOR, AT_ONCE):
        await unit.asks.close(id, now)
    await outcomes.ask(unit, now)


async def call_the_next_round(now: float, unit: Unit) -> None:
    """Ask those about the next round whose time to be asked has come."""
    await calling.call(unit, secrets.randbits(31), now)


async def _ask(unit: Unit, now: float) -> None:
    for id in await unit.introductions.due(State.PROPOSED, now, AT_ONCE):
        if await asking.send(unit, id, now):
            await settling.settle(unit, id, now)  # nobody is to be asked where all have said yes by themselves
            continue
        failed = await unit.introductions.of(id)
        if failed is not None:
            await settling.tell_in_vain(unit, failed, now)
            await alternates.ask_instead(unit, failed, now)


async def _settle(unit: Unit, id: int, now: float) -> None:
    await settling.settle(unit, id, now)
    settled = await unit.introductions.of(id)
    if settled is not None and settled.state == State.CLOSED:
        await alternates.ask_instead(unit, settled, now)
