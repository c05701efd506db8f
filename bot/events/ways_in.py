"""The way into a meeting, as calendars and invitations put it into a description: an address, an id, a passcode. Pure.

Only people who say yes get it. Whoever pastes an invitation, or imports a calendar, does not think of what is below.
"""

from __future__ import annotations

import re

from bot.events import rules, texts, wording

_ADDRESS = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
# Addresses that open a meeting, not those at which people register for one; with and without what stands before "://".
_MEETING = re.compile(
    r"(?:https?://(?:[^\s<>/@]*@)?|(?<![\w./@-]))(?:[\w-]+\.)*(?:"
    r"zoom(?:gov)?\.(?:us|com)(?::\d+)?/{1,2}(?:(?:j|w|s|my|wc|ev)/|join\?)"
    r"|teams\.(?:microsoft|live)\.(?:com|us)(?::\d+)?/(?:l/meetup-join|meet|\#/meetup-join|v2|dl/launcher)[/?]"
    r"|aka\.ms/JoinTeamsMeeting|safelinks\.protection\.outlook\.com/"
    r"|meet\.google\.com(?::\d+)?/(?:[a-z]{3,4}-|lookup/)|g\.co/meet/"
    r"|webex\.com(?::\d+)?/(?:(?:[\w.-]+/)*j\.php|meet/|join/|[\w-]+/meet/|webappng/|wbxmjs/)"
    r"|(?:gotomeeting|bluejeans|whereby)\.com/|gotomeet\.me/|8x8\.vc/"
    r"|meet\.goto\.com/|meet\.jit\.si/|chime\.aws/|join\.skype\.com/|meet\.lync\.com/)[^\s<>]*"
    r"|\b(?:zoommtg|msteams|webexteams):/[^\s<>]*",
    re.IGNORECASE,
)
# The number of a meeting, by which it can be joined without an address.
_NUMBER = re.compile(
    r"\b(?:meeting|webinar|conference)\s?(?:id|number|no\.?)\s?[:#=]?\s{0,4}\d(?:[\s-]?\d){7,}", re.IGNORECASE
)
# What else opens one, up to the end of its line, or of the next when the name stands alone: numbers and passwords
# behind their name, and what phones dial.
_CODE = re.compile(
    r"(\b(?:meeting|webinar|conference|event|session)\s?(?:id|number|no\.?)\s?[:#=]"
    r"|\b(?:pass\s?code|pass\s?word|access\s?code|(?:host|participant|attendee|meeting)\s?(?:key|pin|code)|pin)\s?[:#=])"
    r"[^\S\n]*\n?[^\S\n]*\S[^\n]*|\+?\d[\d\s().-]{6,20},,[\d#,*]*",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(r"(?:https?:/|[\w.-]+)/", re.IGNORECASE)  # rather than an address that only an app opens


def found(about: str) -> str:
    """The address of a meeting in a description, to be its joining link; empty when there is none to be followed."""
    address = _MEETING.search(about)
    if address is None or not _FOLLOWED.match(address[0]):
        return ""
    try:
        return rules.joining(re.sub(r"(?i)\A(?!https?://)", "https://", address[0]).rstrip(".,;)>"))
    except rules.Wrong:
        return ""


def for_everybody(about: str, link: str) -> str:
    """A description as everybody may read it: with a joining link, no address remains that could be it."""
    if not link and not _leads_in(about):
        return about
    shown = _MEETING.sub(wording.LINK_HIDDEN if link else wording.NOT_SHOWN, about)
    return _without_codes(_ADDRESS.sub(wording.LINK_HIDDEN, shown) if link else shown)


def left_out(about: str) -> str:
    """The same for where what opens something cannot be kept."""
    if not _leads_in(about):
        return _ADDRESS.sub(texts.LINKS_LEFT_OUT, about)
    return _without_codes(_ADDRESS.sub(texts.LINKS_LEFT_OUT, _MEETING.sub(texts.LINKS_LEFT_OUT, about)))


def _leads_in(about: str) -> bool:
    return _MEETING.search(about) is not None or _NUMBER.search(about) is not None


def _without_codes(about: str) -> str:
    return _CODE.sub(lambda code: f"{code[1] or ''} {wording.NOT_SHOWN}".strip(), about)
