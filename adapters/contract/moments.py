"""Moments in words, for readers whose client cannot show them in their own time zone: in UK time, and saying so."""

from __future__ import annotations

from datetime import datetime
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


def uk_time(unix: int) -> datetime | None:
    """Date and time in the UK, in GMT or BST; None when no calendar reaches the moment."""
    try:
        return datetime.fromtimestamp(unix, _LONDON)
    except (OverflowError, ValueError, OSError):
        return None
