"""What members may ask the relay."""

from __future__ import annotations

from adapters.contract import codec
from adapters.contract.commands import Command, Declaration, Way
from adapters.contract.content import Button, Content, Emoji, ListBlock, Paragraph, Span, Text, plain
from bot.feature import Call, Handler
from bot.relay import rules, texts
from storage.bridges import Bridge
from storage.database import Unit

WHERE = "unsilo where"


async def about(call: Call, unit: Unit) -> Content:
    """Say what the bot does here."""
    bridge = await unit.bridges.of(call.asked.channel)
    lines = (texts.ABOUT, await _where(bridge, call, unit), texts.HOW, texts.KEPT)
    return Content(tuple(Paragraph((Text(line),)) for line in lines), buttons=(Button("Who is here?", WHERE),))


async def where(call: Call, unit: Unit) -> Content:
    """Say with which channels this one is joined."""
    return plain(await _where(await unit.bridges.of(call.asked.channel), call, unit))


async def who_reacted(call: Call, unit: Unit) -> Content:
    """Say who reacted to a message, on every side."""
    asked = call.asked
    if not isinstance(asked, Command) or asked.message is None:
        return plain(texts.NOT_RELAYED)
    message = await unit.copies.behind(asked.message.key)
    if message is None:
        return plain(texts.NOT_RELAYED)
    by_emoji: dict[str, list[str]] = {}
    for emoji, _, name in await unit.reactions.of(message.id):
        by_emoji.setdefault(emoji, []).append(name or texts.SOMEBODY)
    if not by_emoji:
        return plain(texts.NOBODY_REACTED)
    return Content((ListBlock(tuple((_line(emoji, names),) for emoji, names in by_emoji.items())),))


def _line(emoji: str, names: list[str]) -> Paragraph:
    shape = codec.decode(emoji)
    mark: Span = shape if isinstance(shape, Emoji) else Text("")
    return Paragraph((mark, Text(f" {', '.join(names)}")))


async def _where(bridge: Bridge | None, call: Call, unit: Unit) -> str:
    if bridge is None:
        return texts.NOT_BRIDGED
    channels = rules.listeners(bridge, call.asked.channel, call.now)
    if not channels:
        return texts.stays_here(bridge.name)
    names = await unit.communities.names()
    others = [names.get(str(channel.home), str(channel.home)) for channel in channels]
    return texts.joined_with(bridge.name, list(dict.fromkeys(others)))


HANDLERS = (
    Handler(Declaration("unsilo", "About Unsilo", "What Unsilo does in this channel"), about),
    Handler(
        Declaration(
            WHERE, "Who is here", "With which communities this channel is joined", ways=frozenset({Way.BUTTON})
        ),
        where,
    ),
    Handler(
        Declaration("who-reacted", "Who reacted?", "Who reacted to a message", ways=frozenset({Way.MENU})), who_reacted
    ),
)
