"""Places at an event: one count for all platforms, kept by whoever holds the event's row."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.refs import AccountRef
from bot.events import rules
from bot.events.unsending import unsend
from storage.database import Unit
from storage.events import Event
from storage.rsvps import Answer, Rsvp, Seat


async def room(event: Event, unit: Unit) -> rules.Places:
    """The places of an event as they are now. The event's row must be locked."""
    if event.capacity is None:
        return rules.Places(None)
    return rules.Places(event.capacity, rules.kept(event), await unit.rsvps.taken(event.id))


async def sit(event: Event, account: AccountRef, unit: Unit, now: float) -> None:
    """Somebody has a place: plan what they are reminded of."""
    await unit.letters.drop(event.id, account, kinds=rules.FOR_GUESTS)
    await unit.letters.plan(event.id, account, rules.letters(event, now))


async def fill(event: Event, unit: Unit, now: float) -> None:
    """Places may have come free: keep them for whoever waits longest; near the start, tell everybody who waits.

    To be called in the transaction that frees them, so that a place that is free is nobody's before others'.
    """
    free = await room(event, unit)
    if free.full:
        return
    waiting = await unit.rsvps.waiting(event.id)
    lucky = rules.next_in_line(free, waiting)
    if not lucky:
        return
    until = rules.kept_until(event.starts_at or now, now)
    for each in lucky if until is not None else waiting:
        if until is None:
            await unit.letters.plan(event.id, each.account, {"free": (now, event.starts_at or now)})
        else:
            await unit.rsvps.change(each.id, seat=Seat.OFFERED, offered_until=until)
            await unit.letters.plan(event.id, each.account, {"offer": (now, until)})
    await unit.events.change(event.id, stale=True)


async def lapse(known: Rsvp, unit: Unit, now: float) -> None:
    """Nobody took an offered place in time: it goes to the next."""
    event = await unit.events.by_id(known.event_id, locked=True)
    if event is None:
        return
    await unit.rsvps.change(known.id, seat=Seat.NONE, offered_until=None, answer=Answer.NO)
    await unit.letters.drop(event.id, known.account, kinds=rules.FOR_GUESTS)
    await unsend(event.id, rules.FOR_GUESTS, unit, now, accounts=[known.account])
    if (event.starts_at or 0.0) > now:
        await unit.letters.plan(event.id, known.account, {"lapsed": (now, event.starts_at or now)})
        await fill(event, unit, now)
    await unit.events.change(event.id, stale=True)


async def merge(event: Event, accounts: Sequence[AccountRef], unit: Unit, now: float) -> Rsvp | None:
    """What a person has answered. If they did so twice, with accounts linked since, the better place stays.

    The event's row must be locked.
    """
    kept = await unit.rsvps.of(event.id, accounts)
    if kept is None or len(accounts) == 1 or not await unit.rsvps.drop_others(kept, accounts):
        return kept
    for account in accounts:
        if account != kept.account:
            await unit.letters.drop(event.id, account, kinds=rules.FOR_GUESTS)
    await unit.events.change(event.id, stale=True)
    if (event.ends_at or 0.0) > now:
        await fill(event, unit, now)
    return kept
