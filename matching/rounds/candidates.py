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
    their weights: for each person, in each other sector, the `each` that are so by most.
    """
    weighted = pool.rows * np.sqrt(pool.row_weights).astype(np.float32)[:, None]
    pulls, price = pool.pulls.astype(np.float32), worth.astype(np.float32)
    owner = np.repeat(np.arange(pool.size), pool.counts)
    asked, one = -price[owner][:, None], np.ones((len(owner), 1), dtype=np.float32)
    found = []
    for ours, theirs, mine, others in _sector_pairs(pool):
        factor = np.float32(pool.distances[ours, theirs] * 1.0001)
        # A product of these is what the two are worth less both prices.
        left = np.hstack((weighted * (factor * pulls[owner, theirs])[:, None], asked, one))
        right = np.hstack((weighted * pulls[owner, ours][:, None], one, asked))
        least = np.float32(2e-3) * factor * pulls[mine, theirs].max() * pulls[others, ours].max()
        cheap = np.flatnonzero(price[others] < least)
        for at in range(0, len(mine), BLOCK):
            block = mine[at : at + BLOCK]
            excess = products(pool, block, others, left, right)
            place = np.ix_(np.flatnonzero(price[block] < least), cheap)  # any two are worth a little
            excess[place] = np.maximum(excess[place], least - price[block][place[0]] - price[others][place[1]])
            rows, columns = _highest(excess, each, np.full(len(others), margin, dtype=np.float32))
            them, whom = block[rows], others[columns]
            found.append(np.minimum(them, whom) * pool.size + np.maximum(them, whom))
    return np.unique(np.concatenate([*found, np.zeros(0, dtype=np.int64)]))


def _sector_pairs(pool: Pool) -> Iterator[tuple[int, int, Numbers, Numbers]]:
    """Every two different sectors, by number, with the people of each."""
    codes = range(len(pool.sector_names))
    places = [_talkative_first(pool, np.flatnonzero(pool.sectors == code)) for code in codes]
    for ours, mine in enumerate(places):
        for theirs, others in enumerate(places):
            if ours != theirs and len(mine) and len(others):
                yield ours, theirs, mine, others


def _best_of(pool: Pool, per_sector: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of each person with those of another sector whose topics are closest, weighed as far as factors go."""
    weighted = pool.rows * np.sqrt(pool.row_weights).astype(np.float32)[:, None]
    floor = max(pool.rules.floor - BLUR, 0) * float(pool.row_weights.min(initial=1.0))
    for ours, _, mine, others in _sector_pairs(pool):
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
            if not (at or of) or not len(mine) or not len(theirs):
                continue
            more = rows[pool.starts[who[mine]] + at] @ columns[pool.starts[whom[theirs]] + of].T
            if mine[-1] < len(mine) and theirs[-1] < len(theirs):  # those with most topics come first
                corner = highest[: len(mine), : len(theirs)]
                np.maximum(corner, more, out=corner)
            else:
                place = np.ix_(mine, theirs)
                highest[place] = np.maximum(highest[place], more)
    return highest


def _talkative_first(pool: Pool, people: Numbers) -> Numbers:
    """People in the order in which their products are found fastest: those with most topics first."""
    ordered: Numbers = people[np.argsort(-pool.counts[people], kind="stable")]
    return ordered
