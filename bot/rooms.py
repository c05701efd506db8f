"""What the relay carries between: the bridge of a channel, or the room of people who were introduced.

A room looks like a bridge to whoever carries messages. For all who govern bridges there is none: they ask
`unit.bridges`, where rooms do not appear.
"""

from __future__ import annotations

from adapters.contract.commands import Asked
from adapters.contract.content import plain
from adapters.contract.incoming import Posted
from adapters.contract.refs import AccountRef, ChannelRef
from bot import crossing, notices, texts
from bot.texts import carried_texts
from storage.bridges import Bridge
from storage.database import Unit

DAY = 24 * 3600.0


async def around(
    unit: Unit, channel: ChannelRef, key: str | None = None, *, by: AccountRef | None = None, private: bool = False
) -> Bridge | None:
    """The bridge or open room in which something is said or done.

    `key` is that of the message which it is about, or answers: it tells several rooms of one private channel apart.
    `by` is who does it: where others can come in too, what they do is no part of the room.
    """
    bridge = await unit.bridges.of(channel)
    if bridge is not None:
        return bridge if crossing.inside(bridge, channel, private=private) else None
    room = await unit.rooms.around(channel, key)
    if room is None or room.shared or (by is not None and not room.has(by, channel)):
        return None
    return room.as_bridge(channel)


async def told(unit: Unit, asked: Asked) -> str | None:
    """What is true of words that somebody writes in a private thread, or a private channel with rooms; else None."""
    channel = asked.channel
    if await crossing.aside(asked, unit):
        return carried_texts.PRIVATE_THREAD
    if await around(unit, channel, by=asked.by.account) is not None:
        return carried_texts.CARRIED
    return carried_texts.CARRIED_IN_THREADS if await unit.rooms.known(channel) else None


async def stirred(unit: Unit, posted: Posted, bridge: Bridge | None, now: float) -> None:
    """Something was written outside of bridges: a room in which it was stays open for longer.

    Whoever wrote where rooms are, or were, and so that it goes nowhere, is told so, once a day. What was carried, and
    is told again when the room has closed, is nothing new.
    """
    channel = posted.message.channel
    if posted.ours or posted.author.bot:
        return
    known = await unit.messages.by_key(posted.message.key)
    if known is not None and known.posted:
        return
    if bridge is not None:
        await unit.rooms.stir(-bridge.id, now)
        return
    shared = await unit.rooms.shared_at(channel)
    for id in shared:
        await unit.rooms.stir(id, now)
    if not shared and await unit.rooms.known(channel):
        name = f"not-carried-{posted.author.account}-{now // DAY:.0f}"
        said = plain(texts.NOT_CARRIED, texts.REPLY_THERE)
        box = await unit.rooms.box(channel, posted.author.account) or posted.author.account.letter_box
        await notices.post(unit, name, said, [box], now)
