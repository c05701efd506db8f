"""Ends of bridges at which the bot cannot work: noticed, told, tried again, and delivered to once they are mended.

What is to be shown there waits in its lane, which is tried once in a while. The other ends go on. Organisers of every
side learn which channel it is and how to mend it; everybody else, that what they write is not seen there for now.

A channel that cannot be *read* is another thing than one where nothing can be shown: there, copies are still made, and
only being able to read it ends it. So what works never speaks for what does not.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.content import plain
from adapters.contract.errors import Refused, Why
from adapters.contract.refs import ChannelRef, CommunityRef, MessageRef
from bot import notices, organisers, texts
from bot.delivering import undelivered
from bot.texts import reason_texts
from bot.whom import name_of
from storage.bridges import Bridge, End
from storage.database import Unit
from storage.messages import NOTICES
from storage.outbox import State

PROBE = 20 * 60.0  # seconds between tries
KEEP = 7 * 24 * 3600.0  # seconds that messages wait for a mended channel


async def suspend(unit: Unit, channel: ChannelRef, why: str, now: float) -> None:
    """The bot cannot work in a channel: note it, tell of it, and let what is to be shown there wait.

    Nothing happens when the channel is no end of a bridge, but a thread in one, for instance.
    """
    await _suspend(unit, await _ends(unit, channel), why, now)


async def suspend_community(unit: Unit, community: CommunityRef, why: str, now: float) -> None:
    """The bot cannot work in a whole community."""
    await _suspend(unit, await _ends(unit, community), why, now, whole=True)


async def unreadable(unit: Unit, channel: ChannelRef, refused: Refused, now: float) -> None:
    """A channel's history was refused."""
    if refused.why is Why.UNAUTHORISED:
        await suspend_community(unit, channel.home, str(refused), now)
    elif refused.why is not Why.FORBIDDEN:
        await suspend(unit, channel, str(refused), now)
    else:
        for bridge, end in await _ends(unit, channel):
            why = reason_texts.cannot_read(str(refused))
            if (not end.suspended or _unread(end)) and await unit.bridges.suspend(end.channel, why, now):
                await _tell_organisers(unit, bridge, end, end.suspended_at or now, why, now)


async def readable(unit: Unit, channel: ChannelRef, now: float) -> None:
    """A channel's history was read. What waits to be shown there is tried now, and will tell whether all is well."""
    for bridge, end in await _ends(unit, channel):
        if end.suspended and not _unread(end) and str(channel.parent) in await _waiting(unit):
            await unit.lanes.unblock([str(channel.parent)])
        elif end.suspended:
            await _restore(unit, bridge, end, now)


async def shown(unit: Unit, channel: ChannelRef, now: float) -> None:
    """A message was shown in a channel: if that could not be done before, say that it can."""
    for bridge, end in await _ends(unit, channel):
        if end.suspended and not _unread(end):
            await _restore(unit, bridge, end, now)


async def probe(unit: Unit, place: ChannelRef | CommunityRef) -> None:
    """A channel, or a community's channels, may be usable again: what waits there is tried at once."""
    away = await unit.bridges.suspended()
    await unit.lanes.unblock(
        [str(channel.parent) for channel in away if place in (channel, channel.parent, channel.home)]
    )


async def idle(unit: Unit) -> list[ChannelRef]:
    """The suspended ends for which nothing waits that would be tried by itself."""
    waiting = await _waiting(unit)
    return [channel for channel in await unit.bridges.suspended() if str(channel.parent) not in waiting]


async def give_up(unit: Unit, now: float) -> None:
    """Drop what has waited too long for a channel to be mended; organisers are told how much, senders that it was."""
    names = await unit.communities.names()
    for channel in await unit.bridges.suspended():
        bridge = await unit.bridges.of(channel)
        dropped = await unit.outbox.drop_old([str(channel.parent)], now - KEEP)
        if bridge is None or not dropped:
            continue
        said = plain(texts.dropped(name_of(channel, names), len(dropped)))
        name = f"dropped-{channel}-{now:.0f}"
        await notices.post(unit, name, said, await organisers.everywhere(unit, bridge), now)
        await undelivered.tell_all(unit, dropped, channel, texts.WAITED_TOO_LONG, now)


