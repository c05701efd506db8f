"""What the operator does with bridges from outside the chat; organisers read of it in their log."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.contract.refs import ChannelRef
from bot.acts import Act, channels
from bot.bridging import pinned
from storage.audit import OPERATOR
from storage.database import Unit


async def add(name: str, joined: tuple[ChannelRef, ...], unit: Unit, now: float) -> None:
    """Make a bridge of channels, and tell them. Raises Taken when its name or a channel is in use."""
    id = await pinned.add(name, joined, unit, now)
    await _note(joined, id, Act.CREATE, name, unit, now)


async def remove(name: str, unit: Unit, now: float) -> bool:
    """Take a bridge away, and tell its channels; False when there is none of that name."""
    joined = [channel for bridge in await unit.bridges.all() if bridge.name == name for channel in channels(bridge)]
    if not await pinned.remove(name, unit, now):
        return False
    await _note(joined, None, Act.END, name, unit, now)
    return True


async def let_bots(channel: ChannelRef, on: bool, unit: Unit, now: float) -> bool:
    """Let other bots' messages leave a channel, or keep them there; False when it is in no bridge."""
    if not await unit.bridges.let_bots(channel, on):
        return False
    bridge = await unit.bridges.of(channel)
    await _note([channel], None if bridge is None else bridge.id, Act.BOTS, "on" if on else "off", unit, now)
    return True


async def _note(
    joined: Iterable[ChannelRef], bridge_id: int | None, act: Act, detail: str, unit: Unit, now: float
) -> None:
    """Write an act down for each community that it concerns."""
    for home in dict.fromkeys(channel.home for channel in joined):
        await unit.audit.note(home, bridge_id, OPERATOR, act, detail, now)
