"""Bridging: organisers set up and run bridges from inside their chat, each for their own community."""

from __future__ import annotations

from adapters.contract.incoming import Incoming
from bot.bridging import governing, joining, naming, status
from bot.feature import Handler, Tick
from storage.database import Unit

DAY = 24 * 3600.0
KEEP_INVITES = 30 * DAY  # after their end, so that an old code is explained
KEEP_ACTS = 365 * DAY


class Bridging:
    """The feature, as the composition root plugs it in."""

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What organisers may do, and everybody may know."""
        return (*joining.HANDLERS, *governing.HANDLERS, *status.HANDLERS, *naming.HANDLERS)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Forgetting, once a day."""
        return (Tick("bridging forgets", DAY, forget),)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked."""


async def forget(now: float, unit: Unit) -> None:
    """Drop what is not needed any more."""
    await unit.invites.forget(now - KEEP_INVITES)
    await unit.audit.forget(now - KEEP_ACTS)
