"""Whether a text names somebody: strictly, or with less where a date of birth or a patient is spoken of. Pure."""

from __future__ import annotations

import re

from bot.patients.seen import has, in_small

# Capital letters of every script that has them; `re` knows no class for them.
_CAPITALS = "".join(map(chr, filter(lambda code: chr(code).isupper(), (*range(65, 0x590), *range(0x1E00, 0x2000)))))
CAPITAL = f"[{_CAPITALS}]"
_BIG, _LETTER, _SMALL = CAPITAL, r"[^\W\d_]", r"[^\W\d_A-Z]"
_SIGN = "['\u2019-]"
_ANY_CAPITAL = re.compile(CAPITAL)
# What may stand between two names, or be written before the second.
_OF = r"(?:(?:al|el|bin|bint|ibn|abu|de|da|do|dos|del|della|di|van|von|der|den|la|le|ap|ab)[\s-]){0,2}"
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Master|MR|MRS|MS|MISS|MX)\b\.?\s+"
    rf"(?:{_BIG}\.?\s){{0,3}}{_OF}{_BIG}[\w'\u2019-]{{1,30}}"
)
_WORD = rf"{_BIG}(?:['\u2019]{_BIG}?)?{_SMALL}[\w'\u2019-]{{0,30}}"
_FULL = re.compile(rf"\b(?P<one>{_WORD}|[A-Z]{{2,30}}),?\s{_OF}(?P<two>{_WORD})\b")
_NAME = rf"{_BIG}(?:{_LETTER}|{_SIGN}){{1,30}}(?!\w)"
_INITIALS = rf"{_BIG}(?:\.?\s?{_BIG}){{0,2}}(?!{_LETTER}|{_SIGN})\.?"
# Two names, of which one may be initials: "John SMITH", "SMITH, JOHN", "J. Smith", "Smith, J".
_PAIR = rf"(?P<one>{_NAME})(?P<gap>,?\s|,){_OF}(?P<two>{_NAME})"
_SHORT = rf"{_INITIALS}\s?{_OF}(?P<last>{_NAME})|(?P<first>{_NAME}),\s?{_INITIALS}(?!\w)"
_BEHIND = re.compile(rf"(?<![\w'\u2019]){_NAME}\s{_INITIALS}(?!\w)")  # "Smith J"
_PAIRS, _SHORTS = re.compile(rf"\b(?={_PAIR})"), re.compile(rf"(?<![\w'\u2019])(?:{_SHORT})")
# Behind words for it, one name is enough; behind "name:" also in small letters.
_NAMED = r"(?<![^\W_])(?=[fslmgnprcFSLMGNPRC])(?i:(?:fore|sur|(?:first|last|middle|given|family|full)[\s_]?)?names?"
_SAID = re.compile(
    rf"{_NAMED}|patient|pt|resident|client)[\W_]{{1,4}}(?P<one>{_BIG}(?:{_LETTER}|{_SIGN}){{1,30}})"
    rf"|{_NAMED})[\"']?\s?[:=|][\"'\s]{{0,2}}(?P<two>{_LETTER}{{2,30}})"
)
_PATIENT = re.compile(
    r"\b(?=[ioprsc])(?:(?:in|out)?patients?|pts?|residents?|service[\s-]users?|clients?)(?:'s?)?[\W_]{1,4}"
    r"(?:(?:is|was|called|named|name|names)\b[\W_]{1,3}){0,2}",
    re.IGNORECASE,
)
# A part of each of the words for a name, and for a patient.
_NAME_HINTS, PATIENT_HINTS = ("name", "ent", "pt"), ("ent", "pt", "service")
_PAIR_HERE, _SHORT_HERE = re.compile(_PAIR), re.compile(_SHORT)

