"""Postcodes, and who is said to live there: "Mrs Smith, LS1 4AP", "John Smith lives at 4 High Street, LS1 4AP". Pure.

Invitations have a title, a surname and a postcode, too. There, what the person does stands before the name, or where
they work behind it.
"""

from __future__ import annotations

import re

from bot.patients import people
from bot.patients.seen import Seen

MOST = 500  # homes in one text that are looked at: a longer list counts as one of patients
BEFORE = 60  # characters before a name, or before "lives at", that are looked at
_CODE = (
    r"(?<![\w])(?P<out>[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]))\s{0,2}"
    r"(?P<unit>\d[ABD-HJLNP-UW-Z]{2})(?![\w])"
)
_POSTCODE = re.compile(_CODE, re.IGNORECASE)
_UNIT = "0aa"  # what each ends with, as a shape
_ORDINAL = re.compile(r"1st|2nd|3rd|[04-9]th", re.IGNORECASE)
_COUNTED = re.compile(r"\s(?:floors?|storey|level|exit|junction|time|of|day|week|edition|meeting)\b", re.IGNORECASE)

# None of these gives back what it took, so that text which is made for it keeps none of them busy.
_GAP = r"[\s,;:|(\u2013-]{1,4}+"
_PART = r"[^\W\d_](?:[^\W\d_]|['\u2019.-]){0,20}+(?!\w)"
_LEADS = rf"(?:{_GAP}(?:who|of|from|at|in|is|lives?|living|resides?|home|address|postcode|alone|now)\b){{0,5}}+"
_WHEN = r"(?:jan|feb|mar(?:ch)?\b|apr|may\b|june?\b|july?\b|aug|sep|oct|nov|dec|[ap]\.?m\b|o.?clock|min|hours?)"
# A house, its street and town; an age, too. A day or an hour is none.
_NUMBERED = rf"(?:(?:flat|apt|apartment|unit|no|aged?)\.?\s)?\d{{1,4}}[a-z]?(?![\w:])(?!\s{_WHEN})"
# A house with a name: halls, houses, courts and lodges are places of work as often.
_CALLED = (
    rf"(?:(?:{_PART}\s){{0,2}}?(?:cottage|bungalow|farm(?:house)?|barn|villa|croft)"
    r"|(?:flat|apt|apartment)\.?\s[a-z])(?!\w)"
)
_WORK = (
    r"(?:hospital|surgery|clinic|practice|cent(?:re|er)|hub|trust|nhs|school|museum|nursery|shop|inn|hotel|offices?"
    r"|theatre|hall|park)(?!\w)"
)
_LINE = (
    rf"{_GAP}(?:{_NUMBERED}(?:[\s,]{{1,2}}{_PART}){{0,6}}+"
    rf"|{_CALLED}(?:[\s,]{{1,2}}(?!{_WORK}){_PART}){{0,6}}+)"
)
_HOME = rf"{_LEADS}(?:(?P<house>(?:{_LINE}){{1,2}})|{_GAP}(?P<town>{_PART}))?(?:{_GAP}postcode)?{_GAP}{_CODE}"
# "Miss", "Ms" and "Master" are other words in small letters.
_TITLED = re.compile(
    rf"\b(?=m)(?-i:[Mm]rs?|MRS?|M(?:s|iss|x|aster)|MS|MISS|MX)\b\.?\s{{1,2}}(?:{_PART}\s){{0,2}}?(?P<name>{_PART}){_HOME}",
    re.IGNORECASE,
)
_LIVES = re.compile(rf"\b(?=[lr])(?:lives?|living|resides?|residing)(?:\salone)?\s(?:at|in){_HOME}", re.IGNORECASE)
_SIGNS = re.compile(r"(?:[\s,;:(]{1,3}\d{1,3})?[\s,;:(]{1,3}(?:(?:who|and|still|now|currently)\s){0,2}")
_NAME_ENDS = re.compile(rf"{people.CAPITAL}[^\s,;:(]*{_SIGNS.pattern}\Z")  # quick to look for
# What makes whoever is named next a professional: their own title or job, or what is done by them. Other verbs do not:
# who is spoken to, met or visited is cared for as often.
_JOB = (
    r"(?:co-?)?chair(?:man|woman|person)?|(?:co-?)?(?:chairs|hosts?)|(?:guest\s|keynote\s)?speakers?|keynote|presenters?"
    r"|organi[sz]ers?|conven[eo]rs?|trainers?|facilitators?|tutors?|lecturers?|secretary|treasurer|trustees?|managers?"
    r"|directors?|councillors?|cllr|venue|rsvp(?:\sto)?|book\swith"
)
_BY = (
    r"(?:(?:co-?)?(?:chaired|hosted|presented|organi[sz]ed|convened|facilitated|taught|led)"
    r"|(?:talk|lecture|keynote|workshop|training|speech|presentation|welcome)(?:\s(?:is|are|given|led))?)\sby"
    r"|(?:workshop|keynote|lecture)\s(?:with|from)"
)
# Others may be named before them: "Speakers: Dr Jane Price and Mrs Smith". The end of a sentence ends what is said.
_OTHERS = (
    rf"(?:(?:(?:and|dr|prof|mrs?|ms|miss)\b\.?|(?-i:{people.CAPITAL})[\w'\u2019-]{{0,20}}+|[,;&(])\s{{0,2}}){{0,9}}+"
)
_ROLE = re.compile(
    rf"\b(?=[chsoptflkmwdrvb])(?:(?:{_JOB})(?:\s(?:is|are|today|now)){{0,2}}|{_BY})(?!\w)"
    rf"[\s:,;(|\u2013-]{{0,4}}{_OTHERS}\Z",
    re.IGNORECASE,
)
# Beside an address, what is said of who is cared for; what else it could be about ends it, as a sentence's end does.
_DONE = (
    r"(?:re-?)?admitted|discharged|diagnosed|bed-?bound|housebound|deceased|died|fell|mffd|dnacpr|nbm|lives\salone"
    r"|(?:for|awaiting|due|ready\sfor|after|before|until)\s(?:discharge|admission|surgery|dialysis)"
    r"|discharge(?=\s(?:date|home|on|to|today|tomorrow)\b)|bed\s\d{1,2}"
)
_HAS = (
    r"dementia|alzheimer['\u2019]?s|diabet(?:es|ic)|copd|strokes?|hiv(?:\spositive)?|cancer|chemo(?:therapy)?|dialysis"
    r"|palliative(?:\scare)?|end\sof\slife|catheter|insulin|fractures?|fractured\s\w{1,9}|hip\sreplacement"
    r"|pressure\s(?:sores?|ulcers?)|sepsis|pneumonia|uti|surgery|post-?op|falls?|discharge|admission"
)
_ELSE = (
    r"(?:how|why|what|when|about|patients|people|residents|clients|users|staff|everybody|speak\w*|talk\w*|present\w*"
    r"|host\w*|lead|leads|chairs?|train\w*|workshop|venue|rsvp|book)\b"
)
_CARE = rf"\b(?:{_DONE}|(?:{_HAS})(?=[^\S\n]?(?:[^\w\s]|\n|\Z)))\b"
_SAID_BEHIND = re.compile(rf"(?:(?!\b{_ELSE})[^.!?\n]){{0,60}}?{_CARE}|\.[^\S\n]?(?:{_DONE})\b", re.IGNORECASE)
_SAID_BEFORE = re.compile(
    rf"(?:\b(?:{_DONE})|(?:\A|[.;:,(\n])[^\S\n]?(?:{_HAS})(?=:)"
    r"|\b(?:(?:re-?)?admission|discharge|transfer|referral|home\svisit|care\splan)(?=\s(?:of|for|to)\b|:))"
    rf"(?:(?!\b{_ELSE})[^.!?\n]){{0,40}}\Z",
    re.IGNORECASE,
)


