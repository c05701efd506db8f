"""What a channel lets out: messages after a while only, without certain words, and other bots' or not."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Who, ask
from adapters.contract.content import Content, ListBlock, Paragraph, Text, plain
from bot import notices
from bot.acts import Act, channels, note, on_a_bridge
from bot.crossing import listeners
from bot.feature import Call, Handler
from bot.moderating import letting_texts
from bot.saying import _
from bot.whom import name_of
from storage.bridges import Bridge, End
from storage.database import Unit

LONGEST_HOLD = 300  # seconds
MOST_WORDS = 200  # each message is looked through for all of them
ON, OFF = "on", "off"
ADD, REMOVE = "add", "remove"


@dataclass(frozen=True)
class Wait:
    """For how long."""

    seconds: str = ask(_("Seconds, or off"), hint="From 0 to 300 seconds, or off", max_length=10, sign="SECONDS|off")


@dataclass(frozen=True)
class Word:
    """What to do with which word."""

    action: str = ask(
        _("Add or remove"),
        choices=((ADD, _("{word}: do not copy", word=ADD)), (REMOVE, _("{word}: copy again", word=REMOVE))),
    )
    word: str = ask(_("Word"), hint="A word, or several that follow each other", max_length=60)


@dataclass(frozen=True)
class Switch:
    """On or off."""

    bots: str = ask(
        _("Other bots"),
        choices=((ON, _("{word}: copy what bots write", word=ON)), (OFF, _("{word}: do not", word=OFF))),
    )


async def hold(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Set for how long messages wait before they leave this channel; what waits longer by now waits no longer."""
    said = call.answers.seconds.strip().lower()
    seconds = 0 if said == OFF else int(said) if said.isascii() and said.isdigit() else LONGEST_HOLD + 1
    if seconds > LONGEST_HOLD:
        return plain(letting_texts.HOLD_HOW)
    if seconds == end.hold:
        return plain(letting_texts.HOLD_SAME)
    await unit.bridges.hold(end.channel, seconds)
    await unit.outbox.hasten(end.channel, seconds)
    name = await note(call, unit, bridge.id, Act.HOLD, str(seconds))
    by = name_of(end.channel, await unit.communities.names())
    silent = () if listeners(bridge, end.channel, call.now) else (letting_texts.hold_nothing(by),)
    told = plain(
        letting_texts.held(by, bridge.name, seconds),
        letting_texts.HOLD_MEANS if seconds else letting_texts.HOLD_OFF_MEANS,
        *silent,
    )
    await notices.post(unit, name, told, channels(bridge), call.now)
    return told


async def change_filter(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Filter a word, or filter it no more."""
    word, known = " ".join(call.answers.word.split()), await unit.filters.of(bridge.id)
    same = [each for each in known if each.casefold() == word.casefold()]
    if call.answers.action == REMOVE:
        for each in same:
            await unit.filters.remove(bridge.id, each)
            await note(call, unit, bridge.id, Act.UNFILTER, each)
        return plain(letting_texts.unfiltered(word) if same else letting_texts.not_filtered(word))
    if same or len(known) >= MOST_WORDS:
        return plain(letting_texts.filtered_already(word) if same else letting_texts.TOO_MANY_WORDS)
    await unit.filters.add(bridge.id, word, call.now)
    await note(call, unit, bridge.id, Act.FILTER, word)
    return plain(letting_texts.filtered(word, bridge.name), letting_texts.FILTER_MEANS)


async def show_filters(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Show the words."""
    words = await unit.filters.of(bridge.id)
    if not words:
        return plain(letting_texts.NO_WORDS)
    items = tuple((Paragraph((Text(word),)),) for word in words)
    return Content((*plain(letting_texts.words_of(bridge.name)).blocks, ListBlock(items)))


async def let_bots(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Set whether other bots' messages leave this channel."""
    on = call.answers.bots == ON
    if end.relay_bots is on:
        return plain(letting_texts.BOTS_ON_ALREADY if on else letting_texts.BOTS_OFF_ALREADY)
    await unit.bridges.let_bots(end.channel, on)
    await note(call, unit, bridge.id, Act.BOTS, call.answers.bots)
    return plain(letting_texts.BOTS_ON if on else letting_texts.BOTS_OFF)


HANDLERS = (
    Handler(
        Declaration("bridge hold", "Hold", _("Let messages wait before they are copied"), Wait, who=Who.ORGANISER),
        on_a_bridge(hold),
    ),
    Handler(
        Declaration("bridge filter", "Filter a word", _("Do not copy messages with a word"), Word, who=Who.ORGANISER),
        on_a_bridge(change_filter),
    ),
    Handler(
        Declaration("bridge filters", "Filtered words", _("Show the words that are filtered"), who=Who.ORGANISER),
        on_a_bridge(show_filters),
    ),
    Handler(
        Declaration("bridge bots", "Other bots", _("Copy what other bots write, or do not"), Switch, who=Who.ORGANISER),
        on_a_bridge(let_bots),
    ),
)
