"""What organisers and members may know of a bridge: how it is doing, who may organise, and what organisers did."""

from __future__ import annotations

from adapters.contract import codec
from adapters.contract.commands import Declaration, Press, Way, Who
from adapters.contract.content import (
    Block,
    Content,
    Heading,
    ListBlock,
    Paragraph,
    Span,
    Style,
    Styled,
    Text,
    TimeForm,
    Timestamp,
    plain,
)
from adapters.contract.incoming import ChannelFound
from adapters.contract.refs import AccountRef, CommunityRef
from bot import crossing
from bot import texts as shared
from bot.acts import ABOUT_PEOPLE, UNSEEN, Act, note, on_a_bridge
from bot.bridging import chatham_texts, strangers_texts
from bot.bridging import status_texts as texts
from bot.bridging.texts import BRIDGE_PAUSED
from bot.feature import Call, Handler
from bot.organisers import TRY_AGAIN, actors, try_again
from bot.rights import is_organiser, organisers_only, organises
from bot.saying import _, laid
from bot.texts import acts_texts
from bot.texts.carried_texts import PRIVATE_THREAD
from bot.whom import mention, name_of, shown
from storage.audit import ITSELF, OPERATOR, UNNAMED, Entry
from storage.bridges import Bridge, End
from storage.database import Unit
from storage.outbox import State

ID_DIGITS = 18  # as many as a row's number has at most
ACTS_SHOWN = 20
BARRING = (Act.BAN, Act.MUTE, Act.UNBAN)  # about whoever wrote something, in whichever community


