"""What becomes of reactions that are given, or taken back, in one of the channels."""

from __future__ import annotations

from adapters.contract.incoming import Reacted, ReactionsCleared
from bot.crossing import kept_out
from bot.missed import shape
from bot.relay import rules
from bot.rooms import around
from bot.texts import A_MEMBER_MENTIONED
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import Message
from storage.outbox import Op


async def reacted(reacted: Reacted, unit: Unit, now: float) -> None:
    """Somebody reacted, or took it back."""
    channel, account = reacted.message.channel, reacted.author.account
    bridge = await around(unit, channel, reacted.message.key, by=account, private=reacted.private)
    if bridge is None or reacted.ours:
        return
    # Taking something back always crosses.
    others = rules.listeners(bridge, channel, reacted.at) if reacted.present else list(bridge.others(channel))
    strange = rules.strange(reacted.author, channel, bridge, reacted.at)
    if not others or (reacted.present and strange):
        return
    if reacted.present and await kept_out(account, bridge, reacted.at, unit):
        await _withhold(reacted, unit)
        return
    row = await unit.copies.behind(reacted.message.key) or await unit.messages.expect(reacted.message, now)
    emoji = shape(reacted.emoji)
    unnamed = rules.unnamed(bridge, channel, reacted.at)
    noted = await unit.reactions.note(
        row.id,
        str(account),
        emoji,
        lane=str(channel.parent),
        name=A_MEMBER_MENTIONED if unnamed else reacted.author.name,
        present=reacted.present,
        at=reacted.at,
    )
    if noted and row.posted and row.deleted_at is None:
        due = await due_with(row, bridge, unit, now)
        await unit.outbox.add(Op.REACT, row.id, others, due, at=max(due, row.sent_at), detail=emoji)


async def _withhold(reacted: Reacted, unit: Unit) -> None:
    """Note a reaction that stays where it was given: whoever opts in again later would find it in history as new."""
    if (row := await unit.copies.behind(reacted.message.key)) is not None:
        here, given = str(reacted.message.channel.parent), shape(reacted.emoji)
        await unit.reactions.withhold(row.id, str(reacted.author.account), given, lane=here, at=reacted.at)


async def due_with(message: Message, bridge: Bridge, unit: Unit, now: float) -> float:
    """When what happens to a message may be shown: not before the message, while that is held or waits for its thread.

    Sooner, an edit would bring it out of its turn, and a reaction would find no copy.
    """
    held = min(message.sent_at, now) + rules.held(bridge, message.ref.channel)
    return max(now, held, await unit.lanes.shown_by(message.id))


async def cleared(cleared: ReactionsCleared, unit: Unit, now: float) -> None:
    """All reactions of a channel's people went, or all of one emoji."""
    channel = cleared.message.channel
    row = await unit.copies.behind(cleared.message.key)
    bridge = await around(unit, channel, cleared.message.key, private=cleared.private)
    if row is None or bridge is None:
        return
    emoji = None if cleared.emoji is None else shape(cleared.emoji)
    for gone in await unit.reactions.clear(row.id, str(channel.parent), emoji, cleared.at):
        await unit.outbox.add(Op.REACT, row.id, list(bridge.others(channel)), now, detail=gone)
