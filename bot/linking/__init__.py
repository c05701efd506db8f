"""Linking: one person's accounts on several platforms and in several communities belong together."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.incoming import Incoming
from bot.feature import Handler, Tick
from bot.forgetting import TakenApart
from bot.linking.commands import GUESS_SECONDS, handlers
from storage.database import Unit

HOUR = 3600.0


class Linking:
    """The feature, as the composition root plugs it in, with what other features do when accounts are taken apart."""

    def __init__(self, taken_apart: Sequence[TakenApart]) -> None:
        self._taken_apart = taken_apart

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What members may ask."""
        return handlers(self._taken_apart)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Forgetting, every hour."""
        return (Tick("linking forgets", HOUR, forget),)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked."""


async def forget(now: float, unit: Unit) -> None:
    """Drop what is not needed any more."""
    await unit.members.forget(now, now - GUESS_SECONDS)
