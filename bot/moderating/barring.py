"""Keeping somebody's words from a bridge: for a time (mute) or until they are let back in (ban)."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Press, Way, Who, ask
from adapters.contract.content import Button, Content, ListBlock, Paragraph, Text, Timestamp, plain
from adapters.contract.refs import AccountRef, CommunityRef
from bot import notices
from bot import texts as shared
from bot.acts import Act, note, on_a_bridge
from bot.feature import Call, Handler
from bot.moderating import passed_texts, texts
from bot.moderating.rights import homes, organises
from bot.saying import _, laid
from bot.whom import account_in, name_of, shown
from bot.withdrawing import stop
from storage.bridges import Bridge, End
from storage.database import Unit
from storage.exclusions import Barred
from storage.personal import UNKNOWN

LET_IN = "moderate let-in"
SHOWN = 20  # with a button each, as many as both platforms take
SOON = 600.0  # seconds
HOUR = 3600.0
TIMES = {"1h": HOUR, "1d": 24 * HOUR, "1w": 7 * 24 * HOUR}


@dataclass(frozen=True)
class Person:
    """Whom somebody means."""

    who: str = ask(_("Who"), hint="Type @ and choose the person", max_length=150)


@dataclass(frozen=True)
class ForATime:
    """Whom, and for how long."""

    who: str = ask(_("Who"), hint="Type @ and choose the person", max_length=150)
    time: str = ask(
        _("How long"),
        choices=(
            ("1h", _("{word}: an hour", word="1h")),
            ("1d", _("{word}: a day", word="1d")),
            ("1w", _("{word}: a week", word="1w")),
        ),
    )


async def ban(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Bar somebody of one's own community until they are let back in."""
    account, home = account_in(call.answers.who, call.asked.by.account), end.channel.home
    if account is None:
        return plain(shared.WHO, texts.ELSEWHERE)
    return await bar(call, unit, bridge, home, account, home)


