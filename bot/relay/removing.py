"""What becomes of a message of which people removed a copy.

Copies that we remove ourselves are marked before: whoever removes another one is a moderator.
"""

from __future__ import annotations

from adapters.contract.refs import AccountRef, MessageRef
from bot.acts import Act
from bot.delivering.copying import removed
from bot.withdrawing import take_out
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import Message


async def copy_removed(ref: MessageRef, at: float, unit: Unit, now: float) -> None:
    """A copy went. The message goes as far as this channel and those where it stands are joined still.

    Whoever has left a bridge judges nothing on it any more: the copy is gone, and that is all. Of a message whose own
    channel has left, those who stay remove the copies in their channels. What stands in one that has left stays: what
    was written there, a question that was put there, a copy.
    """
    message = await unit.copies.origin(ref.key, alive=True)
    if message is None:
        return
    wrote = await unit.asks.put_from(message.ref.id) if message.notice else message.ref.channel
    bridge = await unit.bridges.of(ref.channel)
    in_a_room = bridge is None and await unit.rooms.known(ref.channel)
    if wrote is None or in_a_room or (bridge is not None and bridge.end(wrote) is not None):
        await removed(message, ref, at, unit, now)
        return
    await unit.copies.lost(ref.key)
    if bridge is not None and await _stands_elsewhere(message, ref, bridge, unit):
        unknown = AccountRef(ref.channel.platform, ref.channel.community, "")
        await unit.audit.note(ref.channel.home, bridge.id, unknown, Act.REMOVE, "", now)
        await take_out(message, bridge, unit, now)


async def _stands_elsewhere(message: Message, ref: MessageRef, bridge: Bridge, unit: Unit) -> bool:
    """Whether another channel of a bridge shows a message."""
    others = {str(channel.parent) for channel in bridge.others(ref.channel)}
    return any(lane in others for lane, _ in await unit.copies.lanes(message.id))
