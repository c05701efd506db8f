"""Moments: Slack's date patterns and the contract's forms.

Slack shows `<!date^UNIX^PATTERN^LINK|FALLBACK>` in each reader's own zone; the fallback is what notifications and old
clients show. Source: Slack, "Formatting text for app surfaces", date formatting.
"""

from __future__ import annotations

import re

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
_TOKEN = re.compile(r"\{(date|time|ago)(\w*)\}")
_LAST = 253_402_300_799  # the end of the year 9999


def showable(moment: Timestamp) -> bool:
    """Whether Slack can show the moment; others are written in words."""
    return 0 <= moment.unix <= _LAST


def read(unix: int, pattern: str, words: str) -> tuple[Span, ...]:
    """The spans of a date: the moment, with what the pattern says before and after it."""
    tokens = list(_TOKEN.finditer(pattern))
    if not tokens:
        said = pattern or words
        return (Text(said),) if said else (Timestamp(unix, TimeForm.DATETIME),)
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
