"""People of other organisations in a channel that is shared with them: what they write stays there, unless wanted."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Who, ask
from adapters.contract.content import Content, plain
from bot.acts import Act, note, on_a_bridge
from bot.bridging import pinned
from bot.bridging import strangers_texts as texts
from bot.feature import Call, Handler
from bot.saying import _
from bot.whom import name_of
from storage.bridges import ALWAYS, Bridge, End
from storage.database import Unit

ON, OFF = "on", "off"


@dataclass(frozen=True)
class Switch:
    """Whether their words are copied."""

    strangers: str = ask(
        _("People of other organisations"),
        choices=((ON, _("{word}: copy what they write", word=ON)), (OFF, _("{word}: do not", word=OFF))),
    )


async def change(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Let what they write from now on leave this end, or not."""
    on = call.answers.strangers == ON
    if on and not call.asked.by.account.community:  # where accounts belong to none, no channel is shared with another
        return plain(texts.NOTHING_SHARED)
    if end.strangers is on:
        return plain(texts.ON_ALREADY if on else texts.OFF_ALREADY)
    await unit.bridges.let_strangers(end.channel, call.now if on else ALWAYS)
    name = await note(call, unit, bridge.id, Act.STRANGERS, call.answers.strangers)
    by = name_of(end.channel, await unit.communities.names())
    said = plain(texts.changed(by, bridge.name, on=on), texts.ON_MEANS if on else texts.OFF_MEANS)
    await pinned.changed(bridge, name, plain(texts.changed(by, bridge.name, on=on)), unit, call.now)
    return said


HANDLERS = (
    Handler(
        Declaration(
            "bridge strangers",
            "Strangers",
            _("Copy what people of other organisations write here (Slack Connect), or do not"),
            Switch,
            who=Who.ORGANISER,
        ),
        on_a_bridge(change),
    ),
)
