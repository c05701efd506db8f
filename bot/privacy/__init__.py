"""Privacy: everybody sees what is held of them, gets it, and has it removed."""

from __future__ import annotations

from adapters.contract.incoming import Incoming
from bot import forgetting
from bot.feature import Handler, Tick
from bot.privacy.commands import HANDLERS
from storage.database import Unit

ROUND = 60.0


class Privacy:
    """The feature, as the composition root plugs it in."""

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What people may ask about themselves."""
        return HANDLERS

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Going on with removing, every minute."""
        return (Tick("privacy sweeps", ROUND, forgetting.sweep),)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked."""
