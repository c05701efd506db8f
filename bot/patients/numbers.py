"""Numbers that name a patient: England's and Wales's NHS numbers, Scotland's CHI, Northern Ireland's H&C. Pure.

Text comes here already folded (`bot.patients.screening.folded`). Only form, place and check digit are judged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise, product
from typing import TypeAlias

from nhs_number.constants import REGION_ENGLAND_WALES_IOM, REGION_NORTHERN_IRELAND, REGION_SCOTLAND
from nhs_number.validate import is_valid

from bot.patients.seen import Seen

LENGTH = 10
MOST = 1000  # runs of ten digits in one text
TEST_RANGE = "999"  # never issued: for tests, and so for ours

_RANGES = (*REGION_ENGLAND_WALES_IOM.ranges, *REGION_NORTHERN_IRELAND.ranges)

# What platforms write: digits, but never a patient's.
_TOKEN = re.compile(r"<(?:t:-?\d{1,20}(?::\w)?>|!date\^[^<>]{0,300}>|[@#!:a][^<>\s]{1,200}>)")
_TIME = re.compile(r"\d(?<!\w\d)\d{8,10}\.\d{3,7}\b")  # Slack's, of its messages
_TIMES = "000000000.000"  # a part of each, as a shape
# A phone's number with its country. Behind other digits of its line, "00" goes on with those, and begins no phone's.
_COUNTRY = r"(?:\+|00(?<!\w00)(?<!\d[^\w\n]00)(?<!\d[^\w\n]{2}00)(?<!\d[^\w\n]{3}00))"
_PHONE = re.compile(
    rf"{_COUNTRY}(?:"
    r"44[\s.-]{0,2}(?:\(0\)[\s.-]?)?\d(?:[\s().-]{0,2}\d){8,9}(?!\d)"
    r"|\d{1,3}[\s.-]{0,2}(?:\(\d{1,4}\)[\s.-]?)?\d(?:[\s().-]{0,2}\d){5,10}(?!\d))"
)
LINK = re.compile(r"(?=[hw])(?:https?://|www\.)\S+", re.IGNORECASE)
_NAMED_IN_LINK = re.compile(
    r"(?=[nchp/])(?:(?:nhs|chi|hcn|patient)(?:[_-]?(?:no|num|number|id))?[=/:]\d|/(?:patients|pt|p|persons?|records?)/\d)",
    re.IGNORECASE,
)
LONGEST_LINK = 2000  # characters of one that are looked at

_GROUP = re.compile(r"\d+")
# Between two groups of one number: spaces, line breaks, dots, slashes, brackets, marks of emphasis, dashes of any kind.
_SIGNS = "[\\s.,:;/\\\\|_*~`'()\\[\\]\u00b7\u2022\\-\u2010-\u2015\u2212\ufe58\ufe63]{1,4}+"
# Groups with no more than that between, and with any few signs; as `ten`, where they are so many digits or more.
CLOSE, WIDE = (
    re.compile(rf"\d(?:(?P<ten>(?:(?:{between})?+\d){{{LENGTH - 1}}}\d*+(?:{between}\d++)*+)|\d*+(?:{between}\d++)*+)")
    for between in (_SIGNS, r"\D{1,5}+")
)
SHAPES = frozenset(
    {
        (10,), (3, 3, 4), (3, 4, 3), (4, 3, 3), (3, 7), (7, 3), (6, 4), (4, 6), (5, 5), (2, 4, 4), (4, 4, 2),
        (3, 3, 2, 2), (3, 3, 3, 1), (2, 2, 2, 2, 2), (1,) * 10,
    }
)  # fmt: skip
# Other groups of a number that stands alone, with the same sign between all: a row of figures has more of them.
_ODD_SHAPES = frozenset(
    {(1, 9), (9, 1), (2, 8), (8, 2)}
    | {shape for many in (3, 4) for shape in product(range(2, 7), repeat=many) if sum(shape) == LENGTH}
)
_MORE_BEFORE, _MORE_AFTER = re.compile(r"\d[^\w\n]{1,2}\Z"), re.compile(r"[^\w\n]{1,2}\d")
_ODD_GAP = re.compile(r"[ .-]")
_CHI_SHAPES = frozenset({(10,), (6, 4), (3, 3, 4)})
_Change: TypeAlias = Callable[[re.Match[str]], str]
_UNIX_TIMES = range(1_000_000_000, 2_200_000_000)

_NO = r"(?:no|nos|num|numb|number|nr|id|n[o°º])"
# Directly before ten digits: then they are meant as a patient's number, even with a digit that was mistyped.
LABEL = re.compile(
    rf"(?=[nch])(?:nhs[\W_]{{0,3}}{_NO}|\bchi[\W_]{{0,3}}{_NO}|(?-i:\bCHI)|\bhcn|\bh\s?(?:&|and)\s?c[\W_]{{0,3}}{_NO}"
    rf"|health\s(?:&|and)\scare[\W_]{{0,3}}{_NO})"
    r"[\W_]{0,3}(?:(?:is|was|of|for|patient)\b)?[\W_]{0,4}\Z",
    re.IGNORECASE,
)
# Nearby: then a right check digit is enough, in any range.
CONTEXT = re.compile(
    rf"(?=[nchpmd])(?:nhs[\W_]{{0,3}}{_NO}\b|\bchi[\W_]{{0,3}}{_NO}\b|\bhcn\b"
    rf"|\bpatient(?:'s)?[\W_]{{0,3}}{_NO}\b|\bmrn\b|\bdob\b)",
    re.IGNORECASE,
)
# Directly before it, what makes it something else: such words alone, or with "no", "ID" and the like those that are
# also said of people ("the MDT meeting: …", "Both teams: …", "Mrs Grant …"); ...
_ENDS = r"[\W_]{0,3}(?:(?:is|on|at|was)\b)?[\W_]{0,3}\Z"
_CALLED = rf"(?:{_NO}|code|ref|reference|line)"
_OTHER = re.compile(
    rf"(?:[£$€]|\b(?:webinar|zoom(?:\s(?:meeting|call))?|dial-?in|passcode|isbn|sku|invoice|unix|epoch|timestamp|build)"
    rf"(?:[\W_]{{0,3}}(?:{_CALLED}|time))?"
    r"|\b(?:meeting|teams|conference|pin|order|purchase|po|tracking|parcel|ticket|account|serial|asset|licen[cs]e"
    rf"|charity|company|vat|grant)(?:[\W_]{{0,3}}{_CALLED}\b|\s?\#)){_ENDS}",
    re.IGNORECASE,
)
# ... and others where nobody is spoken of. A drug is given "PO", and patients are listed "in order": these begin.
_THING = re.compile(
    r"(?:\b(?:pin|tracking|parcel|ticket|serial|asset|licen[cs]e)"
    r"|(?:\A|[\n.:;,(!?]\s?|\b(?:the|our|your|my|an?|new|re|for|about|purchase|work|sales)\s)(?:po|order))"
    rf"{_ENDS}",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b(?=[iopm])(?:(?:in|out)?patients?|pt|mr|mrs|ms|miss|mx)\b", re.IGNORECASE)
_DATE = re.compile(r"(?:\d{4}([-/.])\d\d?\1\d\d?|\d\d?([-/.])\d\d?\2\d{2,4})(?!\d)")
# A word or a letter that a number follows with nothing between, such as Bed: hexadecimal ones have more letters.
_WORD = re.compile(r"(?<![a-zA-Z\d])(?<![a-zA-Z\d]-)[a-zA-Z]{1,4}\Z")
# ... and one that follows it, such as F for a woman.
_LETTER = re.compile(r"[a-zA-Z](?![a-zA-Z\d])")
# A line's own number before it; but decimals stand in rows.
_LISTED, _DECIMAL = re.compile(r"(?:\A|\n)(?:[>*•]\s)?[1-9]\d?[.-]\Z"), re.compile(r"[^\n\w]{1,3}\d{1,3}\.\d+(?![\d.])")
# What makes digits before it a decimal's: not a date, and not what spreadsheets put behind whole numbers.
_FRACTION = re.compile(r"\.(?!0(?!\d))\d+(?![.\d]|[/-]\d)")
_DECIMALS, _RETRIED = re.compile(r"\d\.\Z"), re.compile(r"(?:\A|[^\w-])1-\Z")
_LETTERS_BEFORE, _LETTERS_BEHIND = re.compile(r"[a-zA-Z]*\Z"), re.compile(r"[a-zA-Z]*")
_SAYING = re.compile(r"[^\W\d_]|[£$€]")  # what could say of a number what it is
BEFORE, AROUND = 40, 60  # characters that are looked at before a number, and on both sides of it


def named(seen: Seen) -> bool:
    """Whether folded text holds a number that may be a patient's. A list longer than anybody reads counts as one."""
    text = plain(seen, _shortened, " ; ")
    return any(count >= MOST or _is_patients(text, run) for count, run in enumerate(beyond_phones(text, runs(text))))


