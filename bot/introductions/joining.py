"""Taking part in introductions: joining, leaving, pausing, settings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from adapters.contract.commands import Answers, Beginning, Declaration, Kind, Press, Way, ask
from adapters.contract.content import Button, ButtonStyle, Content, plain
from bot.apart import own_hashes
from bot.consents import Switch, as_read
from bot.feature import Call, Handler
from bot.introductions import hours, texts
from bot.introductions.departing import depart, withdraw
from bot.introductions.hours import Unclear, read_hours, read_zone
from bot.introductions.letters import LEAVE, PAUSE, WAYS_OUT, blocks
from bot.introductions.rules import DAY, Frequency
from bot.introductions.who import hours_of
from bot.saying import together
from storage.consents import Kind as Consent
from storage.database import Unit
from storage.takers import Taker

JOIN, AGREE, SETTINGS, UNDO = "intro join", "intro agree", "intro settings", "intro undo"
ASIDE, ASIDE_BACK = "intro thread", "intro direct"
BOTH = frozenset({Way.SLASH, Way.BUTTON})
BUTTON = frozenset({Way.BUTTON})
WEEKS = ("2", "4", "8", "12")

SWITCH = Switch(
    Consent.INTRODUCTIONS,
    texts.MEETING,
    texts.MEETING_SHORT,
    together(texts.HOW),
    Button(texts.JOIN, JOIN),
    Button(texts.STOP, LEAVE),
)

TakerHandler = Callable[[Call, Unit, Taker], Awaitable[Content]]


@dataclass(frozen=True)
class Until:
    """For how long somebody pauses."""

    until: str = ask("For how many weeks, or until which date", hint="2, 4, 8, 12 or a date", default="4")


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to take part."""

    frequency: str = ask("How often", choices=tuple((each.value, texts.FREQUENCIES[each]) for each in Frequency))
    size: str = ask("Group size", choices=tuple(texts.SIZES.items()))
    hours: str = ask("Hours in which I may write to you", hint="For example: 9am to 5pm", max_length=40)
    days: tuple[str, ...] = ask(
        "Days", kind=Kind.CHOICES, choices=tuple((str(at), name) for at, name in enumerate(texts.DAYS))
    )
    zone: str = ask("Time zone", hint="For example: Europe/London", max_length=60)


async def taking_part(call: Call, unit: Unit) -> Taker | None:
    """The settings of whoever asks, with any of their accounts; None when they do not take part."""
    return await unit.takers.of(await unit.members.accounts(call.asked.by.account))


def not_in() -> Content:
    """What people are told who do not take part, with the way in."""
    return Content(blocks(texts.NOT_IN), buttons=(Button(texts.HOW_LABEL, JOIN),))


def for_takers(answer: TakerHandler) -> Callable[[Call, Unit], Awaitable[Content]]:
    """A handler for those who take part; others are told how to."""

    async def checked(call: Call, unit: Unit) -> Content:
        taker = await taking_part(call, unit)
        return not_in() if taker is None else await answer(call, unit, taker)

    return checked


async def join(call: Call, unit: Unit) -> Content:
    """Say how introductions work, and ask for a yes; whoever is in already ends their pause."""
    taker = await taking_part(call, unit)
    if taker is not None:
        if not taker.paused(call.now):
            return plain(texts.IN_ALREADY)
        await unit.takers.change(taker.person, paused_until=0.0, silences=0)
        return plain(texts.RESUMED)
    if await unit.profiles.of(await unit.members.accounts(call.asked.by.account)) is None:
        return plain(texts.NO_PROFILE)
    return Content(blocks(*texts.HOW), buttons=(Button(texts.JOIN, AGREE, style=ButtonStyle.PRIMARY),))


async def agree(call: Call, unit: Unit) -> Content:
    """Somebody takes part from now on, in the usual way."""
    by = call.asked.by
    accounts = await unit.members.accounts(by.account)
    if await unit.takers.of(accounts) is not None:
        return plain(texts.IN_ALREADY)
    profile = await unit.profiles.of(accounts)
    if profile is None:
        return plain(texts.NO_PROFILE)
    usual = hours.Hours()
    taker = Taker(
        profile.person, by.account, by.name, call.now, texts.WORDING, Frequency.MONTHLY.value, "pair",
        usual.zone, usual.days, usual.starts, usual.ends, seen_at=call.now,
        home="" if call.asked.channel.nowhere else str(call.asked.channel.home),
    )  # fmt: skip
    await unit.takers.join(taker)
    await unit.consents.give(by.account, SWITCH.kind, await as_read(SWITCH, by.account, unit), call.now)
    await own_hashes(unit, by.account)  # from now on there is a salt, also for those who only read
    here = call.asked.channel
    maybe_closed = by.account.letter_box.nowhere and not here.nowhere
    lines = (texts.JOINED, texts.CHANGE_IT, *((texts.ASIDE_OFFER,) if maybe_closed else ()))
    closed = (Button(texts.ASIDE_CLOSED, ASIDE),) if maybe_closed else ()
    return Content(blocks(*lines), buttons=(_change(), *closed, *WAYS_OUT))


