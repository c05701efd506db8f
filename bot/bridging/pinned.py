"""What every joined channel carries, pinned: with whom it is mirrored, what is kept, and how to opt out.

One notice for each channel and joining, changed in place whenever something of it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adapters.contract.content import Button, Content, plain
from adapters.contract.refs import ChannelRef, CommunityRef, MessageRef
from bot import notices
from bot.acts import channels
from bot.bridging import leaving_texts, rules, strangers_texts
from bot.bridging import pinned_texts as texts
from bot.delivering.showing import fingerprint
from bot.texts import staying_texts
from bot.withdrawing import withdraw
from storage.bridges import Bridge, End
from storage.database import Unit
from storage.messages import NOTICES, Message
from storage.outbox import Op

OPT_OUT = "bridge optout"  # the command of that name


async def add(name: str, channels: tuple[ChannelRef, ...], unit: Unit, now: float) -> int:
    """Make a bridge of channels, and tell them; its number comes back. Raises Taken when its name or one is in use."""
    id = await unit.bridges.add(name, channels, now)
    await update(id, unit, now)
    return id


async def remove(name: str, unit: Unit, now: float) -> bool:
    """Take a bridge away, and tell its channels; False when there is none of that name."""
    for bridge in await unit.bridges.all():
        if bridge.name == name:
            for end in bridge.ends:
                await leave(end.channel, unit, now)
    return await unit.bridges.remove(name)


async def changed(bridge: Bridge, name: str, said: Content, unit: Unit, now: float) -> None:
    """Say in all channels of a bridge what has changed, under a notice's name, and bring the pinned ones up to date."""
    await notices.post(unit, name, said, channels(bridge), now)
    await update(bridge.id, unit, now)


async def told(
    name: str, said: Callable[[ChannelRef], Content], places: list[ChannelRef], unit: Unit, now: float
) -> None:
    """Say something in channels of a bridge, under a notice's name: in each as it is true there."""
    groups: dict[str, tuple[Content, list[ChannelRef]]] = {}
    for place in places:
        content = said(place)
        groups.setdefault(fingerprint(content), (content, []))[1].append(place)
    for at, (content, those) in enumerate(groups.values()):
        await notices.post(unit, f"{name}-{at}" if at else name, content, those, now)


async def update(bridge_id: int, unit: Unit, now: float, *, begin: bool = True) -> None:
    """Bring the notices of a bridge's channels up to date; with `begin`, also where there is none yet."""
    bridge = await unit.bridges.by_id(bridge_id)
    if bridge is None:
        return
    names = await unit.communities.names()
    for end in bridge.ends:
        name = await _name(end.channel, unit)
        known = await _known(name, unit)
        wanted = says(bridge, end, names)
        if known is None and (not begin or len(bridge.ends) == 1):
            continue
        if known is None:  # a notice of an earlier bridge would go on saying that what is written stays here
            await _take_away(await unit.messages.notices(_names(end.channel)), unit, now)
        if known is None or not known.hash.of(fingerprint(wanted)):
            await _say(name, wanted, end.channel, unit, now)
        if known is not None:  # what is still wanted is not too old to keep
            await unit.messages.change(known.id, sent_at=now)


async def update_community(community: CommunityRef, unit: Unit, now: float) -> None:
    """Bring the notices up to date that may name a community."""
    for bridge in await unit.bridges.all():
        if any(end.channel.home == community for end in bridge.ends):
            await update(bridge.id, unit, now, begin=False)


async def update_all(unit: Unit, now: float) -> None:
    """Bring the notices of all bridges up to date."""
    for bridge in await unit.bridges.all():
        await update(bridge.id, unit, now)


async def leave(channel: ChannelRef, unit: Unit, now: float) -> None:
    """Let a channel's notice say that the channel is in no bridge any more: to be called while it still is in one."""
    name = await _name(channel, unit)
    known = await _known(name, unit)
    # Where somebody removed it, it does not come back for this.
    if known is not None and await unit.withdrawals.reached(known.id):
        await notices.post(unit, name, plain(texts.PINNED_LEFT, leaving_texts.COPIES_STAY), [channel], now)


def says(bridge: Bridge, end: End, names: dict[str, str]) -> Content:
    """The notice of one channel of a bridge."""
    lines = (texts.pinned(bridge.name), _whom(bridge, end, names)), (texts.PINNED_KEPT,), (texts.PINNED_HOW,)
    said = [" ".join(line) for line in lines]
    said[1:1] = [" ".join(lines) for lines in (_strange(bridge, end, names), _unnamed(bridge, end, names)) if lines]
    return Content(plain(*said).blocks, buttons=(Button(texts.OPT_OUT, OPT_OUT),))


def _unnamed(bridge: Bridge, end: End, names: dict[str, str]) -> list[str]:
    """In which channels the Chatham House Rule holds."""
    there = [other for other in bridge.ends if other is not end and other.unnamed]
    here = [staying_texts.UNNAMED_HERE] if end.unnamed else []
    return [*here, *([staying_texts.unnamed_there(rules.homes(there, names))] if there else [])]


def _strange(bridge: Bridge, end: End, names: dict[str, str]) -> list[str]:
    """Whether words of other organisations' people leave this channel as others do, and from which others they come."""
    there = [other for other in bridge.ends if other is not end and other.strangers]
    goes = not (bridge.paused or end.paused) and rules.ways(bridge, end)[0]
    stays = strangers_texts.pinned_stays(end.channel.platform) if goes else []
    here = [strangers_texts.PINNED_HERE] if end.strangers else stays
    return [*here, *([strangers_texts.pinned_there(rules.homes(there, names))] if there else [])]


def _whom(bridge: Bridge, end: End, names: dict[str, str]) -> str:
    """With whom a channel is mirrored, and which way."""
    others = [other for other in bridge.ends if other is not end]
    if not others:
        return texts.PINNED_ALONE
    if bridge.paused or end.paused:
        return texts.pinned_paused(rules.homes(others, names))
    there, here = rules.ways(bridge, end)
    return texts.pinned_with(rules.homes(there, names), rules.homes(here, names))


async def _say(name: str, content: Content, channel: ChannelRef, unit: Unit, now: float) -> None:
    await notices.post(unit, name, content, [channel], now)
    known = await _known(name, unit)
    if known is not None:
        await unit.outbox.add(Op.PIN, known.id, [channel], now)


async def _take_away(notices: Sequence[Message], unit: Unit, now: float) -> None:
    for notice in notices:
        if notice.deleted_at is None:
            await withdraw(notice, now, unit, now)


async def _known(name: str, unit: Unit) -> Message | None:
    return await unit.messages.by_key(MessageRef(NOTICES, name).key)


async def _name(channel: ChannelRef, unit: Unit) -> str:
    """What the notice of a channel is called, for as long as the channel stays in its bridge."""
    return f"{_names(channel)}{await unit.bridges.joined_at(channel):.3f}"


def _names(channel: ChannelRef) -> str:
    """How the notices of a channel are called, whenever it joined."""
    return f"pinned-{channel}-"
