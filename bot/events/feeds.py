"""Where calendars look: addresses of feeds, and the private one that each person may have."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import quote

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Button, Content, Link, Paragraph, Text, plain
from adapters.contract.refs import AccountRef, CommunityRef
from bot.events import calendar_texts as texts
from bot.feature import Call, Handler
from bot.saying import _
from storage.database import Unit

REVOKE = "events uncalendar"


def path(community: CommunityRef) -> str:
    """What stands for a community in addresses: nothing that tells of the platform."""
    return hashlib.sha256(f"events {community}".encode()).hexdigest()[:16]


def key(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


async def owner(token: str, unit: Unit) -> AccountRef | None:
    """Whose secret that is; None when it is nobody's, or not any more."""
    wanted = key(token)
    found = await unit.events.feeds.of(wanted)
    return found[0] if found is not None and hmac.compare_digest(found[1], wanted) else None


@dataclass(frozen=True, slots=True)
class Feeds:
    """Answers with addresses below `base`; empty when there are no pages."""

    base: str

    async def calendar(self, call: Call, unit: Unit) -> Content:
        """Show the addresses: this community's, and a new private one."""
        if not self.base:
            return plain(texts.NO_PAGES)
        token = secrets.token_urlsafe(24)
        await unit.events.feeds.give(call.asked.by.account, key(token), call.now)
        ours = f"{self.base}/calendars/{path(call.asked.channel.home)}.ics"
        mine = f"{self.base}/calendars/mine/{quote(token)}.ics"
        lines = (
            Paragraph((Text(texts.FEED_OURS), Link(ours))),
            Paragraph((Text(texts.FEED_MORE), Link(f"{self.base}/communities/{path(call.asked.channel.home)}"))),
            Paragraph((Text(texts.FEED_MINE), Link(mine))),
            *plain(texts.FEED_SECRET, texts.FEED_SLOW).blocks,
        )
        return Content(lines, buttons=(Button(texts.FEED_REVOKE, REVOKE),))

    async def revoke(self, call: Call, unit: Unit) -> Content:
        """Let the private address work no more."""
        gone = await unit.events.feeds.revoke(call.asked.by.account)
        return plain(texts.FEED_REVOKED if gone else texts.FEED_NONE)


def handlers(base: str) -> tuple[Handler, ...]:
    """What members may ask."""
    made = Feeds(base)
    return (
        Handler(Declaration("events calendar", "Calendar", _("Get the addresses for your calendar")), made.calendar),
        Handler(Declaration(REVOKE, "Stop", "Stop a private address", ways=frozenset({Way.BUTTON})), made.revoke),
    )
