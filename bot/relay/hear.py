"""What the relay does when it hears something: keeps what is needed, and puts what is to happen into the outbox.

Things may be told twice, late and in any order, so each is judged against what is known already: the later of two
edits wins, a deletion is final, and what overtakes its message waits in the message's row until it arrives.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import structlog

from adapters.contract import codec
from adapters.contract.incoming import (
    Author,
    ChannelFound,
    ChannelLost,
    CommunityLost,
    Connected,
    Deleted,
    Edited,
    Incoming,
    MemberLeft,
    Posted,
    Reacted,
    ReactionsCleared,
)
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from bot.delivering import away
from bot.delivering.showing import fingerprint, stand_in
from bot.patients import holding
from bot.relay import reacting, rules
from bot.relay.gate import Gate, gate
from bot.relay.pace import Pace
from bot.relay.quoting import quoting
from bot.relay.removing import copy_removed
from bot.rooms import around, stirred
from bot.unnamed import nameless
from bot.withdrawing import withdraw
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import Message
from storage.outbox import Op

log = structlog.get_logger(__name__)

# How long a reply waits for the first message of its thread, which may have been overtaken, before a stand-in is made.
ROOT_GRACE = 5.0
# Somebody who changes a message again and again is shown doing so at this pace: platforms limit edits, Discord sharply.
BETWEEN_EDITS = 2.5  # seconds


async def hear(incoming: Incoming, unit: Unit, now: float, pace: Pace) -> None:
    """Do what an Incoming calls for."""
    match incoming:
        case Posted():
            await _posted(incoming, unit, now, pace)
        case Edited():
            await _edited(incoming, unit, now, pace)
        case Deleted():
            for ref in incoming.messages:
                await _deleted(ref, incoming, unit, now)
        case Reacted():
            await reacting.reacted(incoming, unit, now)
        case ReactionsCleared():
            await reacting.cleared(incoming, unit, now)
        case Connected():
            log.info("connected", community=str(incoming.community))
            await away.probe(unit, incoming.community)
        case ChannelFound():
            await away.probe(unit, incoming.channel.parent)
        case ChannelLost():
            log.warning("channel lost", channel=str(incoming.channel), why=incoming.why)
            await away.suspend(unit, incoming.channel, incoming.why, now)
        case CommunityLost():
            log.warning("community lost", community=str(incoming.community), why=incoming.why)
            await away.suspend_community(unit, incoming.community, incoming.why, now)
        case MemberLeft():
            pass
        case _:
            assert_never(incoming)


async def _posted(posted: Posted, unit: Unit, now: float, pace: Pace) -> None:
    ref = posted.message
    answers = None if posted.reply_to is None else posted.reply_to.key
    bridge = await around(unit, ref.channel, answers, by=posted.author.account, private=posted.private)
    if bridge is None or bridge.private:
        await stirred(unit, posted, bridge, now)
    if bridge is None or not rules.crosses(posted, bridge) or await unit.copies.origin(ref.key) is not None:
        return
    others = rules.listeners(bridge, ref.channel, posted.at)
    if not others or await gate(posted, bridge, unit, now) is not Gate.OPEN:
        return
    if posted.twin and await unit.messages.has_twin(ref.channel, posted.twin, ref.key):
        return
    due = max(now, await pace.slot(posted, unit, now) + rules.held(bridge, ref.channel))
    root = None
    if rules.in_thread(posted, bridge):
        root = await _root(posted, others, unit, now)
        if not root.posted or root.stand_in:
            due = max(due, root.sent_at + ROOT_GRACE)
    answered = None if posted.reply_to is None else await unit.copies.behind(posted.reply_to.key)
    due = max([due, *[await _put_off(each, unit) for each in (root, answered)]])
    unnamed = rules.unnamed(bridge, ref.channel, posted.at)
    content = await quoting(rules.titled(posted), answered, bridge, ref.channel, unit, unnamed=unnamed)
    facts = {
        "posted": True,
        "stand_in": False,
        "sent_at": posted.at,
        "account": str(posted.author.account),
        "twin": posted.twin,
        "broadcast": posted.broadcast,
        "root_id": None if root is None else root.id,
        "reply_to_id": None if answered is None else answered.id,
        "author": codec.encode(_author(posted.author, bridge, unnamed=unnamed)),
        "unnamed": unnamed,
    }
    words = {"hash": fingerprint(content), "content": codec.encode(content)}
    row = await unit.messages.add(ref, **facts, **words)
    early: list[str] = []
    if row is None:  # told before, or overtaken by what was told of it
        row = await unit.messages.expect(ref, now)
        if row.posted and not row.stand_in:
            return
        facts["unnamed"] = unnamed or row.unnamed
        newer = row.edited_at > 0 and row.content is not None
        await unit.messages.change(row.id, **facts, **({} if newer else words))
        if row.deleted_at is not None:
            await unit.outbox.erase_unneeded(row.id)
            return
        early = [given.emoji for given in await unit.reactions.of(row.id)]
    at = posted.at if root is None else max(posted.at, root.sent_at)
    await unit.outbox.add(Op.SYNC, row.id, others, due, at=at)
    for emoji in early:
        await unit.outbox.add(Op.REACT, row.id, others, due, at=at, detail=emoji)


async def _put_off(before: Message | None, unit: Unit) -> float:
    """Until when a message waits to which another one belongs. Its text is kept for as long as anything waits."""
    return 0.0 if before is None or before.content is None else await unit.pace.put_off(before.id)


async def _root(posted: Posted, others: list[ChannelRef], unit: Unit, now: float) -> Message:
    """The first message of a reply's thread; a stand-in for it when it is not known."""
    channel = posted.message.channel
    ref = MessageRef(channel.parent, channel.thread or "")
    known = await unit.copies.behind(ref.key)
    if known is not None and known.posted:
        return known
    nobody = Author(AccountRef(channel.platform, channel.community, ""))
    content = stand_in()
    root = await unit.messages.expect(ref, now)
    if root.posted:  # another replica has just heard of it
        return root
    if root.deleted_at is None:
        filled = {"content": codec.encode(content), "author": codec.encode(nobody), "hash": fingerprint(content)}
        words = {} if root.edited_at > 0 else filled  # an edit that overtook the message waits for it
        await unit.messages.change(root.id, posted=True, stand_in=True, **words)
        await unit.outbox.add(Op.SYNC, root.id, others, max(now, root.sent_at + ROOT_GRACE), at=posted.at)
    return await unit.messages.expect(ref, now)