async def leave(call: Call, unit: Unit, taker: Taker) -> Content:
    """Somebody takes part no longer; whatever is under way ends properly."""
    await depart(unit, taker.person, call.now)
    return plain(texts.LEFT, texts.STAYS_BLOCKED)


async def pause(call: Call, unit: Unit, taker: Taker) -> Content:
    """Somebody takes a break, which ends by itself."""
    said = call.asked.argument if isinstance(call.asked, Press) and call.asked.argument else call.answers.until
    try:
        until = call.now + int(said) * 7 * DAY if said in WEEKS else hours.read_day(said, call.now)
    except Unclear:
        return plain(texts.DAY_UNCLEAR)
    if until <= call.now:
        return plain(texts.DAY_PAST)
    await unit.takers.change(taker.person, paused_until=until, silences=0)
    await withdraw(unit, taker.person, call.now)
    others = tuple(Button(texts.weeks(int(weeks)), PAUSE, weeks) for weeks in WEEKS)
    return Content(blocks(texts.paused_until(hours.day(until, taker.zone))), buttons=others)


async def begin_settings(form: Beginning, unit: Unit) -> Answers | Content:
    """The settings as they are; whoever does not take part has none to change."""
    taker = await unit.takers.of(await unit.members.accounts(form.by.account))
    if taker is None:
        return not_in()
    span = f"{hours.clock(taker.starts)} to {hours.clock(taker.ends)}"
    return {
        "frequency": taker.frequency, "size": taker.size, "hours": span, "days": tuple(taker.days), "zone": taker.zone
    }  # fmt: skip


async def settings(call: Call, unit: Unit, taker: Taker) -> Content:
    """Keep new settings, and show them with the weights that answers gave."""
    wishes: Wishes = call.answers
    try:
        starts, ends = read_hours(wishes.hours)
    except Unclear:
        return plain(texts.HOURS_UNCLEAR)
    try:
        zone = read_zone(wishes.zone)
    except Unclear:
        return plain(texts.ZONE_UNCLEAR)
    days = "".join(sorted(wishes.days))
    if not days:
        return plain(texts.DAYS_MISSING)
    await unit.takers.change(
        taker.person, frequency=wishes.frequency, size=wishes.size, starts=starts, ends=ends, zone=zone, days=days
    )
    if wishes.frequency == Frequency.ASKED:
        await unit.rounds.withdraw(taker.person)
    kept = await unit.takers.by_person(taker.person)
    if kept is None:
        return plain(texts.SETTINGS_KEPT)
    await unit.lanes.postpone(kept.box, call.now, partial(hours.due, hours_of(kept)))  # what waits keeps the new hours
    return await _shown(unit, kept)


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
    span = hours.clock(taker.starts), hours.clock(taker.ends)
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


def _change() -> Button:
    return Button(texts.SETTINGS, SETTINGS)


HANDLERS = (
    Handler(Declaration(JOIN, "Join introductions", "Meet people who work on the same problem", ways=BOTH), join),
    Handler(Declaration(AGREE, "Join introductions", "Take part in introductions", ways=BUTTON), agree),
    Handler(
        Declaration(LEAVE, "Stop introductions", "Take part in introductions no longer", ways=BOTH), for_takers(leave)
    ),
    Handler(
        Declaration(PAUSE, "Pause introductions", "Take a break that ends by itself", Until, ways=BOTH),
        for_takers(pause),
    ),
    Handler(
        Declaration(
            SETTINGS, "Introductions", "How often, in which group size, and when", Wishes, ways=BOTH, form=True,
            begins=True,
        ),
        for_takers(settings),
        begin=begin_settings,
    ),
    Handler(Declaration(UNDO, "Undo", "Take back what an answer changed", ways=BUTTON), for_takers(undo)),
)  # fmt: skip
