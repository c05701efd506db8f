"""Copies: noted when they were made, together with what people had done to them by then; and removed by others."""

from __future__ import annotations

from adapters.contract.refs import AccountRef, MessageRef
from bot.acts import Act
from bot.delivering import stand_ins
from bot.rooms import around
from bot.withdrawing import withdraw
from storage.database import Unit
from storage.messages import Message
from storage.outbox import Op


async def made(
    message: Message,
    lane: str,
    ref: MessageRef,
    unit: Unit,
    now: float,
    *,
    part: int,
    files: bool,
    named: bool,
    hash: str,
    threads: bool = True,
    made_at: float | None = None,
) -> None:
    """Note a copy that was made. People may have seen it, reacted to it and removed it before it was noted.

    `named`: whether it was posted under its author's name. `threads`: whether a thread can grow from it, where it
    stands. `made_at`: when it was made, if not just now.
    """
    if message.notice and part == 0:
        await unit.rooms.stands(message.ref.id, lane, ref, threads=threads)
    made_at = now if made_at is None else made_at
    early = await unit.copies.add(message.id, lane, ref, part=part, files=files, named=named, hash=hash, now=made_at)
    if early is None:
        return
    if early.stand_in is not None:
        await stand_ins.give_way(early.stand_in, message, unit, now)
    bridge = await around(unit, ref.channel, ref.key)
    if bridge is not None:
        for emoji in early.reactions:
            await unit.outbox.add(Op.REACT, message.id, list(bridge.others(ref.channel)), now, detail=emoji)
    if early.deleted_at is not None:
        await removed(message, ref, early.deleted_at, unit, now)


async def removed(message: Message, ref: MessageRef, at: float, unit: Unit, now: float) -> None:
    """Somebody else removed a copy, as moderators do: the message goes everywhere, the original where the bot may."""
    await unit.copies.lost(ref.key)
    if message.notice and await unit.asks.put_from(message.ref.id) is None:  # but for members' questions, our own words
        return
    bridge = await unit.bridges.of(ref.channel)
    if bridge is None and await unit.rooms.known(ref.channel):  # no concern of organisers
        await everywhere(message, at, unit, now)
        return
    unknown = AccountRef(ref.channel.platform, ref.channel.community, "")
    id = None if bridge is None else bridge.id
    await unit.audit.note(ref.channel.home, id, unknown, Act.REMOVE, "", now)
    await everywhere(message, at, unit, now)


async def everywhere(message: Message, at: float, unit: Unit, now: float) -> None:
    """Have a message removed wherever it stands: its copies, and itself where the bot may."""
    await withdraw(message, at, unit, now)
    if not message.notice:  # that is nowhere but in its copies
        await unit.outbox.add(Op.ORIGINAL, message.id, [message.ref.channel], now)