def plain(seen: Seen, link: _Change, strange: _Change | str) -> str:
    """A text with something else for each of its links, and for what platforms write there."""
    text = LINK.sub(link, seen.text) if seen.has("://", "www.") else seen.text
    text = _TOKEN.sub(strange, text) if "<" in text else text
    return _TIME.sub(strange, text) if _TIMES in seen.shape or text is not seen.text else text


def issued(nine: str, shape: tuple[int, ...] = (LENGTH,), *, usual: bool = True) -> bool:
    """Whether numbers are given to patients that begin with these nine digits, and are written in groups so long.

    Without `usual`, in any groups: but Scotland's, which begin with a date, would be a date and a time then.
    """
    number = int(f"{nine}0")
    if any(span.start <= number <= span.end for span in REGION_SCOTLAND.ranges):  # `is_valid` judges its date
        return shape in _CHI_SHAPES and not (shape == (LENGTH,) and number in _UNIX_TIMES)
    known = any(span.start <= number <= span.end for span in _RANGES)
    return (shape in SHAPES or not usual) and (known or nine.startswith(TEST_RANGE))


@lru_cache(1024)
def right(digits: str) -> bool:
    """Whether the check digit is right; for a CHI number, its date too."""
    return is_valid(digits)


def _shortened(link: re.Match[str]) -> str:
    """A link stands for nothing, unless it says that it names a patient."""
    return link[0] if _NAMED_IN_LINK.search(link[0][:LONGEST_LINK]) else " ; "


