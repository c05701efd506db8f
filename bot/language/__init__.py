"""The language in which members read what is said to them alone."""

from __future__ import annotations

from adapters.contract.incoming import Incoming
from bot.feature import Handler, Tick
from bot.language.commands import HANDLERS
from storage.database import Unit


class Languages:
    """The feature, as the composition root plugs it in."""

    handlers: tuple[Handler, ...] = HANDLERS
    ticks: tuple[Tick, ...] = ()

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts when asked."""
