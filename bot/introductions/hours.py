"""Working hours: when somebody may be written to, how long seven working days are, and which times suit several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.days import clock
from bot.saying import _

LONDON = "Europe/London"
WEEKDAYS = "01234"
_DAYS_AHEAD = 15
_SLOT_MINUTES = 30
_NOTICE_DAYS = 2  # between naming people and the first time that is offered
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?|midnight|midday", re.IGNORECASE)
ROUND_EVERY = 14  # days
_FIRST_ROUND = date(2026, 1, 8)  # a Thursday, as every round is


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody works: `starts` and `ends` are minutes after midnight, `days` those of the week (0 is Monday).

    Whoever works through the night ends before they start; the day is then that of the beginning.
    """

    zone: str = LONDON
    days: str = WEEKDAYS
    starts: int = 9 * 60
    ends: int = 17 * 60


class Unclear(ValueError):
    """Hours or a zone that cannot be understood; `args[0]` is the text."""


def read_hours(text: str) -> tuple[int, int]:
    """Minutes after midnight of "9am to 5pm" or "09:00-17:30"; the same twice is the whole day. Raises Unclear."""
    found = [*_CLOCK.finditer(text)]
    if len(found) != 2 or not re.fullmatch(r"\s*(to|until|-|–)\s*", text[found[0].end() : found[1].start()]):  # noqa: RUF001
        raise Unclear(text)
    starts, ends = (_minutes(match, text) for match in found)
    if text[: found[0].start()].strip() or text[found[1].end() :].strip():
        raise Unclear(text)
    return starts, ends


def _minutes(match: re.Match[str], text: str) -> int:
    if match[1] is None:
        return 0 if match[0].lower() == "midnight" else 12 * 60
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise Unclear(text)
    hour = hour % 12 + 12 if half == "pm" else hour % 12 if half else hour
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Unclear(text)
    return hour % 24 * 60 + minute


def read_zone(text: str) -> str:
    """The name of a time zone, in any case. Raises Unclear."""
    known = {name.casefold(): name for name in available_timezones()}
    found = known.get(text.strip().replace(" ", "_").casefold())
    if found is None:
        raise Unclear(text)
    return found


def within(hours: Hours, at: float) -> bool:
    """Whether somebody may be written to at a moment."""
    there = datetime.fromtimestamp(at, ZoneInfo(hours.zone))
    return any(start <= there < end for start, end in _shifts(hours, there.date() - timedelta(days=1), 2))


def due(hours: Hours, at: float) -> float:
    """The first moment from `at` on at which somebody may be written to."""
    if within(hours, at):
        return at
    there = datetime.fromtimestamp(at, ZoneInfo(hours.zone))
    later = (start for start, _ in _shifts(hours, there.date() - timedelta(days=1), _DAYS_AHEAD) if start > there)
    return next(later).timestamp()


def together(hours: Sequence[Hours], at: float) -> tuple[float, ...]:
    """When each may be written to: all at one moment, if there is one within a week; else each when they can."""
    moment = at
    for _attempt in range(100 if hours else 0):
        latest = max(due(each, moment) for each in hours)
        if latest == moment:
            return tuple(moment for _ in hours)
        moment = latest
        if moment - at > 7 * 24 * 3600:
            break
    return tuple(due(each, at) for each in hours)


def overlap(one: Hours, other: Hours) -> bool:
    """Whether there is a time in the week at which both may be written to: half an hour at least."""
    if one == other:
        return True
    first = date(2026, 1, 5)
    ours, theirs = (_shifts(each, first - timedelta(days=1), 9) for each in (one, other))
    least = timedelta(minutes=_SLOT_MINUTES)
    return any(min(end, last) - max(start, begin) >= least for start, end in ours for begin, last in theirs)


def after_working_days(at: float, count: int) -> float:
    """The moment so many days from Monday to Friday later, by the clock in London."""
    moment = datetime.fromtimestamp(at, ZoneInfo(LONDON))
    while count:
        moment += timedelta(days=1)
        count -= moment.weekday() < 5
    return moment.timestamp()


