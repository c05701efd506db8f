"""The best pairs: everybody is assigned somebody, and the odd cycles of that are mended.

Where two chose each other they are a pair; a cycle of even length falls into pairs without loss. Of an odd cycle one
member stays over: whoever of them reaches somebody else at the least loss, by pairs that swap partners along a path.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from matching.rounds.assignment import Arcs, assign
from matching.rounds.candidates import Edges
from matching.rounds.pool import Numbers

NOBODY = -1
GAP = 1e-3  # among many, what choices may lack of the best: odd cycles cost more
EFFORT = 20_000  # edges looked at, in all tries together, to prove that pairs are the best


def best_pairs(size: int, edges: Edges) -> Numbers:
    """Everybody's partner, or NOBODY: pairs among these edges whose weights have the highest sum, or nearly so.

    Among few people the highest is proven: an odd cycle never keeps all of its edges, so each is left out in turn, as
    long as what remains could be worth more than what was found.
    """
    first = best = _Try.of(Arcs.of(size, edges))
    tries = [(-first.most, 0, first)]
    count = 0
    while tries:
        _, _, widest = heapq.heappop(tries)
        if widest.most <= best.reached or (count + len(widest.odd)) * len(edges.one) > EFFORT:
            break
        for one, other in zip(widest.odd, widest.odd[1:] + widest.odd[:1], strict=True):
            narrower = _Try.of(widest.arcs.without(one, other))
            count += 1
            best = max(best, narrower, key=lambda it: it.reached)
            if narrower.odd:
                heapq.heappush(tries, (-narrower.most, count, narrower))
    return best.partners


@dataclass(frozen=True, slots=True)
class _Try:
    """Pairs made of some arcs: twice what they reach, twice what any could, and the shortest odd cycle on the way."""

    arcs: Arcs
    partners: Numbers
    reached: int
    most: int
    odd: list[int]

    @staticmethod
    def of(arcs: Arcs) -> _Try:
        """Assign, and mend the odd cycles."""
        found = assign(arcs, GAP)
        cycles = _cycles(found.chosen)
        odd = [cycle for cycle in cycles if len(cycle) % 2]
        mending = _Mending(found.arcs, found.worth, [cycle for cycle in cycles if not len(cycle) % 2])
        partners = mending.mended(odd)
        reached = int(arcs.weight[partners[arcs.origin] == arcs.target].sum())
        return _Try(arcs, partners, reached, int(found.worth.sum()), min(odd, key=len, default=[]))


def _cycles(chosen: Numbers) -> list[list[int]]:
    """The cycles in which everybody chose the next, without those who chose themselves."""
    following: list[int] = chosen.tolist()
    seen = [False] * len(following)
    cycles = []
    for start in range(len(following)):
        cycle, at = [], start
        while not seen[at]:
            seen[at] = True
            cycle.append(at)
            at = following[at]
        if len(cycle) > 1:
            cycles.append(cycle)
    return cycles


@dataclass(frozen=True, slots=True, order=True)
class _End:
    """Where a path may end: at what loss, who was free last, and whom they take (NOBODY: they stay over)."""

    loss: int
    free: int
    taken: int


class _Mending:
    """Pairs in the making. Losses are measured by prices: an edge loses what its ends' prices exceed its weight by."""

    def __init__(self, arcs: Arcs, worth: Numbers, even: list[list[int]]) -> None:
        self._even = even
        self._partners = [NOBODY] * len(worth)
        self._worth: list[int] = worth.tolist()
        slack = worth[arcs.origin] + worth[arcs.target] - 2 * arcs.weight
        order = np.lexsort((arcs.target, slack, arcs.origin))
        self._targets: list[int] = arcs.target[order].tolist()
        self._slacks: list[int] = slack[order].tolist()
        self._starts: list[int] = arcs.starts.tolist()
        self._cycle_of: dict[int, list[int]] = {}

    def mended(self, odd: list[list[int]]) -> Numbers:
        """Everybody's partner: all are paired up, but for whom of each odd cycle it is best to leave over."""
        self._partners = [NOBODY] * len(self._worth)
        self._cycle_of = {member: cycle for cycle in odd for member in cycle}
        for cycle in self._even:
            self._pair_up(cycle)
        for cycle in odd:
            if cycle[0] in self._cycle_of:
                self._mend(cycle)
        return np.array(self._partners, dtype=np.int64)

    def _pair_up(self, members: list[int]) -> None:
        """Make pairs of neighbours in an even row of people."""
        for one, other in zip(members[::2], members[1::2], strict=True):
            self._partners[one], self._partners[other] = other, one

    def _mend(self, cycle: list[int]) -> None:
        before, ends = self._search(cycle)
        for end in sorted(ends):
            path = self._path(before, end)
            met = [number for pair in path for number in pair if number != NOBODY]
            if len(set(met)) == len(met):
                break
        self._open(cycle, path[0][0])
        if end.taken in self._cycle_of:
            self._open(self._cycle_of[end.taken], end.taken)
        for one, other in path:
            self._partners[one] = other
            if other != NOBODY:
                self._partners[other] = one

    def _search(self, cycle: list[int]) -> tuple[dict[int, tuple[int, int]], list[_End]]:
        """The cheapest ways from any member of a cycle: for each who could become free, who was before and whom that
        one took; and where to end."""
        before: dict[int, tuple[int, int]] = {}
        ends: list[_End] = []
        least = 1 << 62
        mine, near = set(cycle), dict.fromkeys(cycle, 0)
        targets, slacks, partners = self._targets, self._slacks, self._partners
        heap = [(0, member, NOBODY, NOBODY) for member in cycle]
        while heap:
            loss, free, earlier, took = heapq.heappop(heap)
            if loss > least:
                break
            if free in before:
                continue
            before[free] = (earlier, took)
            ends.append(_End(loss + self._worth[free], free, NOBODY))
            least = min(least, ends[-1].loss)
            for at in range(self._starts[free], self._starts[free + 1]):
                target, further = targets[at], loss + slacks[at]
                if further > least:
                    break
                if target in mine:
                    continue
                partner = partners[target]
                if partner != NOBODY:
                    if further < near.get(partner, least + 1):
                        near[partner] = further
                        heapq.heappush(heap, (further, partner, free, target))
                    continue
                end = further if target in self._cycle_of else further - self._worth[target]
                ends.append(_End(end, free, target))
                least = min(least, end)
        return before, ends

    @staticmethod
    def _path(before: dict[int, tuple[int, int]], end: _End) -> list[tuple[int, int]]:
        """The pairs that a path makes, from the cycle on; the last may be with NOBODY."""
        pairs, free, taken = [], end.free, end.taken
        while free != NOBODY:
            pairs.append((free, taken))
            free, taken = before[free]
        return pairs[::-1]

    def _open(self, cycle: list[int], member: int) -> None:
        """Pair up a cycle but for one member."""
        at = cycle.index(member)
        self._pair_up(cycle[at + 1 :] + cycle[:at])
        for each in cycle:
            del self._cycle_of[each]
