"""Somebody had all removed that is held of them: what is under way ends, and what names them to others goes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from adapters.contract.refs import AccountRef, MessageRef
from bot.introductions.departing import erase
from storage.asks import answered_as, put_as
from storage.database import Unit
from storage.messages import NOTICES, Message
from storage.outbox import Op
from storage.seats import OPENING, opening_of

# Letters that name nobody, so that others keep them: a conversation closed, or could not begin, a talk is off, an
# introduction did not work out. The question itself shows a card without a name, and is closed when they go.
_NAMELESS = re.compile(rf"{OPENING}\d+-(?:closed|off|news)|intro-\d+-(?:met-[^-]+|[^-]+(?:-end)?)")


async def forget(accounts: Sequence[AccountRef], persons: Sequence[str], unit: Unit, now: float) -> None:
    """End what is under way, as when somebody leaves; take back what the bot told others in their name.

    Those are the openings of rooms, which hold their name and words, and their questions and answers.
    """
    told = await _told(accounts, persons, unit)
    for person in persons:
        await unit.rooms.leave(person)
        await erase(unit, person, now)
    await unit.asks.erase(accounts)
    for name in told:
        message = await unit.messages.by_key(MessageRef(NOTICES, name).key)
        if message is not None and message.deleted_at is None:
            await _take_back(message, unit, now)


async def _take_back(message: Message, unit: Unit, now: float) -> None:
    """Have a letter removed from every box, and every channel, in which it stands or is about to."""
    await unit.messages.change(message.id, deleted_at=now)
    await unit.outbox.drop_waiting(message.id)
    boxes = {channel.parent for channel in await unit.withdrawals.reached(message.id)}
    await unit.outbox.add(Op.SYNC, message.id, sorted(boxes, key=str), now)


async def _told(accounts: Sequence[AccountRef], persons: Sequence[str], unit: Unit) -> list[str]:
    """The names of the notices in which others read of them.

    Whatever was written about a conversation or an introduction is one, but for the kinds that name nobody.
    """
    found: list[str] = []
    for person in persons:
        about = [opening_of(id) for id in await unit.rooms.ever_with(person)]
        about += [f"intro-{each.id}" for each in await unit.introductions.with_person(person)]
        for name in about:
            notices = [each.ref.id for each in await unit.messages.notices(name)]
            found += [
                each
                for each in notices
                if each == name or (each.startswith(f"{name}-") and not _NAMELESS.fullmatch(each))
            ]
    for id in await unit.asks.put_by(accounts):
        readers = await unit.asks.readers(id)
        found += [f"ask-{id}", f"ask-{id}-by", *(put_as(id, reader) for reader in sorted(readers))]
    return found + [answered_as(id) for id in await unit.asks.given_by(accounts)]
