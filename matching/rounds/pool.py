"""The people of a round as arrays: who may meet whom, and what it is worth.

People are numbers 0..n-1 here. Pairs are two arrays of such numbers, of the same length. What is said of a pair never
depends on which of the two comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.rounds.values import Person, Rows, Rules

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

CHUNK = 512  # pairs whose vectors are gathered at once: what a processor keeps close by
STAGES = np.array(  # thinking, doing, done, not told: most for one step apart
    [
        [0.9, 1.0, 0.9, 0.95],
        [1.0, 0.9, 1.0, 0.95],
        [0.9, 1.0, 0.9, 0.95],
        [0.95, 0.95, 0.95, 0.95],
    ]
)
LEAST, MOST = 0.25, 4.0  # how far members can move their own weights


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of pairs: the cosine of the closest topics, which they are, and the best cosine times stage and topic weights."""

    overlap: Floats
    strength: Floats
    topics: tuple[Numbers, Numbers]


class Pool:
    """The arrays of one round. Everybody in it has a topic."""

    def __init__(self, people: Sequence[Person], rules: Rules) -> None:
        self.people = tuple(people)
        self.rules = rules
        self.size = len(self.people)
        self.counts: Numbers = np.array([len(person.topics) for person in people], dtype=np.int64)
        self.starts: Numbers = np.concatenate(([0], np.cumsum(self.counts)))[:-1].astype(np.int64)
        topics = [topic for person in people for topic in person.topics]
        self.rows = _unit([topic.vector for topic in topics])
        self.row_weights: Floats = np.clip([topic.weight for topic in topics], LEAST, MOST)
        self.row_stages: Numbers = np.array([3 if t.stage is None else t.stage for t in topics], dtype=np.int64)
        names = sorted({person.sector for person in people if person.sector is not None})
        self.sector_names: list[str | None] = [*names, None]
        self.sectors = _codes([person.sector for person in people], self.sector_names)
        self.distances = _distances(self.sector_names, rules)
        self.employers = _own_codes([person.employer for person in people])
        self.regions = _own_codes([person.region for person in people])
        self.suppliers: Flags = np.array([person.supplier for person in people], dtype=np.bool_)
        self.pulls = np.array([self._pull(person) for person in people]).reshape(self.size, len(self.sector_names))
        self.refused: Flags = np.array(
            [[name in person.refused_sectors for name in self.sector_names] for person in people], dtype=np.bool_
        ).reshape(self.size, len(self.sector_names))
        self.apart = self._apart()
        self._belongs = _belonging([person.communities for person in people])

    def across(self, one: Numbers, other: Numbers) -> Flags:
        """Whether two are of different sectors, as far as told: two untold ones are not."""
        different: Flags = self.sectors[one] != self.sectors[other]
        return different

    def may_meet(self, one: Numbers, other: Numbers) -> Flags:
        """Whether no rule but closeness keeps two apart: blocks, earlier introductions, employers, refusals."""
        low, high = np.minimum(one, other), np.maximum(one, other)
        free: Flags = ~np.isin(low * self.size + high, self.apart)
        free &= (self.employers[one] != self.employers[other]) & (one != other)
        free &= ~self.refused[one, self.sectors[other]] & ~self.refused[other, self.sectors[one]]
        return free

    def pulled_rows(self, sector: int) -> Rows:
        """Everybody's topics, as heavy as they are and as the person is drawn to a sector: a product of two such rows
        is what the pair is worth, but for factors that lower it.
        """
        heavy: Rows = (np.sqrt(self.row_weights) * np.repeat(self.pulls[:, sector], self.counts)).astype(np.float32)
        return self.rows * heavy[:, None]

    def weakest_topics(self) -> Rows:
        """By what everybody's lightest topic is made lighter, or heavier."""
        lightest = np.minimum.reduceat(self.row_weights, self.starts) if self.size else self.row_weights
        return np.sqrt(lightest).astype(np.float32)

    def likeness(self, one: Numbers, other: Numbers) -> Likeness:
        """How close each pair's topics are. Rounded to 6 places, so that sums do not depend on their order."""
        low, high = np.minimum(one, other), np.maximum(one, other)
        swapped = one > other
        overlap, strength = np.full(len(one), -2.0), np.full(len(one), -np.float64(100))
        at_low, at_high = np.zeros(len(one), dtype=np.int64), np.zeros(len(one), dtype=np.int64)
        for a in range(int(self.counts.max(initial=0))):
            for b in range(int(self.counts.max(initial=0))):
                which = np.flatnonzero((self.counts[low] > a) & (self.counts[high] > b))
                if not len(which):
                    continue
                left, right = self.starts[low[which]] + a, self.starts[high[which]] + b
                cosine = np.round(self._cosines(left, right), 6)
                worth = cosine * STAGES[self.row_stages[left], self.row_stages[right]]
                worth *= np.sqrt(self.row_weights[left] * self.row_weights[right])
                closer = cosine > overlap[which]
                at_low[which[closer]], at_high[which[closer]] = a, b
                overlap[which] = np.maximum(overlap[which], cosine)
                strength[which] = np.maximum(strength[which], worth)
        return Likeness(overlap, strength, (np.where(swapped, at_high, at_low), np.where(swapped, at_low, at_high)))

    def close(self, one: Numbers, other: Numbers, overlap: Floats) -> Flags:
        """Whether two are as close as the floor asks, and not too close for two suppliers."""
        competing = self.suppliers[one] & self.suppliers[other] & (overlap > self.rules.ceiling)
        near: Flags = (overlap >= self.rules.floor) & (overlap > 0) & ~competing
        return near

    def weights(self, one: Numbers, other: Numbers, strength: Floats) -> Floats:
        """What it is worth that two meet, rounded to 6 places: 0 within a sector, above 0 across."""
        ours, theirs = self.sectors[one], self.sectors[other]
        weight = np.maximum(strength, 1e-3) * self.distances[ours, theirs]
        weight *= self.pulls[one, theirs] * self.pulls[other, ours]
        weight *= np.where(self._share_a_community(one, other), self.rules.familiar, 1.0)
        far = self.regions[one] != self.regions[other]
        told = (self.regions[one] < _UNTOLD) & (self.regions[other] < _UNTOLD)
        weight *= np.where(far & told, self.rules.elsewhere, 1.0)
        across = self.across(one, other)
        return np.where(across, np.maximum(np.round(weight, 6), 1e-6), 0.0)

    def _cosines(self, left: Numbers, right: Numbers) -> Floats:
        parts = [
            np.einsum("ij,ij->i", self.rows[left[at : at + CHUNK]], self.rows[right[at : at + CHUNK]])
            for at in range(0, len(left), CHUNK)
        ]
        return np.concatenate(parts).astype(np.float64)

    def _share_a_community(self, one: Numbers, other: Numbers) -> Flags:
        shared = np.zeros(len(one), dtype=np.bool_)
        for column in self._belongs:
            shared |= column[one] & column[other]
        return shared

    def _pull(self, person: Person) -> list[float]:
        """What the person's own history and leanings make of meeting each sector."""
        fair = (1 + person.introductions) ** -self.rules.fairness
        leanings = [1.0 if name is None else person.leanings.get(name, 1.0) for name in self.sector_names]
        return [fair * min(MOST, max(LEAST, leaning)) for leaning in leanings]

    def _apart(self) -> Numbers:
        """Pairs that must not meet, as low * size + high, sorted."""
        numbers = {person.id: number for number, person in enumerate(self.people)}
        staff: dict[str | None, list[int]] = {}
        for number, person in enumerate(self.people):
            staff.setdefault(person.employer, []).append(number)
        pairs = [
            (numbers[one], numbers[other])
            for one, other in (*self.rules.blocks, *self.rules.earlier)
            if one in numbers and other in numbers
        ]
        for number, person in enumerate(self.people):
            pairs += [(number, other) for name in person.refused_employers for other in staff.get(name, ())]
        return np.unique(np.array([min(p) * self.size + max(p) for p in pairs], dtype=np.int64))


