"""How fast one person's messages leave: so many at once, and what is more waits its turn, while others' go on.

It goes by when people wrote. So what is read later from history is put off for nobody, and keeps its order; only who
has messages waiting already has those behind them too.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from adapters.contract.incoming import Posted
from storage.database import Unit

LIMIT, WITHIN = 10, 10.0  # messages of one person, in seconds
KNOWN = 10_000  # people whose newest messages are remembered


@dataclass(frozen=True, order=True, slots=True)
class Slot:
    """When a message may leave its channel, in epoch seconds; `key` is the message's, where this process heard it."""

    at: float
    key: str = ""


class Pace:
    """Gives each message the time at which it may leave.

    The database is asked about somebody when this process first hears of them, so that a restart forgets nothing, and
    again while messages of theirs wait, which an organiser may have stopped. While other processes hear people too, it
    is asked each time, and nothing is remembered.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[str, list[Slot]] = OrderedDict()
        self._times = 0  # others had come when this was remembered

    async def slot(self, posted: Posted, unit: Unit, now: float) -> float:
        """When a message may leave: when it was written, or later."""
        account, at, key = posted.author.account, min(posted.at, now), posted.message.key
        if not account.id:
            return at
        known = await self._of(posted, unit, now)
        if (same := next((each for each in known if each.key == key), None)) is not None:
            return same.at  # a unit of work may be done again
        waits = bool(known) and known[-1].at > now
        if now - at > WITHIN and not waits:
            return at
        slot = due(at, [each.at for each in known], waits=waits)
        known.append(Slot(slot, key))
        known.sort()
        del known[:-LIMIT]
        return slot

    async def _of(self, posted: Posted, unit: Unit, now: float) -> list[Slot]:
        """The newest messages of whoever wrote this one."""
        account, name, company = posted.author.account, str(posted.author.account), unit.pace.company
        if company.times != self._times:
            self._known.clear()
            self._times = company.times
        if company.here:
            await unit.pace.hold(account)
            return [Slot(at) for at in await unit.pace.slots(account, LIMIT)]
        known = self._known.get(name)
        if known is None:
            known = [Slot(at) for at in await unit.pace.slots(account, LIMIT)]
        elif known and known[-1].at > now:
            waiting = [Slot(at) for at in await unit.pace.slots(account, LIMIT) if at > now]
            known = [*(each for each in known if each.at <= now), *waiting][-LIMIT:]
        self._known[name] = known
        self._known.move_to_end(name)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return known


def due(at: float, known: list[float], *, waits: bool) -> float:
    """When a message that was written at a time may leave, after the newest others of the same person, in order."""
    slot = max(at, known[0] + WITHIN) if len(known) >= LIMIT else at
    return max(slot, known[-1]) if waits else slot
