"""Taking part in introductions: joining, leaving, pausing. `choosing` has the settings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace

from adapters.contract.commands import Declaration, Press, Way, ask
from adapters.contract.content import Button, ButtonStyle, Content, plain
from bot.apart import own_hashes
from bot.consents import Switch, as_read
from bot.feature import Call, Handler
from bot.introductions import hours, texts
from bot.introductions.carrying import carried, chosen
from bot.introductions.departing import depart, depart_from_anothers, withdraw
from bot.introductions.hours import Unclear
from bot.introductions.letters import LEAVE, PAUSE, WAYS_OUT, blocks
from bot.introductions.rules import DAY, Frequency
from bot.saying import _, together
from storage.consents import Kind as Consent
from storage.database import Unit
from storage.takers import Taker

JOIN, AGREE, SETTINGS, UNDO = "intro join", "intro agree", "intro settings", "intro undo"
ASIDE, ASIDE_BACK = "intro thread", "intro direct"
BOTH = frozenset({Way.SLASH, Way.BUTTON})
BUTTON = frozenset({Way.BUTTON})
WEEKS, USUAL_WEEKS = ("2", "4", "8", "12"), 4

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

    until: str = ask(_("For how many weeks, or until which date"), hint="2, 4, 8, 12 or a date", default="")


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
        return _no_profile()
    before = call.asked.argument if isinstance(call.asked, Press) else ""  # whoever comes back has it all as it was
    lines = (*texts.HOW, *((texts.AS_BEFORE,) if chosen(before) else ()))
    return Content(blocks(*lines), buttons=(Button(texts.JOIN, AGREE, before, ButtonStyle.PRIMARY),))


async def agree(call: Call, unit: Unit) -> Content:
    """Somebody takes part from now on, in the usual way, or as they did before."""
    by = call.asked.by
    accounts = await unit.members.accounts(by.account)
    if await unit.takers.of(accounts) is not None:
        return plain(texts.IN_ALREADY)
    profile = await unit.profiles.of(accounts)
    if profile is None:
        return _no_profile()
    usual = hours.Hours()
    taker = Taker(
        profile.person, by.account, by.name, call.now, texts.WORDING, Frequency.MONTHLY.value, "pair",
        usual.zone, usual.days, usual.starts, usual.ends, seen_at=call.now,
        home="" if call.asked.channel.nowhere else str(call.asked.channel.home),
    )  # fmt: skip
    await depart_from_anothers(unit, profile.person, call.now)
    await unit.takers.join(replace(taker, **chosen(call.asked.argument if isinstance(call.asked, Press) else "")))
    await unit.consents.give(by.account, SWITCH.kind, await as_read(SWITCH, by.account, unit), call.now)
    await own_hashes(unit, by.account)  # from now on there is a salt, also for those who only read
    here = call.asked.channel
    maybe_closed = by.account.letter_box.nowhere and not here.nowhere
    lines = (texts.JOINED, texts.CHANGE_IT, *((texts.ASIDE_OFFER,) if maybe_closed else ()))
    closed = (Button(texts.ASIDE_CLOSED, ASIDE),) if maybe_closed else ()
    return Content(blocks(*lines), buttons=(Button(texts.FIND, "peers"), _change(), *closed, *WAYS_OUT))


async def leave(call: Call, unit: Unit) -> Content:
    """Somebody takes part no longer; whatever is under way ends properly. Whoever did not mean it can come back.

    A yes is taken back also from whoever takes part in nothing.
    """
    taker = await taking_part(call, unit)
    if taker is None:
        mine = await unit.members.accounts(call.asked.by.account)
        await unit.consents.withdraw(mine, SWITCH.kind, call.now)
        return not_in()
    await depart(unit, taker.person, call.now)
    again = Button(texts.START_AGAIN, JOIN, carried(asdict(taker)))
    return Content(blocks(texts.LEFT, texts.STAYS_BLOCKED, texts.START_AGAIN_HOW), buttons=(again,))


async def pause(call: Call, unit: Unit, taker: Taker) -> Content:
    """Somebody takes a break, which ends by itself. Who says no time keeps a break that lasts longer."""
    said = call.asked.argument if isinstance(call.asked, Press) else call.answers.until
    weeks = said.strip().removesuffix("weeks").strip()
    try:
        if not said:
            until = max(call.now + USUAL_WEEKS * 7 * DAY, taker.paused_until)
        elif weeks in WEEKS:
            until = call.now + int(weeks) * 7 * DAY
        else:
            until = hours.read_day(said, call.now)
    except Unclear:
        return plain(texts.DAY_UNCLEAR)
    if until <= call.now:
        return plain(texts.DAY_PAST)
    await unit.takers.change(taker.person, paused_until=until, silences=0)
    await withdraw(unit, taker.person, call.now)
    others = tuple(Button(texts.weeks(int(weeks)), PAUSE, weeks) for weeks in WEEKS)
    return Content(blocks(texts.paused_until(hours.day(until, taker.zone))), buttons=others)


def _no_profile() -> Content:
    return Content(blocks(texts.NO_PROFILE), buttons=(Button(texts.WRITE, "profile"),))


def _change() -> Button:
    return Button(texts.SETTINGS, SETTINGS)


HANDLERS = (
    Handler(Declaration(JOIN, "Join introductions", _("Meet people who work on the same problem"), ways=BOTH), join),
    Handler(Declaration(AGREE, "Join introductions", "Take part in introductions", ways=BUTTON), agree),
    Handler(
        Declaration(LEAVE, "Stop introductions", _("Take part in introductions no longer"), ways=BOTH),
        leave,
    ),
    Handler(
        Declaration(PAUSE, "Pause introductions", _("Take a break that ends by itself"), Until, ways=BOTH),
        for_takers(pause),
    ),
)  # fmt: skip