_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
)
_LABELS = "date of birth born the this that our your we dear hello hi thanks please bed postcode address dob patient"
_HOUSES = "trust hospital care clinic centre center royal university health nhs road avenue"
_CALLED_SO = ("ward", "street", "house", "lane", "home", "general")  # and so are people
_ON_FORMS = (  # beside a date of birth
    "name names forename surname first last full middle given family number no nos id age sex gender male female"
    " phone mobile email contact gp consultant nok room patients inpatient outpatient resident client pt is on at in"
    " and for to with from by as not unknown yes new old all see seen needs admitted discharged mr mrs ms miss mx dr"
    " nurse sister doctor"
)
_SHORT_FOR = (
    "ae ed icu itu hdu ccu amu mau sau mdt mrn chi hcn hsc hc ics icb gdpr pds epr ehr it uk nhse ctr dnr dnacpr"
    " copd tia cva uti mi iv po bd od tds prn ecg mri ct xr ot slt cpn amhp dols lpa imca"
)
_MEETS = (  # what does, and where
    "safety group groups panel meeting forum board association committee team teams service services department"
    " unit manager office conference council network programme project experience engagement advisory falls mental"
    " nursing community day social hall rooms hub village park school church library college institute society"
    " charity foundation support welfare summer winter spring autumn annual welcome open england wales scotland"
    " ireland north south east west great st saint king queen prince town city wing suite block building site court"
    " gardens lounge tower stadium arena hotel floor reception"
)
_PLACES = frozenset(_CALLED_SO)
_NO_NAME = frozenset(f"{_DAYS} {_LABELS} {_HOUSES}".split()) | _PLACES
_GIVEN = frozenset(("april", "may", "june", "august", "jan"))  # unless a day is beside them: "12 May", "May 12"
_DAY_BEFORE, _DAY_AFTER = re.compile(r"(?<![\d/.-])\d{1,2}(?:st|nd|rd|th)?\s\Z"), re.compile(r"\s\d")
_NEVER = (_NO_NAME - _PLACES - _GIVEN) | frozenset(f"{_ON_FORMS} {_SHORT_FOR} {_MEETS}".split())


def named(text: str) -> bool:
    """Whether a text names a person, as it is usually written."""
    if "M" in text and _TITLED.search(text):  # as every title has
        return True
    start = 0
    while (found := _FULL.search(text, start)) is not None:
        if found["one"].casefold() not in _NO_NAME and found["two"].casefold() not in _NO_NAME:
            return True
        start = found.start("two")
    return False


def told(text: str) -> bool:
    """Whether a text beside a date of birth names a person: in capitals, with initials, and by names that are words."""
    if _ANY_CAPITAL.search(text) is not None and _in_capitals(text):
        return True
    said = _SAID.finditer(text) if has(in_small(text), _NAME_HINTS) else ()
    return any((found["one"] or found["two"]).casefold() not in _NEVER for found in said)


def of_patient(text: str) -> bool:
    """Whether a text names somebody directly behind the word for a patient."""
    return any(named_at(text, found.end()) for found in _PATIENT.finditer(text))


def named_at(text: str, start: int) -> bool:
    """Whether a text names somebody from a place in it on, by two names or by one with initials."""
    if (pair := _PAIR_HERE.match(text, start)) is not None and _is_pair(pair):
        return True
    return (short := _SHORT_HERE.match(text, start)) is not None and _is_short(short)


def _in_capitals(text: str) -> bool:
    """Whether a text with capital letters names a person by what begins with them."""
    if named(text) or any(_is_pair(found) for found in _PAIRS.finditer(text)):
        return True
    return any(map(_is_short, _SHORTS.finditer(text)))


def ends_with_name(text: str, signs: re.Pattern[str]) -> bool:
    """Whether a text ends with a person's name, in capitals or with initials, too, and such signs."""
    titled = (found.end() for pattern in (_TITLED, _BEHIND) for found in pattern.finditer(text))
    pairs = (found.end("two") for found in _PAIRS.finditer(text) if _is_pair(found))
    shorts = (found.end() for found in _SHORTS.finditer(text) if _is_short(found))
    return any(signs.fullmatch(text, end) for ends in (titled, pairs, shorts) for end in ends)


def never_named(word: str) -> bool:
    """Whether a word in small letters is nobody's name."""
    return word in _NEVER


def is_place(word: str) -> bool:
    """Whether a word in small letters is a place's name as well as somebody's: "ward", "street"."""
    return word in _PLACES


def _is_pair(found: re.Match[str]) -> bool:
    one, two = found["one"].casefold(), found["two"].casefold()
    if one in _NEVER or two in _NEVER or (one in _PLACES and "," not in found["gap"]):
        return False
    text = found.string
    if one in _GIVEN and _DAY_BEFORE.search(text[max(0, found.start("one") - 8) : found.start("one")]):
        return False
    return two not in _GIVEN or _DAY_AFTER.match(text, found.end("two")) is None


def _is_short(found: re.Match[str]) -> bool:
    return (found["last"] or found["first"]).casefold() not in _NEVER
