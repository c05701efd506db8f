"""Pairs and trios as they stand, as arrays: what it loses to take somebody out of one, or to join it.

Losses are of the round's total: below 0 where something is gained.
"""

from __future__ import annotations

import numpy as np

from matching.rounds.candidates import Edges
from matching.rounds.groups import Groups, weights
from matching.rounds.pairs import NOBODY
from matching.rounds.pool import Floats, Numbers, Pool

NEVER = np.inf  # a loss that nothing makes up for


class Known:
    """What two people are worth, as far as they are candidates: 0 within a sector, else below 0."""

    def __init__(self, pool: Pool, edges: Edges) -> None:
        self._pool = pool
        self._keys, self._worth = edges.keys(pool.size), edges.weight

    def of(self, one: Numbers, other: Numbers) -> Floats:
        """Of these pairs."""
        keys = np.minimum(one, other) * self._pool.size + np.maximum(one, other)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        found: Floats = np.where(
            self._keys[at] == keys, self._worth[at], np.where(self._pool.across(one, other), -1.0, 0.0)
        )
        return found


class Standing:
    """The pairs and trios of people who accept either. `partner` and `worth` are of everybody's pair; `trios` are rows
    of three, `trio` everybody's row, `rest` what the other two are worth, and `leaving` what is lost when they leave.
    """

    def __init__(self, groups: Groups, known: Known) -> None:
        pool = groups.pool
        self.partner: Numbers = np.full(pool.size, NOBODY, dtype=np.int64)
        self.trio: Numbers = np.full(pool.size, NOBODY, dtype=np.int64)
        self.worth: Floats = np.zeros(pool.size)
        self.leaving: Floats = np.full(pool.size, NEVER)
        self.rest: Floats = np.zeros(pool.size)
        pairs, self.trios = _of_size(groups, 2), _of_size(groups, 3)
        one, other = pairs.T
        self.partner[one], self.partner[other] = other, one
        worth = known.of(one, other)
        others = np.flatnonzero(worth < 0)
        worth[others] = weights(pool, one[others], other[others])
        self.worth[one] = self.worth[other] = worth
        self.trio[self.trios] = np.arange(len(self.trios))[:, None]
        ties = [weights(pool, self.trios[:, a], self.trios[:, b]) for a, b in ((1, 2), (0, 2), (0, 1))]
        for member, rest in enumerate(ties):
            self.rest[self.trios[:, member]] = rest
            self.leaving[self.trios[:, member]] = np.where(rest > 0, sum(ties) / 2 - rest, NEVER)

    def remaining(self, members: Numbers) -> tuple[Numbers, Numbers]:
        """The other two of each one's trio."""
        rows = self.trios[self.trio[members]]
        one, other = rows[rows != members[:, None]].reshape(-1, 2).T
        return one, other


def _of_size(groups: Groups, size: int) -> Numbers:
    """The groups of this size whose members accept pairs and trios, shape (n, size)."""
    takes_both = (groups.smallest <= 2) & (groups.largest >= 3)
    found = np.array([members for members in groups.members if len(members) == size], dtype=np.int64).reshape(-1, size)
    rows: Numbers = found[takes_both[found].all(axis=1)]
    return rows
