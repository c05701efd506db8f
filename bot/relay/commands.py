"""What members may ask the relay."""

from __future__ import annotations

from adapters.contract import codec
from adapters.contract.commands import Command, Declaration, Way
from adapters.contract.content import Block, Button, Content, Emoji, ListBlock, Paragraph, Span, Text, plain
from adapters.contract.refs import ChannelRef
from bot import crossing, rooms, staying
from bot.called import called_at_home
from bot.feature import Call, Handler
from bot.patients.naming import tells
from bot.patients.screening import year_of
from bot.relay import rules, texts
from bot.rights import is_organiser
from bot.saying import _
from bot.texts import A_MEMBER_MENTIONED, staying_texts
from bot.whom import name_of
from storage.bridges import Bridge
from storage.database import Unit
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
    alone = bridge is not None and len(bridge.ends) == 1
    if copied:
        lines.append(texts.YOURS)
    elif bridge is None and await _may_join(call, unit):
        lines.append(texts.JOIN_HOW)
    elif alone and await is_organiser(call.asked.by, call.asked.channel.home, unit):
        lines.append(texts.INVITE_HOW)
    who = () if bridge is None or alone else (Button("Who is here?", WHERE),)
    return Content((*plain(texts.ABOUT).blocks, *here, *plain(*lines).blocks), buttons=(*who, *ELSEWHERE))


async def where(call: Call, unit: Unit) -> Content:
    """Say with which channels this one is joined."""
    bridge = await crossing.here(call.asked, unit)
    here, _copied = await _where(bridge, call, unit)
    if bridge is None:
        return Content(tuple(here))
    names = await unit.communities.names()
    inside = list(dict.fromkeys(name_of(end.channel, names) for end in bridge.ends))
    return Content((*plain(texts.inside(bridge.name, inside)).blocks, *here))


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


async def _where(bridge: Bridge | None, call: Call, unit: Unit) -> tuple[list[Block], bool]:
    """Where what somebody writes here goes and how, or why it goes nowhere; and whether it is copied over a bridge."""
    if bridge is None:
        return list(plain(await rooms.told(unit, call.asked) or texts.NOT_BRIDGED).blocks), False
    if (stays := await staying.why(call.asked, bridge, unit, call.now)) is not None:
        return [stays], False
    names = await unit.communities.names()
    channels = rules.listeners(bridge, call.asked.channel, call.now)
    others = list(dict.fromkeys(name_of(channel, names) for channel in channels))
    end = bridge.end(call.asked.channel)
    lines: list[str] = [staying_texts.UNNAMED_HERE] if end is not None and end.unnamed else []
    if there := [name_of(other.channel, names) for other in bridge.ends if other is not end and other.unnamed]:
        lines.append(staying_texts.unnamed_there(list(dict.fromkeys(there))))
    if held := rules.held(bridge, call.asked.channel):
        lines.append(staying_texts.waits(held))
    return list(plain(texts.joined_with(bridge.name, others), *lines).blocks), True


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
