"""What is coming in a calendar of somebody else, who may mean harm.

It is quick to import, for it runs as a process of its own: `python -m bot.foreign_calendar BEGIN END`, the calendar in,
JSON out. So what takes too long can be ended. What it may take is bounded here, too, before anything is worked out.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar, vRecur

ZONE = ZoneInfo("Europe/London")  # of times that name none
LARGEST, LOOKED_AT = 2000, 200  # components, and dates, that are looked at
LONGEST = 4000  # characters of a text
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
OLDEST = 50  # years for which something may have come again
STEPS = 200_000  # dates that all rules together may have until the end of the time that is looked at
VAIN = 3  # rules that no date fits
CYCLE = 400  # years, after which the calendar is the same again
LASTS = timedelta(days=7)  # at most, what comes again: else each date is in all weeks after it
WEEK = timedelta(days=7)
DEAR = 3  # the process's result when a calendar would take too long
SECONDS, MEMORY = 8, 1024**3  # of the processor, and bytes, that the process may have
ENDED = (-signal.SIGXCPU, -signal.SIGKILL)  # the process's result when it had no more of these


class Dear(Exception):
    """So much comes again in a calendar that it would take too long to work it out."""


@dataclass(frozen=True, slots=True)
class Coming:
    """An event, or one of its dates, as it stands in the calendar; the end is None where it is not a time of day."""

    uid: str
    title: str
    place: str
    about: str
    start: datetime
    end: datetime | None


def coming(body: bytes, begin: datetime, end: datetime) -> list[Coming]:
    """What begins between two moments at a time of day, and is for everybody: the soonest, up to `LOOKED_AT`.

    Raises Dear, and whatever somebody else's file makes a parser raise.
    """
    calendar = Calendar.from_ical(body)
    parts = calendar.subcomponents[:LARGEST]
    often = Counter(str(each.get("uid", "")) for each in parts)
    kept = [
        it for it in parts if it.name != "VEVENT" or _fits(it, begin, end, alone=often[str(it.get("uid", ""))] == 1)
    ]
    if sum(_steps(rule, each, end) for each in kept for rule in _rules(each)) > STEPS:
        raise Dear
    kept = _without_vain(kept)
    for each in kept:
        for rule in _rules(each):
            _end(rule, each, end)
    calendar.subcomponents = kept
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # of rules that have both a count and an end, as ours then do
        return _dates(calendar, begin, end)


def _dates(calendar: Any, begin: datetime, end: datetime) -> list[Coming]:
    """The dates of a calendar, week by week, until there are enough of them."""
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    found: list[Coming] = []
    since = begin
    while since < end and len(found) < LOOKED_AT:
        until = min(since + WEEK, end)
        week = [one for each in query.between(since, until) if (one := _read(each)) is not None]
        # What began before was in an earlier week.
        found += sorted((it for it in week if since <= moment(it.start) < until), key=lambda it: moment(it.start))
        since = until
    return found[:LOOKED_AT]


def moment(start: datetime) -> datetime:
    """A time with its zone; one without is London's."""
    return start if start.tzinfo is not None else start.replace(tzinfo=ZONE)


def _fits(component: Any, begin: datetime, end: datetime, *, alone: bool) -> bool:
    """Whether an event may have dates that are looked for, and few enough: at most one a day, not for ages."""
    start = _start(component)
    if start is None or start.year > end.year + 1:
        return False
    rules = _rules(component)
    if not rules:
        once = alone and "rdate" not in component and "recurrence-id" not in component
        return not once or (start.year >= begin.year - 1 and begin <= moment(start) < end)
    if start.year < begin.year - OLDEST or _lasts(component, start) > LASTS:
        return False
    return all(map(_goes_on, rules))


def _goes_on(rule: Any) -> bool:
    """Whether a rule has one date a day at most, and gets on: with 0 days between, it would not."""
    [*often], [*between] = rule.get("freq", ()), rule.get("interval", (1,))
    once = not {"BYHOUR", "BYMINUTE", "BYSECOND"} & {name.upper() for name in rule}
    return once and len(often) == len(between) == 1 and often[0] in FREQUENCIES and between[0] > 0