async def status(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Say how each channel is doing; what failed can be tried again."""
    names = await unit.communities.names()
    counts = await unit.outbox.counts()
    failed = await unit.given_up.of(_lanes(bridge))
    blocks: list[Block] = [Heading(2, (Text(bridge.name),))]
    if bridge.paused:
        blocks += plain(BRIDGE_PAUSED).blocks
    aside = await unit.inbox.set_aside_counts()
    for each in bridge.ends:
        lane = str(each.channel.parent)
        waiting = counts.get((lane, State.WAITING), 0) + counts.get((lane, State.SENDING), 0)
        label = texts.end_label(name_of(each.channel, names), here=each is end)
        heard = _when(await unit.messages.newest(each.channel))
        shown = _when(await unit.copies.newest(lane))
        blocks += (
            Paragraph((Styled(Style.BOLD, (Text(label),)),)),
            Paragraph((Text(texts.way(each.direction, paused=each.paused)),)),
            *plain(*_now(bridge, each, call.now), texts.bots(each.relay_bots)).blocks,
            *(plain(chatham_texts.HOLDS).blocks if each.unnamed else ()),
            *(plain(strangers_texts.COPIED).blocks if each.strangers else ()),
            Paragraph(laid(texts.going(heard, shown, waiting))),
        )
        if each.suspended:
            blocks.append(Paragraph(laid(texts.cannot_work(_when(each.suspended_at), each.suspended))))
        blocks += plain(*(texts.failed(count, why) for where, why, count in failed if where == lane)).blocks
        if lane in aside:
            blocks += plain(texts.set_aside(aside[lane])).blocks
    mendable = failed or any(each.suspended for each in bridge.ends) or aside.keys() & set(_lanes(bridge))
    return Content(tuple(blocks), buttons=(try_again(bridge),) if mendable else ())


def _now(bridge: Bridge, end: End, now: float) -> list[str]:
    """What holds of an end beside which way it is set: that nothing moves, and for how long its messages wait."""
    leaves = crossing.listeners(bridge, end.channel, now)
    comes = any(end.channel in crossing.listeners(bridge, other.channel, now) for other in bridge.ends)
    still = [] if end.paused or leaves or comes else [texts.NOTHING_MOVES]
    return [*still, *([texts.waits(end.hold)] if end.hold else [])]


async def retry(call: Call, unit: Unit) -> Content:
    """Try again what a bridge could not do: what was given up, channels that could not be used, what was set aside."""
    asked = call.asked
    given = asked.argument if isinstance(asked, Press) else ""
    if not given:
        bridge = await crossing.here(asked, unit)
    else:
        bridge = await unit.bridges.by_id(int(given)) if given.isdecimal() and len(given) <= ID_DIGITS else None
    if bridge is None:
        return plain(PRIVATE_THREAD if await crossing.aside(asked, unit) else shared.NO_BRIDGE)
    home = await _organises(call, unit, bridge)
    if home is None:
        return plain(organisers_only(asked.channel))
    lanes = _lanes(bridge)
    count = await unit.given_up.retry(lanes, call.now) + await unit.inbox.try_again(lanes)
    away = [end.channel for end in bridge.ends if end.suspended]
    for channel in away:  # as if the platform had said so; with nothing waiting there, reading it will tell
        key = f"try again {channel} {call.now}"
        found = codec.encode(ChannelFound(key, call.now, channel))
        await unit.inbox.set_aside(key, found, "", str(channel.parent), call.now, again=True)
    if count or away:
        await note(call, unit, bridge.id, Act.RETRY, home=home)
    names = await unit.communities.names()
    return plain(
        *([texts.retried(count)] if count or not away else []), *(texts.tried(name_of(it, names)) for it in away)
    )


async def _organises(call: Call, unit: Unit, bridge: Bridge) -> CommunityRef | None:
    """The community of a bridge for which somebody may have things tried again; None when there is none.

    Also those who were written to in their letter box, where no platform says who runs what: it does no harm.
    """
    by, here = call.asked.by, call.asked.channel.home
    homes = dict.fromkeys(end.channel.home for end in bridge.ends)
    if here in homes and await is_organiser(by, here, unit):
        return here
    for home in homes:
        looks_after = by.account in await actors(unit, home, bridge.id)
        if home.platform == by.account.platform and (looks_after or await organises(by, here, home, unit)):
            return home
    return None


async def people(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Say who may organise: people by name to their own community alone."""
    names = await unit.communities.names()
    items = []
    for home in dict.fromkeys(each.channel.home for each in bridge.ends):
        items.append((await organisers(home, call.asked.channel.home, names, unit),))
    return Content((*plain(texts.PEOPLE).blocks, ListBlock(tuple(items))))


async def organisers(home: CommunityRef, reader: CommunityRef, names: dict[str, str], unit: Unit) -> Paragraph:
    """A line on who organises a community, as one community reads it."""
    found = await unit.organisers.of(home)
    run = texts.those_who_run(name_of(home, names), home.platform if home.platform == reader.platform else "")
    if home == reader:
        run = texts.and_those(run, [mention(account) for account in found])
    elif found:
        run = texts.and_more(run, len(found))
    return Paragraph(laid(run))


async def log(call: Call, unit: Unit) -> Content:
    """Show what organisers did, on this bridge and in this community."""
    here = call.asked.channel
    bridge = await crossing.here(call.asked, unit)
    entries = await unit.audit.recent(here.home, None if bridge is None else bridge.id, ACTS_SHOWN, UNSEEN)
    if not entries:
        return plain(texts.NO_ACTS)
    names, homes = await unit.communities.names(), await _homes(entries, unit)
    bridges = {each.id: each.name for each in await unit.bridges.all()}
    lines = []
    for entry, home in zip(entries, homes, strict=True):
        who, about = _who(entry, here.home, names), _about(entry, here.home, home, names, bridges)
        told = entry.act == Act.CREATE or (bridge is not None and entry.bridge_id == bridge.id)
        there = "" if told else bridges.get(entry.bridge_id or 0, "")
        lines.append((Paragraph(laid(acts_texts.line(Timestamp(int(entry.at)), entry.act, who, about, there))),))
    return Content((ListBlock(tuple(lines)),))


async def _homes(entries: list[Entry], unit: Unit) -> list[CommunityRef | None]:
    """For each act about somebody whose account tells no community, where they belong, as far as is known."""
    wrote = await unit.exclusions.homes([entry.detail for entry in entries if entry.act in BARRING])
    return [
        wrote.get((entry.detail, entry.community, entry.at))
        if entry.act in BARRING
        else CommunityRef.parse(entry.community)
        for entry in entries
    ]


def _who(entry: Entry, reader: CommunityRef, names: dict[str, str]) -> Span:
    """Who did it, named to their own community alone."""
    home = CommunityRef.parse(entry.community)
    if entry.who == OPERATOR:
        return Text(acts_texts.THE_OPERATOR)
    if entry.who == ITSELF:
        return Text(acts_texts.ITSELF)
    if entry.who == UNNAMED:
        return Text(shared.somebody_of(name_of(home, names)))
    if home == reader:
        return shown(entry.who, reader, names, wrote=home)
    return Text(texts.organiser_of(name_of(home, names)))


def _about(
    entry: Entry, reader: CommunityRef, home: CommunityRef | None, names: dict[str, str], bridges: dict[int, str]
) -> Span:
    """What it was about; of whom, named to their own community (`home`) alone."""
    if entry.act in ABOUT_PEOPLE:
        return shown(AccountRef.parse(entry.detail), reader, names, wrote=home, inside=True)
    if entry.act == Act.CREATE and not entry.detail:
        return Text(bridges.get(entry.bridge_id or 0, acts_texts.GONE))
    return Text(acts_texts.detail(entry.act, names.get(entry.detail, entry.detail)))


def _when(at: float) -> Span:
    return Timestamp(int(at), TimeForm.RELATIVE) if at else Text(texts.NEVER)


def _lanes(bridge: Bridge) -> list[str]:
    return [str(end.channel.parent) for end in bridge.ends]


HANDLERS = (
    Handler(
        Declaration("bridge status", "Status", _("Show how each channel of this bridge is doing"), who=Who.ORGANISER),
        on_a_bridge(status),
    ),
    Handler(
        Declaration(TRY_AGAIN, "Try again", "Try again what could not be done", ways=frozenset({Way.BUTTON})), retry
    ),
    Handler(Declaration("bridge people", "People", _("Show who may organise this bridge")), on_a_bridge(people)),
    Handler(Declaration("bridge log", "Log", _("Show what organisers did"), who=Who.ORGANISER), log),
)
