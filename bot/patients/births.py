"""Dates of birth and postcodes beside each other, or beside a name: together they point at one patient. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from bot.patients import people, ward
from bot.patients.seen import Seen, has, in_small

OLDEST = 1905  # the first year in which somebody may be born who lives
GROWN = 2  # a date that says not of what it is counts as one of birth when it is so many years old: others are events'
MOST = 500  # dates in one text that are looked at: a longer list counts as one of patients
NEAR = 80  # characters between a date of birth and a name

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?=[jfmasond])(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_FIRST = r"\d(?<!\d\d)"  # of a row of digits; what begins with a digit is looked for quickly
_SEP = "\\s?[/.\\-\u2010-\u2015\u2212_ ]\\s?"  # dashes of every kind, too
# Below a day and a month, two digits begin another line: "3 January", "90 minutes".
_IN_FIGURES = 2  # of these: the others have a month's name
_DATES = (
    re.compile(rf"(?P<d>{_FIRST}\d?){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}}|\d{{2}})(?!\d)"),
    re.compile(rf"(?P<y>{_FIRST}\d{{3}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(
        rf"(?P<d>{_FIRST}\d?)(?:st|nd|rd|th)?+[\s./_-]{{0,3}}+(?:of\s)?+{_MONTH}\.?[\s,./'\u2019_-]{{0,4}}"
        r"(?P<y>\d{4}|(?<!\n)\d{2})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_MONTH}\.?[\s./_-]{{0,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,./'\u2019_-]{{1,4}}(?P<y>\d{{4}}|(?<!\n)\d{{2}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<y>{_FIRST}\d{{3}})[\s,./_-]{{0,3}}+{_MONTH}\.?[\s,./_-]{{0,3}}(?P<d>\d{{1,2}})(?!\d)", re.IGNORECASE
    ),
)
# Only behind words that say what they are.
_COMPACT = (
    re.compile(rf"(?P<d>{_FIRST}\d)(?P<m>\d{{2}})(?P<y>\d{{4}}|\d{{2}})(?!\d)"),
    re.compile(rf"(?P<y>{_FIRST}\d{{3}})(?P<m>\d{{2}})(?P<d>\d{{2}})(?!\d)"),
    re.compile(rf"(?P<d>{_FIRST}\d?)\s?[|\\,*:;+~]\s?(?P<m>\d{{1,2}})\s?[|\\,*:;+~]\s?(?P<y>\d{{4}}|\d{{2}})(?!\d)"),
)
_PARTS = {  # as shapes
    _DATES[1]: ("0000",), _DATES[4]: ("0000",), _COMPACT[0]: ("000000",), _COMPACT[1]: ("00000000",),
    _COMPACT[2]: tuple("|\\,*:;+~"),
}  # fmt: skip
_LABEL = re.compile(
    r"(?=[bd(])(?:(?:(?<![a-z])|(?-i:(?<=[a-z])(?=D)))d[./-]?\s?o[./-]?\s?b\.?s?(?![a-z])"
    r"|(?:(?<![a-z])|(?-i:(?<=[a-z])(?=[DB])))(?:date[\s_-]?of[\s_-]?birth|birth[\s_-]?date)(?![a-z])"
    r"|(?P<born>\bborn\b|\(b\.?(?=\s?\d)))",
    re.IGNORECASE,
)
# Between such words and their date: a remark, or signs alone and then also a line break; ...
_BEFORE = re.compile(r"(?:\s?\([^()\n]{0,40}\))?[^\n]{0,20}|[\W_]{0,12}")
# ... and where they are behind it, ...
_BEHIND = re.compile(r"[^\S\n]?[,(\[|-]?[^\S\n]?(?P<is>(?:is|was|as)\s)?(?:(?:the|his|her|their|a|patient'?s?)\s){0,2}")
# ... and in a table: a cell above the one with the date.
_CELL, _TO_CELL, _CELL_ENDS = (
    re.compile(r"(?:\A|[\n|,;\t])[^\S\n]?\Z"),
    re.compile(r"[^\S\n]?(?=[|,;\t\n])[^\n]{0,100}\n(?:.{0,200}[\n|,;\t])?[^\S\n]?", re.DOTALL),
    re.compile(r"[^\S\n]?(?:[\n|,;\t]|\Z)"),
)
FARTHEST = 300  # characters between the two in a table
_WORDS = re.compile(
    r"[bd(](?:(?<=d)[./-]?\s?o[./-]?\s?b|(?<=b)(?:irth|orn)|(?<=\()b)"
)  # in small letters; without them, no date is called one of birth

_PATIENT = re.compile(r"\b(?=[prsc])(?:patients?|pt|resident|service user|client)\b", re.IGNORECASE)


def born_and_named(seen: Seen, year: int) -> bool:
    """Whether a text has a date of birth, and a name beside it: a date that it calls so, or as it is handed over."""
    labels = _labels(seen)
    if not labels and not ward.lies_there(seen):
        return False
    return any(
        count >= MOST or (_is_named(date, labels) if called else ward.handed_over(date, year - _year(date["y"], year)))
        for count, (date, called) in enumerate(_births(seen, year, labels))
    )


def born_and_housed(seen: Seen, year: int) -> bool:
    """Whether a text with a postcode has a date of birth."""
    return any(True for _ in _births(seen, year, _labels(seen)))


def named_and_housed(text: str) -> bool:
    """Whether a text with a postcode has a patient's name.

    Postcodes and names alone are in every invitation to a meeting: it has to speak of a patient, and the more
    unusually the name is written, the nearer to it.
    """
    if not has(in_small(text), people.PATIENT_HINTS):
        return False
    return people.of_patient(text) or (_PATIENT.search(text) is not None and people.named(text))


def _labels(seen: Seen) -> list[re.Match[str]]:
    """What calls a date one of birth, in its order."""
    return list(_LABEL.finditer(seen.text)) if _WORDS.search(seen.small) else []


def _births(seen: Seen, year: int, labels: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], bool]]:
    """What may be dates of birth, and whether the text calls them that."""
    text, starts = seen.text, [label.start() for label in labels]
    for pattern in _that_may(seen, _DATES if seen.has(*_MONTHS) else _DATES[:_IN_FIGURES]):
        for found in pattern.finditer(text):
            then = _year(found["y"], year)
            if not OLDEST <= then <= year or not _is_date(found):
                continue
            old, next_ = then <= year - GROWN, bisect_left(starts, found.start())
            called = bool(labels) and _called(found, labels[max(0, next_ - 1) : next_ + 1], old=old)
            if called or old:
                yield found, called
    for pattern in _that_may(seen, _COMPACT) if labels else ():
        for found in pattern.finditer(text):
            if OLDEST <= _year(found["y"], year) <= year and _is_date(found):
                next_ = bisect_left(starts, found.start())
                if _called(found, labels[max(0, next_ - 1) : next_], old=False):
                    yield found, True


def _that_may(seen: Seen, patterns: tuple[re.Pattern[str], ...]) -> Iterator[re.Pattern[str]]:
    """Those of some patterns that may find something in a text, by a part that everything they find has."""
    return (each for each in patterns if has(seen.shape, _PARTS.get(each, ("0",))))


def _is_named(date: re.Match[str], labels: list[re.Match[str]]) -> bool:
    """Whether a date that is called one of birth has a name beside it, or a part of one before what calls it that."""
    text, start = date.string, date.start()
    if people.told(text[max(0, start - NEAR) : date.end() + NEAR]):
        return True
    before = bisect_left(labels, start, key=re.Match.start)
    label = labels[before - 1] if before else None
    return (
        label is not None
        and not label["born"]
        and ward.called_theirs(text[max(0, label.start() - NEAR) : label.start()])
    )


def _called(date: re.Match[str], labels: list[re.Match[str]], *, old: bool) -> bool:
    """Whether one of the labels beside a date calls it one of birth."""
    text, start, end = date.string, date.start(), date.end()
    for label in labels:
        if label.end() <= start <= label.end() + FARTHEST:
            if _BEFORE.fullmatch(text, label.end(), start):
                return True
            if old and not label["born"] and _in_column(text, label, start, end):
                return True
        elif label.start() >= end and not label["born"]:
            behind = _BEHIND.fullmatch(text, end, label.start())
            if behind is not None and (old or behind["is"]):
                return True
    return False


def _in_column(text: str, label: re.Match[str], start: int, end: int) -> bool:
    """Whether a date and a label are cells of a table, the label's in its first row."""
    return bool(
        _CELL.search(text[max(0, label.start() - 2) : label.start()])
        and _CELL_ENDS.match(text, end)
        and _TO_CELL.fullmatch(text, label.end(), start)
    )


def _is_date(found: re.Match[str]) -> bool:
    """Whether day and month can be such, in either order."""
    day, month = int(found["d"]), int(found["m"]) if "m" in found.re.groupindex else 1
    return 1 <= day <= 31 and 1 <= month <= 31 and min(day, month) <= 12


def _year(written: str, now: int) -> int:
    """The year that is meant; with two digits, the last such one."""
    if len(written) == 4:
        return int(written)
    return now - (now - int(written)) % 100
