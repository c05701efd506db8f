"""Linking: one person's accounts on several platforms and in several communities belong together."""

from __future__ import annotations

from adapters.contract.incoming import Incoming
from bot.feature import Handler, Tick
from bot.linking.commands import GUESS_SECONDS, HANDLERS
from storage.database import Unit

HOUR = 3600.0


class Linking:
    """The feature, as the composition root plugs it in."""

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What members may ask."""
        return HANDLERS

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Forgetting, every hour."""
        return (Tick("linking forgets", HOUR, forget),)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked."""


async def forget(now: float, unit: Unit) -> None:
    """Drop what is not needed any more."""
    await unit.members.forget(now, now - GUESS_SECONDS)
