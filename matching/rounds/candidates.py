"""Who comes into question for whom: products of blocks of vectors, so that memory stays bounded however many there are.

A product of two blocks is fast and nearly exact, and serves both sides. What is kept of it is then computed pair by
pair, exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from matching.rounds.best import Best
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

    def joined(self, others: Edges, size: int) -> Edges:
        """These and others, which are not among them, in the order of their keys."""
        one, other = np.concatenate((self.one, others.one)), np.concatenate((self.other, others.other))
        order = np.argsort(one * size + other)
        return Edges(one[order], other[order], np.concatenate((self.weight, others.weight))[order])

    def new(self, pool: Pool, keys: Numbers) -> Edges:
        """Of pairs, given as low * size + high, those that may meet one-to-one and are not among these."""
        return permitted(pool, np.setdiff1d(keys, self.keys(pool.size)))

    def among(self, chosen: Flags) -> Edges:
        """The pairs of which both are chosen."""
        kept = chosen[self.one] & chosen[self.other]
        return Edges(self.one[kept], self.other[kept], self.weight[kept])


def candidates(pool: Pool, per_sector: int = PER_SECTOR) -> Edges:
    """Each person's best in each other sector, as far as the rules permit: of a few people, everybody."""
    floor = np.float32(max(pool.rules.floor - BLUR, 0))
    weakest = pool.weakest_topics()
    found = [np.zeros(0, dtype=np.int64)]
    for ours, theirs, mine, others in _sector_pairs(pool):
        left = _Side.of(pool, mine, pool.pulled_rows(theirs))
        right = _Side.of(pool, others, pool.pulled_rows(ours))
        own, least = (
            weakest[side.people] * pool.pulls[side.people, code].astype(np.float32)
            for side, code in ((left, theirs), (right, ours))
        )
        best = Best(per_sector)
        for at, worth in _products(left, right):
            block = slice(at, at + BLOCK)
            worth /= own[block, None]  # so that the floor is each column's own
            best.look(left.people[block], right.people, worth, np.maximum(floor * least, 1e-9), own[block])
        found.append(best.keys(pool.size))
    return permitted(pool, np.unique(np.concatenate(found)))


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
    left, right = _Side.of(pool, who, pool.rows), _Side.of(pool, whom, pool.rows)
    for at, overlap in _products(left, right):
        rows, columns = np.nonzero(overlap >= pool.rules.floor - BLUR)
        free = pool.may_meet(left.people[at + rows], right.people[columns])
        rows, columns = rows[free], columns[free]
        one, other = left.people[at + rows], right.people[columns]
        near = overlap[rows, columns].astype(np.float64)
        rival = pool.suppliers[one] & pool.suppliers[other] & (abs(near - pool.rules.ceiling) < BLUR)
        unsure = np.flatnonzero((near < max(pool.rules.floor, 0) + BLUR) | rival)
        near[unsure] = pool.likeness(one[unsure], other[unsure]).overlap
        close = pool.close(one, other, near)
        found[left.order[at + rows[close]], right.order[columns[close]]] = True
    return found


def underpriced(pool: Pool, worth: Floats, each: int, margin: float) -> Numbers:
    """Pairs, as low * size + high, that may be worth more than their two prices and a margin, by bounds from above of
    their weights: for each person, in each other sector, the `each` that are so by most.
    """
    price, alone = worth.astype(np.float32)[:, None], np.ones((pool.size, 1), dtype=np.float32)
    found = [np.zeros(0, dtype=np.int64)]
    for ours, theirs, mine, others in _sector_pairs(pool):
        factor = np.float32(max(pool.distances[ours, theirs], pool.distances[theirs, ours]) * 1.0001)
        # A product of these is what the two are worth less both prices.
        left = _Side.of(pool, mine, factor * pool.pulled_rows(theirs), np.hstack((-price, alone)))
        right = _Side.of(pool, others, pool.pulled_rows(ours), np.hstack((alone, -price)))
        least = np.float32(2e-3) * factor * np.float32(pool.pulls[mine, theirs].max() * pool.pulls[others, ours].max())
        cheap = np.flatnonzero(price[right.people, 0] < least)
        best = Best(each)
        for at, excess in _products(left, right):
            block = left.people[at : at + BLOCK]
            place = np.ix_(np.flatnonzero(price[block, 0] < least), cheap)  # any two are worth a little
            excess[place] = np.maximum(excess[place], least - price[block[place[0]], 0] - price[right.people[cheap], 0])
            best.look(block, right.people, excess, np.float32(margin))
        found.append(best.keys(pool.size))
    return np.unique(np.concatenate(found))


def _sector_pairs(pool: Pool) -> Iterator[tuple[int, int, Numbers, Numbers]]:
    """Every two different sectors once, by number, with the people of each."""
    places = [np.flatnonzero(pool.sectors == code) for code in range(len(pool.sector_names))]
    for (ours, mine), (theirs, others) in combinations(enumerate(places), 2):
        if len(mine) and len(others):
            yield ours, theirs, mine, others


@dataclass(frozen=True, slots=True)
class _Side:
    """People on one side of products, those with most topics first; `order` has their places among those asked for.

    `topics` are rows of everybody's first topic, then of the second of those who have two, and so on.
    """

    people: Numbers
    order: Numbers
    topics: list[Rows]

    @staticmethod
    def of(pool: Pool, people: Numbers, rows: Rows, more: Rows | None = None) -> _Side:
        """These people, with these rows of everybody's topics, to which each person may add `more` columns."""
        order = np.argsort(-pool.counts[people], kind="stable")
        people = people[order]
        topics = []
        for at in range(max(1, int(pool.counts[people].max(initial=0)))):
            those = people[pool.counts[people] > at]
            mine = rows[pool.starts[those] + at]
            topics.append(mine if more is None else np.hstack((mine, more[those])))
        return _Side(people, order, topics)


def _products(left: _Side, right: _Side) -> Iterator[tuple[int, Rows]]:
    """Block by block, from which place on, the highest product of any topic of those on the left (rows) with any of
    those on the right (columns).
    """
    for at in range(0, len(left.people), BLOCK):
        highest = left.topics[0][at : at + BLOCK] @ right.topics[0].T
        for a, b in product(range(len(left.topics)), range(len(right.topics))):
            mine, theirs = left.topics[a][at : at + BLOCK], right.topics[b]
            if (a or b) and len(mine):
                corner = highest[: len(mine), : len(theirs)]
                np.maximum(corner, mine @ theirs.T, out=corner)
        yield at, highest
