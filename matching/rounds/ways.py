"""The cheapest ways in which everybody could be set free, all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.rounds.candidates import Edges
from matching.rounds.pairs import NOBODY
from matching.rounds.pool import Flags, Floats, Numbers
from matching.rounds.standing import NEVER, Known, Standing

LONGEST = 8  # steps of a chain
LEAST = 1e-6  # a gain that counts


@dataclass(frozen=True, slots=True)
class Near:
    """Of everybody some candidates, sorted by `one`."""

    one: Numbers
    other: Numbers
    weight: Floats

    @staticmethod
    def of(edges: Edges, standing: Standing, open_to: Flags, each: int) -> Near:
        """The `each` who are worth most beside what they have already, of people who are open to pairs and trios."""
        one, other = np.concatenate((edges.one, edges.other)), np.concatenate((edges.other, edges.one))
        weight = np.concatenate((edges.weight, edges.weight))
        order = np.lexsort((standing.worth[other] / 2 - weight, one))
        rank = np.arange(len(order)) - np.searchsorted(one[order], one[order])
        kept = order[rank < each]
        kept = kept[open_to[one[kept]] & open_to[other[kept]]]
        return Near(one[kept], other[kept], weight[kept])

    def where(self, chosen: Flags) -> Near:
        """Only the chosen ones."""
        return Near(self.one[chosen], self.other[chosen], self.weight[chosen])


class Steps:
    """Whoever is `free` takes somebody `taken`, whose partner is `freed` then, at a `loss`; or `joins` the two."""

    def __init__(self, near: Near, standing: Standing, known: Known) -> None:
        freed = standing.partner[near.other]
        within = near.where((freed != NOBODY) & (freed != near.one))
        self.free, self.taken, self.freed = within.one, within.other, standing.partner[within.other]
        before = standing.worth[self.taken]
        self.loss = before - within.weight
        third = known.of(self.free, self.freed)
        self.joins: Floats = np.where(third >= 0, (before - within.weight - third) / 2, NEVER)

    def best_joins(self, size: int) -> tuple[Floats, Numbers]:
        """For everybody what it loses at least to join a pair, and by which step."""
        return _least(self.free, self.joins, size)


class Ways:
    """What it loses at least to set everybody free, and who was set free `first` then: no way changes a group twice.

    `begins` says what it loses to set somebody free first, and `changed` which groups that changes, in columns.
    """

    def __init__(self, begins: Floats, changed: Numbers, group_of: Numbers, steps: Steps) -> None:
        order = np.argsort(steps.freed, kind="stable")
        freed, loss, free, group = (
            steps.freed[order],
            steps.loss[order],
            steps.free[order],
            group_of[steps.taken[order]],
        )
        self._steps, self._turns = steps, list[dict[int, int]]()
        self.loss, self.first, self._changed = begins, np.arange(len(begins)), changed
        for _ in range(LONGEST):
            twice = self.changes(free, group)
            least, by = _least(freed, np.where(twice, NEVER, self.loss[free] + loss), len(begins))
            better = np.flatnonzero(least < self.loss - LEAST)
            if not len(better):
                break
            by = by[better]
            self._turns.append(dict(zip(better.tolist(), order[by].tolist(), strict=True)))
            self.loss, self.first = self.loss.copy(), self.first.copy()
            self.loss[better], self.first[better] = least[better], self.first[free[by]]
            groups = np.hstack((self._changed, np.full((len(begins), 1), NOBODY)))
            groups[better] = np.hstack((self._changed[free[by]], group[by][:, None]))
            self._changed = groups

    def changes(self, persons: Numbers, groups: Numbers) -> Flags:
        """Whether setting each of these persons free changes each of these groups."""
        found: Flags = (self._changed[persons] == groups[:, None]).any(axis=1)
        return found

    def to(self, person: int) -> list[int]:
        """The steps that set somebody free, the first of them first."""
        found = []
        for turn in reversed(self._turns):
            if person in turn:
                found.append(turn[person])
                person = int(self._steps.free[found[-1]])
        return found[::-1]


def _least(whose: Numbers, loss: Floats, size: int) -> tuple[Floats, Numbers]:
    """For everybody the least of these losses, and its place; `whose` is sorted."""
    least, place = np.full(size, NEVER), np.full(size, NOBODY, dtype=np.int64)
    if len(whose):
        firsts = np.flatnonzero(np.diff(whose, prepend=-1))
        lowest = np.minimum.reduceat(loss, firsts)
        lengths = np.diff(firsts, append=len(whose))
        hits = np.flatnonzero(loss == np.repeat(lowest, lengths))[::-1]
        least[whose[firsts]] = lowest
        place[whose[hits]] = hits  # of equal ones the first
    return least, place
