"""Nobody is left over whom the rules permit to place.

Four steps, each of which places more people, are repeated until none of them can: pairs among those left over; one of
them joins a group that has room; trios among them; two of them part a pair and take one each.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.rounds.candidates import Edges, compatible, permitted
from matching.rounds.groups import Groups, weights
from matching.rounds.growing import grow
from matching.rounds.pairs import NOBODY, best_pairs
from matching.rounds.pool import Flags, Floats, Numbers

ALONE = 1000.0  # what leaving somebody over costs, beside weights of a few units


def place_everybody(groups: Groups) -> None:
    """Place whoever can be placed, changing as little as that takes."""
    while _pair(groups) or _join(groups) or _make_trios(groups) or _part(groups):
        pass


def _pair(groups: Groups) -> bool:
    """Pairs among those left over."""
    left = groups.left()
    left = left[groups.accept(left, 2)]
    low, high = np.nonzero(np.triu(compatible(groups.pool, left, left)))  # `left` is sorted
    edges = permitted(groups.pool, left[low] * groups.pool.size + left[high])
    if not len(edges.one):
        return False
    seated = np.zeros(groups.pool.size, dtype=np.bool_)
    seated[groups.seats.first(np.unique(np.concatenate((edges.one, edges.other))))] = True
    within = edges.among(seated)
    if not len(within.one):  # those seated first do not fit each other: one pair at a time
        best = int(edges.weight.argmax())
        within = Edges(edges.one[best : best + 1], edges.other[best : best + 1], edges.weight[best : best + 1])
    partners = best_pairs(groups.pool.size, within)
    for number in np.flatnonzero(partners != NOBODY).tolist():
        if number < partners[number]:
            groups.add([number, int(partners[number])])
    return True


def _join(groups: Groups) -> bool:
    """Those left over join groups that have room: as many as can, where it is worth most."""
    open_groups = [group for group in range(len(groups.members)) if groups.room(group)]
    left = groups.left()
    if not len(left) or not open_groups:
        return False
    fits = _fits(groups, left, open_groups)
    left_at = np.flatnonzero(fits.any(axis=1))
    left_at = left_at[np.isin(left[left_at], groups.seats.first(left[left_at]))]
    if not len(left_at):
        return False
    left, fits = left[left_at], fits[left_at]
    rows, columns = np.nonzero(fits)
    gains = _gains(groups, left[rows], [open_groups[at] for at in columns.tolist()])
    alone = np.arange(len(left))
    places = np.concatenate((rows, alone)), np.concatenate((columns, len(open_groups) + alone))
    costs = np.concatenate((ALONE / 2 - gains, np.full(len(left), ALONE)))
    shape = (len(left), len(open_groups) + len(left))
    for row, column in zip(*min_weight_full_bipartite_matching(csr_array((costs, places), shape=shape)), strict=True):
        if column < len(open_groups):
            group = open_groups[column]
            groups.change(group, [*groups.members[group], int(left[row])])
    return True


def _fits(groups: Groups, left: Numbers, open_groups: list[int]) -> Flags:
    """Whether each of those left over (rows) may join each of these groups (columns)."""
    sizes = np.array([len(groups.members[group]) for group in open_groups])
    members = np.array([member for group in open_groups for member in groups.members[group]], dtype=np.int64)
    firsts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    fits: Flags = np.logical_and.reduceat(compatible(groups.pool, left, members), firsts, axis=1)
    fits &= (groups.smallest[left][:, None] <= sizes + 1) & (sizes + 1 <= groups.largest[left][:, None])
    return fits


def _gains(groups: Groups, joining: Numbers, joined: list[int]) -> Floats:
    """What each joining changes in the total."""
    distinct = sorted(set(joined))
    sums = dict(zip(distinct, groups.sums(distinct).tolist(), strict=True))
    sizes = np.array([len(groups.members[group]) for group in joined])
    before = np.array([sums[group] for group in joined])
    members = np.array([member for group in joined for member in groups.members[group]], dtype=np.int64)
    places = np.repeat(np.arange(len(joined)), sizes)
    added = np.bincount(places, weights(groups.pool, joining[places], members), minlength=len(joined))
    gains: Floats = (before + added) / sizes - before / (sizes - 1)
    return gains


def _make_trios(groups: Groups) -> bool:
    """Trios among those left over."""
    left = groups.left()
    return grow(groups, left[groups.accept(left, 3)], 3)


def _part(groups: Groups) -> bool:
    """Two who are left over part a pair and take one of it each."""
    left = groups.left()
    left = left[groups.accept(left, 2)]
    pairs = [group for group, members in enumerate(groups.members) if len(members) == 2]
    if len(left) < 2 or not pairs:
        return False
    ends = np.array([groups.members[group] for group in pairs], dtype=np.int64)
    first, second = (_meets(groups, left, ends[:, side]) for side in (0, 1))
    placed = False
    for at in np.flatnonzero(first.any(axis=0) & second.any(axis=0)).tolist():
        for one in left[first[:, at]].tolist():
            others = [number for number in left[second[:, at]].tolist() if number != one]
            free = [number for number in others if set(groups.seats.first(np.array([one, number]))) == {one, number}]
            free = [number for number in free if groups.group_of[number] == NOBODY]
            if groups.group_of[one] == NOBODY and free:
                groups.change(pairs[at], [int(ends[at, 0]), one])
                groups.add([int(ends[at, 1]), free[0]])
                placed = True
                break
    return placed


def _meets(groups: Groups, left: Numbers, others: Numbers) -> Flags:
    """Whether each of those left over (rows) may meet each of the others (columns) one-to-one."""
    return compatible(groups.pool, left, others) & groups.pool.across(left[:, None], others[None, :])
