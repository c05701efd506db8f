"""What becomes of reactions that are given, or taken back, in one of the channels."""

from __future__ import annotations

from adapters.contract.incoming import Reacted, ReactionsCleared
from adapters.contract.refs import ChannelRef
from bot.crossing import kept_out
from bot.missed import shape
from bot.patients.naming import tells
from bot.patients.screening import year_of
from bot.relay import rules
from bot.rooms import around
from bot.texts import A_MEMBER_MENTIONED
from storage.bridges import Bridge
from storage.database import Unit
from storage.messages import Message
from storage.outbox import Op
from storage.subjects import erasures


async def reacted(reacted: Reacted, unit: Unit, now: float) -> None:
    """Somebody reacted, or took it back."""
    channel, account = reacted.message.channel, reacted.author.account
    bridge = await around(unit, channel, reacted.message.key, by=account, private=reacted.private)
    if bridge is None or reacted.ours:
        return
    others = list(bridge.others(channel))  # taking something back always crosses
    if reacted.present:
        if await _erased(reacted, unit):
            return
        others = _listeners(reacted, bridge)
        strange = rules.strange(reacted.author, channel, bridge, _given(reacted))
        kept = strange or await _tells(reacted, unit) or await kept_out(account, bridge, _given(reacted), unit)
        if not others or kept:
            await _withhold(reacted, unit)
            return
    row = await unit.copies.behind(reacted.message.key) or await unit.messages.expect(reacted.message, now)
    emoji = shape(reacted.emoji)
    unnamed = rules.unnamed(bridge, channel, _given(reacted))
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


def _given(reacted: Reacted) -> float:
    """When a reaction was given, at the earliest: what held then, or ended later, may have held when it was."""
    return reacted.at if reacted.since is None else reacted.since


def _listeners(reacted: Reacted, bridge: Bridge) -> list[ChannelRef]:
    """The channels that are shown a reaction; none, when it may have been given while one of them was not to see it."""
    here = reacted.message.channel
    others = rules.listeners(bridge, here, _given(reacted))
    return others if others == rules.listeners(bridge, here, reacted.at) else []


async def _tells(reacted: Reacted, unit: Unit) -> bool:
    """Whether a community's own emoji has a name that may tell of a patient."""
    name = reacted.emoji.name
    return bool(name) and tells(name, await unit.held.masks(reacted.message.channel.home), year_of(reacted.at))


async def _erased(reacted: Reacted, unit: Unit) -> bool:
    """Whether a reaction may be one that was let go of with all else of whoever gave it; none of it is noted again."""
    given = reacted.at
    if reacted.since is not None and (row := await unit.copies.behind(reacted.message.key)) is not None:
        given = row.sent_at
    return await erasures(unit).since(reacted.author.account, given)


async def _withhold(reacted: Reacted, unit: Unit) -> None:
    """Note a reaction that stays where it was given: else history would tell of it as new when it may cross again."""
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
