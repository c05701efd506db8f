"""The way into a meeting, as calendars and invitations put it into a description: an address, an id, a passcode. Pure.

Only people who say yes get it. Whoever pastes an invitation, or imports a calendar, does not think of what is below.
"""

from __future__ import annotations

import re

from bot.events import rules, texts, wording

_ADDRESS = re.compile(r"https?://[^\s<>]+")
# Addresses that open a meeting, not those at which people register for one; with and without what stands before "://".
_MEETING = re.compile(
    r"(?:https?://|(?<![\w./@-]))(?:[\w-]+\.)*(?:zoom(?:gov)?\.(?:us|com)/(?:j|w|s|my|wc)/"
    r"|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet|\#/meetup-join)/|meet\.google\.com/[a-z]{3,4}-"
    r"|webex\.com/(?:(?:[\w.-]+/)*j\.php|meet/|join/|[\w-]+/meet/)|(?:gotomeeting|bluejeans|whereby)\.com/|gotomeet\.me/"
    r"|meet\.goto\.com/|meet\.jit\.si/|chime\.aws/|join\.skype\.com/|meet\.lync\.com/)[^\s<>]*",
    re.IGNORECASE,
)
# What else opens one, up to the end of its line: numbers and passwords behind their name, and what phones dial.
_CODE = re.compile(
    r"(\b(?:meeting|webinar|conference|event|session)\s?(?:id|number|no\.?)\s?[:#=]"
    r"|\b(?:pass\s?code|pass\s?word|access\s?code|(?:host|participant|attendee|meeting)\s?(?:key|pin|code)|pin)\s?[:#=])"
    r"[^\S\n]*\S[^\n]*|\+?\d[\d\s().-]{6,20},,[\d#,*]*",
    re.IGNORECASE,
)


def found(about: str) -> str:
    """The address of a meeting in a description, to be its joining link; empty when there is none to be followed."""
    address = _MEETING.search(about)
    if address is None:
        return ""
    try:
        return rules.joining(re.sub(r"\A(?!https?://)", "https://", address[0]).rstrip(".,;)>"))
    except rules.Wrong:
        return ""


def for_everybody(about: str, link: str) -> str:
    """A description as everybody may read it: with a joining link, no address remains that could be it."""
    if not link and _MEETING.search(about) is None:
        return about
    shown = _MEETING.sub(wording.LINK_HIDDEN if link else wording.NOT_SHOWN, about)
    return _without_codes(_ADDRESS.sub(wording.LINK_HIDDEN, shown) if link else shown)


def left_out(about: str) -> str:
    """The same for where what opens something cannot be kept."""
    if _MEETING.search(about) is None:
        return _ADDRESS.sub(texts.LINKS_LEFT_OUT, about)
    return _without_codes(_ADDRESS.sub(texts.LINKS_LEFT_OUT, _MEETING.sub(texts.LINKS_LEFT_OUT, about)))


def _without_codes(about: str) -> str:
    return _CODE.sub(lambda code: f"{code[1] or ''} {wording.NOT_SHOWN}".strip(), about)
