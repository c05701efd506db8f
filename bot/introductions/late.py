"""Letters whose time came while the bot was away: they wait for the next hours of whoever reads them."""

from __future__ import annotations

import re

from bot.introductions import hours
from bot.introductions.who import hours_of
from storage.database import Unit

_LETTER = re.compile(r"(?:intro|round|ask|room)-|event-\d+-met-")  # how the notices of introductions are called


async def put_off(unit: Unit, now: float) -> None:
    """Have letters that waited for the bot wait on, where they would come outside somebody's hours."""
    waiting = await unit.lanes.overdue(now)
    found = [each for each in waiting if _LETTER.match(each.name)]
    by_lane = {str(taker.box.parent): taker for taker in await unit.takers.all()} if found else {}
    for letter in found:
        if (taker := by_lane.get(letter.lane)) is not None and (due := hours.due(hours_of(taker), now)) > now:
            await unit.lanes.put_back(letter.delivery, due)
