"""How somebody takes part: a form with their settings, which comes back with what they chose when it is not taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from adapters.contract.commands import Answers, Beginning, Declaration, Kind, Press, Way, ask
from adapters.contract.content import Button, Content, plain
from bot import texts as shared
from bot.days import clock
from bot.feature import Call, Handler
from bot.introductions import calling, hours, letters, texts
from bot.introductions.carrying import carried, chosen
from bot.introductions.hours import Unclear, read_hours, read_zone
from bot.introductions.joining import ASIDE_BACK, SETTINGS, UNDO, for_takers, not_in
from bot.introductions.letters import WAYS_OUT, blocks
from bot.introductions.rules import Frequency
from bot.introductions.who import hours_of
from bot.returning import returned
from bot.saying import _
from storage.database import Unit
from storage.takers import Taker


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to take part."""

    frequency: str = ask(_("How often"), choices=tuple((each.value, texts.FREQUENCIES[each]) for each in Frequency))
    size: str = ask(_("Group size"), choices=tuple(texts.SIZES.items()))
    hours: str = ask(
        _("Hours in which I may write to you"), hint=_("For example: {example}", example="9am to 5pm"), max_length=40
    )
    days: tuple[str, ...] = ask(
        _("Days"), kind=Kind.CHOICES, choices=tuple((str(at), name) for at, name in enumerate(texts.DAYS))
    )
    zone: str = ask(_("Time zone"), hint=_("For example: {example}", example="Europe/London"), max_length=60)


async def begin(form: Beginning, unit: Unit) -> Answers | Content:
    """The settings as they are, or as they were just chosen; whoever does not take part has none to change."""
    taker = await unit.takers.of(await unit.members.accounts(form.by.account))
    if taker is None:
        return not_in()
    found = replace(taker, **chosen(form.argument))
    span = f"{clock(found.starts)} to {clock(found.ends)}"
    return {
        "frequency": found.frequency, "size": found.size, "hours": span, "days": tuple(found.days), "zone": found.zone
    }  # fmt: skip


async def settings(call: Call, unit: Unit, taker: Taker) -> Content:
    """Keep new settings, and show them with the weights that answers gave."""
    wanted, wrong = read(call.answers)
    if wrong:
        again = Button(shared.FORM_AGAIN, SETTINGS, carried(wanted))
        return replace(returned(call, *wrong), buttons=(again,))
    await unit.takers.change(taker.person, **wanted)
    if wanted["frequency"] == Frequency.ASKED:
        await calling.withdraw(unit, taker.person, call.now)
        await letters.drop(unit, taker.person, letters.QUESTION, call.now)
    kept = await unit.takers.by_person(taker.person)
    if kept is None:
        return plain(texts.SETTINGS_KEPT)
    await unit.lanes.postpone(kept.box, call.now, partial(hours.due, hours_of(kept)))  # what waits keeps the new hours
    return await _shown(unit, kept)


def read(wishes: Wishes) -> tuple[dict[str, Any], list[str]]:
    """Settings that can be kept, and a sentence on each answer that cannot be."""
    days = "".join(sorted(wishes.days))
    wanted: dict[str, Any] = {"frequency": wishes.frequency, "size": wishes.size, "days": days}
    wrong: list[str] = []
    try:
        wanted["starts"], wanted["ends"] = read_hours(wishes.hours)
    except Unclear:
        wrong.append(texts.HOURS_UNCLEAR)
    try:
        wanted["zone"] = read_zone(wishes.zone)
    except Unclear:
        wrong.append(texts.ZONE_UNCLEAR)
    return wanted, wrong


async def undo(call: Call, unit: Unit, taker: Taker) -> Content:
    """Take a weight back that an answer gave."""
    key = call.asked.argument if isinstance(call.asked, Press) else ""
    left = {name: weight for name, weight in taker.leanings.items() if name != key}
    await unit.takers.change(taker.person, leanings=left)
    kept = await unit.takers.by_person(taker.person)
    return plain(texts.SETTINGS_KEPT) if kept is None else await _shown(unit, kept)


async def _shown(unit: Unit, taker: Taker) -> Content:
    """How somebody takes part, with buttons that take back what can be taken back."""
    where = (await unit.communities.names()).get(taker.aside, taker.aside)
    span = clock(taker.starts), clock(taker.ends)
    lines = [
        texts.frequency(taker.frequency),
        texts.size(taker.size),
        texts.hours(*span, texts.days(taker.days), taker.zone),
        *([texts.aside(where)] if taker.aside else ()),
        *(texts.leaning(key, weight) for key, weight in taker.leanings.items()),
    ]
    way = (Button(texts.ASIDE_NO, ASIDE_BACK),) if taker.aside else ()
    takes_back = tuple(Button(texts.undo(key, weight), UNDO, key) for key, weight in taker.leanings.items())
    return Content(blocks(texts.SETTINGS_KEPT, *lines), buttons=(*way, *takes_back[:10], *WAYS_OUT))


HANDLERS = (
    Handler(
        Declaration(
            SETTINGS, _("Introductions"), _("How often, in which group size, and when"), Wishes,
            ways=frozenset({Way.SLASH, Way.BUTTON}), form=True, begins=True,
        ),
        for_takers(settings),
        begin=begin,
    ),
    Handler(
        Declaration(UNDO, "Undo", "Take back what an answer changed", ways=frozenset({Way.BUTTON})), for_takers(undo)
    ),
)  # fmt: skip
