"""Privacy: everybody sees what is held of them, gets it, and has it removed."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.incoming import Incoming
from bot import forgetting
from bot.consents import Switch
from bot.feature import Handler, Tick
from bot.forgetting import Ending
from bot.privacy.commands import handlers
from storage.database import Unit

ROUND, DAY = 60.0, 86400.0
KEEP_DAYS = 365  # as the relay keeps numbers of messages, unless the operator says otherwise
KEEP_TAKEN_BACK = 365 * DAY


class Privacy:
    """The feature, as the composition root plugs it in.

    `endings`: what else ends when somebody's data is removed. `switches`: what members switch on for themselves. For so
    many days numbers of messages are kept.
    """

    def __init__(self, endings: Sequence[Ending], switches: Sequence[Switch], keep_days: int = KEEP_DAYS) -> None:
        self._endings = endings
        self._switches = switches
        self._keep_days = keep_days

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What people may ask about themselves."""
        return handlers(self._endings, self._switches, self._keep_days)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Going on with removing, every minute; forgetting what was taken back long ago."""
        return (Tick("privacy sweeps", ROUND, forgetting.sweep), Tick("privacy forgets", DAY, forget))

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked."""


async def forget(now: float, unit: Unit) -> None:
    """Drop yeses that were taken back long ago."""
    await unit.consents.forget(now - KEEP_TAKEN_BACK)
