"""Whom to ask instead when the first says no."""

from __future__ import annotations

import numpy as np

from matching.rounds.candidates import Edges
from matching.rounds.groups import Groups
from matching.rounds.pairs import NOBODY
from matching.rounds.pool import Flags, Floats, Numbers

EACH = 3  # alternates for each person; and the people that somebody is one for, unless they have nobody else
WEIGHED = 8  # of whom they are chosen


def choose(groups: Groups, edges: Edges) -> tuple[Numbers, Numbers]:
    """For everybody in a group, others of the round who could come instead of another member, the best first.

    Whoever stands in accepts the group's size, and fits the person; in a group of three or more they fit everybody.
    """
    one, other, weight = _directed(edges)
    kept = np.flatnonzero(_may_stand_in(groups, one, other))
    one, other, weight = one[kept], other[kept], weight[kept]
    kept = np.flatnonzero(_fits_all(groups, one, other))
    return _spread(one[kept], other[kept], weight[kept], groups.pool.size)


def _directed(edges: Edges) -> tuple[Numbers, Numbers, Floats]:
    """The edges from either side: of each person the heaviest, those first."""
    one, other = np.concatenate((edges.one, edges.other)), np.concatenate((edges.other, edges.one))
    weight = np.concatenate((edges.weight, edges.weight))
    order = np.lexsort((other, -weight, one))
    return one[order], other[order], weight[order]


def _may_stand_in(groups: Groups, one: Numbers, other: Numbers) -> Flags:
    """Whether `one` is in a group that `other` is not in, of a size that they accept, and has a seat in the round."""
    group = groups.group_of[one]
    sizes = np.array([*map(len, groups.members), 0])[group]  # the last one stands for no group: NOBODY is -1
    seated = (groups.group_of[other] != NOBODY) | groups.seats.free()[other]
    accepted = (groups.smallest[other] <= sizes) & (sizes <= groups.largest[other])
    found: Flags = (group != NOBODY) & (group != groups.group_of[other]) & seated & accepted
    return found


def _fits_all(groups: Groups, one: Numbers, other: Numbers) -> Flags:
    """Whether `other` fits all members of `one`'s group, when that has more than two."""
    groups_of = groups.group_of[one]
    larger = np.flatnonzero(np.array(list(map(len, groups.members)), dtype=np.int64)[groups_of] > 2)
    members = [groups.members[group] for group in groups_of[larger].tolist()]
    places = np.repeat(larger, [len(them) for them in members])
    theirs = np.array([member for them in members for member in them], dtype=np.int64)
    pool, newcomers = groups.pool, other[places]
    fits = pool.may_meet(theirs, newcomers)
    fits &= pool.close(theirs, newcomers, pool.likeness(theirs, newcomers).overlap)
    all_fit: Flags = np.bincount(places, ~fits, minlength=len(one)) == 0
    return all_fit


def _spread(one: Numbers, other: Numbers, weight: Floats, size: int) -> tuple[Numbers, Numbers]:
    """Of each person's heaviest edges, the heaviest of all first, so that nobody is everybody's alternate."""
    firsts = np.searchsorted(one, one)
    heaviest = np.flatnonzero(np.arange(len(one)) - firsts < WEIGHED)
    has, serves = [0] * size, [0] * size
    chosen = []
    for at in heaviest[np.argsort(-weight[heaviest], kind="stable")].tolist():
        mine, theirs = int(one[at]), int(other[at])
        if has[mine] < EACH and serves[theirs] < EACH:
            has[mine] += 1
            serves[theirs] += 1
            chosen.append(at)
    chosen += [at for at in np.unique(firsts).tolist() if not has[int(one[at])]]
    order = np.array(sorted(chosen), dtype=np.int64)
    return one[order], other[order]
