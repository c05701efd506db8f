"""Deliveries at which the bot died again and again: one of them may be what kills it.

A death is no failure of what was under way: that is looked for and made by whoever comes next. But what the bot died at
`ASIDE_AFTER` times in a row steps aside, so that its lane goes on without it. From then on it is tried once by each
process that has lived for a while, at a time of its own: by then the others are done that were under way with it, and a
bot that ends for reasons of its own does not get that far. At `GIVE_UP_AFTER` deaths it is given up.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.delivering.outcomes import Outcomes
from storage.database import Unit
from storage.messages import Message
from storage.outbox import Delivery

ASIDE_AFTER = 5
GIVE_UP_AFTER = 10
LIVED = 60.0  # seconds; at most twice as long


@dataclass(frozen=True)
class Suspects:
    """What one process knows of them: those that it has put off until it has lived for a while."""

    clock: Clock
    outcomes: Outcomes
    _put_off: set[int] = field(default_factory=set)

    async def aside(self, delivery: Delivery, message: Message, unit: Unit) -> bool:
        """Whether a delivery that was just claimed is not to be tried now; then its claim is over."""
        if delivery.deaths < ASIDE_AFTER:
            return False
        if delivery.deaths >= GIVE_UP_AFTER:
            await self.outcomes.fatal(delivery, message)(unit)
            return True
        if delivery.id in self._put_off:
            self._put_off.discard(delivery.id)
            return False
        self._put_off.add(delivery.id)  # should this not be committed, it is tried the next time
        await unit.lanes.set_aside(delivery, self.clock.now() + LIVED * random.uniform(1.0, 2.0))
        return True
