"""As whose organiser somebody acts, and on which message: asked anew at every press, for buttons can be forged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from adapters.contract.commands import Command, Press
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from bot import rights
from bot import texts as shared
from bot.feature import Call
from bot.moderating import passed, passed_texts, texts
from storage.asks import Passed
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import Message


@dataclass(frozen=True, slots=True)
class Case:
    """A message that somebody may judge, its author, its bridge, and the community as whose organiser they do.

    `wrote` is the community where it was written. A question that was put with /ask has no author whom they may know.
    Neither has what was `passed` on in a letter; it may have crossed no bridge.
    """

    message: Message
    author: AccountRef
    bridge: Bridge | None
    home: CommunityRef
    wrote: CommunityRef
    passed: Passed | None = None

    @property
    def question(self) -> bool:
        """Whether it is a member's question, shown by the bot in channels."""
        return self.message.notice and self.passed is None


async def case(call: Call, unit: Unit) -> Case | str:
    """What a menu or a button is about, for an organiser of its bridge; for everybody else, why they may not."""
    message = await _meant(call, unit)
    if message is not None and (letter := await passed.letter(message, unit)) is not None:
        home = await organises(call, letter.homes, unit)
        if isinstance(home, str):
            return passed_texts.NOT_FROM_HERE if home == texts.NOT_FROM_HERE else home
        words = letter.words
        return Case(message, words.by, await passed.bridge_of(letter, home, unit), home, letter.wrote, words)
    found = None if message is None else await crossed(message, unit)
    if message is None or found is None:
        return texts.NOT_ON_A_BRIDGE
    bridge, channel = found
    home = await organises(call, homes(bridge), unit)
    if isinstance(home, str):
        return home
    nobody = AccountRef(channel.platform, channel.community, "")
    author = nobody if message.notice else AccountRef.parse(message.account)
    return Case(message, author, bridge, home, channel.home)


def homes(bridge: Bridge) -> list[CommunityRef]:
    """The communities of a bridge."""
    return list(dict.fromkeys(end.channel.home for end in bridge.ends))


async def organises(call: Call, theirs: Collection[CommunityRef], unit: Unit) -> CommunityRef | str:
    """Of some communities, that as whose organiser somebody asks; else why they may not.

    Away from these, as in a private message, only names count, and what the platform says of them.
    """
    by, here = call.asked.by, call.asked.channel.home
    if here in theirs:
        return here if await rights.is_organiser(by, here, unit) else shared.ORGANISERS_ONLY
    for home in theirs:
        if await rights.organises(by, here, home, unit):
            return home
    return texts.NOT_FROM_HERE


async def crossed(message: Message, unit: Unit) -> tuple[Bridge, ChannelRef] | None:
    """The bridge over which somebody's message or question went, and from where; None for all other messages."""
    if message.stand_in or not message.posted:
        return None
    channel = await unit.asks.put_from(message.ref.id) if message.notice else message.ref.channel
    bridge = None if channel is None else await unit.bridges.of(channel)
    return None if channel is None or bridge is None else (bridge, channel)


async def _meant(call: Call, unit: Unit) -> Message | None:
    match call.asked:
        case Command(message=message) if message is not None:
            return await unit.copies.behind(message.key)
        case Press(argument=number) if number.isascii() and number.isdigit() and len(number) < 19:
            return await unit.messages.by_id(int(number))
    return None
