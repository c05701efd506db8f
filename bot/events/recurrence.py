"""How events come again: weekly, every two weeks, or monthly on the same weekday; with an end, or so many times. Pure.

Dates are wall-clock times: a meeting at 2pm stays at 2pm when the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from dateutil import rrule

from storage.series import Repeat, Series

MOST = 104  # dates of one series
_DAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Rule:
    """How often, and `until` which date or how many times (`count`)."""

    repeat: Repeat
    until: date | None = None
    count: int | None = None

    def __str__(self) -> str:
        return f"{self.repeat}/{self.until or ''}/{self.count or ''}"

    @classmethod
    def parse(cls, text: str) -> Rule | None:
        """Read what `str` of a rule made; None of an empty text."""
        if not text:
            return None
        repeat, until, count = text.split("/")
        return cls(Repeat(repeat), date.fromisoformat(until) if until else None, int(count) if count else None)

    def dates(self, first: datetime) -> Iterator[datetime]:
        """Every wall-clock start, the first one included."""
        ends = None if self.until is None else datetime.combine(self.until, time.max)
        most = min(self.count or MOST, MOST)
        if self.repeat is Repeat.MONTHLY:
            weekday = _DAYS[first.weekday()](nth(first))
            found = rrule.rrule(rrule.MONTHLY, dtstart=first, until=ends, byweekday=weekday)
        else:
            weeks = 2 if self.repeat is Repeat.FORTNIGHTLY else 1
            found = rrule.rrule(rrule.WEEKLY, dtstart=first, until=ends, interval=weeks)
        return islice(iter(found), most)

    def in_calendars(self, first: datetime, until_utc: datetime | None) -> dict[str, object]:
        """The rule as RFC 5545 has it; `until_utc` is the moment of the last date, when the rule has an end."""
        parts: dict[str, object] = {"freq": "monthly" if self.repeat is Repeat.MONTHLY else "weekly"}
        if self.repeat is Repeat.FORTNIGHTLY:
            parts["interval"] = 2
        if self.repeat is Repeat.MONTHLY:
            parts["byday"] = f"{nth(first)}{_NAMES[first.weekday()]}"
        if until_utc is not None:
            parts["until"] = until_utc
        elif self.count is not None:
            parts["count"] = self.count
        return parts


def nth(first: datetime) -> int:
    """Which weekday of its month a date is: 1 to 4, or -1 for a fifth one, which not every month has."""
    number = (first.day - 1) // 7 + 1
    return -1 if number == 5 else number


def rule(series: Series) -> Rule:
    """The rule of a series."""
    return Rule(series.repeat, date.fromisoformat(series.until) if series.until else None, series.count)


def following(series: Series, after: datetime) -> datetime | None:
    """The next start of a series after another one; None when there is none."""
    first = datetime.fromisoformat(series.first)
    return next((each for each in rule(series).dates(first) if each > after), None)
