"""How sure it is that a lane which we work is still ours.

Leases are given by the database and go by its clock. Here is noted, by a clock that never jumps, when it last gave or
left each lane to us: a process that was frozen for longer than a lease finds out when it goes on.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field

from storage.database import Unit

# Of a lease. Signs of life come so often that an undisturbed process never gets that far.
ASK_BEFORE_RECORDING = 1 / 3
ASK_BEFORE_CALLING = 1 / 2


@dataclass(frozen=True)
class Leases:
    """The lanes that `owner` holds, each for `seconds` without a sign of life."""

    owner: str
    seconds: float
    _signs: dict[str, float] = field(default_factory=dict)

    async def take(self, unit: Unit, now: float, most: int, *, but: Collection[str]) -> list[str]:
        """Lease up to `most` lanes that have something due, none of those in `but`."""
        at = time.monotonic()
        keys = await unit.lanes.lease(self.owner, self.seconds, now, most, but=but)
        self.signed(keys, at)  # should this not be committed, nobody works these lanes, and nobody asks about them
        return keys

    async def keep(self, lane: str, unit: Unit, now: float) -> bool:
        """Give a sign of life; False when a lane is not ours any more."""
        return await unit.lanes.renew(lane, self.owner, self.seconds, now)

    async def sign(self, lanes: Collection[str], unit: Unit, now: float) -> list[str]:
        """Give signs of life in some lanes; those in which they are noted come back."""
        return await unit.lanes.sign(lanes, self.owner, self.seconds, now) if lanes else []

    def signed(self, lanes: Collection[str], at: float) -> None:
        """Lanes were given or left to us at a monotonic time, and that is committed."""
        self._signs.update(dict.fromkeys(lanes, at))

    def doubtful(self, lane: str, share: float) -> bool:
        """Whether more than a share of the lease has passed since a lane was surely ours."""
        return time.monotonic() - self._signs[lane] > self.seconds * share
