"""Public pages and calendars of events: server-rendered, no script. Nothing on them names anybody who comes."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.contract.refs import CommunityRef
from bot.clock import Clock
from bot.events import calendar_texts as texts
from bot.events import calendars, feeds, posts, render, rules, topics, ways_in, wording
from bot.events.calendars import Look
from bot.whom import name_of
from storage.database import Database, Unavailable, Unit
from storage.event_places import PlaceState
from storage.events import Event, EventState
from storage.series import Series

HERE = Path(__file__).parent / "templates"
MOST = 100
REMEMBERED = 32  # calendars
SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_PAGES = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
Answer = Callable[[web.Request, Unit], Awaitable[web.Response]]


class Remembered:
    """Calendars as they were made last: whoever asks for one again and again takes little of the processor."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[Any, ...], bytes]] = {}

    def calendar(self, address: str, *of: Any) -> bytes:
        """The calendar at an address, made anew of these when they are not what it was made of."""
        known = self._made.pop(address, None)
        body = known[1] if known is not None and known[0] == of else calendars.calendar(*of)
        self._made[address] = (of, body)
        if len(self._made) > REMEMBERED:
            del self._made[next(iter(self._made))]  # whatever was asked for longest ago
        return body


@dataclass(frozen=True, slots=True)
class Pages:
    """Routes below `base`, answered from the database."""

    database: Database
    clock: Clock
    base: str
    remembered: Remembered = field(default_factory=Remembered)

    def routes(self) -> list[web.RouteDef]:
        """What to serve."""
        style = (HERE / "events.css").read_text(encoding="utf-8")

        async def css(request: web.Request) -> web.Response:
            return _sent(request, style.encode(), "text/css", "public, max-age=86400")

        served = [
            web.get("/events.css", css),
            web.get("/events/{uid:[0-9a-f]{24}}", self._read(self.event)),
            web.get("/events/{uid:[0-9a-f]{24}}.ics", self._read(self.file)),
            web.get("/communities/{path:[0-9a-f]{16}}", self._read(self.community)),
            web.get("/calendars/{path:[0-9a-f]{16}}.ics", self._read(self.feed)),
            web.get("/calendars/{path:[0-9a-f]{16}}/{sector:[a-z-]+}.ics", self._read(self.feed)),
            web.get("/calendars/{path:[0-9a-f]{16}}/topics/{topic:[a-z0-9-]{1,40}}.ics", self._read(self.feed)),
            web.get("/calendars/sectors/{sector:[a-z-]+}.ics", self._read(self.feed)),
            web.get("/calendars/topics/{topic:[a-z0-9-]{1,40}}.ics", self._read(self.feed)),
            web.get("/calendars/mine/{token:[A-Za-z0-9_-]{32}}.ics", self._read(self.mine)),
        ]
        root = _root(self.base)  # a proxy before us may have taken it off, or not
        below = [web.get(f"{root}{each.path}", each.handler) for each in served] if root else []
        return [*served, *below]

    def _read(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answered(request: web.Request) -> web.Response:
            try:
                return await self.database.read(lambda unit: answer(request, unit))
            except web.HTTPNotFound:
                why = (texts.NOT_FOUND_WHY, texts.ADDRESS_CHANGED, texts.ASK_THERE)
                return self._page(request, "none.html", 404, title=texts.NOT_FOUND, lines=why)
            except Unavailable:
                return self._page(request, "none.html", 503, title=texts.NOT_NOW, lines=(texts.NOT_NOW_WHY,))

        return answered

    async def event(self, request: web.Request, unit: Unit) -> web.Response:
        """An event's page."""
        event, look = await self._event(request, unit), await self._look(unit)
        places = await unit.events.places.of(event.id, PlaceState.APPROVED)
        shown = list(dict.fromkeys(place.community for place in places))
        counted = await posts.counts(event.id, unit)
        return self._page(
            request,
            "event.html",
            title=event.title,
            event=event,
            said=render.said(event),
            lines=facts(event, look.names),
            about=ways_in.about(event),
            counts=counted.said(event),
            cancelled=event.state is EventState.CANCELLED,
            feeds=self._feeds(event),
            communities=[(name_of(each, look.names), await self._page_of(each, unit)) for each in shown],
            wording=wording,
            texts=texts,
        )

    async def file(self, request: web.Request, unit: Unit) -> web.Response:
        """An event as a calendar's file."""
        event = await self._event(request, unit)
        return _calendar(request, calendars.single(event, await self._look(unit)), attached=True)

    async def community(self, request: web.Request, unit: Unit) -> web.Response:
        """A community's page: what is coming there."""
        community, look = await self._community(request, unit), await self._look(unit)
        coming = await unit.events.coming(self.clock.now(), MOST, community)
        name = name_of(community, look.names)
        ours = f"{self.base}/calendars/{request.match_info['path']}"
        return self._page(
            request,
            "community.html",
            title=texts.events_of(name),
            events=[(event, render.said(event)) for event in coming],
            feed=f"{self.base}/calendars/{request.match_info['path']}.ics",
            sectors=[(label, f"{ours}/{key}.ics") for key, label in wording.SECTORS.items()],
            topics=[(label, f"{ours}/topics/{topics.slug(label)}.ics") for label in topics.every(coming)],
            wording=wording,
            texts=texts,
        )

    async def feed(self, request: web.Request, unit: Unit) -> web.Response:
        """A feed of one community or of all; of one sector, what is for it or for everybody; or of one topic."""
        asked, look = request.match_info, await self._look(unit)
        community = await self._community(request, unit) if "path" in asked else None
        sector, topic = asked.get("sector", ""), asked.get("topic", "")
        if sector and sector not in wording.SECTORS:
            raise web.HTTPNotFound
        found = await unit.events.in_calendar(self.clock.now() - rules.KEEP, community)
        mine = [each for each in found if _is_of(each, sector, topic)]
        single = [each for each in mine if each.series_id is None]
        series = await _series([each for each in mine if each.series_id is not None], unit)
        whose = texts.events_of(name_of(community, look.names)) if community is not None else texts.EVENTS
        which = wording.SECTORS[sector] if sector else topics.said(topic, found)
        title = texts.about(whose, which) if which else whose
        return _calendar(request, self.remembered.calendar(request.path, title, single, look, series))

    async def mine(self, request: web.Request, unit: Unit) -> web.Response:
        """The private feed of whoever has the secret: what they said yes or maybe to."""
        account = await feeds.owner(request.match_info["token"], unit)
        if account is None:
            raise web.HTTPNotFound
        said = await unit.rsvps.mine(await unit.members.accounts(account))
        found = [await unit.events.by_id(id) for id, each in said.items() if each.answer != "no"]
        kept = [event for event in found if event is not None and event.state is not EventState.DRAFT]
        body = calendars.calendar(wording.YOUR_EVENTS, kept, await self._look(unit))
        return _calendar(request, body, private=True)

    def _feeds(self, event: Event) -> list[tuple[str, str]]:
        """Calendars in which an event is, of all communities: for its sectors and topics, as (label, address)."""
        of = [(wording.SECTORS[key], f"{self.base}/calendars/sectors/{key}.ics") for key in rules.sectors(event)]
        about = ((each, topics.slug(each)) for each in topics.split(event.topics))
        return [*of, *((label, f"{self.base}/calendars/topics/{slug}.ics") for label, slug in about)]

    async def _page_of(self, community: CommunityRef, unit: Unit) -> str:
        return f"{_root(self.base)}/communities/{await feeds.path(community, unit)}"

    def _page(self, request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
        body = _PAGES.get_template(template).render(root=_root(self.base), **values).encode()
        if status == 200:
            return _sent(request, body, "text/html", "public, max-age=60")
        headers = {**SAFE, "Cache-Control": "no-store"}
        return web.Response(status=status, body=body, content_type="text/html", charset="utf-8", headers=headers)

    async def _event(self, request: web.Request, unit: Unit) -> Event:
        event = await unit.events.by_uid(request.match_info["uid"])
        if event is None or event.state is EventState.DRAFT:
            raise web.HTTPNotFound
        return event

    async def _community(self, request: web.Request, unit: Unit) -> CommunityRef:
        names = await unit.communities.names()
        wanted, salt = request.match_info["path"], await unit.salt.of(unit.connection)
        found = next((ref for ref in map(CommunityRef.parse, names) if feeds.salted(salt, ref) == wanted), None)
        if found is None:
            raise web.HTTPNotFound
        return found

    async def _look(self, unit: Unit) -> Look:
        return Look(await unit.communities.names(), self.base)


def _root(base: str) -> str:
    """What stands before every path in links of our own: nothing, unless we share an address with others."""
    return urlsplit(base).path.rstrip("/")


def _is_of(event: Event, sector: str, topic: str) -> bool:
    """Whether an event belongs into the feed of a sector, or of a topic; empty ones stand for any."""
    if topic:
        return topics.has(event, topic)
    return not sector or not rules.sectors(event) or sector in rules.sectors(event)


def facts(event: Event, names: dict[str, str]) -> list[tuple[str, str]]:
    """What everybody may know of an event, as (what, how it is)."""
    found = [
        (texts.WHERE_IS, wording.online(event.place) if event.link else event.place or wording.PLACE_UNKNOWN),
        (texts.FOR_WHOM, ", ".join(wording.sectors(rules.sectors(event))) or wording.EVERYBODY),
        (texts.TOPICS_ARE, ", ".join(topics.split(event.topics))),
        (wording.CHATHAM, wording.CHATHAM_MEANS if event.unnamed else ""),
        (texts.CAPTIONS, wording.ACCESS[event.captions]),
        (texts.BSL, wording.ACCESS[event.bsl]),
        (texts.STEP_FREE, wording.ACCESS[event.step_free]),
        (texts.RECORDED, wording.ACCESS[event.recorded]),
        (texts.CONTACT, event.contact),
        (texts.SPONSOR, wording.sponsored(event.sponsored, event.sponsor).removeprefix("Sponsor: ")),
        (texts.ORGANISED_BY, name_of(event.community, names)),
    ]
    return [(what, how) for what, how in found if how]


async def _series(dates: list[Event], unit: Unit) -> list[tuple[Series, list[Event]]]:
    """Dates by their series, in the order of each one's rule."""
    found = []
    for id in sorted({each.series_id for each in dates if each.series_id is not None}):
        series = await unit.events.series.by_id(id)
        if series is not None:
            mine = sorted((each for each in dates if each.series_id == id), key=lambda each: each.original)
            found.append((series, mine))
    return found


def _calendar(request: web.Request, body: bytes, *, attached: bool = False, private: bool = False) -> web.Response:
    sent = _sent(request, body, "text/calendar", "private, no-cache" if private else "public, max-age=300")
    if attached:
        sent.headers["Content-Disposition"] = 'attachment; filename="event.ics"'
    return sent


def _sent(request: web.Request, body: bytes, media: str, keep: str) -> web.Response:
    """An answer with a mark of what it holds: who has it already is told so."""
    mark = hashlib.sha256(body).hexdigest()[:32]
    headers = {**SAFE, "ETag": f'"{mark}"', "Cache-Control": keep}
    if any(tag.value == mark for tag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=media, charset="utf-8", headers=headers)
