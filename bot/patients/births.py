"""Dates of birth and postcodes beside each other, or beside a name: together they point at one patient. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

OLDEST = 1905  # the first year in which somebody may be born who lives
GROWN = 2  # a date that says not of what it is counts as one of birth when it is so many years old: others are events'
MOST = 500  # dates in one text that are looked at: a longer list counts as one of patients
NEAR = 80  # characters between a date of birth and a name

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_SEP = "\\s?[/.\\-\u2010-\u2015\u2212_ ]\\s?"  # dashes of every kind, too
# Below a day and a month, two digits begin another line: "3 January", "90 minutes".
_DATES = (
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}}|\d{{2}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>\d{{4}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s./_-]{{0,3}}(?:of\s)?{_MONTH}\.?[\s,./'\u2019_-]{{0,4}}"
        r"(?P<y>\d{4}|(?<!\n)\d{2})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_MONTH}\.?[\s./_-]{{0,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,./'\u2019_-]{{1,4}}(?P<y>\d{{4}}|(?<!\n)\d{{2}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\d)(?P<y>\d{{4}})[\s,./_-]{{0,3}}{_MONTH}\.?[\s,./_-]{{0,3}}(?P<d>\d{{1,2}})(?!\d)", re.IGNORECASE
    ),
)
_COMPACT = re.compile(r"(?<!\d)(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})(?!\d)")  # only behind words that say what it is
_LABEL = re.compile(
    r"(?:(?<![a-z])d\.?\s?o\.?\s?b\.?(?![a-z])|\bdate\sof\sbirth\b|\bbirth\s?date\b|\bborn\b)[^\n]{0,20}\Z",
    re.IGNORECASE,
)

_WORDS = re.compile(r"d\.?\s?o\.?\s?b|birth|born", re.IGNORECASE)  # without them, no date is called one of birth

_POSTCODE = re.compile(
    r"(?<![\w])(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]))\s{0,2}"
    r"(?!1st|2nd|3rd|\dth)\d[ABD-HJLNP-UW-Z]{2}(?![\w])",
    re.IGNORECASE,
)
_PATIENT = re.compile(r"\b(?:patients?|pt|resident|service user|client)\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Master)\b\.?\s+[A-Z][\w'\u2019-]{1,30}")
_WORD = r"[A-Z][a-z][\w'\u2019-]{0,30}"
_FULL = re.compile(rf"\b(?P<one>{_WORD}|[A-Z]{{2,30}}),?\s(?P<two>{_WORD})\b")
_NO_NAME = frozenset(
    {
        "Date", "Of", "Birth", "Born", "The", "This", "That", "Our", "Your", "We", "Dear", "Hello", "Hi", "Thanks",
        "Please", "Ward", "Bed", "Trust", "Hospital", "Care", "Home", "Clinic", "Centre", "Center", "Royal",
        "General", "University", "Health", "NHS", "DOB", "Dob", "Patient", "Postcode", "Address", "Street", "Road",
        "Lane", "Avenue", "House", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
    }
)  # fmt: skip


def born_and_named(text: str, year: int) -> bool:
    """Whether a text has a date that it calls one of birth, and a name beside it."""
    if _WORDS.search(text) is None:
        return False
    return any(
        count >= MOST or (called and _named(text[max(0, start - NEAR) : end + NEAR]))
        for count, (start, end, called) in enumerate(_births(text, year))
    )


def born_and_housed(text: str, year: int) -> bool:
    """Whether a text has a date of birth, and a postcode."""
    return _POSTCODE.search(text) is not None and any(True for _ in _births(text, year))


def named_and_housed(text: str) -> bool:
    """Whether a text has a patient's name, and a postcode.

    Postcodes and names alone are in every invitation to a meeting: it has to speak of a patient.
    """
    return _PATIENT.search(text) is not None and _POSTCODE.search(text) is not None and _named(text)


def _births(text: str, year: int) -> Iterator[tuple[int, int, bool]]:
    """Start and end of what may be dates of birth, and whether the text calls them that."""
    for pattern in _DATES:
        for found in pattern.finditer(text):
            then = _year(found["y"], year)
            if not _is_date(found) or not OLDEST <= then <= year:
                continue
            called = _LABEL.search(text[max(0, found.start() - 40) : found.start()]) is not None
            if called or then <= year - GROWN:
                yield found.start(), found.end(), called
    for found in _COMPACT.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        if OLDEST <= int(found["y"]) <= year and _is_date(found) and _LABEL.search(before):
            yield found.start(), found.end(), True


def _is_date(found: re.Match[str]) -> bool:
    """Whether day and month can be such, in either order."""
    day, month = int(found["d"]), int(found.groupdict().get("m") or 1)
    return 1 <= day <= 31 and 1 <= month <= 31 and min(day, month) <= 12


def _year(written: str, now: int) -> int:
    """The year that is meant; with two digits, the last such one."""
    if len(written) == 4:
        return int(written)
    return now - (now - int(written)) % 100


def _named(text: str) -> bool:
    """Whether a text names a person."""
    if _TITLED.search(text):
        return True
    start = 0
    while (found := _FULL.search(text, start)) is not None:
        if found["one"] not in _NO_NAME and found["two"] not in _NO_NAME:
            return True
        start = found.start("two")
    return False