def slots(hours: Sequence[Hours], now: float, count: int = 3) -> tuple[float, ...]:
    """Times to talk, one a day, within everybody's hours; the middle of the day first, none in the next days."""
    found: list[float] = []
    first = datetime.fromtimestamp(now, ZoneInfo(LONDON)).date() + timedelta(days=_NOTICE_DAYS)
    for ahead in range(_DAYS_AHEAD):
        day = first + timedelta(days=ahead)
        if day.weekday() > 4:
            continue
        for slot in (time(12, 30), time(10), time(15), time(16), time(9), time(11), time(14)):
            at = datetime.combine(day, slot, ZoneInfo(LONDON)).timestamp()
            if all(within(each, at) and within(each, at + _SLOT_MINUTES * 60 - 1) for each in hours):
                found.append(at)
                break
        if len(found) == count:
            break
    return tuple(found)


def next_round(now: float) -> float:
    """When the next round starts: every second Thursday at 10am in London."""
    today = datetime.fromtimestamp(now, ZoneInfo(LONDON)).date()
    passed = (today - _FIRST_ROUND).days // ROUND_EVERY
    starts = (_start(_FIRST_ROUND + timedelta(days=ROUND_EVERY * (passed + ahead))) for ahead in range(3))
    return next(start for start in starts if start > now)


def _start(day: date) -> float:
    return datetime.combine(day, time(10), ZoneInfo(LONDON)).timestamp()


def when_to_ask(hours: Hours, starts_at: float, notice: float = 48 * 3600.0) -> float:
    """When somebody is asked about a round: 48 hours before, or in their last hours before that.

    At least six hours of the time for an answer are left.
    """
    asked = due(hours, starts_at - notice)
    if asked <= starts_at - 6 * 3600.0:
        return asked
    there = datetime.fromtimestamp(starts_at - notice, ZoneInfo(hours.zone))
    shifts = _shifts(hours, there.date() - timedelta(days=_DAYS_AHEAD), _DAYS_AHEAD + 1)
    return [start for start, _ in shifts if start <= there][-1].timestamp()


def _shifts(hours: Hours, first: date, count: int) -> list[tuple[datetime, datetime]]:
    """The shifts that begin on so many days, as moments in UTC."""
    zone, found = ZoneInfo(hours.zone), []
    for ahead in range(count):
        day = first + timedelta(days=ahead)
        if str(day.weekday()) in hours.days:
            start = datetime.combine(day, time(hours.starts // 60, hours.starts % 60), zone)
            last = day if hours.ends > hours.starts else day + timedelta(days=1)
            end = datetime.combine(last, time(hours.ends // 60, hours.ends % 60), zone)
            found.append((start.astimezone(UTC), end.astimezone(UTC)))
    return found


def moment(at: float, zone: str = LONDON) -> str:
    """A moment as people say it: "Tuesday 3 March 2026, 2pm"."""
    there = datetime.fromtimestamp(at, ZoneInfo(zone))
    return _("{day}, {time}", day=there.date(), time=clock(there.hour * 60 + there.minute))


def short(at: float, zone: str = LONDON) -> str:
    """A moment on a button: "Tue 3 March, 2pm"."""
    there = datetime.fromtimestamp(at, ZoneInfo(zone))
    return f"{there:%a} {there.day} {there:%B}, {clock(there.hour * 60 + there.minute)}"


def day(at: float, zone: str = LONDON) -> date:
    """The day of a moment, which sentences write as people do."""
    return datetime.fromtimestamp(at, ZoneInfo(zone)).date()


def read_day(text: str, now: float) -> float:
    """The moment at which a day begins in London: "3 March 2026", "3/3/2026", "2026-03-03". Raises Unclear.

    A day without its year is the next one of that name.
    """
    today = datetime.fromtimestamp(now, ZoneInfo(LONDON)).date()
    said = " ".join(text.replace(",", " ").split())
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return _midnight(datetime.strptime(said, form).date())
        except ValueError:
            continue
    for form in ("%d %B %Y", "%d %b %Y"):
        for year in (today.year, today.year + 1):
            try:
                found = datetime.strptime(f"{said} {year}", form).date()
            except ValueError:
                continue
            if found > today:
                return _midnight(found)
    raise Unclear(text)


def _midnight(day: date) -> float:
    return datetime.combine(day, time(), ZoneInfo(LONDON)).timestamp()
