"""Announcements of events: a venue's postcode and a speaker's name are in most of them, and "patient" in many. Pure.

There, only what speaks of one patient counts: "patient safety" and "what patients need" are said of nobody.
"""

from __future__ import annotations

import re

from bot.patients.people import CAPITAL

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
_GENERAL = re.compile(
    rf"\b{_WHO}[\s-](?:{'|'.join(_ABOUT.split())})(?!\w)"
    rf"|\b{_WHO}(?:\s(?:and|&)\s|\s?/\s?)(?:public|carers?|famil(?:y|ies)|staff|relatives?|communit(?:y|ies))\b"
    rf"|\b(?:each|every|any|per)\s{_WHO}(?!\w)"
    rf"|\b(?:patients|residents|clients|service[\s-]users)(?:['\u2019]s?)?(?!\w)(?!(?:[^\w\n]{{1,4}}|:\s{{1,3}})(?:(?:is|was|called|named|names?)\b[\W_]{{1,3}}){{0,2}}(?-i:{CAPITAL}))",
    re.IGNORECASE,
)


def of_somebody(text: str) -> str:
    """A text that announces something, with other words where it speaks of patients rather than of one."""
    return _GENERAL.sub("people", text)
