"""How organisers govern a bridge: stopping it and letting it go on, which way messages go, and its rules."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Kind, Way, Who, ask
from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import ChannelRef
from bot import notices
from bot.acts import Act, channels, note, on_a_bridge
from bot.bridging import pinned, rules, texts
from bot.crossing import listeners
from bot.feature import Call, Handler
from bot.rights import is_organiser
from bot.saying import _
from bot.whom import name_of
from storage.bridges import Bridge, Direction, End
from storage.database import Unit

CHANGE_RULES = "bridge change-rules"
HERE, ALL = "here", "all"


@dataclass(frozen=True)
class Extent:
    """How much of a bridge is meant."""

    what: str = ask(
        _("How much"),
        choices=((HERE, _("{word}: this channel", word=HERE)), (ALL, _("{word}: the whole bridge", word=ALL))),
        default=HERE,
    )


@dataclass(frozen=True)
class Course:
    """Which way messages go."""

    direction: str = ask(
        _("Which way"),
        choices=(
            (Direction.IN.value, _("{word}: this channel only receives", word=Direction.IN.value)),
            (Direction.OUT.value, _("{word}: this channel only sends", word=Direction.OUT.value)),
            (Direction.BOTH.value, _("{word}: it sends and receives", word=Direction.BOTH.value)),
        ),
    )


@dataclass(frozen=True)
class NewRules:
    """What is to hold from now on."""

    rules: str = ask(
        _("Rules"), kind=Kind.PARAGRAPH, max_length=rules.RULES_LENGTH, hint=_("All communities of the bridge are told")
    )


async def pause(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Stop this end, or the whole bridge."""
    return await _switch(call, unit, bridge, end, paused=True)


async def resume(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Let it go on."""
    return await _switch(call, unit, bridge, end, paused=False)


async def _switch(call: Call, unit: Unit, bridge: Bridge, end: End, *, paused: bool) -> Content:
    whole, names = call.answers.what == ALL, await unit.communities.names()

    def still(place: ChannelRef) -> tuple[str, ...]:
        return () if paused else _still(bridge, place, names, whole=whole)

    if (bridge.paused if whole else end.paused) is paused:
        return plain(texts.already(paused=paused, whole=whole), *still(end.channel))
    if whole:
        await unit.bridges.pause(bridge.id, paused=paused, now=call.now)
    else:
        await unit.bridges.pause_end(end.channel, paused=paused, now=call.now)
    name = await note(call, unit, bridge.id, Act.PAUSE if paused else Act.RESUME, call.answers.what)
    after = await unit.bridges.by_id(bridge.id) or bridge
    switched = texts.switched(name_of(end.channel, names), bridge.name, paused=paused, whole=whole)

    def said(place: ChannelRef) -> Content:
        sends, own = bool(listeners(after, place, call.now)), place == end.channel
        rests = bridge.paused and not whole and not paused  # a channel stays silent while its bridge is paused
        meaning = () if rests else _meaning(end, paused=paused, whole=whole, sends=sends, own=own)
        return plain(switched, *meaning, *still(place))

    await pinned.told(name, said, channels(bridge), unit, call.now)
    await pinned.update(bridge.id, unit, call.now)
    return said(end.channel)


def _still(bridge: Bridge, place: ChannelRef, names: dict[str, str], *, whole: bool) -> tuple[str, ...]:
    """What stays silent when something of a bridge goes on, for whoever reads it in one of its channels."""
    if not whole:
        return (texts.BRIDGE_STILL_PAUSED,) if bridge.paused else ()
    resting = [each.channel for each in bridge.ends if each.paused]
    others = [name_of(each, names) for each in resting if each != place]
    here = (texts.STILL_PAUSED_HERE,) if place in resting else ()
    return (*here, *((texts.still_paused(others),) if others else ()))


def _meaning(end: End, *, paused: bool, whole: bool, sends: bool, own: bool) -> tuple[str, ...]:
    """What a pause, or its end, is for whoever reads it in a channel.

    `sends`: what is written there now leaves it; `own`: it is the one that was paused, or resumed.
    """
    if paused:
        return (texts.PAUSE_ALL_MEANS if whole else texts.PAUSE_MEANS_HERE if own else texts.PAUSE_MEANS,)
    if whole:
        return (texts.COPIED_AGAIN if sends else texts.STAYS_HERE, texts.PAUSE_WAS)
    return ((texts.RESUMED_HERE if own else texts.RESUMED)[end.direction], texts.PAUSE_WAS)


async def direct(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Set which way messages go at this end."""
    direction = Direction(call.answers.direction)
    if end.direction is direction:
        return plain(texts.directed_already(direction))
    await unit.bridges.direct(end.channel, direction, call.now)
    name = await note(call, unit, bridge.id, Act.DIRECTION, direction)
    by = name_of(end.channel, await unit.communities.names())

    def said(place: ChannelRef) -> Content:
        rests = texts.STILL_PAUSED_HERE if place == end.channel else texts.STILL_PAUSED
        still = [texts.BRIDGE_STILL_PAUSED] if bridge.paused else [rests] if end.paused else []
        return plain(texts.directed(by, bridge.name, direction), *still)

    await pinned.told(name, said, channels(bridge), unit, call.now)
    await pinned.update(bridge.id, unit, call.now)
    return said(end.channel)


async def show_rules(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Show the rules; to organisers with a button to change them."""
    shown = (*plain(texts.rules_of(bridge.name)).blocks, rules.quoted(await unit.bridges.rules(bridge.id)))
    may = await is_organiser(call.asked.by, call.asked.channel.home, unit)
    return Content(shown, buttons=(Button(texts.CHANGE_RULES, CHANGE_RULES),) if may else ())


async def change_rules(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Change the rules, and show them to everybody."""
    written = call.answers.rules.strip()
    await unit.bridges.rule(bridge.id, written)
    name = await note(call, unit, bridge.id, Act.RULES)
    by = name_of(end.channel, await unit.communities.names())
    said = Content((*plain(texts.rules_changed(by, bridge.name)).blocks, rules.quoted(written)))
    await notices.post(unit, name, said, channels(bridge), call.now)
    return said


HANDLERS = (
    Handler(
        Declaration("bridge pause", "Pause", _("Stop copying, here or on the whole bridge"), Extent, who=Who.ORGANISER),
        on_a_bridge(pause),
    ),
    Handler(
        Declaration("bridge resume", "Resume", _("Copy again, from now on"), Extent, who=Who.ORGANISER),
        on_a_bridge(resume),
    ),
    Handler(
        Declaration(
            "bridge direction", "Direction", _("Let this channel send, receive or both"), Course, who=Who.ORGANISER
        ),
        on_a_bridge(direct),
    ),
    Handler(Declaration("bridge rules", "Rules", _("Show the rules of this bridge")), on_a_bridge(show_rules)),
    Handler(
        Declaration(
            CHANGE_RULES,
            _("Change the rules"),
            "Change the rules of this bridge",
            NewRules,
            ways=frozenset({Way.BUTTON}),
            who=Who.ORGANISER,
            form=True,
        ),
        on_a_bridge(change_rules),
    ),
)
