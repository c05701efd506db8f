"""Letters that could not come when they were due: they wait for the next hours of whoever reads them.

The bot was away by then, or the platform was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.introductions import hours
from bot.introductions.who import hours_of
from storage.database import Unit
from storage.outbox import Delivery

LATE = 600.0  # seconds after which what was to come at once, at whatever hour, does not any more
_LETTER = re.compile(r"(?:intro|round|ask|room)-|event-\d+-met-")  # how the notices of introductions are called


async def may_come(name: str, letter: Delivery, now: float, unit: Unit) -> float:
    """From when on a letter may come; `now` when it is in time, in its readers' hours, or none of introductions."""
    if _LETTER.match(name) is None:
        return now
    readers = [hours_of(taker) for taker in await unit.takers.reading(letter.channel)]
    return waits(readers, letter.at, now)


def waits(readers: Sequence[hours.Hours], wanted: float, now: float) -> float:
    """From when on a letter may come that was to come at a time, by the hours of its readers."""
    in_time = now - wanted <= LATE and not all(hours.within(each, wanted) for each in readers)
    return now if in_time else max(hours.together(readers, now), default=now)
