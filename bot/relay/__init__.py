"""The relay: one conversation through all the channels of a bridge."""

from __future__ import annotations

from functools import partial

from adapters.contract.incoming import Incoming
from bot.feature import Handler, Tick
from bot.relay.commands import HANDLERS
from bot.relay.hear import hear
from bot.relay.pace import Pace
from storage.database import Unit

DAY = 24 * 3600.0
KEEP_DAYS = 365  # numbers of messages, so that edits, deletions and replies still find their copies
KEEP_UNTOLD = 3600.0  # what overtook a message that never came
KEEP_KEYS = 2 * DAY  # platforms repeat an event for a day at most (Slack's delayed events)
KEEP_FAILED = 3 * DAY


class Relay:
    """The feature, as the composition root plugs it in. For so many days it keeps numbers of messages."""

    def __init__(self, keep_days: int = KEEP_DAYS) -> None:
        self._keep_days = keep_days
        self._pace = Pace()

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What members may ask."""
        return HANDLERS

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Forgetting, every ten minutes."""
        return (Tick("relay forgets", 600.0, partial(forget, keep_days=self._keep_days)),)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Carry what was said to the other channels."""
        await hear(incoming, unit, now, self._pace)


async def forget(now: float, unit: Unit, *, keep_days: int = KEEP_DAYS) -> bool:
    """Drop a portion of what is not needed any more; whether more is left."""
    await unit.hearing.forget(now - 7 * DAY)
    left = (
        await unit.inbox.forget(now - KEEP_KEYS, now - 7 * DAY),
        await unit.outbox.forget(now - KEEP_FAILED),
        await unit.messages.forget(now - keep_days * DAY, now - KEEP_UNTOLD),
        await unit.stand_ins.forget_edits(now - KEEP_UNTOLD),
    )
    return any(left)