def _rules(component: Any) -> list[Any]:
    found = component.get("rrule", ())
    return found if isinstance(found, list) else [found] if found else []


def _start(component: Any) -> datetime | None:
    """When an event begins; None for whole days and for what is no time."""
    start = getattr(component.get("dtstart"), "dt", None)
    return start if isinstance(start, datetime) else None


def _lasts(component: Any, start: datetime) -> timedelta:
    end = getattr(component.get("dtend"), "dt", None)
    if isinstance(end, datetime):
        return moment(end) - moment(start)
    lasts = getattr(component.get("duration"), "dt", None)
    return lasts if isinstance(lasts, timedelta) else timedelta()


def _steps(rule: Any, component: Any, end: datetime) -> float:
    """About how many dates a rule has until a moment: so many does working out the last of them take."""
    start = _start(component)
    assert start is not None
    days = max(0, end.toordinal() - start.toordinal())
    if rule["freq"][0] == "DAILY":
        return days
    each_week = max([1, *(len(values) for name, values in rule.items() if name.upper().startswith("BY"))])
    return days * min(1.0, each_week / 7)


def _without_vain(parts: Sequence[Any]) -> list[Any]:
    """What has only rules that some date fits. Raises Dear after a few of the others: each takes long to try."""
    kept, vain = [], 0
    for each in parts:
        if any(_vain(rule, each) for rule in _rules(each)):
            vain += 1
            if vain > VAIN:
                raise Dear
        else:
            kept.append(each)
    return kept


def _vain(rule: Any, component: Any) -> bool:
    """Whether no date fits a rule, as the 30th of February does none: it would be worked out up to the year 9999.

    The calendar is the same again after 400 years, so as many of them tell. Trying ends by itself when they are the
    last ones that there are: up to twice as many.
    """
    start = _start(component)
    assert start is not None
    last = start.replace(tzinfo=None, year=start.year + ((MAXYEAR - start.year) // CYCLE - 1) * CYCLE)
    open_ended = vRecur({name: value for name, value in rule.items() if name.upper() not in ("UNTIL", "COUNT")})
    written: str = open_ended.to_ical().decode()  # type: ignore[no-untyped-call]
    return next(iter(rrulestr(written, dtstart=last)), None) is None


def _end(rule: Any, component: Any, end: datetime) -> None:
    """Let a rule end with the time that is looked at."""
    until = next(iter(rule.get("until", ())), None)
    if not isinstance(until, date) or until.year > end.year:
        start = _start(component)
        last = end.astimezone(UTC).replace(microsecond=0)
        rule["UNTIL"] = [last if start is None or start.tzinfo is not None else last.replace(tzinfo=None)]


def _read(component: Any) -> Coming | None:
    """One date; None for what is cancelled, or not for everybody: as RFC 5545 has it, of what nobody knows, too."""
    start = _start(component)
    cancelled = str(component.get("status", "")).upper() == "CANCELLED"
    if start is None or cancelled or str(component.get("class", "PUBLIC")).upper() != "PUBLIC":
        return None
    end = getattr(component.get("dtend"), "dt", None)
    uid, title, place, about = (
        str(component.get(name, ""))[:LONGEST] for name in ("uid", "summary", "location", "description")
    )
    return Coming(uid, title, place, about, start, end if isinstance(end, datetime) else None)


def loads(told: bytes) -> list[Coming]:
    """Events as the process told them."""
    found = []
    for each in json.loads(told):
        start, end = datetime.fromisoformat(each["start"]), each["end"] and datetime.fromisoformat(each["end"])
        found.append(Coming(**{**each, "start": start, "end": end}))
    return found


def dumps(found: list[Coming]) -> bytes:
    """Events as the process tells them."""
    return json.dumps([asdict(each) for each in found], default=datetime.isoformat).encode()


def main() -> int:
    """Read a calendar, in bounds that the system keeps; whatever ends it, nothing of the calendar is left in a file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    begin, end = (datetime.fromtimestamp(float(each), ZONE) for each in sys.argv[1:3])
    try:
        sys.stdout.buffer.write(dumps(coming(sys.stdin.buffer.read(), begin, end)))
    except Dear:
        return DEAR
    return 0


if __name__ == "__main__":
    sys.exit(main())
