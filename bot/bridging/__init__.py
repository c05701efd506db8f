"""Bridging: organisers set up and run bridges from inside their chat, each for their own community."""

from __future__ import annotations

from adapters.contract.incoming import Connected, Incoming
from bot.bridging import chatham, governing, joining, leaving, naming, pinned, status, strangers
from bot.delivering import away
from bot.feature import Handler, Tick
from storage.database import Unit

HOUR = 3600.0
DAY = 24 * HOUR
KEEP_INVITES = 30 * DAY  # after their end, so that an old code is explained
KEEP_ACTS = 365 * DAY


class Bridging:
    """The feature, as the composition root plugs it in."""

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What organisers may do, and everybody may know."""
        parts = (joining, leaving, governing, chatham, strangers, status, naming)
        return tuple(handler for part in parts for handler in part.HANDLERS)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Forgetting, and giving up on channels that nobody mends."""
        return (Tick("bridging forgets", DAY, forget), Tick("bridging gives up", HOUR, give_up))

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Let pinned notices name communities as they are called now."""
        if isinstance(incoming, Connected):
            await pinned.update_community(incoming.community, unit, now)


async def give_up(now: float, unit: Unit) -> None:
    """Drop what waited too long for a channel to be mended."""
    await away.give_up(unit, now)


async def forget(now: float, unit: Unit) -> None:
    """Drop what is not needed any more, and keep what is: every channel has its notice."""
    await unit.invites.forget(now - KEEP_INVITES)
    await unit.audit.forget(now - KEEP_ACTS)
    await pinned.update_all(unit, now)
