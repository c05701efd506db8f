"""The guard: what may tell of a patient waits for its sender's word, and goes when none comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from adapters.contract.incoming import Deleted, Incoming
from bot.feature import Handler, Tick
from bot.guard import texts
from bot.guard.commands import Sending, crosses
from bot.guard.masks import HANDLERS
from bot.patients import closed, holding
from storage.database import Unit
from storage.held import Held

ROUND = 600.0
HOUR = 3600.0
KEEP_TEXT = 24 * HOUR - 2 * ROUND  # a round late, it is still within a day
KEEP_ANSWER = 7 * 24 * HOUR  # so that nobody is asked twice about the same


class Guard:
    """The feature, as the composition root plugs it in. `hear` carries what was held, once it may go."""

    def __init__(self, hear: Callable[[Incoming, Unit, float], Awaitable[None]]) -> None:
        sending = Sending(hear)
        self._handlers = (*sending.handlers(), *HANDLERS)

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What senders and organisers may do."""
        return self._handlers

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Letting go of texts, every ten minutes."""
        return (Tick("guard forgets", ROUND, forget),)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Let go of what was held of messages that are gone."""
        if isinstance(incoming, Deleted):
            for gone in await unit.held.drop([message.key for message in incoming.messages]):
                await holding.answer(gone, unit, now, texts.DELETED)


async def forget(now: float, unit: Unit) -> None:
    """Let go of texts about which nobody has decided, and tell their senders."""
    for old in await unit.held.overdue(now - KEEP_TEXT):
        await unit.held.decide(old.id, Held.DROPPED)
        late = texts.CHANGE_TOO_LATE if await crosses(old, unit) else texts.TOO_LATE
        await holding.answer(old, unit, now, late)
    await unit.held.forget(now - KEEP_ANSWER)
    await closed.forget(unit, now - KEEP_TEXT, now)
