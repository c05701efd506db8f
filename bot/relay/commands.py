"""What members may ask the relay."""

from __future__ import annotations

from adapters.contract import codec
from adapters.contract.commands import Command, Declaration, Way
from adapters.contract.content import Button, Content, Emoji, ListBlock, Paragraph, Span, Text, Timestamp, plain
from adapters.contract.refs import ChannelRef, CommunityRef
from bot import crossing, rooms
from bot.called import called_at_home
from bot.feature import Call, Handler
from bot.patients.naming import tells
from bot.patients.screening import year_of
from bot.relay import rules, texts
from bot.rights import is_organiser
from bot.saying import _, laid
from bot.texts import A_MEMBER_MENTIONED
from bot.whom import name_of
from storage.bridges import Bridge, Direction, End
from storage.database import Unit
from storage.exclusions import EVERYWHERE, Exclusion
from storage.reactions import Reaction

WHERE = "unsilo where"
# What other features bring, by the names of their commands.
ELSEWHERE = (
    Button("Say what I work on", "profile"),
    Button("Show coming events", "events list"),
    Button("Show what you keep of me", "privacy"),
)


async def about(call: Call, unit: Unit) -> Content:
    """Say what the bot does here."""
    bridge = await crossing.here(call.asked, unit)
    here, copied = await _where(bridge, call, unit)
    lines = [texts.PEOPLE, texts.EVENTS]
    if copied:
        lines.append(texts.YOURS)
    elif bridge is None and await _may_join(call, unit):
        lines.append(texts.JOIN_HOW)
    who = () if bridge is None else (Button("Who is here?", WHERE),)
    return Content((*plain(texts.ABOUT).blocks, here, *plain(*lines).blocks), buttons=(*who, *ELSEWHERE))


async def where(call: Call, unit: Unit) -> Content:
    """Say with which channels this one is joined."""
    here, _copied = await _where(await crossing.here(call.asked, unit), call, unit)
    return Content((here,))


async def who_reacted(call: Call, unit: Unit) -> Content:
    """Say who reacted to a message, on every side."""
    asked = call.asked
    if not isinstance(asked, Command) or asked.message is None:
        return plain(texts.NOT_RELAYED)
    message = await unit.copies.behind(asked.message.key)
    if message is None:
        return plain(texts.NOT_RELAYED)
    by_emoji: dict[str, list[str]] = {}
    bridge = await rooms.around(unit, asked.message.channel, asked.message.key)
    for given in await unit.reactions.of(message.id):
        if given.lane == asked.message.channel.parent or _came(given, asked.message.channel, bridge):
            name = await _reactor(given, asked.message.channel, bridge, unit, call.now)
            by_emoji.setdefault(given.emoji, []).append(name)
    if not by_emoji:
        return plain(texts.NOBODY_REACTED)
    return Content((ListBlock(tuple((_reacted(emoji, names),) for emoji, names in by_emoji.items())),))


def _came(given: Reaction, here: ChannelRef, bridge: Bridge | None) -> bool:
    """Whether what was given in another channel came to this one: nobody is named to who has left, or is paused."""
    end = None if bridge is None else bridge.end(here)
    if bridge is None or end is None:
        return False
    return any(
        end.channel in rules.listeners(bridge, other.channel, given.at)
        for other in bridge.ends
        if other.channel.parent == given.lane
    )


async def _reactor(given: Reaction, here: ChannelRef, bridge: Bridge | None, unit: Unit, now: float) -> str:
    """Who gave a reaction: one name, which cannot look like several, with its community where that is another one."""
    home = given.lane.home
    if not given.name or tells(given.name, await unit.held.masks(home), year_of(now)):
        return texts.SOMEBODY
    if given.name == A_MEMBER_MENTIONED:
        return given.name
    elsewhere = home != here.home and (bridge is None or not bridge.private)
    return await called_at_home(given.name.replace(",", " "), given.account, home if elsewhere else None, unit)


def _reacted(emoji: str, names: list[str]) -> Paragraph:
    shape = codec.decode(emoji)
    mark: Span = shape if isinstance(shape, Emoji) else Text("")
    return Paragraph((mark, Text(f" {', '.join(names)}")))


async def _may_join(call: Call, unit: Unit) -> bool:
    """Whether somebody could join this channel with others: an organiser, and in no private message."""
    here, venue = call.asked.channel, call.asked.venue
    no_channel = here.nowhere or call.asked.private or (venue.private and not venue.name)
    return not no_channel and await is_organiser(call.asked.by, here.home, unit)


async def _where(bridge: Bridge | None, call: Call, unit: Unit) -> tuple[Paragraph, bool]:
    """Where what somebody writes here goes, or why it goes nowhere; and whether it is copied over a bridge."""
    if bridge is None:
        return _line(await rooms.told(unit, call.asked) or texts.NOT_BRIDGED), False
    match await unit.exclusions.of(call.asked.by.account, bridge.id, call.now):
        case Exclusion.OPTED_OUT:
            everywhere = EVERYWHERE in await unit.exclusions.all(call.asked.by.account, Exclusion.OPTED_OUT)
            return _line(texts.OPTED_OUT_EVERYWHERE if everywhere else texts.OPTED_OUT), False
        case Exclusion.BARRED:
            return await _barred(bridge, call, unit), False
    if rules.strange(call.asked.by, call.asked.channel, bridge, call.now):
        return _line(texts.STRANGER), False
    channels = rules.listeners(bridge, call.asked.channel, call.now)
    if not channels:
        return _line(_silent(bridge, bridge.end(call.asked.channel))), False
    names = await unit.communities.names()
    others = list(dict.fromkeys(name_of(channel, names) for channel in channels))
    return _line(texts.joined_with(bridge.name, others)), True


def _silent(bridge: Bridge, end: End | None) -> str:
    """Why nothing that is written in a channel of a bridge is copied now."""
    if bridge.paused or (end is not None and end.paused):
        return texts.paused(bridge.name, whole=bridge.paused)
    if end is not None and end.direction is Direction.IN:
        return texts.only_receives(bridge.name)
    return texts.stays_here(bridge.name)


def _line(said: str) -> Paragraph:
    return Paragraph((Text(said),))


async def _barred(bridge: Bridge, call: Call, unit: Unit) -> Paragraph:
    """Who keeps somebody's words from a bridge, and until when."""
    standing = await unit.exclusions.keeping(call.asked.by.account, bridge.id, call.now)
    names = await unit.communities.names()
    by = [name_of(CommunityRef.parse(each.by), names) for each in standing if each.by]
    ends = [each.until for each in standing if each.until is not None]
    until = Timestamp(int(max(ends))) if len(ends) == len(standing) else None
    return Paragraph(laid(texts.barred(by, until) if by else texts.barred_by_itself(until)))


HANDLERS = (
    Handler(Declaration("unsilo", "About Unsilo", _("What Unsilo does in this channel"), venue=True), about),
    Handler(
        Declaration(
            WHERE,
            "Who is here",
            "With which communities this channel is joined",
            ways=frozenset({Way.BUTTON}),
            venue=True,
        ),
        where,
    ),
    Handler(
        Declaration("who-reacted", "Who reacted?", "Who reacted to a message", ways=frozenset({Way.MENU})), who_reacted
    ),
)
