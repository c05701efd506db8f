"""The Chatham House Rule at one end of a bridge: from there, what is said crosses, and who said it does not."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Who, ask
from adapters.contract.content import Content, plain
from adapters.contract.refs import ChannelRef
from bot import texts as shared
from bot.acts import Act, channels, note, on_a_bridge
from bot.bridging import chatham_texts as texts
from bot.bridging import pinned
from bot.feature import Call, Handler
from bot.saying import _
from bot.whom import name_of
from storage.bridges import ALWAYS, Bridge, End
from storage.database import Unit

ON, OFF = "on", "off"


@dataclass(frozen=True)
class Rule:
    """Whether it holds."""

    rule: str = ask(
        _("Chatham House Rule"),
        choices=(
            (ON, _("{word}: copy this channel without names", word=ON)),
            (OFF, _("{word}: copy it with names", word=OFF)),
        ),
    )


async def change(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Let the rule hold at this end, or no more. What was written under it stays without names for ever."""
    on = call.answers.rule == ON
    if end.unnamed is on:
        return plain(texts.ON_ALREADY if on else texts.OFF_ALREADY)
    await unit.bridges.unname(end.channel, ALWAYS if on else call.now)
    if on:
        await unit.reactions.rename(str(end.channel.parent), shared.A_MEMBER_MENTIONED)
    name = await note(call, unit, bridge.id, Act.CHATHAM, call.answers.rule)
    by = name_of(end.channel, await unit.communities.names())

    def said(place: ChannelRef) -> Content:
        own = place == end.channel
        off = (texts.OFF_MEANS_HERE if own else texts.OFF_MEANS,)
        meaning = (texts.ON_MEANS_HERE if own else texts.ON_MEANS, texts.COPIED_BEFORE) if on else off
        return plain(texts.changed(by, bridge.name, on=on), *meaning)

    await pinned.told(name, said, channels(bridge), unit, call.now)
    await pinned.update(bridge.id, unit, call.now)
    return said(end.channel)


HANDLERS = (
    Handler(
        Declaration(
            "bridge chatham",
            "Chatham House Rule",
            _("Copy what is written in this channel without names, or with them"),
            Rule,
            who=Who.ORGANISER,
        ),
        on_a_bridge(change),
    ),
)
