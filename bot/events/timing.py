"""Making and changing an event: its time, its link, what it says. Who said yes is told what matters to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.events import rules, seating, ways_in, when, when_texts
from bot.events.unsending import unsend
from storage.database import Unit
from storage.events import Event, EventState
from storage.rsvps import Answer, Seat

IN_CALENDARS = ("title", "about", "place", "link", "unnamed")  # what calendars show
IN_ENTRIES = ("title", "place")  # for which those who have an entry get a new one
OF_THE_TIME = ("day", "hour", "after", "maybe", "moved", "changed")  # letters that say when it is
COMES = (Seat.SEATED, Seat.OFFERED)


async def set_time(
    event: Event, local: datetime, minutes: int, unit: Unit, now: float, *, second: bool = False
) -> None:
    """Set an event's time. If it is announced, whoever said yes, waits or said maybe is asked again."""
    starts = when.unix(local, event.zone, second=second)
    if (starts, starts + minutes * 60) == (event.starts_at, event.ends_at):
        return
    times: dict[str, Any] = {
        "local": local.isoformat(timespec="minutes"),
        "second": second,
        "minutes": minutes,
        "starts_at": starts,
        "ends_at": starts + minutes * 60,
    }
    await unit.events.change(event.id, **times)
    if event.state is not EventState.ANNOUNCED:
        return
    await unit.events.raise_sequence(event.id, now)
    changed = await unit.events.by_id(event.id)
    if changed is not None:
        await _tell_anew(changed, unit, now)


async def _tell_anew(event: Event, unit: Unit, now: float) -> None:
    starts = event.starts_at or now
    await unit.letters.drop(event.id, kinds=OF_THE_TIME)
    await unsend(event.id, OF_THE_TIME, unit, now)
    yes, maybe = (Answer.YES,), (Answer.MAYBE,)
    await unit.letters.plan_for_all(event.id, rules.letters(event, now), answers=yes, seats=COMES)
    await unit.letters.plan_for_all(event.id, rules.maybe_letters(event, now), answers=maybe, seats=(Seat.NONE,))
    moved = {"moved": (now, starts)}
    await unit.letters.plan_for_all(event.id, moved, answers=(*yes, *maybe), seats=tuple(Seat))
    await unit.letters.plan(event.id, event.organiser, rules.host_letters(event, now))
    await seating.fill(event, unit, now)  # what was nobody's near the start may be kept for somebody now


async def add(unit: Unit, now: float, **values: Any) -> int:
    """Keep a new event; its number comes back."""
    return await unit.events.add(now, **ways_in.kept(values))


async def change(event: Event, unit: Unit, now: float, **values: Any) -> None:
    """Set what an event says. Its posts change, and calendars learn of what they show."""
    words = {name: getattr(event, name) for name in ways_in.WORDS}  # a link opens what was written before it, too
    kept = ways_in.kept({**words, **values})
    changed = {name: value for name, value in kept.items() if getattr(event, name) != value}
    if not changed:
        return
    await unit.events.change(event.id, **changed)
    if event.state is EventState.ANNOUNCED and changed.keys() & set(IN_CALENDARS):
        await unit.events.raise_sequence(event.id, now)
        if changed.keys() & set(IN_ENTRIES):
            await _entries_anew(event, unit, now)
    elif event.state is EventState.ANNOUNCED:
        await unit.events.change(event.id, stale=True, changed_at=now)


async def _entries_anew(event: Event, unit: Unit, now: float) -> None:
    """Send new entries to those who have one; what else changes meanwhile is in them too."""
    anew = {"changed": (now + rules.GATHER, event.starts_at or now)}
    answers = (Answer.YES, Answer.MAYBE)
    await unit.letters.plan_for_all(event.id, anew, answers=answers, seats=tuple(Seat), holding=True)


async def swap_link(event: Event, url: str, unit: Unit, now: float) -> bool:
    """Set the joining link; True when people who said yes are told because they may have an old one."""
    await change(event, unit, now, link=url)
    over = event.ends_at is None or event.ends_at <= now
    if url == event.link or not url or event.state is not EventState.ANNOUNCED or over:
        return False
    if not rules.link_open(event, now):
        return False
    told = {"link": (now, event.ends_at or now)}
    await unit.letters.plan_for_all(event.id, told, answers=(Answer.YES,), seats=(Seat.SEATED,))
    return True


def choices(local: datetime, clocks: when.Clocks) -> list[tuple[str, datetime, str]]:
    """What may be meant by a time that a clock change skips or doubles: (words, wall-clock time, first or second)."""
    if clocks is when.Clocks.TWICE:
        said = when.clock(local)
        return [(when_texts.before_change(said), local, "first"), (when_texts.after_change(said), local, "second")]
    hour = timedelta(hours=1)
    return [(when.clock(other), other, "first") for other in (local - hour, local + hour)]
