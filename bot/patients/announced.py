"""Announcements of events: a venue's postcode and a speaker's name are in most of them, and "patient" in many. Pure.

There, only what speaks of one patient counts: "patient safety" and "what patients need" are said of nobody.
"""

from __future__ import annotations

import re

from bot.patients.people import CAPITAL, named_at

_WHO = r"(?:patients?|residents?|clients?|service[\s-]users?)(?:['\u2019]s?)?"
# What people meet about, behind the word for a patient.
_ABOUT = (
    "access advice advisory advocacy advocates? associations? assessments? boards? cent(?:re|er)ed champions?"
    " charters? choice communications? conferences? co-?production councils? data day days decision"
    " deterioration dignity doctors? education empowerment engagement experiences? facing feedback first flow"
    " focus(?:ed)? forums? groups? handling harm hubs? incidents? information initiated involvement journeys?"
    " knows? leaders? leadership leaflets? led liaison lists? meetings? monitoring networks? outcomes? panels?"
    " participation partners? partnerships? pathways? perspectives? portals? priorities records? reported"
    " representatives? rights safety satisfaction self-management stories story summit surveys? training"
    " transfers? transport views? voices? week wellbeing"
)
_THING = rf"(?:{'|'.join(_ABOUT.split())}|cases?|names?)"
_GENERAL = re.compile(
    rf"\b(?=[prcsea])(?:{_WHO}(?:[\s-]{_THING}(?!\w)(?:[^\S\n]{_THING}(?!\w))*"
    r"|(?:\s(?:and|&)\s|\s?/\s?)(?:public|carers?|famil(?:y|ies)|staff|relatives?|communit(?:y|ies))\b)"
    rf"|(?:each|every|any|per)\s{_WHO}(?!\w)"
    r"|(?:patients|residents|clients|service[\s-]users)(?:['\u2019]s?)?(?!\w)"
    rf"(?!(?:[^\w\n]{{1,4}}|:\s{{1,3}})(?:(?:is|was|called|named|names?)\b[\W_]{{1,3}}){{0,2}}(?-i:{CAPITAL})))",
    re.IGNORECASE,
)
# What leads from these words to a name: signs in a line; over a line's end a colon, or the mark of a list.
_MARK = r"(?:[-*+\u2022\u2023\u2043\u2013\u2014\u00b7]|\d{1,3}[.)])"
_TO_SIGNS = (
    rf"(?:[^\w\n]{{0,3}}:\s{{0,4}}|[^\w\n]{{0,3}}\n\s{{0,3}}(?={_MARK}))(?:{_MARK}[^\S\n]{{0,3}})?(?:[^\w\n]{{1,3}})?"
)
_TO = re.compile(rf"{_TO_SIGNS}|[^\w\n]{{1,4}}")
# Words of a round or a review may stand between: "patients to discuss:", "patient story of". Whoever is said behind the
# name to work there is no patient: "patient safety review: Jane Smith, Director".
_CASES = (
    "to for we will discuss discussing discussed review reviews reviewing reviewed today tomorrow tonight this next"
    " week month on in the ward bay unit list case cases study studies incident incidents see seeing seen at risk of"
    " concern waiting awaiting admitted discharged admission discharge due new urgent home visit visits update updates"
    " handover round rounds only follow-up please"
)
_SAYS = r"(?:of|about|are|is|was|were|includes?|including|named|called)"
_FURTHER = re.compile(
    rf"(?:[^\S\n](?:(?:{'|'.join(_CASES.split())})(?![\w-])|\d{{1,3}}(?!\w))){{1,6}}?"
    rf"(?:{_TO_SIGNS}|[^\S\n]{{0,2}}[(\u2013\u2014-][^\S\n]{{0,2}}|[^\S\n]{_SAYS}[^\S\n])|[^\S\n]{_SAYS}[^\S\n]",
    re.IGNORECASE,
)
_AGED = re.compile(r"(?:an?\s)?\d{1,3}[\s-]?(?:years?[\s-]olds?|yo|y/o)\s{1,2}", re.IGNORECASE)
_WORKS = re.compile(
    r"(?:[^\W\d_][\w'\u2019.-]{0,30}+[\s(,;:\u2013-]{1,3}){2,6}?"
    r"(?:(?:co-?)?chair\w*|directors?|leads?|managers?|nurse|matron|doctor|consultant|professor|head|speaks?|speakers?"
    r"|hosts?|presents?|shows?|tells?|explains?|talks?|trainer|facilitator|researcher|ambassador|governor|author)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"(?:Mr|Mrs|Ms|Miss|Mx|Master|MR|MRS|MS|MISS|MX)\b\.?\s{{1,2}}(?:\w{{1,4}}[\s-]){{0,2}}{CAPITAL}")
_FIRST, _LONGEST = re.compile(r"[^\W\d_]+"), 120
# Words with a capital in titles of events, and of who speaks there, where the first name of a patient would be.
_TITLE = re.compile(
    r"\w{2,}ing|an?|the|this|that|these|those|what|how|why|when|where|who|whose|which|is|are|do|does|can|will|should"
    r"|every|each|all|any|no|one|two|three|more|most|less|better|best|new|next|first|last|from|for|with|without|in|on|of"
    r"|at|to|by|as|and|or|but|not|our|your|their|my|we|you|they|it|its|beyond|towards?|into|over|after|before|between"
    r"|through|across|behind|getting|lead|leads?|leaders?|director|manager|chair|nurse|matron|governor|ambassador|head|dr"
    r"|prof|professor|summit|workshop|webinar|seminar|masterclass|session|launch|celebration|awards?|digital|clinical|care"
    r"|quality|shared|safer|human|virtual|national|regional|local|integrated|patients?|residents?|clients?|voices?"
    r"|stories|lessons|ideas|moments?|speakers?|hosts?|tickets?|zoom|teams|online|free|please|come|join|bring|see|hear|led",
    re.IGNORECASE,
)


def of_somebody(text: str) -> str:
    """A text that announces something, with other words where it speaks of patients rather than of one."""
    said, last = [], 0
    for found in _GENERAL.finditer(text):
        name = _name_behind(text, found.end())
        said += [text[last : found.start()], "people" if name is None else "patient "]
        last = found.end() if name is None else name
    return "".join((*said, text[last:]))


def _name_behind(text: str, end: int) -> int | None:
    """Where a person's name begins that comes next; what is before it is then a heading over one patient."""
    near = _TO.match(text, end)
    if near is not None and _names(text, near.end()):
        return near.end()
    led = _FURTHER.match(text, end) or near
    if led is None:
        return None
    aged = _AGED.match(text, led.end())
    start = led.end() if aged is None else aged.end()
    return start if _names(text, start) and _WORKS.match(text, start) is None else None


def _names(text: str, start: int) -> bool:
    """Whether a line names a person from there on, by more than a title's words."""
    line = text[start : start + _LONGEST].partition("\n")[0]
    first = _FIRST.match(line)
    titled = first is not None and _TITLE.fullmatch(first[0]) is not None
    return _TITLED.match(line) is not None or (not titled and named_at(line, 0))
