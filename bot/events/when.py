"""Moments as people write them, and as the NHS writes them; the clock changes of the year among them.

A moment is kept as wall-clock time and zone, and UTC is derived from it: a meeting at 2pm stays at 2pm when the
clocks change. What the clocks skip, or show twice, is not guessed: whoever asked chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import dateparser

from adapters.contract.moments import an_example
from bot.days import day as day
from bot.events import when_texts

ZONE = "Europe/London"
LONGEST = 14 * 24 * 60  # minutes
FURTHEST = timedelta(days=2 * 366)
_SETTINGS = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "RETURN_AS_TIMEZONE_AWARE": False}
_TIME = re.compile(r"\d\s*(?:am|pm)\b|\b\d{1,2}[:.]\d{2}\b(?![./]\d)|T\d{2}:\d{2}|\b(?:noon|midday|midnight)\b", re.I)
_RANGE = re.compile(r"\s+(?:to|until|till)\s+|\s*[-\u2013]\s*(?=\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?\s*$)", re.I)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.I)
_LENGTH = re.compile(r"(?:(\d+(?:\.5)?)\s*(?:h|hrs?|hours?))?\s*(?:and\s+)?(?:(\d+)\s*(?:m|mins?|minutes?)?)?", re.I)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK = timedelta(days=7)
_NEXT = re.compile(r"\bnext\b", re.I)
_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur|urs)?(?:day)?\b", re.I)


class Unclear(ValueError):
    """What somebody wrote tells no moment; `said` is a sentence for them."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class Clocks(StrEnum):
    """What the clocks show at a wall-clock time."""

    ONCE = "once"
    TWICE = "twice"  # they go back
    NEVER = "never"  # they go forward over it


@dataclass(frozen=True, slots=True)
class Written:
    """A moment as somebody wrote it: wall-clock time, and the length in minutes if they wrote an end as well.

    `other` is what the same words may mean, too: "next Tuesday", said on a Monday, is tomorrow or in 8 days.
    """

    local: datetime
    minutes: int | None = None
    other: datetime | None = None


