"""Opting out: whoever does not want their words to be copied says so, and takes back what was."""

from __future__ import annotations

from adapters.contract.incoming import Incoming
from bot import withdrawing
from bot.feature import Handler, Tick
from bot.opting_out.commands import HANDLERS
from storage.database import Unit

ROUND = 15.0  # seconds between looks
RECENT = 120.0


class OptingOut:
    """The feature, as the composition root plugs it in."""

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What members may say."""
        return HANDLERS

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Looking once more."""
        return (Tick("opting out looks again", ROUND, look_again),)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked."""


async def look_again(now: float, unit: Unit) -> None:
    """Take back what was being heard at the very moment when its author opted out.

    Two transactions do not see each other: one that began before somebody opted out may record a message after it.
    """
    for account, bridge_id in await unit.opt_outs.since(now - RECENT):
        await withdrawing.take_back([account], bridge_id, unit, now)
