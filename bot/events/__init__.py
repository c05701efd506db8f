"""Events: announced once, shown in every bridged community, with one count of who comes."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from adapters.contract.incoming import Incoming
from bot.clock import Clock
from bot.events import (
    announcing,
    answering,
    aside,
    details,
    digest,
    entries,
    failing,
    feeds,
    governing,
    importing,
    links,
    listing,
    making,
    outside,
    pages,
    recurring,
    reminders,
    rules,
    scheduling,
    seating,
    telling,
    weekly,
    writing,
)
from bot.events.posts import Posts
from bot.feature import Handler, Tick
from storage.database import Database, Unit

ROUND = 5.0  # seconds in which answers gather before posts change
SLOW_ROUND = 60.0
HOUR = 3600.0
MOST = 50
LOST = 6 * 24 * HOUR


class Events:
    """The feature, as the composition root plugs it in. `base` is the address of the public pages, if there are any.

    `fetching` reads other calendars.
    """

    def __init__(self, base: str = "", fetching: outside.Outside | None = None) -> None:
        self._posts = Posts(base.rstrip("/"))
        self._importing = importing.handlers(fetching or outside.Outside())
        self._announcing = announcing.Announcing(self._posts)

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What members and organisers may ask."""
        announced = (*announcing.handlers(self._posts), *scheduling.handlers(self._announcing))
        mine = (*announced, *governing.handlers(self._posts), *feeds.handlers(self._posts.base))
        made = (*making.HANDLERS, *details.HANDLERS, *recurring.HANDLERS, *self._importing)
        answers = (replace(handler, answer=aside.offering(handler.answer)) for handler in answering.HANDLERS)
        others = (digest, aside, reminders, entries, telling, listing)
        return (*made, *mine, *answers, *(handler for part in others for handler in part.HANDLERS))

    def routes(self, database: Database, clock: Clock) -> list[web.RouteDef]:
        """The public pages and calendars; none without an address for them."""
        return pages.Pages(database, clock, self._posts.base).routes() if self._posts.base else []

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Posts brought up to date, letters, offers and answers whose time is over."""
        return (
            Tick("events show", ROUND, self._posts.refresh_stale),
            Tick("events write", ROUND, writing.Writing(self._posts.base).write_due),
            Tick("events seats", SLOW_ROUND, seats),
            Tick("events answers", SLOW_ROUND, self._announcing.expire),
            Tick("events unasked", SLOW_ROUND, self._announcing.ask_later),
            Tick("events announce", SLOW_ROUND, scheduling.Scheduling(self._announcing).announce_due),
            Tick("events recur", SLOW_ROUND, recurring.Recurring(self._posts).make_dates),
            Tick("events week", SLOW_ROUND, digest.post_due),
            Tick("events weekly", SLOW_ROUND, weekly.tell_due),
            Tick("events failed", SLOW_ROUND, failing.tell),
            Tick("events end", HOUR, self._end_lost),
            Tick("events links", SLOW_ROUND, links.ask_again),
            Tick("events forget", HOUR, forget),
        )

    async def _end_lost(self, now: float, unit: Unit) -> None:
        """Cancel what is coming of communities that the bot was taken out of, a day before all of theirs goes."""
        for community in await unit.communities.lost(now - LOST):
            for event in await unit.events.organised(community, now, MOST):
                await governing.Cancelling(self._posts).off(event, unit, now)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts when asked, and when it is time."""


async def seats(now: float, unit: Unit) -> None:
    """Give on places that were kept in vain, and count people once who linked their accounts after they said yes."""
    for late in await unit.rsvps.overdue(now, MOST):
        await seating.lapse(late, unit, now)
    for twice in await unit.rsvps.doubled(MOST):
        event = await unit.events.by_id(twice.event_id, locked=True)
        if event is not None:
            await seating.merge(event, await unit.members.accounts(twice.account), unit, now)


async def forget(now: float, unit: Unit) -> None:
    """Drop events that are long over, with everybody's answers."""
    await unit.events.forget(now - rules.KEEP)
