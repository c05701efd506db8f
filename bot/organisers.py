"""Where a community's organisers are told things, and what they are told of what breaks the bot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adapters.contract.content import Button, plain
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from bot import notices, texts
from bot.acts import Act
from bot.whom import name_of
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import NOTICES, Message
from storage.outbox import Op

TRY_AGAIN = "bridge retry"  # the command behind the button
DAY = 24 * 3600.0


async def actors(unit: Unit, community: CommunityRef, bridge_id: int) -> list[AccountRef]:
    """Whoever in a community did something on a bridge as an organiser, and was not taken off since."""
    return await unit.audit.actors(community, bridge_id, Act.REMOVE_ORGANISER)


async def looks_after(unit: Unit, community: CommunityRef, account: AccountRef) -> bool:
    """Whether somebody is among those for any bridge of a community."""
    found = [each.id for each in await unit.bridges.all() if any(end.channel.home == community for end in each.ends)]
    return any([account in await actors(unit, community, id) for id in found])


async def rooms(unit: Unit, community: CommunityRef, bridge_id: int) -> list[ChannelRef]:
    """The channel that a community's organisers chose; else the letter boxes of those who look after the bridge.

    Those are the organisers whom the community has named, and whoever there did something on the bridge. A channel in
    which the bot cannot work is no place to say so.
    """
    chosen = await unit.communities.room(community)
    if chosen is not None and chosen.parent not in {channel.parent for channel in await unit.bridges.suspended()}:
        return [chosen]
    return await boxes(unit, community, bridge_id)


async def boxes(unit: Unit, community: CommunityRef, bridge_id: int) -> list[ChannelRef]:
    """The letter boxes of a community's organisers who look after a bridge: what is said there, nobody else reads."""
    named, acted = await unit.organisers.of(community), await actors(unit, community, bridge_id)
    # Whoever removes a copy by hand is not told to us: that act has nobody.
    return [account.letter_box for account in dict.fromkeys((*named, *acted)) if account.id]


async def of(unit: Unit, community: CommunityRef) -> list[ChannelRef]:
    """The same for what concerns no bridge: the letter boxes are those of who looks after any of the community's."""
    bridges = [
        bridge.id for bridge in await unit.bridges.all() if any(end.channel.home == community for end in bridge.ends)
    ]
    found = [room for id in bridges or [0] for room in await rooms(unit, community, id)]  # there is no bridge 0
    return list(dict.fromkeys(found))


async def everywhere(unit: Unit, bridge: Bridge, *, but: CommunityRef | None = None) -> list[ChannelRef]:
    """The rooms of the organisers of all communities of a bridge, or of all but one; who organises several, has one."""
    homes = dict.fromkeys(end.channel.home for end in bridge.ends)
    found = [room for home in homes if home != but for room in await rooms(unit, home, bridge.id)]
    return await once_each(unit, found)


async def once_each(unit: Unit, rooms: Iterable[ChannelRef]) -> list[ChannelRef]:
    """These rooms, each once; of the letter boxes of a person's accounts, the first in which they can be reached."""
    reached = list(dict.fromkeys(await unit.presence.reachable(list(rooms))))
    others = await unit.members.siblings([owner for room in reached for owner in room.people])
    found: list[ChannelRef] = []
    told: set[AccountRef] = set()
    for room in reached:
        if not told.issuperset(room.people) or not room.people:
            found.append(room)
        told.update(other for owner in room.people for other in (owner, *others.get(owner, ())))
    return found


async def lost(unit: Unit, room: ChannelRef, message: Message, now: float) -> None:
    """What was to be said in a channel cannot be: if organisers chose it, their letter boxes do from now on."""
    if await unit.communities.room(room.home) != room:
        return
    await unit.communities.give_room(room.home, None)
    bridges = [
        bridge for bridge in await unit.bridges.all() if any(end.channel.home == room.home for end in bridge.ends)
    ]
    found = [box for bridge in bridges for box in await boxes(unit, room.home, bridge.id)]
    await unit.outbox.add(Op.SYNC, message.id, found, now)


async def tell_of_a_fault(unit: Unit, place: ChannelRef, kind: str, now: float) -> None:
    """Something that was written in a channel, or was to be shown there, broke the bot: said once a day for each kind.

    `kind` names the fault, with no word of what was written.
    """
    bridge = await unit.bridges.holding(place)
    if bridge is None:
        return
    name = f"fault-{bridge.id}-{kind}-{now // DAY:.0f}"
    if await unit.messages.by_key(MessageRef(NOTICES, name).key) is not None:
        return
    names = await unit.communities.names()
    said = plain(texts.broke_us(name_of(place, names), bridge.name), texts.fault(kind))
    said = replace(said, buttons=(try_again(bridge),))
    await notices.post(unit, name, said, await everywhere(unit, bridge), now)


def try_again(bridge: Bridge) -> Button:
    """The button that has tried again what a bridge could not do; it works in letter boxes too."""
    return Button(texts.TRY_IT_AGAIN, TRY_AGAIN, str(bridge.id))