def read(text: str, now: float, zone: str = ZONE) -> Written:
    """What somebody means by words such as "Thu 3 Dec 2pm" or "next Tuesday 12:30 to 1:30pm". Raises Unclear."""
    begin, *end = _RANGE.split(text.strip(), maxsplit=1)
    end_words = end[0] if end else ""
    if end_words and (borrowed := re.search(r"(am|pm)\s*$", end_words, re.I)) and not _TIME.search(begin):
        begin = f"{begin}{borrowed[0]}"  # "2 to 3pm"
    here = datetime.fromtimestamp(now, ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
    local = _date(_spelt(begin), here)
    if not _TIME.search(_spelt(begin)):
        raise Unclear(when_texts.no_time_of_day(an_example(here.date())))
    _check_weekday(begin, local)
    if local <= here:
        raise Unclear(when_texts.in_the_past(local.date(), clock(local)))
    if local - here > FURTHEST:
        raise Unclear(when_texts.too_far_off(local.date()))
    return Written(local, _until(local, end_words) if end_words else None, _other(begin, local, here))


def sure(written: Written) -> datetime:
    """The wall-clock time that was written, where nobody can be asked which is meant of two. Raises Unclear."""
    if written.other is not None:
        raise Unclear(when_texts.two_days(*sorted((written.local.date(), written.other.date()))))
    return written.local


def date_of(text: str, now: float, zone: str = ZONE) -> date:
    """The date that somebody means. Raises Unclear."""
    here = at(now, zone).replace(tzinfo=None)
    found = _date(text, here, when_texts.date_how)
    _check_weekday(text, found)
    return sure(Written(found, other=_other(text, found, here))).date()


def length(text: str) -> int:
    """Minutes, as written: "90", "45 minutes", "1 hour", "1h 30", "1.5 hours". Raises Unclear."""
    words = text.strip().lower().replace("an hour", "1 hour").replace("half 1 hour", "30 minutes")
    found = _LENGTH.fullmatch(words)
    if not words or found is None:
        raise Unclear(when_texts.LENGTH_HOW)
    minutes = round(float(found[1] or 0) * 60) + int(found[2] or 0)
    if not 5 <= minutes <= LONGEST:
        raise Unclear(when_texts.LENGTH_HOW)
    return minutes


def clocks(local: datetime, zone: str = ZONE) -> Clocks:
    """Whether a wall-clock time comes once, twice or never."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return Clocks.ONCE
    back = first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return Clocks.TWICE if back == local.replace(fold=0) else Clocks.NEVER


def unix(local: datetime, zone: str = ZONE, *, second: bool = False) -> float:
    """The moment of a wall-clock time; with `second`, the later of two."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=int(second)).timestamp()


def at(moment: float, zone: str = ZONE) -> datetime:
    """The date and time of a moment, with its zone."""
    return datetime.fromtimestamp(moment, ZoneInfo(zone))


def day_before(local: datetime, zone: str = ZONE) -> float:
    """The same wall-clock time on the day before: 23, 24 or 25 hours earlier."""
    return unix(local - timedelta(days=1), zone)


def next_monday(now: float) -> float:
    """The next Monday, 9am, when weekly lists are due."""
    here = at(now).replace(tzinfo=None)
    monday = (here - timedelta(days=here.weekday())).replace(hour=9, minute=0, second=0, microsecond=0)
    return unix(monday if monday > here else monday + timedelta(days=7))


def clock(of: datetime) -> str:
    """A time as the NHS writes it: 5pm, 5:30pm, midday, midnight."""
    if (of.hour, of.minute) in ((0, 0), (12, 0)):
        return when_texts.MIDDAY if of.hour else when_texts.MIDNIGHT
    minutes = f":{of.minute:02}" if of.minute else ""
    return when_texts.clock(f"{of.hour % 12 or 12}{minutes}", morning=of.hour < 12)


def moment(of: datetime) -> str:
    """A day and a time: "Thursday 3 December 2026, 2pm"."""
    return when_texts.moment(of.date(), clock(of))


def said(starts_at: float, ends_at: float, zone: str = ZONE) -> str:
    """From when to when: "Thursday 3 December 2026, 2pm to 3pm"."""
    begin, end = at(starts_at, zone), at(ends_at, zone)
    if begin.date() == end.date():
        return when_texts.span(begin.date(), clock(begin), clock(end))
    return when_texts.longer(moment(begin), moment(end))


def lasting(minutes: int) -> str:
    """A length: "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    return " ".join([*parts, f"{rest} minutes"] if rest or not hours else parts)


def _spelt(text: str) -> str:
    """The words with times as the parser reads them."""
    text = re.sub(r"\bmidday\b", "12:00", text, flags=re.I)
    text = re.sub(r"\b(\d{1,2})\.(\d{2})\s*(am|pm)\b", r"\1:\2\3", text, flags=re.I)
    return re.sub(r"\bmidnight\b", "00:00", text, flags=re.I)


def _date(text: str, here: datetime, how: Callable[[str], str] = when_texts.when_how) -> datetime:
    found: datetime | None = dateparser.parse(text, languages=["en"], settings={**_SETTINGS, "RELATIVE_BASE": here})
    if found is None:
        raise Unclear(how(an_example(here.date())))
    return found.replace(second=0, microsecond=0, tzinfo=None)


def _check_weekday(text: str, local: datetime) -> None:
    """A weekday that is not that of the date means that one of the two is a slip."""
    named = _DAY.search(text)
    if named and not _DAYS[local.weekday()].startswith(named[1].lower()):
        meant = next(name for name in _DAYS if name.startswith(named[1].lower())).title()
        raise Unclear(when_texts.another_weekday(local.date(), meant))


def _other(text: str, local: datetime, here: datetime) -> datetime | None:
    """The other day that a weekday may mean, when it is written without a date; None when only one can be meant.

    "Next Tuesday" is the first one for some people, and for others the one in the next week: the two differ within a
    week, and on its last day. And today's weekday may be today, as long as its time is not over.
    """
    if _DAY.search(text) is None or _date(_spelt(text), here + _WEEK) - local != _WEEK:
        return None
    days = (local.date() - here.date()).days
    if _NEXT.search(text):
        return local + _WEEK if 0 < days <= max(1, 6 - here.weekday()) else None
    return local - _WEEK if days == 7 and local - _WEEK > here else None


def _until(local: datetime, text: str) -> int:
    """How many minutes it is from a time to the next such time of day. Raises Unclear."""
    words = re.sub(r"\b(?:noon|midday)\b", "12pm", text.strip(), flags=re.I)
    found = _CLOCK.fullmatch(re.sub(r"\bmidnight\b", "12am", words, flags=re.I))
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59 or (found[3] and not 1 <= int(found[1]) <= 12):
        raise Unclear(when_texts.when_how(an_example(local.date())))
    hour, half = int(found[1]), (found[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif hour < 12 and hour + 12 > local.hour >= hour:
        hour += 12  # "2pm to 3"
    end = local.replace(hour=hour, minute=int(found[2] or 0))
    end += timedelta(days=1) if end <= local else timedelta()
    return round((unix(end) - unix(local)) / 60)