_UNTOLD = 1 << 40


def _unit(vectors: list[Rows]) -> Rows:
    if not vectors:
        return np.zeros((0, 1), dtype=np.float32)
    rows = np.array(vectors, dtype=np.float32)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(rows).all() or not (norms > 0).all():
        raise ValueError("a topic's vector is zero or not finite")
    unit: Rows = rows / norms
    return unit


def _codes(values: list[str | None], names: list[str | None]) -> Numbers:
    of = {name: code for code, name in enumerate(names)}
    return np.array([of[value] for value in values], dtype=np.int64)


def _own_codes(values: list[str | None]) -> Numbers:
    """A number for each value; who told none gets a number of their own."""
    of: dict[str, int] = {}
    return np.array(
        [_UNTOLD + at if value is None else of.setdefault(value, len(of)) for at, value in enumerate(values)],
        dtype=np.int64,
    )


def _distances(names: list[str | None], rules: Rules) -> Floats:
    def between(one: str | None, other: str | None) -> float:
        if one == other:
            return 0.0
        if one is None or other is None:
            return rules.unsaid
        return rules.distances.get((one, other), rules.distances.get((other, one), 1.0))

    return np.array([[between(one, other) for other in names] for one in names])


def _belonging(memberships: list[frozenset[str]]) -> list[Flags]:
    """One column for each community that has two members or more."""
    everyone = sorted(set().union(*memberships)) if memberships else []
    columns = [np.array([name in mine for mine in memberships], dtype=np.bool_) for name in everyone]
    return [column for column in columns if column.sum() > 1]
