"""Numbers beside words that say whose they are: whatever separates their digits, and in links too. Pure.

What is written in a usual way is found by `bot.patients.numbers`, with or without such words. Text comes here folded.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from bot.patients import numbers
from bot.patients.numbers import (
    AROUND,
    BEFORE,
    CONTEXT,
    LONGEST_LINK,
    MOST,
    SHAPES,
    called,
)
from bot.patients.seen import Seen

_NO_WORDS = re.compile(r"[\W_]*")
_PATIENT = re.compile(r"\b(?:patients?|pt)\b", re.IGNORECASE)
# Beside a link: it leads to what is about somebody.
_RECORD = re.compile(r"\b(?:patients?|pt|records?|referral|wristband|discharge\s(?:letter|summary))\b", re.IGNORECASE)
_ANY = re.compile(
    rf"(?=[nchpmdrw])(?:{CONTEXT.pattern}|{_RECORD.pattern}|(?-i:\bCHI\b)|\bh(?:\s?&|\sand)\s?c)", re.IGNORECASE
)
# Links whose numbers are meetings', jobs' and events', or times.
_MEETING = re.compile(
    r"zoom(?:gov)?\.|teams\.|webex\.|meet\.|gotomeet|linkedin\.|/(?:jobs?|events?)/|[?&](?:ts|time|t)=", re.IGNORECASE
)
_IN_LINK = "\ufffc"  # stands before a number that a link held
_NOTHING = " ;;;;; "  # more than may be between two groups of one number


def named(seen: Seen) -> bool:
    """Whether folded text holds a patient's number beside words for one. A list longer than anybody reads counts."""
    if _ANY.search(seen.text) is None:
        return False
    text = numbers.plain(seen, _opened, _stripped)
    found = numbers.beyond_phones(text, numbers.runs(text, numbers.WIDE))
    return any(count >= MOST or _is_patients(text, run) for count, run in enumerate(found))


def _opened(link: re.Match[str]) -> str:
    """A link as the number in it that may be a patient's; else as nothing."""
    address = unquote(link[0][:LONGEST_LINK])
    for run in numbers.runs(address):
        start, end = run[0].start(), run[-1].end()
        digits, shape = _digits(run)
        whole = not (address[start - 1].isalnum() or address[end : end + 1].isalnum())
        if whole and numbers.issued(digits[:-1], shape) and numbers.right(digits):
            elsewhere = _MEETING.search(address) is not None and not called(link)
            return _NOTHING if elsewhere else f" {_IN_LINK}{digits}{_NOTHING}"
    return _NOTHING


def _stripped(strange: re.Match[str]) -> str:
    """What platforms write, as nothing; unless it is called a patient's."""
    return strange[0] if called(strange) else _NOTHING


def _is_patients(text: str, run: list[re.Match[str]]) -> bool:
    start, end = run[0].start(), run[-1].end()
    digits, shape = _digits(run)
    between = numbers.gaps(text, run)
    tidy = _wordless(between) and _alike(between) and shape in SHAPES
    if tidy and called(run[0]):
        return True  # even with a digit that was mistyped
    if not numbers.issued(digits[:-1], shape, usual=False) or not numbers.right(digits):
        return False
    before, around = text[max(0, start - BEFORE) : start], text[max(0, start - AROUND) : end + AROUND]
    if before.endswith(_IN_LINK):
        return CONTEXT.search(around) is not None or _RECORD.search(around) is not None
    if numbers.part_of_another(text, run):
        return False
    if called(run[0]):
        return _alike(between) or _wordless(between) or shape in SHAPES
    if CONTEXT.search(around):
        return _alike(between) or _wordless(between)
    if _PATIENT.search(around) is None or numbers.of_something(before, around):
        return False
    if _alike(between) and len(between) > 1 and shape in SHAPES:
        return True
    return _wordless(between) and (_alike(between) or _tight(between) or shape in SHAPES)


def _digits(run: list[re.Match[str]]) -> tuple[str, tuple[int, ...]]:
    """A number, and how long its groups are."""
    return "".join(group[0] for group in run), tuple(len(group[0]) for group in run)


def _wordless(between: list[str]) -> bool:
    return all(map(_NO_WORDS.fullmatch, between))


def _alike(between: list[str]) -> bool:
    return len({gap.strip() for gap in between}) <= 1


def _tight(between: list[str]) -> bool:
    """Whether no group stands by itself, as figures do that follow each other."""
    return not any(map(str.isspace, "".join(between)))
