"""How staff write of a patient among themselves, where nothing says "date of birth" or gives a whole name. Pure.

"Bed 4 John SMITH 12/03/1956", "khan dob 12/3/41", "MRN 1234567": each rule asks for what tells that somebody is meant.
"""

from __future__ import annotations

import re

from bot.patients import people
from bot.patients.seen import Seen, has, in_small

ADULT = 10  # years that a date behind a name is old where only a title, or a word for a patient, is near
NEAR, BEFORE = 60, 70  # characters around a date that tell where somebody lies, and before it with a name

# Where somebody lies; how old and of which sex they are, what is said of those who lie there; ...
_PLACE = r"\b(?i:bed|bay|side\s?room|cubicle|trolley)[\s:.#-]{0,3}\d{1,2}\b"
_BED = re.compile(_PLACE)
_THERE = (  # each with parts of which it has one, in small letters
    (("bed", "bay", "room", "cubicle", "trolley"), _BED),
    (("yo", "y/o", "yr", "year"), re.compile(r"\b\d{1,3}\s?(?i:y/?o|yrs?|years?\sold)\b")),
    (("m", "f"), re.compile(r"\b\d{1,3}\s?[MF]\b|\([MF]\)")),
    (("mffd", "dnacpr", "nbm", "tt"), re.compile(r"\b(?:MFFD|DNACPR|NBM|TT[AO]s?)\b")),
)
# ... or only that it is somebody. Letters and leaflets have such words and a date, too, but a younger one.
_SOMEBODY = re.compile(
    r"\b(?=[iprcsm])(?:in?patient|patient|pt|resident|client|service[\s-]user|mrs?|ms|miss|mx)\b", re.IGNORECASE
)
# A part of each of these, quick to look for in small letters, or a digit before a sex.
_HINTS = (
    "bed", "bay", "room", "cubicle", "trolley", "yo", "y/o", "yr", "year", "(m)", "(f)", "mffd", "dnacpr", "nbm", "tto",
    "tta", "patient", "pt", "resident", "client", "service", "mr", "ms", "miss", "mx",
)  # fmt: skip
_AGED = re.compile(r"[MF](?:(?<=\d[MF])|(?<=\d\s[MF]))\b")
_SIGNS = re.compile(r"(?:\s?\([MFmf]\))?[\s,;:(\[-]{0,4}")  # between a name and its date
# A name, or a part of one, directly before words for a date of birth: small letters are enough there.
_NAMELESS_WORDS = (
    "the an his her their your my our its this that these those any each every both same one with and or but if is are"
    " was were be has have had of for to from in on at by via not no yes new old all also only first second next last"
    " enter type use using give given check checked checking confirm confirmed confirming correct corrected incorrect"
    " right wrong missing invalid valid unknown blank empty needs need add added ask asked write put see like matching"
    " match matches matched default dummy fake fictional invented made test tests testing example examples sample"
    " samples eg ie format formats field fields column columns record records data date dates number numbers year age"
    " address postcode name names surname forename gender sex nhs no mrn bed patient patients pt person people"
    " resident residents client clients user users baby child adult staff member somebody someone who whose"
)
_NAMELESS = frozenset(_NAMELESS_WORDS.split())
_BEFORE_LABEL = re.compile(
    r"(?P<one>[^\W\d_](?<![^\W\d_]{2})[^\W\d_]*(?:['\u2019-][^\W\d_]+)*)(?:['\u2019]s?)?[^\w\n]{1,4}\Z"
)
_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|mx|master|baby|twin)\.?\s\Z", re.IGNORECASE)
# Words for a hospital's own number, and it: a phone's begins with 0 and has more digits.
_HOSPITALS = re.compile(
    r"\b(?=[mh])(?:mrn|hosp(?:ital)?\.?[\s_-]?(?:no|nos|num|numb|number|nr|id)|hosp(?:ital)?\s?\#)(?![^\W_])[\W_]{0,3}"
    r"(?:(?:is|was|of|for|patient)\b[\W_]{0,3}){0,2}(?:[a-z]{1,3}[\s-]?)?(?!0)\d(?:[\s-]?\d){4,7}(?![\s-]?\d|[a-z])",
    re.IGNORECASE,
)


def numbered(seen: Seen) -> bool:
    """Whether a text has a number that it calls a hospital's."""
    return seen.has("mrn", "hosp") and _HOSPITALS.search(seen.text) is not None


def lies_there(seen: Seen) -> bool:
    """Whether anything in a text may tell that somebody is cared for: without that, no date need be looked at."""
    return seen.has(*_HINTS) or _AGED.search(seen.text) is not None


def handed_over(date: re.Match[str], age: int) -> bool:
    """Whether a date, some years old, stands behind the name of somebody who is cared for."""
    text, start = date.string, date.start()
    around = text[max(0, start - NEAR) : date.end() + NEAR]
    if not _is_there(around) and (age < ADULT or not _SOMEBODY.search(around)):
        return False
    return people.ends_with_name(_BED.sub(" ; ", text[max(0, start - BEFORE) : start]), _SIGNS)


def _is_there(around: str) -> bool:
    """Whether what is around a date tells where somebody lies, or what is said of those who lie there."""
    small = in_small(around)
    return any(has(small, parts) and pattern.search(around) for parts, pattern in _THERE)


def called_theirs(before: str) -> bool:
    """Whether words for a date of birth have a part of a name directly before them."""
    found = _BEFORE_LABEL.search(before)
    if found is None:
        return False
    one, first = found["one"].casefold(), before[: found.start("one")]
    if len(one) == 1:
        return _TITLE.search(first) is not None or (found["one"].isupper() and called_theirs(first))
    return one not in _NAMELESS and not people.never_named(one)