async def mute(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Bar somebody of one's own community for a time."""
    account, home = account_in(call.answers.who, call.asked.by.account), end.channel.home
    seconds = TIMES[call.answers.time]
    return (
        plain(shared.WHO, texts.ELSEWHERE)
        if account is None
        else await bar(call, unit, bridge, home, account, home, seconds)
    )


async def unban(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Let somebody of one's own community back in."""
    account, home = account_in(call.answers.who, call.asked.by.account), end.channel.home
    return (
        plain(shared.WHO, texts.BARRED_ELSEWHERE)
        if account is None
        else await let_in(call, unit, bridge, home, account, home)
    )


async def press_let_in(call: Call, unit: Unit) -> Content:
    """Let in whom a button is about, as far as the presser's community kept them out."""
    number = call.asked.argument if isinstance(call.asked, Press) else ""
    known = number.isascii() and number.isdigit() and len(number) < 19
    found = await unit.exclusions.numbered(int(number)) if known else None
    bridge = None if found is None else await unit.bridges.by_id(found.bridge_id)
    if found is None or bridge is None:
        return plain(shared.UNKNOWN_COMMAND)
    home = await organises(call, homes(bridge), unit)
    if isinstance(home, str):
        return plain(home)
    if found.unnamed:
        return await _let_in_unnamed(call, unit, bridge, home, found)
    return await let_in(call, unit, bridge, home, found.account, found.home)


async def banned(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Show who is kept out, by whom and until when; whom this community may let back in has a button."""
    found = (await unit.exclusions.barred(bridge.id, call.now))[:SHOWN]
    if not found:
        return plain(texts.NOBODY_BARRED)
    home, names = end.channel.home, await unit.communities.names()
    items = tuple((_line(each, home, names),) for each in found)
    ours = [(at, each) for at, each in enumerate(found, 1) if each.by in ("", str(home))]
    buttons = tuple(let_in_button(each, texts.let_in_number(at)) for at, each in ours)
    others = dict.fromkeys(name_of(CommunityRef.parse(it.by), names) for it in found if it.by not in ("", str(home)))
    why = plain(texts.others_let_in(list(others))).blocks if others else ()
    return Content((ListBlock(items, ordered=True), *why), buttons=buttons)


def let_in_button(barred: Barred, label: str) -> Button:
    """A button that lets somebody back into a bridge. It holds the number of what was decided, and nobody's account."""
    return Button(label, LET_IN, str(barred.number))


async def bar(
    call: Call,
    unit: Unit,
    bridge: Bridge,
    home: CommunityRef,
    account: AccountRef,
    wrote: CommunityRef | None,
    seconds: float | None = None,
    *,
    unnamed: bool = False,
) -> Content:
    """Keep what a person says from a bridge, from all their accounts, and tell them. Without seconds, for good.

    `wrote` is the community where they wrote, or where an organiser of theirs mentions them. `unnamed`: nobody else is
    to learn who it is, also not from how many of their messages wait, or whether they are kept out already.
    """
    until = None if seconds is None else call.now + seconds
    accounts = await unit.members.accounts(account)
    if call.asked.by.account in accounts:
        return plain(texts.NOT_YOURSELF)
    names = await unit.communities.names()
    known = () if unnamed else await _decided(account, bridge, home, unit, call.now)
    if (same := next((it for it in known if _same(it.until, until)), None)) is not None:
        said = texts.is_barred_already(shown(account, home, names, wrote=wrote), bridge.name, _end_of(same))
        return Content((Paragraph(laid(said)),))
    if any(it.until is None for it in known):
        return plain(texts.STAYS_BANNED)
    await unit.exclusions.bar(accounts, bridge.id, call.now, until, home, wrote, unnamed=unnamed)
    stopped = await stop(accounts, bridge, unit, call.now)
    about = "" if unnamed else str(account)
    name = await note(call, unit, bridge.id, Act.BAN if until is None else Act.MUTE, about, home)
    ends = None if until is None else Timestamp(int(until))
    first = Paragraph(laid(texts.barred(name_of(home, names), bridge.name, ends)))
    means = texts.BARRED_MEANS if until is None else texts.MUTED_MEANS
    told = Content((first, *plain(means, texts.BARRED_STAYS, texts.BARRED_ASK).blocks))
    if _reached(account):
        await notices.post(unit, f"{name}-told", told, [account.letter_box], call.now)
    who = Text(passed_texts.WHOEVER_WROTE) if unnamed else shown(account, home, names, wrote=wrote)
    line = Paragraph(laid(texts.is_barred(who, bridge.name, ends)))
    if unnamed:
        heard = passed_texts.BARRED_TOLD if _reached(account) else passed_texts.BARRED_UNTOLD
        return Content((line, *plain(heard).blocks))
    return Content((line, *plain(*([texts.stopped(stopped)] if stopped else []), texts.BARRED_TOLD).blocks))


async def _decided(account: AccountRef, bridge: Bridge, home: CommunityRef, unit: Unit, now: float) -> list[Barred]:
    """What a community's organisers decided about an account by name: a mute does not give a ban an end."""
    standing = await unit.exclusions.barred(bridge.id, now)
    return [it for it in standing if it.account == account and it.by == str(home) and not it.unnamed]


def _same(known: float | None, wanted: float | None) -> bool:
    """Whether what holds is what is wanted: a button pressed again makes nothing longer, and tells nobody twice."""
    return known is wanted if known is None or wanted is None else abs(known - wanted) < SOON


async def let_in(
    call: Call, unit: Unit, bridge: Bridge, home: CommunityRef, account: AccountRef, wrote: CommunityRef | None
) -> Content:
    """End what a community's organisers did about an account; what those of others did goes on.

    What keeps it out along with another account of its owner's goes on too, and is not told: it would tell of that one.
    """
    ended = await unit.exclusions.end(account, bridge.id, home, call.now)
    names = await unit.communities.names()
    standing = await unit.exclusions.barred(bridge.id, call.now)
    others = [it.by for it in standing if it.account == account and not it.unnamed]
    others = [name_of(CommunityRef.parse(by), names) for by in dict.fromkeys(others)]
    if not ended:
        return plain(texts.barred_by_others(others) if others else texts.NOT_BARRED)
    name = await note(call, unit, bridge.id, Act.UNBAN, str(account), home)
    if others:
        return plain(texts.barred_by_others(others))
    if _reached(account) and await unit.exclusions.of(account, bridge.id, call.now) is None:
        told = plain(texts.let_in(name_of(home, names), bridge.name))
        await notices.post(unit, f"{name}-told", told, [account.letter_box], call.now)
    return Content((Paragraph(laid(texts.is_let_in(shown(account, home, names, wrote=wrote), bridge.name))),))


async def _let_in_unnamed(call: Call, unit: Unit, bridge: Bridge, home: CommunityRef, barred: Barred) -> Content:
    """End what a community's organisers did about somebody whom they do not know."""
    names = await unit.communities.names()
    if barred.by != str(home):
        return plain(texts.barred_by_others([name_of(CommunityRef.parse(barred.by), names)]))
    if not await unit.exclusions.end_numbered(barred.number, call.now):
        return plain(texts.NOT_BARRED)
    name = await note(call, unit, bridge.id, Act.UNBAN, "", home)
    if _reached(barred.account) and await unit.exclusions.of(barred.account, bridge.id, call.now) is None:
        told = plain(texts.let_in(name_of(home, names), bridge.name))
        await notices.post(unit, f"{name}-told", told, [barred.account.letter_box], call.now)
    return Content((Paragraph(laid(texts.is_let_in(Text(passed_texts.WHOEVER_WROTE), bridge.name))),))


def _reached(account: AccountRef) -> bool:
    """Whether letters reach an account: of whom only a hash is kept, or nothing, nobody can be told anything."""
    return bool(account.id) and account.platform != UNKNOWN


def _line(each: Barred, reader: CommunityRef, names: dict[str, str]) -> Paragraph:
    who = _unnamed(each, names) if each.unnamed else shown(each.account, reader, names, wrote=each.home)
    until = _end_of(each)
    said = texts.by_organisers(who, name_of(CommunityRef.parse(each.by), names), until) if each.by else ""
    return Paragraph(laid(texts.since(said or texts.by_itself(who, until), Timestamp(int(each.at)))))


def _unnamed(each: Barred, names: dict[str, str]) -> Text:
    home = CommunityRef(each.account.platform, each.account.community) if each.account.community else each.home
    return Text(shared.A_MEMBER if home is None else shared.somebody_of(name_of(home, names)))


def _end_of(each: Barred) -> Timestamp | None:
    return None if each.until is None else Timestamp(int(each.until))


HANDLERS = (
    Handler(
        Declaration("bridge ban", "Ban", _("Stop copying what somebody writes"), Person, who=Who.ORGANISER),
        on_a_bridge(ban),
    ),
    Handler(
        Declaration(
            "bridge mute", "Mute", _("Stop copying what somebody writes for a time"), ForATime, who=Who.ORGANISER
        ),
        on_a_bridge(mute),
    ),
    Handler(
        Declaration("bridge unban", "Unban", _("Copy again what somebody writes"), Person, who=Who.ORGANISER),
        on_a_bridge(unban),
    ),
    Handler(
        Declaration("bridge banned", "Banned", _("Show who is banned or muted on this bridge"), who=Who.ORGANISER),
        on_a_bridge(banned),
    ),
    Handler(
        Declaration(LET_IN, "Let back in", "Copy again what somebody writes", ways=frozenset({Way.BUTTON})),
        press_let_in,
    ),
)
