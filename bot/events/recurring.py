"""Events that come again: each date is an event of its own, announced when the one before it has begun."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from adapters.contract.commands import Answers, Beginning, Declaration, Way, ask
from adapters.contract.content import Content, plain
from bot import notices
from bot.events import acts, guarded, links, panel, recurrence, rights, rules, texts, timing, when, wording
from bot.events.posts import Posts
from bot.events.recurrence import Rule
from bot.feature import Call, Handler
from bot.returning import returned
from bot.saying import _
from storage.database import Unit
from storage.event_places import PlaceState
from storage.events import Event, EventState
from storage.series import Repeat, Series

BUTTON = frozenset({Way.BUTTON})
KEPT = (
    "title", "about", "place", "link", "zone", "minutes", "sectors", "captions", "bsl", "step_free", "recorded",
    "contact", "sponsored", "sponsor", "capacity", "reserved", "topics", "unnamed",
)  # fmt: skip
ONCE = "once"
OFTEN = (ONCE, *wording.REPEATS)
UNTIL_LENGTH, COUNT_LENGTH = 40, 3  # characters


@dataclass(frozen=True)
class Again:
    """How often, and how long."""

    repeat: str = ask(_("Does it come again?"), choices=((ONCE, _("No, it happens once")), *wording.REPEATS.items()))
    until: str = ask(_("Until when?"), hint="{later}", max_length=UNTIL_LENGTH, default="")
    count: str = ask(_("Or how many times?"), hint=_("A number from 2 to 104"), max_length=COUNT_LENGTH, default="")


async def repeat(call: Call, unit: Unit) -> Content:
    """Let a draft come again, or only once."""
    event = await rights.managed(call, unit)
    if isinstance(event, str):
        return returned(call, event)
    if event.state is not EventState.DRAFT:
        return returned(call, texts.REPEAT_FIXED)
    given: Again = call.answers
    try:
        rule = _read(given, event, call.now)
    except rules.Wrong as wrong:
        carries = f"{OFTEN.index(given.repeat)}/{given.count}/{given.until}"
        return await panel.refused(call, event.id, unit, wrong.said, form=panel.REPEAT, carries=carries)
    await timing.change(event, unit, call.now, rule="" if rule is None else str(rule))
    return await panel.show(event.id, unit, call.now, texts.SAVED)


async def begin_repeat(form: Beginning, unit: Unit) -> Answers:
    """The answers as they are, or as they were just written."""
    event = await rights.beginning(form, unit)
    if event is not None and (written := _written(panel.carried(form))):
        return written
    rule = None if event is None else Rule.parse(event.rule)
    if rule is None:
        return {"repeat": ONCE}
    until = "" if rule.until is None else when.day(rule.until)
    return {"repeat": str(rule.repeat), "until": until, "count": str(rule.count or "")}


def _written(carried: str) -> Answers:
    """The answers that a button carries, as far as it is any's: it is untrusted."""
    often, count, until = (*carried.split("/", 2), "", "")[:3]
    if not often.isascii() or not often.isdigit() or int(often) >= len(OFTEN):
        return {}
    return {"repeat": OFTEN[int(often)], "until": until[:UNTIL_LENGTH], "count": count[:COUNT_LENGTH]}


async def begin(event: Event, unit: Unit) -> None:
    """An event that comes again is announced: from now on its rule makes dates."""
    rule = Rule.parse(event.rule)
    if rule is not None:
        id = await unit.events.series.add(
            uid=event.uid,
            repeat=rule.repeat,
            first=event.local,
            until=str(rule.until or ""),
            count=rule.count,
            template=json.dumps(_kept(event)),
        )
        await unit.events.change(event.id, series_id=id, original=event.local)


async def follow(call: Call, unit: Unit) -> Content:
    """What one date says and when it begins goes for all that follow it, too."""
    event = await rights.changeable(call, unit)
    if isinstance(event, str):
        return plain(event)
    series = None if event.series_id is None else await unit.events.series.by_id(event.series_id)
    if series is None:
        return plain(texts.NOT_A_SERIES)
    before = [each for each in await unit.events.of_series(series.id) if each.original < event.original]
    template = json.dumps(_kept(event))
    series_id = series.id
    if not before:
        changed = {"first": event.local, "template": template, "sequence": series.sequence + 1}
        await unit.events.series.change(series.id, **changed)
    else:
        series_id = await _split(series, event, template, unit)
    await unit.events.change(event.id, series_id=series_id, original=event.local)
    await acts.changed(call, unit, event)
    return await panel.show(event.id, unit, call.now, texts.ALL_FOLLOW)


async def end(event: Event, unit: Unit) -> None:
    """No date follows this one."""
    if event.series_id is not None and (series := await unit.events.series.by_id(event.series_id)) is not None:
        ended = {"until": event.original[:10], "count": None, "ended": True, "sequence": series.sequence + 1}
        await unit.events.series.change(series.id, **ended)