def runs(text: str, rows: re.Pattern[str] = CLOSE) -> Iterator[list[re.Match[str]]]:
    """Groups of digits that follow each other in such a row of them, and are ten digits together."""
    for row in rows.finditer(text):
        if row.lastgroup is None:
            continue
        last: list[re.Match[str]] = []
        length = 0
        for group in _GROUP.finditer(text, *row.span()):
            last.append(group)
            length += group.end() - group.start()
            while length > LENGTH:
                first = last.pop(0)
                length -= first.end() - first.start()
            if length == LENGTH:
                yield last[:]


def beyond_phones(text: str, found: Iterable[list[re.Match[str]]]) -> Iterator[list[re.Match[str]]]:
    """Those of some runs, in their order, that a phone's number with its country does not hold altogether.

    What looks like such a number may begin or end within a patient's, so what only overlaps one stays.
    """
    phones: list[re.Match[str]] = []
    starts: list[int] | None = None
    for run in found:
        if starts is None:  # most texts have no run
            phones = list(_PHONE.finditer(text))
            starts = [phone.start() for phone in phones]
        before = bisect_right(starts, run[0].start())
        if not before or run[-1].end() > phones[before - 1].end() or called(phones[before - 1]):
            yield run


def called(found: re.Match[str]) -> bool:
    """Whether words for a patient's number are directly before what was found."""
    return LABEL.search(found.string[max(0, found.start() - BEFORE) : found.start()]) is not None


def _is_patients(text: str, groups: list[re.Match[str]]) -> bool:
    start, end = groups[0].start(), groups[-1].end()
    digits, shape = "".join(group[0] for group in groups), tuple(len(group[0]) for group in groups)
    before = text[max(0, start - BEFORE) : start]
    if _SAYING.search(before) is None:
        before = ""  # nothing in it could say what the number is
    if before and LABEL.search(before):
        return True
    if not right(digits) or part_of_another(text, groups):
        return False
    around = text[max(0, start - AROUND) : end + AROUND]
    if _SAYING.search(around) and CONTEXT.search(around):
        return True
    odd = shape in _ODD_SHAPES and _alone(text, groups)
    return issued(digits[:9], shape, usual=not odd) and not (before and of_something(before, around))


def of_something(before: str, around: str) -> bool:
    """Whether what is said before a number makes it an order's, a meeting's or the like."""
    if _OTHER.search(before):
        return True
    return _THING.search(before) is not None and _SOMEBODY.search(around) is None


def gaps(text: str, groups: list[re.Match[str]]) -> list[str]:
    """What stands between the groups of a number."""
    return [text[one.end() : two.start()] for one, two in pairwise(groups)]


def _alone(text: str, groups: list[re.Match[str]]) -> bool:
    """Whether one sign is between all groups of a number, and no more figures are beside them."""
    between = set(gaps(text, groups))
    start, end = groups[0].start(), groups[-1].end()
    if len(between) > 1 or not _ODD_GAP.fullmatch(between.pop()):
        return False
    return not (_MORE_BEFORE.search(text[max(0, start - 3) : start]) or _MORE_AFTER.match(text, end))


def part_of_another(text: str, groups: list[re.Match[str]]) -> bool:
    """Whether digits belong to something longer: a decimal number, a hexadecimal one, a phone's, a date below."""
    start, end = groups[0].start(), groups[-1].end()
    before, after = text[max(0, start - 20) : start], text[end : end + 20]
    plain = len(groups) == 1
    listed = plain and _LISTED.search(before) is not None and not _DECIMAL.match(after)
    if plain and not listed and (_DECIMALS.search(before) or _FRACTION.match(after)):
        return True
    below = [group for gap, group in zip(gaps(text, groups), groups[1:], strict=True) if "\n" in gap]
    if below and (date := _DATE.match(text, below[-1].start())) is not None and date.end() > end:
        return True
    if not listed and _RETRIED.search(before):
        return True
    if _WORD.search(before) and not after[:1].isalnum():
        return False
    if not before[-1:].isalnum() and _LETTER.match(after):
        return False
    if not (before[-1:].isalpha() or after[:1].isalpha()):
        return False
    beside = f"{_LETTERS_BEFORE.search(before)[0]}{_LETTERS_BEHIND.match(after)[0]}"  # type: ignore[index]
    return bool(beside) and set(beside.lower()) <= set("abcdefx")
