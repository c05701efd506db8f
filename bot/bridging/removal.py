"""What becomes of bridges when the bot was taken out of a community for good."""

from __future__ import annotations

from adapters.contract.content import plain
from adapters.contract.refs import CommunityRef
from bot import notices
from bot.bridging import leaving_texts, pinned
from bot.whom import name_of
from bot.withdrawing import stop_from
from storage.database import Unit


async def removed(community: CommunityRef, unit: Unit, now: float) -> None:
    """The bot was taken out of a community for good: its channels leave their bridges, and the others are told."""
    name = name_of(community, await unit.communities.names())
    for bridge in await unit.bridges.all():
        told = [each.channel for each in bridge.ends if each.channel.home != community]
        theirs = [each for each in bridge.ends if each.channel.home == community]
        for end in theirs:
            await unit.outbox.drop_channel(end.channel)
            await stop_from(end.channel, bridge, unit, now)
            await unit.lanes.unblock([str(end.channel.parent)])
            await unit.bridges.leave(end.channel)
        if theirs and told:
            said = plain(leaving_texts.left(name, bridge.name), leaving_texts.COPIES_STAY)
            await notices.post(unit, f"left-{bridge.id}-{now:.0f}", said, told, now)
            await pinned.update(bridge.id, unit, now, begin=False)
