"""What two members have in common, for those who ask to meet: rounds know it from their plan."""

from __future__ import annotations

from matching.rounds import Rules
from matching.score import closest
from storage.database import Unit
from storage.profiles import Profile


async def overlaps(unit: Unit, one: Profile, other: Profile) -> dict[str, str]:
    """Of each, by person, the text of theirs that comes closest to one of the other's.

    Nothing when that is not close enough for a round either, or not known yet.
    """
    known = {each.person: each for each in await unit.vectors.of([one.person, other.person])}
    mine, theirs = known.get(one.person), known.get(other.person)
    if mine is None or theirs is None or mine.model != theirs.model:
        return {}
    near = closest(mine.rows, theirs.rows)
    if near is None or near.cosine < Rules().floor:
        return {}
    return {one.person: one.keyed.get(near.one, ""), other.person: other.keyed.get(near.other, "")}
