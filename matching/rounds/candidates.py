"""Who comes into question for whom: products of blocks of vectors, so that memory stays bounded however many there are.

A product of two blocks is fast and nearly exact; what is kept of it is then computed pair by pair, exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.rounds.pool import Flags, Floats, Numbers, Pool
from matching.rounds.values import Rows

BLOCK = 512  # people on one side of a product
PER_SECTOR = 32  # candidates that each person keeps in each other sector
BLUR = 1e-4  # more than a product of blocks errs by


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs that the rules permit to meet one-to-one, each once, `one` < `other`, with weights above 0."""

    one: Numbers
    other: Numbers
    weight: Floats

    def keys(self, size: int) -> Numbers:
        """The pairs as low * size + high."""
        return self.one * size + self.other

    def among(self, chosen: Flags) -> Edges:
        """The pairs of which both are chosen."""
        kept = chosen[self.one] & chosen[self.other]
        return Edges(self.one[kept], self.other[kept], self.weight[kept])


def candidates(pool: Pool, per_sector: int = PER_SECTOR) -> Edges:
    """Each person's best in each other sector, as far as the rules permit: of a few people, everybody."""
    keys = [np.minimum(one, other) * pool.size + np.maximum(one, other) for one, other in _best_of(pool, per_sector)]
    return permitted(pool, np.unique(np.concatenate([*keys, np.zeros(0, dtype=np.int64)])))


def permitted(pool: Pool, keys: Numbers) -> Edges:
    """Of pairs, given as low * size + high, those that may meet one-to-one."""
    one, other = keys // pool.size, keys % pool.size
    free = pool.across(one, other) & pool.may_meet(one, other)
    one, other = one[free], other[free]
    likeness = pool.likeness(one, other)
    close = pool.close(one, other, likeness.overlap)
    one, other = one[close], other[close]
    return Edges(one, other, pool.weights(one, other, likeness.strength[close]))


def compatible(pool: Pool, who: Numbers, whom: Numbers) -> Flags:
    """Whether each of `who` (rows) may be in one group with each of `whom` (columns): of any sector."""
    found = np.zeros((len(who), len(whom)), dtype=np.bool_)
    for at in range(0, len(who), BLOCK):
        block = who[at : at + BLOCK]
        overlap = products(pool, block, whom, pool.rows, pool.rows)
        rows, columns = np.nonzero(overlap >= pool.rules.floor - BLUR)
        free = pool.may_meet(block[rows], whom[columns])
        rows, columns = rows[free], columns[free]
        near = overlap[rows, columns].astype(np.float64)
        rival = pool.suppliers[block[rows]] & pool.suppliers[whom[columns]]
        unsure = np.flatnonzero(
            (near < max(pool.rules.floor, 0) + BLUR) | (rival & (abs(near - pool.rules.ceiling) < BLUR))
        )
        near[unsure] = pool.likeness(block[rows[unsure]], whom[columns[unsure]]).overlap
        close = pool.close(block[rows], whom[columns], near)
        found[at + rows[close], columns[close]] = True
    return found


def underpriced(pool: Pool, worth: Floats, each: int, margin: float) -> Numbers:
    """Pairs, as low * size + high, that may be worth more than their two prices and a margin, by bounds from above of
    their weights: for each person the `each` that are so by most.
    """
    everybody = np.arange(pool.size)
    weighted = pool.rows * np.sqrt(pool.row_weights).astype(np.float32)[:, None]
    found = []
    for at in range(0, pool.size, BLOCK):
        block = everybody[at : at + BLOCK]
        excess = np.maximum(products(pool, block, everybody, weighted, weighted), 2e-3)
        excess *= (pool.distances * 1.0001)[pool.sectors[block]][:, pool.sectors]
        excess *= pool.pulls[block][:, pool.sectors] * pool.pulls[:, pool.sectors[block]].T
        excess -= worth[block][:, None] + worth[None, :]
        rows, columns = _highest(excess, each, np.full(pool.size, margin, dtype=np.float32))
        found.append(np.minimum(block[rows], columns) * pool.size + np.maximum(block[rows], columns))
    return np.unique(np.concatenate([*found, np.zeros(0, dtype=np.int64)]))


def _best_of(pool: Pool, per_sector: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of each person with those of another sector whose topics are closest, weighed as far as factors go."""
    places = [np.flatnonzero(pool.sectors == code) for code in range(len(pool.sector_names))]
    weighted = pool.rows * np.sqrt(pool.row_weights).astype(np.float32)[:, None]
    floor = max(pool.rules.floor - BLUR, 0) * float(pool.row_weights.min(initial=1.0))
    for ours, mine in enumerate(places):
        for theirs, others in enumerate(places):
            if ours == theirs or not len(mine) or not len(others):
                continue
            pulls = pool.pulls[:, ours].astype(np.float32)
            their_rows = weighted * np.repeat(pulls, pool.counts)[:, None]
            least = np.maximum(floor * pulls[others], 1e-9)
            for at in range(0, len(mine), BLOCK):
                block = mine[at : at + BLOCK]
                worth = products(pool, block, others, weighted, their_rows)
                rows, columns = _highest(worth, per_sector, least)
                yield block[rows], others[columns]


def _highest(
    worth: NDArray[np.float32], count: int, least: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the `count` highest of each row are that reach their column's least: more when some are equal."""
    if worth.shape[1] > count:
        highest = np.partition(worth, -count, axis=1)[:, -count]
        least = np.maximum(highest[:, None], least)
    rows, columns = np.nonzero(worth >= least)
    return rows, columns


def products(pool: Pool, who: Numbers, whom: Numbers, rows: Rows, columns: Rows) -> NDArray[np.float32]:
    """The highest product of any topic of each of `who` with any of each of `whom`."""
    highest = rows[pool.starts[who]] @ columns[pool.starts[whom]].T
    for at in range(int(pool.counts[who].max(initial=0))):
        for of in range(int(pool.counts[whom].max(initial=0))):
            mine, theirs = np.flatnonzero(pool.counts[who] > at), np.flatnonzero(pool.counts[whom] > of)
            if (at or of) and len(mine) and len(theirs):
                more = rows[pool.starts[who[mine]] + at] @ columns[pool.starts[whom[theirs]] + of].T
                place = np.ix_(mine, theirs)
                highest[place] = np.maximum(highest[place], more)
    return highest
