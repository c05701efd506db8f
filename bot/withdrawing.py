"""Taking messages back: their copies go wherever they stand, and what is still on its way does not appear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.contract import codec
from adapters.contract.content import Content
from adapters.contract.refs import AccountRef, ChannelRef
from bot.delivering.showing import fingerprint
from storage.bridges import Bridge
from storage.database import Unit
from storage.exclusions import EVERYWHERE, Exclusion
from storage.messages import Message
from storage.outbox import Op
from storage.subjects import erasing


async def withdraw(message: Message, at: float, unit: Unit, now: float) -> None:
    """Have the copies of a message removed. `at` is when it was deleted, or taken back."""
    await unit.messages.change(message.id, deleted_at=at)
    await unit.outbox.drop_waiting(message.id)
    channels = {channel.parent for channel in await unit.withdrawals.reached(message.id)}
    await unit.outbox.add(Op.SYNC, message.id, sorted(channels, key=str), now)
    await unquote(await unit.withdrawals.answers_to(message.id), unit, now)


async def take_out(message: Message, bridge: Bridge, unit: Unit, now: float) -> None:
    """Have the copies of a message removed from a bridge's channels; elsewhere it stays."""
    await unit.withdrawals.take_out(message.id, [end.channel for end in bridge.ends], now)
    await unquote(await unit.withdrawals.answers_to(message.id), unit, now)


async def coming(accounts: Sequence[AccountRef], kind: re.Pattern[str], unit: Unit) -> list[Message]:
    """Letters to one member, with all their accounts, that are on their way to them: those whose names are of a kind.

    The names of notices tell what they are: they are made once for each kind.
    """
    found = await unit.withdrawals.coming(await erasing(unit).boxes(accounts))
    return [letter for letter in found if kind.fullmatch(letter.ref.id)]


async def drop_letters(accounts: Sequence[AccountRef], kind: re.Pattern[str], unit: Unit, now: float) -> int:
    """A member wants no letters of a kind any more: those that are on their way do not come; how many they are."""
    found = await coming(accounts, kind, unit)
    for letter in found:
        await withdraw(letter, now, unit, now)
    return len(found)


async def redirect(box: ChannelRef, to: ChannelRef, kind: re.Pattern[str], unit: Unit) -> None:
    """Somebody is written to in another place from now on: there comes what is on its way to the one before."""
    found = [letter.id for letter in await unit.withdrawals.coming([str(box)]) if kind.fullmatch(letter.ref.id)]
    if found and box != to:
        await unit.lanes.redirect(found, box, to)


async def opt_out(
    accounts: Sequence[AccountRef], bridge_id: int, unit: Unit, now: float, *, here: ChannelRef | None = None
) -> int:
    """Keep what people write from a bridge (or EVERYWHERE), and take back what they gave; how many messages.

    `accounts` are all those of one member. `here` is the channel of the bridge where they said so: it holds for that
    channel's later bridges too.
    """
    for account in accounts:
        await unit.exclusions.add(account, bridge_id, Exclusion.OPTED_OUT, now, by=here)
    return await take_back(accounts, bridge_id, unit, now)


async def take_back(accounts: Sequence[AccountRef], bridge_id: int, unit: Unit, now: float) -> int:
    """Have all removed that people gave to a bridge (or EVERYWHERE): copies, reactions, what is on its way."""
    within = None
    if bridge_id != EVERYWHERE:
        bridge = await unit.bridges.by_id(bridge_id)
        within = [] if bridge is None else [end.channel for end in bridge.ends]
    count = await unit.withdrawals.messages(accounts, within, now)
    await unit.withdrawals.reactions(accounts, within, now)
    await unquote(await unit.withdrawals.answers(accounts, now), unit, now)
    return count


async def stop(accounts: Sequence[AccountRef], bridge: Bridge, unit: Unit, now: float) -> int:
    """Have nothing copied any more of what people wrote in a bridge and still waits; how many messages that are.

    What is shown in some of its channels already stays there.
    """
    return await _stopped(await unit.pace.stop(accounts, [end.channel for end in bridge.ends]), unit, now)


async def stop_from(channel: ChannelRef, bridge: Bridge, unit: Unit, now: float) -> int:
    """The same of what was written in a channel that leaves its bridge, and waits to be shown in the others."""
    return await _stopped(await unit.pace.stop_from(channel, bridge.others(channel)), unit, now)


async def _stopped(stopped: Sequence[Message], unit: Unit, now: float) -> int:
    for message in stopped:
        if await unit.withdrawals.reached(message.id):
            await unit.outbox.erase_unneeded(message.id)
        else:
            await withdraw(message, now, unit, now)
    return len(stopped)


async def keep_alike(accounts: Sequence[AccountRef], unit: Unit, now: float) -> None:
    """Let what keeps one of a member's accounts from a bridge keep all of them: to be called when they are linked.

    What the others gave to a bridge that one has opted out of is taken back. Accounts that are unlinked keep what they
    have: nothing is copied again without having been asked for.
    """
    await unit.exclusions.share(accounts)
    for bridge_id in await unit.exclusions.all(accounts[0], Exclusion.OPTED_OUT):
        await take_back(accounts, bridge_id, unit, now)


async def unquote(replies: dict[int, str], unit: Unit, now: float) -> None:
    """Take the quoted words out of replies that are still on their way: content by id."""
    bare: dict[int, tuple[str, str]] = {}
    for id, written in replies.items():
        content: Content = codec.decode(written)
        if content.reply is not None:
            content = replace(content, reply=None)
            bare[id] = codec.encode(content), fingerprint(content)
    await unit.withdrawals.reword(bare, now)
