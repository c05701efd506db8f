"""The way into a meeting, as calendars and invitations put it into an event: an address, an id, a passcode. Pure.

Only people who say yes get it. Whoever pastes an invitation, or imports a calendar, does not think of what is below.
A description is kept as it was written, and read by others through `about` alone. Of the short texts, which stand in
many places, no way in is kept (`kept`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.events import rules, texts, wording
from storage.events import Event

SHORT = ("title", "place", "contact", "sponsor")  # what everybody reads of an event, beside its description
WORDS = (*SHORT, "about", "link")
LONG = 80  # characters, for which each of the short texts has room

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
    r"(\b(?:meeting|webinar|conference)\s?(?:id|number|no\.?)\s?[:#=]?)\s{0,4}\d(?:[\s-]?\d){7,}#?", re.IGNORECASE
)
# What phones dial: the number, and behind commas that of the meeting.
_DIALLED = re.compile(r"\+?\d[\d\s().-]{6,20},,[\d#,*]+")
# What else opens one, up to the end of its line, or of the next when the name stands alone: numbers and passwords
# behind their name.
_CODE = re.compile(
    r"(\b(?:meeting|webinar|conference)\s?(?:id|number|no\.?)\s?[:#=]"
    r"|\b(?:event|session)\s?(?:id|number|no\.?)\s?[:#=](?!\s*\d{1,3}\b(?![\s-]?\d))"
    r"|\b(?:pass\s?code|pass\s?word|access\s?code|(?:host|participant|attendee|meeting)\s?(?:key|pin|code)|pin"
    r"|cod\s?mynediad|cyfrinair)\s?[:#=])"
    r"[^\S\n]*\n?[^\S\n]*\S[^\n]*|\+?\d[\d\s().-]{6,20},,[\d#,*]*",
    re.IGNORECASE,
)
# The same where no sign stands between: it has a digit in it, as words have not.
_TOKEN = re.compile(
    r"(\b(?:pass\s?code|pass\s?word|(?:access|host|participant|attendee|meeting)\s?(?:key|pin|code)|pin|cod\s?mynediad"
    r"|cyfrinair)(?:[^\S\n]+(?:is|yw))?(?:[^\S\n]*[\u2013-])?)[^\S\n]+(?=[^\s\d]*\d)[^\s.,;()]{4,}",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(r"(?:https?:/|[\w.-]+)/", re.IGNORECASE)  # rather than an address that only an app opens
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")  # what may stand within an address, and nobody sees
_NO_PLACE = ("", "online", "online at", "link")


def opens(words: str) -> bool:
    """Whether what was written has in it what opens a meeting."""
    seen = _UNSEEN.sub("", words)
    return any(way.search(seen) for way in (_MEETING, _NUMBER, _DIALLED))


def found(words: str) -> str:
    """The address of a meeting in what was written, to be its joining link; empty when none is there to be followed."""
    address = _MEETING.search(_UNSEEN.sub("", words))
    if address is None or not _FOLLOWED.match(address[0]):
        return ""
    try:
        return rules.joining(re.sub(r"(?i)\A(?!https?://)", "https://", address[0]).rstrip(".,;)>"))
    except rules.Wrong:
        return ""


def where(text: str) -> tuple[str, str]:
    """Place and joining link in what was written as the place, which keeps no part of a way in. Raises Wrong."""
    address = _ADDRESS.search(text)
    link = found(text) or (rules.joining(address[0]) if address else "")
    if not link and not opens(text):
        return text.strip(), ""
    place = _ADDRESS.sub("", _MEETING.sub("", _UNSEEN.sub("", text)))
    for code in (_CODE, _NUMBER, _TOKEN):
        place = code.sub("", place)
    place = re.sub(r"[^\S\n]{2,}", " ", re.sub(r"\(\s*\)", "", place)).strip(" ,;:-\u2013\n\t")
    return "" if place.lower() in _NO_PLACE else place, link


def kept(written: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be kept of an event of which this was written: its short texts without a way in."""
    link = written.get("link", "")
    if not link and not any(opens(written.get(name, "")) for name in WORDS):
        return dict(written)
    return {name: _shut(value, link) if name in SHORT else value for name, value in written.items()}


def about(event: Event) -> str:
    """An event's description as everybody may read it."""
    return for_everybody(event.about, event.link)


def for_everybody(about: str, link: str) -> str:
    """A description as everybody may read it: with a joining link, no address remains that could be it."""
    if not link and not opens(about):
        return about
    shown = _MEETING.sub(wording.LINK_HIDDEN if link else wording.NOT_SHOWN, _UNSEEN.sub("", about))
    return _without_codes(_ADDRESS.sub(wording.LINK_HIDDEN, shown) if link else shown)


def left_out(about: str) -> str:
    """The same for where what opens something cannot be kept."""
    if not opens(about):
        return _ADDRESS.sub(texts.LINKS_LEFT_OUT, about)
    shown = _MEETING.sub(texts.LINKS_LEFT_OUT, _UNSEEN.sub("", about))
    return _without_codes(_ADDRESS.sub(texts.LINKS_LEFT_OUT, shown))


def _shut(text: str, link: str) -> str:
    """A short text without a way in, and no longer than it may be."""
    shown = _UNSEEN.sub("", text) if opens(text) else text
    bare = link.partition("://")[2]
    for each in filter(None, (link, bare if "/" in bare.rstrip("/") else "")):
        shown = shown.replace(each, wording.NOT_SHOWN)
    shown = _without_codes(_MEETING.sub(wording.NOT_SHOWN, shown))
    return shown if shown == text else shown[: max(len(text), LONG)]


def _without_codes(words: str) -> str:
    for code in (_CODE, _NUMBER, _TOKEN):
        words = code.sub(lambda found: f"{(found[1] or '').rstrip()} {wording.NOT_SHOWN}".strip(), words)
    return words
