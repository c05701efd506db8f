"""As whose organiser somebody acts, and on which message: asked anew at every press, for buttons can be forged."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Command, Press
from adapters.contract.refs import AccountRef, CommunityRef
from bot import rights
from bot import texts as shared
from bot.feature import Call
from bot.moderating import texts
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import Message


@dataclass(frozen=True, slots=True)
class Case:
    """A message that somebody may judge, its author, its bridge, and the community as whose organiser they do."""

    message: Message
    author: AccountRef
    bridge: Bridge
    home: CommunityRef


async def case(call: Call, unit: Unit) -> Case | str:
    """What a menu or a button is about, for an organiser of its bridge; for everybody else, why they may not."""
    message = await _meant(call, unit)
    bridge = None if message is None else await crossed(message, unit)
    if message is None or bridge is None:
        return texts.NOT_ON_A_BRIDGE
    home = await organises(call, bridge, unit)
    return home if isinstance(home, str) else Case(message, AccountRef.parse(message.account), bridge, home)


async def organises(call: Call, bridge: Bridge, unit: Unit) -> CommunityRef | str:
    """The community of a bridge as whose organiser somebody asks; else why they may not.

    Away from the bridge's communities, as in a private message, only names count, and what the platform says of them.
    """
    by, here = call.asked.by, call.asked.channel.home
    homes = dict.fromkeys(end.channel.home for end in bridge.ends)
    if here in homes:
        return here if await rights.is_organiser(by, here, unit) else shared.ORGANISERS_ONLY
    for home in homes:
        if await rights.organises(by, here, home, unit):
            return home
    return texts.NOT_FROM_HERE


async def crossed(message: Message, unit: Unit) -> Bridge | None:
    """The bridge over which somebody's message went; None for all other messages."""
    if message.notice or message.stand_in or not message.posted:
        return None
    return await unit.bridges.of(message.ref.channel)


async def _meant(call: Call, unit: Unit) -> Message | None:
    match call.asked:
        case Command(message=message) if message is not None:
            return await unit.copies.behind(message.key)
        case Press(argument=number) if number.isascii() and number.isdigit() and len(number) < 19:
            return await unit.messages.by_id(int(number))
    return None