async def _edited(edited: Edited, unit: Unit, now: float, pace: Pace) -> None:
    ref = edited.message
    bridge = await around(unit, ref.channel, ref.key, by=edited.author.account, private=edited.private)
    if bridge is None or edited.ours or await unit.copies.origin(ref.key) is not None:
        return
    listening = rules.listeners(bridge, ref.channel, edited.at)
    if not listening:
        return
    row = await unit.messages.expect(ref, now)
    if row.edited_at >= edited.at or row.deleted_at is not None:
        return
    answered = None if row.reply_to_id is None else await unit.messages.by_id(row.reply_to_id)
    unnamed = row.unnamed or rules.unnamed(bridge, ref.channel, edited.at)
    content = await quoting(rules.titled(edited), answered, bridge, ref.channel, unit, unnamed=unnamed)
    hash = fingerprint(content)
    if row.posted and row.hash.of(hash):
        await unit.messages.change(row.id, edited_at=edited.at)
        await holding.released(edited, bridge, unit, now)
        return
    way = await gate(edited, bridge, unit, now)
    crossed = row.posted and not row.stand_in  # if not, the post itself may yet be told; an edit brings nothing across
    if way is Gate.SHUT and crossed:
        await withdraw(row, edited.at, unit, now)
    if way is not Gate.OPEN:
        return
    if (post := await holding.released(edited, bridge, unit, now)) is not None:
        await _posted(post, unit, now, pace)
        row = await unit.messages.expect(post.message, now)
        crossed = row.posted and not row.stand_in
    if row.content is not None:
        await unit.outbox.outdated(row.id, row.content)
    await unit.messages.change(
        row.id,
        edited_at=edited.at,
        account=str(edited.author.account),
        hash=hash,
        content=codec.encode(content),
        author=codec.encode(_author(edited.author, bridge, unnamed=unnamed)),
        unnamed=unnamed,
    )
    if crossed:
        again = now - row.edited_at < BETWEEN_EDITS
        due = max(await reacting.due_with(row, bridge, unit, now), now + BETWEEN_EDITS if again else now)
        reached = await _reached(row, bridge, listening, unit)
        await unit.outbox.add(Op.SYNC, row.id, reached, due, at=max(now, row.sent_at))


def _author(author: Author, bridge: Bridge, *, unnamed: bool) -> Author:
    """Who a message is said to be by; people who were introduced write for themselves."""
    return nameless(author) if unnamed else replace(author, themselves=bridge.private)


async def _reached(message: Message, bridge: Bridge, listening: list[ChannelRef], unit: Unit) -> list[ChannelRef]:
    """Of the channels that listen now, those that a message came to or is on its way to: an edit brings it to no other.

    A channel that joined, or was resumed, after the message was written does not have it, or has it from before.
    """
    got = rules.listeners(bridge, message.ref.channel, message.sent_at)
    if all(channel in got for channel in listening):
        return listening
    lanes = {lane for lane, _ in await unit.copies.lanes(message.id)}
    return [channel for channel in listening if channel in got or str(channel.parent) in lanes]


async def _deleted(ref: MessageRef, deleted: Deleted, unit: Unit, now: float) -> None:
    message = await unit.messages.by_key(ref.key)
    if message is not None or await unit.copies.origin(ref.key) is None:
        if message is None and await around(unit, ref.channel, ref.key, private=deleted.private) is not None:
            message = await unit.messages.expect(ref, now)
        if message is not None and message.deleted_at is None:
            await withdraw(message, deleted.at, unit, now)
        return
    await copy_removed(ref, deleted.at, unit, now)
