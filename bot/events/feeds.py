"""Where calendars look: addresses of feeds, and the private one that each person may have."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import quote

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import Button, Content, Link, Paragraph, Text, TimeForm, Timestamp, plain
from adapters.contract.refs import AccountRef, CommunityRef
from bot.events import calendar_texts as texts
from bot.feature import Call, Handler
from bot.saying import _, laid
from storage.database import Unit

ANOTHER, REVOKE = "events recalendar", "events uncalendar"
BUTTON = frozenset({Way.BUTTON})


async def path(community: CommunityRef, unit: Unit) -> str:
    """What stands for a community in addresses: with the database's salt, for its platform's number is no secret.

    Else whoever knows the number could ask whether it uses the bot, and what it is called here.
    """
    return salted(await unit.salt.of(unit.connection), community)


def salted(salt: str, community: CommunityRef) -> str:
    """The same, where the salt is known."""
    return hashlib.sha256(f"events {salt} {community}".encode()).hexdigest()[:16]


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
        """Show the addresses: this community's, and a private one for whoever has none. One that is known is not shown
        again, for nobody keeps it; nor does a look at it end it.
        """
        if not self.base:
            return plain(texts.NO_PAGES)
        if (since := await unit.events.feeds.since(call.asked.by.account)) is None:
            return await self.another(call, unit)
        known = Paragraph(laid(texts.feed_since(Timestamp(int(since), TimeForm.DATE_LONG))))
        buttons = (Button(texts.FEED_NEW, ANOTHER), Button(texts.FEED_REVOKE, REVOKE))
        lines = (
            *await self._ours(call.asked.channel.home, unit),
            known,
            *plain(texts.FEED_ONCE, texts.FEED_SLOW).blocks,
        )
        return Content(lines, buttons=buttons)

    async def another(self, call: Call, unit: Unit) -> Content:
        """Make a private address, and show it with the others; an earlier one ends."""
        if not self.base:
            return plain(texts.NO_PAGES)
        token = secrets.token_urlsafe(24)
        await unit.events.feeds.give(call.asked.by.account, key(token), call.now)
        mine = f"{self.base}/calendars/mine/{quote(token)}.ics"
        lines = (
            *await self._ours(call.asked.channel.home, unit),
            Paragraph((Text(texts.FEED_MINE), Link(mine))),
            *plain(texts.FEED_SECRET, texts.FEED_SLOW).blocks,
        )
        return Content(lines, buttons=(Button(texts.FEED_REVOKE, REVOKE),))

    async def _ours(self, home: CommunityRef, unit: Unit) -> tuple[Paragraph, Paragraph]:
        """The addresses of a community's calendar and page."""
        its = await path(home, unit)
        ours, page = f"{self.base}/calendars/{its}.ics", f"{self.base}/communities/{its}"
        return Paragraph((Text(texts.FEED_OURS), Link(ours))), Paragraph((Text(texts.FEED_MORE), Link(page)))

    async def revoke(self, call: Call, unit: Unit) -> Content:
        """Let the private address work no more."""
        gone = await unit.events.feeds.revoke(call.asked.by.account)
        return plain(texts.FEED_REVOKED if gone else texts.FEED_NONE)


def handlers(base: str) -> tuple[Handler, ...]:
    """What members may ask."""
    made = Feeds(base)
    return (
        Handler(Declaration("events calendar", "Calendar", _("Get the addresses for your calendar")), made.calendar),
        Handler(Declaration(ANOTHER, "New", "Make a new private address", ways=BUTTON), made.another),
        Handler(Declaration(REVOKE, "Stop", "Stop a private address", ways=BUTTON), made.revoke),
    )
