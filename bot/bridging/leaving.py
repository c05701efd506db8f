"""How a channel goes out of its bridge: at once, after one question, for only an invitation brings it back."""

from __future__ import annotations

from adapters.contract.commands import Declaration, Press, Way, Who
from adapters.contract.content import Button, ButtonStyle, Content, plain
from bot import notices
from bot.acts import Act, note, on_a_bridge
from bot.bridging import leaving_texts, pinned
from bot.feature import Call, Handler
from bot.saying import _
from bot.whom import name_of
from bot.withdrawing import stop_from
from storage.bridges import Bridge, End
from storage.database import Unit

CONFIRM = "leave confirm"


async def leave(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Say what leaving means, and ask. The button is for this bridge alone."""
    sure = Button(leaving_texts.YES_LEAVE, CONFIRM, str(bridge.id), ButtonStyle.DANGER)
    means = leaving_texts.LEAVING_MEANS if bridge.others(end.channel) else leaving_texts.LAST_LEAVES
    said = plain(leaving_texts.leaving(bridge.name), means, leaving_texts.OR_PAUSE)
    return Content(said.blocks, buttons=(sure,))


async def confirm(call: Call, unit: Unit, bridge: Bridge, end: End) -> Content:
    """Take this channel out. What waits to be shown in it, or elsewhere from it, is dropped; deletions still reach what
    was copied.
    """
    if not isinstance(call.asked, Press) or call.asked.argument != str(bridge.id):
        return plain(leaving_texts.LEFT_BEFORE)
    name = await note(call, unit, bridge.id, Act.LEAVE)
    await unit.outbox.drop_channel(end.channel)
    await stop_from(end.channel, bridge, unit, call.now)
    await unit.lanes.unblock([str(end.channel.parent)])
    await pinned.leave(end.channel, unit, call.now)
    await unit.bridges.leave(end.channel)
    left = name_of(end.channel, await unit.communities.names())
    await notices.post(unit, name, plain(leaving_texts.left(left, bridge.name)), bridge.others(end.channel), call.now)
    said = plain(leaving_texts.we_left(bridge.name), leaving_texts.COPIES_STAY)
    await notices.post(unit, f"{name}-left", said, [end.channel], call.now)
    await pinned.update(bridge.id, unit, call.now)
    return said


HANDLERS = (
    Handler(
        Declaration("bridge leave", "Leave", _("Take this channel out of its bridge"), who=Who.ORGANISER),
        on_a_bridge(leave),
    ),
    Handler(
        Declaration(CONFIRM, "Yes, leave", "Leave now", ways=frozenset({Way.BUTTON}), who=Who.ORGANISER),
        on_a_bridge(confirm),
    ),
)
