"""Moments in words, for readers whose client cannot show them in their own time zone: in UK time, and saying so."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.contract.content import TimeForm, Timestamp

_LONDON = ZoneInfo("Europe/London")
_WORDS = {
    TimeForm.TIME: "%H:%M %Z",
    TimeForm.TIME_SECONDS: "%H:%M:%S %Z",
    TimeForm.DATE: "%d/%m/%Y",
    TimeForm.DATE_LONG: "{day} %B %Y",
    TimeForm.DATETIME: "{day} %B %Y at %H:%M %Z",
    TimeForm.DATETIME_LONG: "%A {day} %B %Y at %H:%M %Z",
    TimeForm.RELATIVE: "{day} %B %Y at %H:%M %Z",
}


def in_words(moment: Timestamp) -> str:
    """What its platform said of the moment, or else its date and time in the UK; its number when it has none."""
    at = uk_time(moment.unix)
    if moment.fallback or at is None:
        return moment.fallback or str(moment.unix)
    return at.strftime(_WORDS[moment.form]).replace("{day}", str(at.day))


def an_example(today: date) -> str:
    """A day in the week that follows another one, as people may write it: "Thursday 3 December"."""
    return _said(today + timedelta(days=10 - today.weekday()), "%A {day} %B")


def hint_today(hint: str, today: date | None = None) -> str:
    """A form's hint with days that are to come: `{day}` is one in the next week, `{later}` one in half a year."""
    today = today or datetime.now(_LONDON).date()
    later = _said(today + timedelta(days=182), "{day} %B %Y")
    return hint.replace("{day}", an_example(today)).replace("{later}", later)


def _said(day: date, form: str) -> str:
    return day.strftime(form).replace("{day}", str(day.day))


def uk_time(unix: int) -> datetime | None:
    """Date and time in the UK, in GMT or BST; None when no calendar reaches the moment."""
    try:
        return datetime.fromtimestamp(unix, _LONDON)
    except (OverflowError, ValueError, OSError):
        return None