def housed(seen: Seen) -> bool:
    """Whether a text has a postcode; "M1 8th floor" is none."""
    return _UNIT in seen.shape and any(not _counts(found) for found in _POSTCODE.finditer(seen.text))


def of_somebody(text: str) -> bool:
    """Whether a text with a postcode says of somebody that they live there."""
    return any(
        count >= MOST or judged(found)
        for pattern, judged in ((_TITLED, _is_home), (_LIVES, _lives))
        for count, found in enumerate(pattern.finditer(text))
    )


def of_cared_for(text: str) -> bool:
    """Whether a line names somebody by title, at a house and postcode, and says that they are cared for.

    That is a patient even in what an event says: a speaker or a venue is spoken of otherwise.
    """
    return any(count >= MOST or _is_cared_for(found) for count, found in enumerate(_TITLED.finditer(text)))


def _is_cared_for(found: re.Match[str]) -> bool:
    text = found.string
    if not found["house"] or "\n" in found[0] or not _is_home(found):
        return False
    before = text[max(0, found.start() - BEFORE) : found.start()].rpartition("\n")[2]
    return _SAID_BEHIND.match(text, found.end()) is not None or _SAID_BEFORE.search(before) is not None


def _lives(found: re.Match[str]) -> bool:
    """Whether a person's name stands before "lives at"."""
    before = found.string[max(0, found.start() - BEFORE) : found.start()]
    return _NAME_ENDS.search(before) is not None and people.ends_with_name(before, _SIGNS) and not _counts(found)


def _is_home(found: re.Match[str]) -> bool:
    """Whether it is a home that stands behind a title and a name, rather than where they work or speak."""
    before = found.string[max(0, found.start() - BEFORE) : found.start()].rpartition("\n")[2]
    names = (found["name"].casefold(), (found["town"] or "").casefold())
    return not (any(map(people.never_named, names)) or _counts(found) or _ROLE.search(before))


def _counts(found: re.Match[str]) -> bool:
    if _ORDINAL.fullmatch(found["unit"]) is None:
        return False
    small = found["unit"].islower() and not found["out"].islower()
    return small or _COUNTED.match(found.string, found.end()) is not None
