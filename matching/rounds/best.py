"""The highest of each row and each column of a large product, which is looked at block by block."""

from __future__ import annotations

import numpy as np

from matching.rounds.pool import Numbers
from matching.rounds.values import Rows

HELD = 4_000_000  # pairs; of more, those that are not among the highest so far are dropped


class Best:
    """For each person on either side, the `count` that are worth most."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._parts: list[tuple[Numbers, Numbers, Rows]] = []

    def look(
        self, one: Numbers, other: Numbers, worth: Rows, least: Rows | np.float32, own: Rows | None = None
    ) -> None:
        """Look at a block, of which these are the people: whatever reaches its column's `least` comes into question.

        `own` is by what each row is to be multiplied, once that is seen.
        """
        high = worth >= least
        if np.count_nonzero(high) > self._count * sum(worth.shape):
            scaled = worth if own is None else worth * own[:, None]
            high &= (scaled >= _lowest(scaled, self._count, 1)) | (scaled >= _lowest(scaled, self._count, 0))
        rows, columns = np.nonzero(high)
        values = worth[rows, columns] if own is None else worth[rows, columns] * own[rows]
        self._parts.append((one[rows], other[columns], values))
        if sum(len(part[0]) for part in self._parts) > HELD:
            self._parts = [self._highest()]

    def keys(self, size: int) -> Numbers:
        """The pairs, as low * size + high, that are among the highest of one of the two."""
        one, other, _ = self._highest()
        return np.minimum(one, other) * size + np.maximum(one, other)

    def _highest(self) -> tuple[Numbers, Numbers, Rows]:
        one, other, worth = (np.concatenate(column) for column in zip(*self._parts, strict=True))
        kept = (_ranks(one, worth) < self._count) | (_ranks(other, worth) < self._count)
        return one[kept], other[kept], worth[kept]


def _lowest(worth: Rows, count: int, axis: int) -> Rows | float:
    """Along an axis, the lowest of the `count` highest."""
    if worth.shape[axis] <= count:
        return -np.inf
    found: Rows = np.partition(worth, -count, axis=axis).take([-count], axis=axis)
    return found


def _ranks(ends: Numbers, worth: Rows) -> Numbers:
    """How many of the same person are worth more: of equal ones, those that come earlier."""
    order = np.lexsort((-worth, ends))
    ordered = ends[order]
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return ranks
