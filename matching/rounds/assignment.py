"""An assignment of everybody to somebody, and prices that prove how good it is.

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
from matching.rounds.pool import Flags, Floats, Numbers

UNIT = 1_000_000
MANY = 50_000  # arcs; of more, only some are looked at first
FIRST = 4  # arcs of each person that are
SOFTNESS = ((0.1, 10), (0.04, 25), (0.02, 35))  # of choices, as a share of what people get at best; and turns with it


@dataclass(frozen=True, slots=True)
class Arcs:
    """Edges from either side, sorted by the person they start from; `starts` has where each person's begin, and `back`
    which arc leads back.
    """

    origin: Numbers
    target: Numbers
    weight: Numbers
    starts: Numbers
    back: Numbers

    @staticmethod
    def of(size: int, edges: Edges) -> Arcs:
        """The arcs of these edges among `size` people."""
        count = len(edges.one)
        units = np.rint(edges.weight * UNIT).astype(np.int64)
        origin, target = np.concatenate((edges.one, edges.other)), np.concatenate((edges.other, edges.one))
        order = np.lexsort((target, origin))
        place = np.empty_like(order)
        place[order] = np.arange(2 * count)
        back = place[np.where(order < count, order + count, order - count)]
        starts = np.searchsorted(origin[order], np.arange(size + 1)).astype(np.int64)
        return Arcs(origin[order], target[order], np.concatenate((units, units))[order], starts, back)

    def only(self, kept: Flags) -> Arcs:
        """Some of the arcs, each with the one that leads back."""
        kept = kept | kept[self.back]
        place = np.cumsum(kept) - 1
        starts = np.concatenate(([0], np.cumsum(kept)))[self.starts]
        return Arcs(self.origin[kept], self.target[kept], self.weight[kept], starts, place[self.back[kept]])

    def without(self, one: int, other: int) -> Arcs:
        """All but the two arcs between two people."""
        return self.only(
            ~((self.origin == one) & (self.target == other) | (self.origin == other) & (self.target == one))
        )


@dataclass(frozen=True, slots=True)
class Assignment:
    """Whom everybody chooses among these arcs, and what everybody is worth then: see `prices`."""

    arcs: Arcs
    chosen: Numbers
    worth: Numbers


def assign(arcs: Arcs, gap: float = 0.0) -> Assignment:
    """The best choices; at most this share below the best, with a `gap`.

    Of many arcs, those that are closest to settled prices come first. An arc that is worth more than its two prices is
    missed; as long as all that are could raise the sum by more than the gap, they are added, and all choose anew.
    """
    kept, rough = np.ones(len(arcs.weight), dtype=np.bool_), np.zeros(len(arcs.starts) - 1, dtype=np.int64)
    if len(arcs.weight) > MANY:
        rough = np.rint(settled(arcs)).astype(np.int64)
        kept = _first(arcs, rough[arcs.origin] + rough[arcs.target] - arcs.weight, FIRST)
    while True:
        some = arcs.only(kept)
        chosen = _choices(some, rough)
        worth = prices(some, chosen)
        lacking = 2 * arcs.weight - worth[arcs.origin] - worth[arcs.target]
        missed = lacking > 0
        raised = np.zeros_like(worth)
        once = np.flatnonzero(missed & (arcs.origin < arcs.target))
        np.maximum.at(raised, arcs.origin[once], lacking[once])
        if raised.sum() <= gap * worth.sum():
            return Assignment(some, chosen, worth)
        kept, rough = kept | missed, worth // 2


def settled(arcs: Arcs) -> Floats:
    """Prices, in units, at which everybody is chosen about once if all choose softly: near those of the best choices.

    Whoever is chosen more than once asks for more, by half of what would settle it, since the others move as well.
    """
    worth = np.zeros(len(arcs.starts) - 1, dtype=np.float32)
    told = np.flatnonzero(np.diff(arcs.starts))
    if not len(told):
        return worth.astype(np.float64)
    firsts, weight = arcs.starts[told], arcs.weight.astype(np.float32)
    best = np.maximum.reduceat(weight, firsts)
    worth[told] = best / 2
    for softness, turns in SOFTNESS:
        soft = np.float32(softness * best.mean())
        for _ in range(turns):
            over = (weight - worth[arcs.origin] - worth[arcs.target]) / soft
            choices = np.exp(-worth / soft)  # of nobody
            choices[told] += np.add.reduceat(np.exp(np.minimum(over, np.float32(50))), firsts)
            worth = np.maximum(worth + soft / 2 * np.log(np.maximum(choices, np.float32(1e-30))), np.float32(0))
    return worth.astype(np.float64)


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


def _choices(arcs: Arcs, rough: Numbers) -> Numbers:
    """The choices of the highest sum. Costs are what is lost at rough prices, since near the best ones they are found
    fastest; whatever the prices, the same choices cost least.
    """
    size = len(arcs.starts) - 1
    alone = np.arange(size)
    if not len(arcs.weight):
        return alone
    lost = np.concatenate((rough[arcs.origin] + rough[arcs.target] - arcs.weight, 2 * rough))
    costs = (lost - lost.min() + UNIT).astype(np.float64)  # above 0, or an arc would be none
    places = np.concatenate((arcs.origin, alone)), np.concatenate((arcs.target, alone))
    _, chosen = min_weight_full_bipartite_matching(csr_array((costs, places), shape=(size, size)))
    return np.asarray(chosen, dtype=np.int64)


def _first(arcs: Arcs, lost: Numbers, count: int) -> Flags:
    """Of each person the `count` arcs that lose least."""
    order = np.lexsort((lost, arcs.origin))
    kept = np.zeros(len(order), dtype=np.bool_)
    kept[order[np.arange(len(order)) - arcs.starts[arcs.origin] < count]] = True
    return kept
