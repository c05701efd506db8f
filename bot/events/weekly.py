"""Once a week, privately, what is coming of the sectors and topics that somebody chose: only for those who asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from adapters.contract.commands import Answers, Beginning, Declaration, Kind, Way, ask
from adapters.contract.content import Button, ButtonStyle, Content, Heading, Paragraph, Small, Text, plain
from adapters.contract.refs import CommunityRef
from bot import notices
from bot.consents import Switch, as_read
from bot.events import aside, listing, render, rules, topics, weekly_texts, when, wording
from bot.feature import Call, Handler
from bot.returning import returned
from bot.saying import _
from bot.whom import name_of
from bot.withdrawing import drop_letters
from storage import consents
from storage.database import Unit
from storage.digests import Interest
from storage.events import Event

START, STOP, CHOOSE = "events weekly", "events unweekly", "events interests"
MOST = 7  # events in a list
LOOK_AT = 100  # events that are coming, of which those that fit are chosen
PEOPLE = 200  # in one unit of work
LISTS = re.compile(r"events-week-.+")  # how their notices are called
LATE = 86400.0  # seconds after which a list is old news
BUTTON = frozenset({Way.BUTTON})
SWITCH = Switch(
    consents.Kind.WEEKLY,
    weekly_texts.WEEKLY,
    weekly_texts.HOW,
    weekly_texts.HOW,
    give=Button(weekly_texts.START, START, style=ButtonStyle.PRIMARY),
    withdraw=Button(weekly_texts.STOP, STOP),
)


@dataclass(frozen=True)
class Interests:
    """What somebody wants to be told of."""

    sectors: tuple[str, ...] = ask(
        _("For which sectors?"),
        hint=_("Empty: all"),
        kind=Kind.CHOICES,
        choices=tuple(wording.SECTORS.items()),
        default=(),
    )
    topics: str = ask(
        _("About which topics?"),
        hint=_("Empty: all. For example: falls, hospital discharge"),
        max_length=220,
        default="",
    )


async def show(call: Call, unit: Unit) -> Content:
    """Say whether somebody gets the list, and of what."""
    found = await unit.events.digests.asked(await unit.members.accounts(call.asked.by.account))
    if not found:
        return Content(plain(weekly_texts.IS_OFF, weekly_texts.HOW).blocks, buttons=(SWITCH.give,))
    return await _is_on(found[0], unit)


async def start(call: Call, unit: Unit) -> Content:
    """Somebody wants the list from now on, of the community in which they ask; once, whichever account they use."""
    here = call.asked.channel.home
    if call.asked.channel.nowhere:
        return plain(weekly_texts.WHERE)
    accounts = await unit.members.accounts(call.asked.by.account)
    before = await unit.events.digests.asked(accounts)
    await unit.events.digests.decline(accounts)
    chosen = {"sectors": before[0].sectors, "topics": before[0].topics} if before else {"sectors": "", "topics": ""}
    new = Interest(call.asked.by.account, here, **chosen, at=call.now, next_at=when.next_monday(call.now))
    await unit.events.digests.ask(new)
    await unit.consents.give(
        call.asked.by.account, SWITCH.kind, await as_read(SWITCH, call.asked.by.account, unit), call.now
    )
    return await _is_on(new, unit)


async def stop(call: Call, unit: Unit) -> Content:
    """Somebody does not want the list any more."""
    accounts = await unit.members.accounts(call.asked.by.account)
    gone = await unit.events.digests.decline(accounts)
    await unit.consents.withdraw(accounts, SWITCH.kind, call.now)
    await drop_letters(accounts, LISTS, unit, call.now)
    return plain(weekly_texts.OFF if gone else weekly_texts.IS_OFF)


async def choose(call: Call, unit: Unit) -> Content:
    """Change of which sectors and topics the list is."""
    found = await unit.events.digests.asked(await unit.members.accounts(call.asked.by.account))
    if not found:
        return await show(call, unit)
    given: Interests = call.answers
    try:
        about = topics.read(given.topics)
    except rules.Wrong as wrong:
        return returned(call, wrong.said)
    changed = replace(found[0], sectors=",".join(given.sectors), topics=about)
    await unit.events.digests.ask(changed)
    return await _is_on(changed, unit)


async def begin(form: Beginning, unit: Unit) -> Answers:
    """The choice as it is."""
    found = await unit.events.digests.asked(await unit.members.accounts(form.by.account))
    if not found:
        return {}
    return {"sectors": tuple(topics.split(found[0].sectors)), "topics": ", ".join(topics.split(found[0].topics))}


async def tell_due(now: float, unit: Unit) -> None:
    """Write the lists that are due; of nothing, none is written."""
    coming: dict[CommunityRef, list[Event]] = {}
    for each in await unit.events.digests.wanted(now, PEOPLE):
        if not await unit.events.digests.told(each, when.next_monday(now)) or now - each.next_at > LATE:
            continue
        newest = (await unit.events.digests.asked(await unit.members.accounts(each.account)))[0]
        if newest.account != each.account:
            await unit.events.digests.decline([each.account])  # they linked accounts since, and asked with both
            continue
        if each.community not in coming:
            coming[each.community] = await unit.events.coming(now, LOOK_AT, each.community)
        about = topics.split(each.topics)
        fitting = [it for it in coming[each.community] if topics.fits(it, topics.split(each.sectors), about)]
        if fitting:
            name = f"events-week-{each.account}-{each.next_at:.0f}"
            await notices.post(unit, name, _list(fitting, each), [await aside.box(unit, each.account)], now)


def _list(found: list[Event], interest: Interest) -> Content:
    lines = [Paragraph((Text(render.short(event)),)) for event in found[:MOST]]
    more = plain(wording.MORE_EVENTS).blocks if len(found) > MOST else ()
    why = Small((Text(weekly_texts.WHY),))
    blocks = (Heading(3, (Text(wording.COMING),)), *lines, *more, *plain(_of_what(interest)).blocks, why)
    return Content(blocks, buttons=(*listing.buttons(found[:MOST]), *_ways()))


async def _is_on(interest: Interest, unit: Unit) -> Content:
    community = name_of(interest.community, await unit.communities.names())
    said = plain(weekly_texts.on(community), _of_what(interest), weekly_texts.NOTHING)
    return Content(said.blocks, buttons=_ways())


def _of_what(interest: Interest) -> str:
    return weekly_texts.of_what(topics.split(interest.sectors), topics.split(interest.topics))


def _ways() -> tuple[Button, ...]:
    """How to change the list, and the way out of it."""
    return Button(weekly_texts.CHOOSE, CHOOSE), SWITCH.withdraw


HANDLERS = (
    Handler(Declaration(START, "Weekly list", "Get a weekly list of events", ways=BUTTON), start),
    Handler(Declaration(STOP, "Stop", "Get no weekly list any more", ways=BUTTON), stop),
    Handler(
        Declaration(
            CHOOSE, _("Sectors and topics"), "Choose sectors and topics", Interests, ways=BUTTON, form=True, begins=True
        ),
        choose,
        begin=begin,
    ),
)
