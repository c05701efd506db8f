"""Moments: Slack's date patterns and the contract's forms.

Slack shows `<!date^UNIX^PATTERN^LINK|FALLBACK>` in each reader's own zone; the fallback is what notifications and old
clients show, so it is written in UK time. Source: Slack, "Formatting text for app surfaces", date formatting.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from adapters.contract.content import Span, Text, TimeForm, Timestamp

PATTERNS = {
    TimeForm.TIME: "{time}",
    TimeForm.TIME_SECONDS: "{time_secs}",
    TimeForm.DATE: "{date_num}",
    TimeForm.DATE_LONG: "{date}",
    TimeForm.DATETIME: "{date} at {time}",
    TimeForm.DATETIME_LONG: "{date_long} at {time}",
    TimeForm.RELATIVE: "{ago}",
}
_FALLBACKS = {
    TimeForm.TIME: "%H:%M %Z",
    TimeForm.TIME_SECONDS: "%H:%M:%S %Z",
    TimeForm.DATE: "%d/%m/%Y",
    TimeForm.DATE_LONG: "{day} %B %Y",
    TimeForm.DATETIME_LONG: "%A {day} %B %Y at %H:%M %Z",
}
_TOKEN = re.compile(r"\{(date|time|ago)(\w*)\}")
_LAST = 253_402_300_799  # the end of the year 9999
_LONDON = ZoneInfo("Europe/London")


def showable(moment: Timestamp) -> bool:
    """Whether Slack can show the moment; others are written as their fallback."""
    return 0 <= moment.unix <= _LAST


def fallback(moment: Timestamp) -> str:
    """The moment in words."""
    if moment.fallback or not showable(moment):
        return moment.fallback or str(moment.unix)
    pattern = _FALLBACKS.get(moment.form, "{day} %B %Y at %H:%M %Z")
    when = datetime.fromtimestamp(moment.unix, UTC).astimezone(_LONDON)
    return when.strftime(pattern).replace("{day}", str(when.day))


def read(unix: int, pattern: str, words: str) -> tuple[Span, ...]:
    """The spans of a date: the moment, with what the pattern says before and after it."""
    tokens = list(_TOKEN.finditer(pattern))
    if not tokens:
        return (Text(pattern or words),)
    before, after = pattern[: tokens[0].start()], pattern[tokens[-1].end() :]
    moment = Timestamp(unix, _form({token[0] for token in tokens}), words)
    return tuple(Text(span) if isinstance(span, str) else span for span in (before, moment, after) if span)


def _form(tokens: set[str]) -> TimeForm:
    if "{ago}" in tokens:
        return TimeForm.RELATIVE
    weekday = any(token.startswith("{date_long") for token in tokens)
    if all(token.startswith("{time") for token in tokens):
        return TimeForm.TIME_SECONDS if "{time_secs}" in tokens else TimeForm.TIME
    if any(token.startswith("{time") for token in tokens):
        return TimeForm.DATETIME_LONG if weekday else TimeForm.DATETIME
    return TimeForm.DATE_LONG if weekday or tokens & {"{date}", "{date_pretty}"} else TimeForm.DATE
