"""What stands in angle brackets: mentions, custom emoji, moments, commands, places of the server, and addresses."""

from __future__ import annotations

import re

from adapters.contract.content import Emoji, Link, Mention, MentionKind, Span, TimeForm, Timestamp
from adapters.contract.moments import uk_time
from adapters.discord.names import Names, emoji_url
from adapters.discord.urls import ANGLED

_MENTION = re.compile(r"<(@[!&]?|#)(\d{1,20})>")
_EMOJI = re.compile(r"<(a?):(\w{2,32}):(\d{1,20})>")
_MOMENT = re.compile(r"<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>")
_COMMAND = re.compile(r"<(/[^:<>\n]{1,100}):\d{1,20}>")
_PLACE = re.compile(r"<id:(browse|customize|guide|home|linked-roles)(?::\d{1,20})?>")
_ADDRESS = re.compile(ANGLED)
_MAIL = re.compile(r"<([\w.+-]{1,64}@[\w.-]{1,255}\.[A-Za-z]{2,24})>")
_PLACES = {
    "browse": "Browse Channels",
    "customize": "Channels & Roles",
    "guide": "Server Guide",
    "home": "Server Guide",
    "linked-roles": "Linked Roles",
}
# Discord's reference, "Timestamp Styles". The neutral forms have no short date with time, so the long one stands in.
FORMS = {
    "t": TimeForm.TIME,
    "T": TimeForm.TIME_SECONDS,
    "d": TimeForm.DATE,
    "D": TimeForm.DATE_LONG,
    "f": TimeForm.DATETIME,
    "F": TimeForm.DATETIME_LONG,
    "R": TimeForm.RELATIVE,
    "s": TimeForm.DATETIME,
    "S": TimeForm.DATETIME,
}


def angled(text: str, at: int, hi: int, names: Names, *, links: bool) -> tuple[int, Span | str] | None:
    """What the `<` at `at` begins, and where it ends; None when it is only a `<`."""
    match text[at + 1 : at + 2]:
        case "@" | "#" if found := _MENTION.match(text, at, hi):
            return found.end(), _mention(found[1], found[2], names)
        case "t" if (found := _MOMENT.match(text, at, hi)) and uk_time(int(found[1])):
            return found.end(), Timestamp(int(found[1]), FORMS[found[2] or "f"])
        case "/" if found := _COMMAND.match(text, at, hi):
            return found.end(), found[1]
        case "i" if found := _PLACE.match(text, at, hi):
            return found.end(), _PLACES[found[1]]
        case "h" if links and (found := _ADDRESS.match(text, at, hi)):
            return found.end(), Link(found[1])
    if found := _EMOJI.match(text, at, hi):
        url = emoji_url(names.cdn, found[3], animated=bool(found[1]))
        return found.end(), Emoji(found[2], id=found[3], url=url)
    if links and (found := _MAIL.match(text, at, hi)):
        return found.end(), Link(f"mailto:{found[1]}")
    return None


def _mention(sign: str, id: str, names: Names) -> Mention:
    match sign:
        case "#":
            return Mention(MentionKind.CHANNEL, id, names.channels.get(id, ""))
        case "@&":
            return Mention(MentionKind.GROUP, id, names.roles.get(id, ""))
        case _:
            return Mention(MentionKind.USER, id, names.users.get(id, ""))
