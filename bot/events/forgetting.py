"""Somebody had all removed that is held of them: their places go to who waits, and their events stay without them."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.refs import AccountRef
from bot.events import seating
from storage.database import Unit
from storage.events import EventState
from storage.rsvps import Answer, Seat


async def forget(accounts: Sequence[AccountRef], persons: Sequence[str], unit: Unit, now: float) -> None:
    """Give back places where there are only so many; elsewhere, that somebody comes is counted on.

    What they gave as contact for access needs may name them: it goes from the events that they organise.
    """
    for id in sorted(await unit.rsvps.mine(accounts)):
        await _give_back(id, accounts, unit, now)
    for event in await unit.events.organised_by(accounts):
        await unit.events.change(event.id, contact="")
        if event.contact and event.state is EventState.ANNOUNCED and (event.ends_at or 0.0) > now:
            await unit.events.raise_sequence(event.id, now)


async def _give_back(id: int, accounts: Sequence[AccountRef], unit: Unit, now: float) -> None:
    event = await unit.events.by_id(id, locked=True)
    known = await unit.rsvps.of(id, accounts)
    if event is None or known is None or event.capacity is None or known.seat is Seat.NONE:
        return
    if event.state is EventState.ANNOUNCED and (event.starts_at or 0.0) > now:
        await unit.rsvps.change(known.id, answer=Answer.NO, seat=Seat.NONE, offered_until=None)
        await seating.fill(event, unit, now)
        await unit.events.change(event.id, stale=True)
