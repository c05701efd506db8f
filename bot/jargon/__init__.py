"""Jargon: what a term means, what the terms of a message mean, and the terms that communities add."""

from __future__ import annotations

from adapters.contract.incoming import Incoming
from bot.feature import Handler, Tick
from bot.jargon.adding import HANDLERS
from bot.jargon.asking import Asking
from bot.terms import Terms
from storage.database import Database, Unit


class Jargon:
    """The feature, as the composition root plugs it in."""

    def __init__(self, database: Database, terms: Terms) -> None:
        self._asking = Asking(database, terms)

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What members may ask and propose, and what organisers may do."""
        return (*self._asking.handlers, *HANDLERS)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """None."""
        return ()

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked."""
