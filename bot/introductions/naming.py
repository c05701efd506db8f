"""What others read that names somebody, or holds what they wrote: found by its names, and taken back."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from adapters.contract.refs import AccountRef, MessageRef
from storage.asks import answered_as, put_as
from storage.database import Unit
from storage.messages import NOTICES
from storage.outbox import Op
from storage.seats import OPENING, opening_of

# Letters that name nobody, so that others keep them: a conversation closed, or could not begin, a talk is off, an
# introduction did not work out. The question itself shows a card without a name, and is closed when they go.
_NAMELESS = re.compile(rf"{OPENING}\d+-(?:closed|off|news)|intro-\d+-(?:met-[^-]+|[^-]+(?:-end)?)")


async def of_meetings(person: str, unit: Unit) -> list[str]:
    """The names of the notices that tell people of those whom they were introduced to, wherever somebody was one.

    Whatever was written about a conversation or an introduction is one, but for the kinds that name nobody. Theirs are
    among them: once another key stands for somebody, nothing leads to what they read of the others.
    """
    about: list[str] = [opening_of(id) for id in await unit.rooms.ever_with(person)]
    about += [f"intro-{each.id}" for each in await unit.introductions.with_person(person)]
    found: list[str] = []
    for name in about:
        notices = [each.ref.id for each in await unit.messages.notices(name)]
        found += [each for each in notices if each == name or each.startswith(f"{name}-")]
    return [each for each in found if not _NAMELESS.fullmatch(each)]


async def of_questions(accounts: Sequence[AccountRef], unit: Unit) -> list[str]:
    """The names of the notices that show others what these accounts asked and answered."""
    found: list[str] = []
    for id in await unit.asks.put_by(accounts):
        readers = await unit.asks.readers(id)
        found += [f"ask-{id}", f"ask-{id}-by", *(put_as(id, reader) for reader in sorted(readers))]
    return found + [answered_as(id) for id in await unit.asks.given_by(accounts)]


async def take_back(names: Collection[str], unit: Unit, now: float) -> None:
    """Have notices removed from every box, and every channel, in which they stand or are about to."""
    for name in names:
        message = await unit.messages.by_key(MessageRef(NOTICES, name).key)
        if message is None or message.deleted_at is not None:
            continue
        await unit.messages.change(message.id, deleted_at=now)
        await unit.outbox.drop_waiting(message.id)
        boxes = {channel.parent for channel in await unit.withdrawals.reached(message.id)}
        await unit.outbox.add(Op.SYNC, message.id, sorted(boxes, key=str), now)
