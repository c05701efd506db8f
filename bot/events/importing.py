"""Events from another calendar, as drafts: an organiser names its address, looks at them, and announces what they like.

What is there already, by its name in that calendar or by title and time, is not made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.contract.commands import Declaration, Who, ask
from adapters.contract.content import Button, Content, plain
from adapters.contract.written import written
from bot import crossing, foreign_calendar
from bot.events import making, outside, render, rules, texts, timing, ways_in, when
from bot.events.governing import OPEN
from bot.events.reading import Reading
from bot.feature import Call, Handler
from bot.foreign_calendar import Coming, moment
from bot.patients import holding
from bot.patients.screening import Kind, words_in
from bot.saying import _
from bot.texts.carried_texts import PRIVATE_THREAD
from storage.database import Unit

MOST = 20  # events of one calendar
AHEAD = timedelta(days=180)


@dataclass(frozen=True)
class Address:
    """Where a calendar is."""

    address: str = ask(_("Address of the calendar"), hint="https://…", max_length=500)


@dataclass(frozen=True, slots=True)
class Found:
    """An event of another calendar: wall-clock start, and length in minutes. `source` is its name there."""

    source: str
    title: str
    about: str
    place: str
    local: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Importing:
    """Fetches with `outside`, and reads with `reading`, before the transaction."""

    outside: outside.Outside
    reading: Reading

    async def prepare(self, call: Call) -> list[Found] | str:
        """What is coming in a calendar; or why that cannot be told."""
        try:
            with self.reading.alone(call.asked.channel.home):
                body = await self.outside.fetch(call.answers.address)
                coming = await self.reading.read(body, call.now, call.now + AHEAD.total_seconds())
            return drafted(coming, call.now)
        except outside.Unfetched as why:
            return why.said

    async def answer(self, call: Call, unit: Unit) -> Content:
        """Make drafts of what is new."""
        if await crossing.aside(call.asked, unit):
            return plain(PRIVATE_THREAD)
        if isinstance(call.prepared, str):
            return plain(call.prepared)
        made: list[int] = []
        held: list[str] = []
        home = call.asked.channel.home
        for found in call.prepared:
            if await unit.events.known(home, found.source, found.title, _start(found)):
                continue
            if kinds := await holding.traces(_words(found), call.asked, unit, call.now, announces=True):
                held.append(await _held(found, kinds, call, unit))
            else:
                made.append(await _draft(found, call, unit))
        if not made:
            return plain(*(held or (texts.IMPORT_NOTHING,)))
        events = [event for id in made if (event := await unit.events.by_id(id)) is not None]
        left_out = () if unit.keeps_secrets or not _with_links(call.prepared) else (texts.LINK_NEEDS_KEY,)
        lines = plain(texts.imported(len(made)), *left_out, *(render.short(event) for event in events), *held)
        buttons = tuple(Button(f"{event.id}. {event.title}"[:75], OPEN, str(event.id)) for event in events)
        return Content(lines.blocks, buttons=buttons)


def read(body: bytes, now: float) -> list[Found]:
    """The events of the next half year, soonest first. Raises Unfetched when that is no calendar, or a dear one."""
    begin = when.at(now)
    try:
        return drafted(foreign_calendar.coming(body, begin, begin + AHEAD), now)
    except foreign_calendar.Dear as dear:
        raise outside.Unfetched(texts.IMPORT_LONG) from dear
    except Exception as error:  # whatever somebody else's file makes a parser do
        raise outside.Unfetched(texts.IMPORT_FAILED) from error


def drafted(coming: Iterable[Coming], now: float) -> list[Found]:
    """What is still to come, as it is to be drafted, soonest first."""
    found = [event for each in coming if (event := _found(each)) is not None and _start(event) > now]
    return sorted(found, key=lambda each: each.local)[:MOST]


def _found(coming: Coming) -> Found | None:
    """One event, as it is to be drafted; None without a title."""
    title = " ".join(written(coming.title).split())[:90]
    if not title:
        return None
    seconds = (moment(coming.end) - moment(coming.start)).total_seconds() if coming.end is not None else 0.0
    minutes = min(max(5, round(seconds / 60)), when.LONGEST) if seconds > 0 else making.HOUR_LONG
    place, about = written(coming.place)[:300], written(coming.about)[:1500]
    source = f"{written(coming.uid)} {coming.start.isoformat()}"[:500]
    return Found(source, title, about.strip(), place.strip(), _london(coming.start), minutes)


def _london(start: datetime) -> datetime:
    """A moment on the clocks of London; one without a zone is theirs already."""
    return moment(start).astimezone(ZoneInfo(when.ZONE)).replace(tzinfo=None, second=0, microsecond=0)


def _with_links(found: list[Found]) -> bool:
    """Whether a title, place or description has an address, which may be the way in."""
    return any(ways_in.left_out(words) != words for each in found for words in (each.title, each.place, each.about))


def _words(found: Found) -> str:
    return words_in((found.title, found.place, found.about))


def _start(found: Found) -> float:
    return when.unix(found.local)


async def _held(found: Found, kinds: Sequence[Kind], call: Call, unit: Unit) -> str:
    """Why an event is not made: by its title, unless that is what may tell of a patient."""
    traces = await holding.traces(found.title, call.asked, unit, call.now, announces=True)
    title = "" if traces else found.title
    starts = _start(found)
    return texts.not_drafted(title, when.said(starts, starts + found.minutes * 60, when.ZONE), kinds)


async def _draft(found: Found, call: Call, unit: Unit) -> int:
    here = await making.asked_in(call, unit)
    try:
        place, link = ways_in.where(found.place)
    except rules.Wrong:
        place, link = "", ""
    about, link = found.about, link or ways_in.found(found.about) or ways_in.found(found.title)
    if not unit.keeps_secrets:
        link, about = "", ways_in.left_out(about)
    id = await timing.add(
        unit,
        call.now,
        community=here.home,
        channel=here,
        organiser=call.asked.by.account,
        title=found.title,
        about=about,
        place=place,
        link=link,
        zone=when.ZONE,
        minutes=found.minutes,
        source=found.source,
    )
    await making.possible_places(id, here, unit)
    event = await unit.events.by_id(id)
    if event is not None:
        await timing.set_time(event, found.local, found.minutes, unit, call.now)
    return id


def handlers(fetching: outside.Outside, reading: Reading | None = None) -> tuple[Handler, ...]:
    """What organisers ask for."""
    made = Importing(fetching, reading or Reading())
    declared = Declaration(
        "events import", "Import", _("Make drafts of a calendar's events"), Address, who=Who.ORGANISER
    )
    return (Handler(declared, made.answer, prepare=made.prepare),)
