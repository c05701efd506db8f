"""Telling a sender, and nobody else, that a message of theirs did not arrive."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract import codec
from adapters.contract.content import Content, Link, Paragraph, Text, plain
from adapters.contract.incoming import Author
from adapters.contract.refs import AccountRef, ChannelRef
from bot import notices, texts
from bot.saying import laid
from bot.texts.reason_texts import reason
from bot.whom import name_of
from storage.database import Unit
from storage.messages import Message


async def tell(unit: Unit, message: Message, target: ChannelRef, link: str, why: str, now: float) -> None:
    """Tell whoever wrote a message that it, or its newest change, was not copied to a channel, and why.

    `link` leads to the message. Bots and the bot's own words are nobody's.
    """
    sender = _sender(message)
    if sender is None:
        return
    names = await unit.communities.names()
    where = name_of(target, names)
    if target.people or await unit.rooms.known(target):
        where = texts.THE_OTHERS
    there = await unit.copies.of(message.id, str(target.parent))
    label = Text(texts.YOUR_MESSAGE)
    theirs = Link(link, (label,)) if link else label
    missing = texts.change_did_not_reach(theirs, where) if there else texts.did_not_reach(theirs, where)
    told = Content((Paragraph(laid(missing)), Paragraph((Text(reason(why)),))))
    await notices.post(unit, f"undelivered-{message.id}-{target}-{now:.0f}", told, [sender.letter_box], now)


async def tell_all(unit: Unit, messages: Sequence[Message], target: ChannelRef, why: str, now: float) -> None:
    """Tell those who wrote these messages, in one letter each, how many of theirs were not copied to a channel."""
    names = await unit.communities.names()
    where = name_of(target, names)
    senders = [sender for message in messages if (sender := _sender(message)) is not None]
    for sender in dict.fromkeys(senders):
        told = plain(texts.some_did_not_reach(senders.count(sender), where), reason(why))
        await notices.post(unit, f"undelivered-{sender}-{target}-{now:.0f}", told, [sender.letter_box], now)


def _sender(message: Message) -> AccountRef | None:
    """The person who is to know what became of a message."""
    if message.notice or message.stand_in or message.author is None or message.deleted_at is not None:
        return None
    author: Author = codec.decode(message.author)
    return None if author.bot or not author.account.id else author.account