async def _ends(unit: Unit, place: ChannelRef | CommunityRef) -> list[tuple[Bridge, End]]:
    """The ends that a community, a channel or a thread is or has."""
    if isinstance(place, CommunityRef):
        every = await unit.bridges.all()
        return [(bridge, end) for bridge in every for end in bridge.ends if end.channel.home == place]
    bridge = await unit.bridges.holding(place)
    found = () if bridge is None else bridge.ends
    return [(bridge, end) for end in found if bridge and place in (end.channel, end.channel.parent)]


async def _suspend(unit: Unit, found: list[tuple[Bridge, End]], why: str, now: float, *, whole: bool = False) -> None:
    await unit.lanes.block([str(end.channel.parent) for _, end in found], now + PROBE)
    new = [(bridge, end) for bridge, end in found if await unit.bridges.suspend(end.channel, why, now)]
    for bridge, end in new:
        since = end.suspended_at or now
        lost = end.channel.home if whole else None  # nobody can be reached there
        await _tell_organisers(unit, bridge, end, since, why, now, but=lost)
        known = await unit.bridges.by_id(bridge.id) or bridge
        others = [it.channel for it in known.ends if it.channel != end.channel and not it.suspended]
        said = plain(texts.not_seen(_name(end, await unit.communities.names())))
        await notices.post(unit, _notice(end, since, "others"), said, others, now)


async def _restore(unit: Unit, bridge: Bridge, end: End, now: float) -> None:
    """Note that the bot can work at an end, and tell so whoever was told that it could not."""
    if not await unit.bridges.restore(end.channel):
        return
    await unit.lanes.unblock([str(end.channel.parent)])
    where = _name(end, await unit.communities.names())
    for name, said, also in (
        ("", texts.back(where, bridge.name), await organisers.rooms(unit, end.channel.home, bridge.id)),
        ("others", texts.seen_again(where), []),
    ):
        notice = _notice(end, end.suspended_at, name)
        told = await _told(unit, notice)
        if told is not None:
            rooms = await organisers.once_each(unit, [*sorted(told, key=str), *also])
            await notices.post(unit, notice, plain(said), rooms, now)


async def _tell_organisers(
    unit: Unit, bridge: Bridge, end: End, since: float, why: str, now: float, *, but: CommunityRef | None = None
) -> None:
    """Tell the organisers of all sides but one that the bot cannot work in a channel."""
    where = _name(end, await unit.communities.names())
    waits = texts.STILL_SHOWN if why.startswith(reason_texts.CANNOT_READ) else texts.AWAY_WAITS
    told = plain(texts.away(where, bridge.name, why), waits)
    rooms = await organisers.everywhere(unit, bridge, but=but)
    said = replace(told, buttons=(organisers.try_again(bridge),))
    await notices.post(unit, _notice(end, since), said, rooms, now)


async def _told(unit: Unit, notice: str) -> set[ChannelRef] | None:
    """The channels that a notice came to, or is on its way to; None when it was never made."""
    row = await unit.messages.by_key(MessageRef(NOTICES, notice).key)
    if row is None:
        return None
    return set(await unit.withdrawals.reached(row.id))


async def _waiting(unit: Unit) -> set[str]:
    """The lanes in which something waits."""
    return {lane for lane, state in await unit.outbox.counts() if state != State.FAILED}


def _unread(end: End) -> bool:
    """Whether an end is suspended only because it cannot be read."""
    return end.suspended.startswith(reason_texts.CANNOT_READ)


def _notice(end: End, since: float, to: str = "") -> str:
    return f"away-{end.channel}-{since:.0f}{f'-{to}' if to else ''}"


def _name(end: End, names: dict[str, str]) -> str:
    return name_of(end.channel, names)
