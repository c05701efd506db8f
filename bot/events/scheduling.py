"""Announcing later: an organiser says when, and a draft is announced then, once, whatever restarts in between."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Answers, Beginning, Declaration, Way, ask
from adapters.contract.content import Content, plain
from bot import notices
from bot.acts import Act
from bot.events import acts, announcing_texts, guarded, panel, rights, rules, texts, when, when_texts
from bot.events.announcing import Announcing
from bot.feature import Call, Handler
from bot.returning import returned
from bot.saying import _
from storage.database import Unit
from storage.events import Event, EventState

MOST = 20  # drafts that are announced in one unit of work
NOW = "now"


@dataclass(frozen=True)
class Later:
    """When an event is announced."""

    announce: str = ask(
        _("When is it announced?"), hint=_("{now}, or {day} 9am", now="now", day="{day}"), max_length=80, default=""
    )


@dataclass(frozen=True, slots=True)
class Scheduling:
    """Handlers and timed work around `announcing`."""

    announcing: Announcing

    async def choose(self, call: Call, unit: Unit) -> Content:
        """Announce a draft now or at a time; without an answer, when somebody presses the button."""
        event = await rights.managed(call, unit)
        if isinstance(event, str):
            return returned(call, event)
        if event.state is not EventState.DRAFT:
            return returned(call, texts.NOT_A_DRAFT)
        given: Later = call.answers
        words = given.announce.strip()
        if words.casefold() == NOW:
            return await self.announcing.announce(call, unit)
        if not words:
            await unit.events.change(event.id, announce_at=None)
            return await panel.show(event.id, unit, call.now, announcing_texts.ANNOUNCE_BY_HAND)
        places = await unit.events.places.of(event.id)
        if why := await guarded.why_not_announced(event, places, unit, call.now):
            return await panel.refused(call, event.id, unit, why)
        try:
            moment = _moment(words, event, call.now)
        except (when.Unclear, rules.Wrong) as problem:
            return await panel.refused(call, event.id, unit, problem.said, form=panel.LATER, carries=words)
        await unit.events.change(event.id, announce_at=moment)
        await acts.did(call, unit, Act.SCHEDULE_EVENT, event)
        return await panel.show(event.id, unit, call.now)

    async def announce_due(self, now: float, unit: Unit) -> None:
        """Announce the drafts whose time has come, or tell their organisers what they lack."""
        for id in await unit.events.planned(now, MOST):
            event = await unit.events.by_id(id, locked=True)
            due = None if event is None else event.announce_at
            if event is None or due is None or due > now or event.state is not EventState.DRAFT:
                continue  # somebody was faster
            places = await unit.events.places.of(id)
            if why := await guarded.why_not_announced(event, places, unit, now):
                await unit.events.change(id, announce_at=None)
                said = [announcing_texts.not_announced(event.title), why, announcing_texts.ANNOUNCE_ANEW]
            else:
                said = [announcing_texts.announced(event.title), *await self.announcing.begin(event, places, unit, now)]
            await notices.post(unit, f"event-{id}-due-{due:.0f}", plain(*said), await rights.hosts(event, unit), now)


def _moment(words: str, event: Event, now: float) -> float:
    """The moment that somebody wrote. Raises Unclear or Wrong."""
    local = when.sure(when.read(words, now, event.zone))
    found = when.clocks(local, event.zone)
    if found is not when.Clocks.ONCE:
        said = when_texts.doubled if found is when.Clocks.TWICE else when_texts.skipped
        raise rules.Wrong(when_texts.another(said(local.date(), when.clock(local))))
    moment = when.unix(local, event.zone)
    if moment >= (event.starts_at or 0.0):
        raise rules.Wrong(announcing_texts.ANNOUNCE_TOO_LATE)
    return moment


async def begin(form: Beginning, unit: Unit) -> Answers:
    """The time as it is set, or as it was just written."""
    event = await rights.beginning(form, unit)
    if event is not None and (written := panel.carried(form)):
        return {"announce": written}
    if event is None or event.announce_at is None:
        return {}
    local = when.at(event.announce_at, event.zone)
    return {"announce": f"{when.day(local.date())} {local:%H:%M}"}


def handlers(announcing: Announcing) -> tuple[Handler, ...]:
    """What organisers choose."""
    declared = Declaration(
        panel.LATER,
        _("When it is announced"),
        "Choose when an event is announced",
        Later,
        ways=frozenset({Way.BUTTON}),
        form=True,
        begins=True,
    )
    return (Handler(declared, Scheduling(announcing).choose, begin=begin),)