@dataclass(frozen=True, slots=True)
class Recurring:
    """Timed work around `posts`."""

    posts: Posts

    async def make_dates(self, now: float, unit: Unit) -> None:
        """Announce the next date of each series whose newest one has begun, or is cancelled."""
        for series in await unit.events.series.running():
            made = await unit.events.of_series(series.id)
            newest = made[-1] if made else None
            if newest is None or (newest.state is EventState.ANNOUNCED and (newest.starts_at or 0.0) > now):
                continue
            local = recurrence.following(series, datetime.fromisoformat(newest.original))
            while local is not None and when.unix(local, newest.zone) <= now:
                local = recurrence.following(series, local)
            if local is None:
                await unit.events.series.change(series.id, ended=True)
            else:
                await self._make(series, newest, local, unit, now)

    async def _make(self, series: Series, newest: Event, local: datetime, unit: Unit, now: float) -> None:
        kept: dict[str, Any] = json.loads(series.template) if series.template else _kept(newest)
        if kinds := await guarded.traces(newest, unit, now, **kept):
            await unit.events.series.change(series.id, ended=True)
            told = plain(texts.not_repeated(newest.id, kinds))
            await notices.post(unit, f"event-{newest.id}-ends", told, await rights.hosts(newest, unit), now)
            return
        unkept = bool(kept["link"]) and not unit.keeps_secrets
        if unkept:
            kept["link"] = ""
        starts = when.unix(local, kept["zone"])
        written = local.isoformat(timespec="minutes")
        id = await timing.add(
            unit,
            now,
            **kept,
            community=newest.community,
            channel=newest.channel,
            organiser=newest.organiser,
            state=EventState.ANNOUNCED,
            local=written,
            original=written,
            starts_at=starts,
            ends_at=starts + kept["minutes"] * 60,
            series_id=series.id,
            rule=newest.rule,
        )
        for place in await unit.events.places.of(newest.id):
            state = PlaceState.EXPIRED if place.state is PlaceState.ASKED else place.state
            await unit.events.places.add(id, place.channel, place.bridge_id, state)
            if state is PlaceState.UNASKED:
                await unit.events.places.move(id, [place.channel], state, starts)
        event = await unit.events.by_id(id)
        if event is not None:
            await unit.letters.plan(id, event.organiser, rules.host_letters(event, now))
            if unkept:
                await links.tell(event, texts.link_not_kept(event.title, id), "unkept", unit, now)
        await self.posts.refresh(id, unit, now)


def _kept(event: Event) -> dict[str, Any]:
    """What the dates that follow an event say, too."""
    return {name: getattr(event, name) for name in KEPT}


async def _split(series: Series, event: Event, template: str, unit: Unit) -> int:
    """End a series before a date, and begin another one with it; calendars know the two by names of their own."""
    dates = recurrence.rule(series).dates(datetime.fromisoformat(series.first))
    earlier = sum(each.isoformat(timespec="minutes") < event.original for each in dates)
    last = date.fromisoformat(event.original[:10]) - timedelta(days=1)
    ended = {"until": str(last), "count": None, "ended": True, "sequence": series.sequence + 1}
    await unit.events.series.change(series.id, **ended)
    return await unit.events.series.add(
        uid=secrets.token_hex(12),
        repeat=series.repeat,
        first=event.local,
        until=series.until,
        count=None if series.count is None else max(1, series.count - earlier),
        template=template,
    )


def _read(answers: Again, event: Event, now: float) -> Rule | None:
    """The rule that somebody filled in; None for no rule. Raises Wrong."""
    if answers.repeat == ONCE:
        return None
    if not event.local:
        raise rules.Wrong(texts.NEED_TIME)
    until, count = None, answers.count.strip()
    if answers.until.strip():
        try:
            until = when.date_of(answers.until, now)
        except when.Unclear as unclear:
            raise rules.Wrong(unclear.said) from None
    if bool(until) == bool(count) or (count and not (count.isascii() and count.isdigit() and 2 <= int(count) <= 104)):
        raise rules.Wrong(texts.REPEAT_HOW)
    if until is not None and until <= rules.local(event).date():
        raise rules.Wrong(texts.REPEAT_ENDS_FIRST)
    return Rule(Repeat(answers.repeat), until, int(count) if count else None)


HANDLERS = (
    Handler(
        Declaration(panel.REPEAT, _("Repeat"), "Let an event come again", Again, ways=BUTTON, form=True, begins=True),
        repeat,
        begin=begin_repeat,
    ),
    Handler(Declaration(panel.FOLLOW, "All that follow", "Change all dates that follow", ways=BUTTON), follow),
)
