"""An assignment of everybody to somebody, and prices that prove it best.

Let everybody choose one other, or themselves for nobody, so that nobody is chosen twice and the chosen weights have the
highest sum. This is fast even for ten thousand. Half the sum bounds what any set of pairs is worth: a pair counts once
from either side. It bounds groups too, when a group of k is worth the sum of its ties over k - 1: nobody's shares in
ties then exceed 1.

Weights are whole millionths here, so that sums are exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.rounds.candidates import Edges
from matching.rounds.pool import Numbers

UNIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Arcs:
    """Edges from either side, sorted by the person they start from; `starts` has where each person's begin."""

    origin: Numbers
    target: Numbers
    weight: Numbers
    starts: Numbers

    @staticmethod
    def of(size: int, edges: Edges) -> Arcs:
        """The arcs of these edges among `size` people."""
        units = np.rint(edges.weight * UNIT).astype(np.int64)
        origin, target = np.concatenate((edges.one, edges.other)), np.concatenate((edges.other, edges.one))
        weight = np.concatenate((units, units))
        order = np.lexsort((target, origin))
        origin = origin[order]
        starts = np.searchsorted(origin, np.arange(size + 1)).astype(np.int64)
        return Arcs(origin, target[order], weight[order], starts)

    def without(self, one: int, other: int) -> Arcs:
        """All but the two arcs between two people."""
        kept = ~((self.origin == one) & (self.target == other) | (self.origin == other) & (self.target == one))
        origin = self.origin[kept]
        starts = np.searchsorted(origin, np.arange(len(self.starts))).astype(np.int64)
        return Arcs(origin, self.target[kept], self.weight[kept], starts)


def assign(arcs: Arcs) -> Numbers:
    """Whom everybody chooses."""
    size = len(arcs.starts) - 1
    alone = np.arange(size)
    if not len(arcs.weight):
        return alone
    top = int(arcs.weight.max()) + UNIT  # choosing nobody costs this much, so every cost is finite and above 0
    costs = np.concatenate((top - arcs.weight, np.full(size, top))).astype(np.float64)
    places = np.concatenate((arcs.origin, alone)), np.concatenate((arcs.target, alone))
    _, chosen = min_weight_full_bipartite_matching(csr_array((costs, places), shape=(size, size)))
    return np.asarray(chosen, dtype=np.int64)


def prices(arcs: Arcs, chosen: Numbers) -> Numbers:
    """What everybody is worth, in half units: two prices are at least twice their edge's weight, and just that when one
    chose the other. Their sum is the sum of the chosen weights, which proves that no choice is better.
    """
    size = len(chosen)
    got = np.zeros(size, dtype=np.int64)
    hit = np.flatnonzero(chosen[arcs.origin] == arcs.target)
    got[arcs.origin[hit]] = arcs.weight[hit]
    asked = np.zeros(size, dtype=np.int64)  # for being chosen; what the chooser keeps is `got` less that
    occupied = np.flatnonzero(np.diff(arcs.starts))
    while True:
        kept = got - asked[chosen]
        least = np.maximum(asked, -kept)  # by choosing oneself
        if len(occupied):
            bids = np.maximum.reduceat(arcs.weight - kept[arcs.target], arcs.starts[occupied])
            least[occupied] = np.maximum(least[occupied], bids)
        if np.array_equal(least, asked):
            worth: Numbers = kept + asked
            return worth
        asked = least
