"""Privacy: everybody sees what is held of them, gets it, and has it removed."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.incoming import Incoming
from bot import forgetting
from bot.feature import Handler, Tick
from bot.forgetting import Ending
from bot.privacy.commands import handlers
from storage.database import Unit

ROUND = 60.0


class Privacy:
    """The feature, as the composition root plugs it in. `endings`: what else ends when somebody's data is removed."""

    def __init__(self, endings: Sequence[Ending]) -> None:
        self._endings = endings

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What people may ask about themselves."""
        return handlers(self._endings)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Going on with removing, every minute."""
        return (Tick("privacy sweeps", ROUND, forgetting.sweep),)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked."""
