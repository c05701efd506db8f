"""Where direct messages are closed: whoever waits to hear of a message of theirs is told where they wrote it.

Everybody there reads that; of what was written in a private thread that is joined, nobody outside of it does. So it
says no more than that a message was not copied, neither which nor why; the same stands there for a message that a
platform refused. What is held, and what can be done about it, the button shows to its sender alone.
"""

from __future__ import annotations

import re

from adapters.contract import codec
from adapters.contract.content import Button, Content, Paragraph
from adapters.contract.incoming import Author, Edited, Posted
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from bot import notices
from bot.patients import closed_texts as texts
from bot.saying import laid
from bot.whom import mention
from bot.withdrawing import withdraw
from storage.database import Unit
from storage.held import Held, HeldMessage
from storage.messages import NOTICES, Message

SHOW = "held show"  # the command behind the button
_HELD, _UNDELIVERED = re.compile(r"held-(\d+)-\d"), re.compile(r"undelivered-(\d+)-")


async def tell(letter: Message, unit: Unit, now: float) -> None:
    """A letter could not come to its one reader: say so where its message was written, if it is about one."""
    if letter.ref.channel != NOTICES:
        return
    if found := _HELD.match(letter.ref.id):
        held = await unit.held.by_id(int(found[1]))
        if held is not None and held.state is Held.WAITING:
            await _say(letter.ref.id, held.account, _written(held), held.at, found[1], unit, now)
    elif found := _UNDELIVERED.match(letter.ref.id):
        message = await unit.messages.by_id(int(found[1]))
        if message is not None and message.author is not None and message.deleted_at is None:
            author: Author = codec.decode(message.author)
            standing = await _standing("undelivered-", unit)
            if any(each.account == str(author.account) for each in standing):
                return  # a flood of refusals is said once
            await _say(letter.ref.id, author.account, message.ref.channel, message.sent_at, "", unit, now)


async def over(letter: str, unit: Unit, now: float) -> None:
    """What was said in place of a letter goes: it was decided, or its time is over."""
    said = await unit.messages.by_key(MessageRef(NOTICES, _name(letter)).key)
    if said is not None and said.deleted_at is None:
        await withdraw(said, now, unit, now)


async def forget(unit: Unit, before: float, now: float) -> None:
    """Take back what was said before a time, whatever it was about."""
    for each in await _standing("", unit):
        if each.sent_at < before:
            await withdraw(each, now, unit, now)


async def _standing(about: str, unit: Unit) -> list[Message]:
    return [each for each in await unit.messages.notices(_name(about)) if each.deleted_at is None]


async def _say(
    letter: str, account: AccountRef, written: ChannelRef | None, at: float, held: str, unit: Unit, now: float
) -> None:
    channel = None if written is None else await _place(written, at, unit)
    if channel is None or channel.people:  # that was refused just now
        return
    said = Content((Paragraph(laid(texts.not_copied(mention(account)))),), buttons=(Button(texts.SHOW_ME, SHOW, held),))
    await notices.post(unit, _name(letter), said, [channel], now, by=account)


async def _place(written: ChannelRef, at: float, unit: Unit) -> ChannelRef | None:
    """Where those read who could read a message that was written there at a time; None where that is not sure."""
    bridge = await unit.bridges.of(written)
    end = None if bridge is None else bridge.end(written)
    if written.thread is None or (end is None and await unit.rooms.known(written)):
        return written.parent
    # Had the thread itself been joined then, the channel that holds it is an end since later, if at all.
    return None if end is None or await unit.bridges.joined_at(end.channel) > at else end.channel


def _written(held: HeldMessage) -> ChannelRef | None:
    """Where a held message was written, with its thread, which its key has not; None when that cannot be read."""
    heard = held.posted or held.edited
    if heard is None:
        return None
    said: Posted | Edited = codec.decode(heard)
    return said.message.channel


def _name(letter: str) -> str:
    return f"closed-{letter}"
