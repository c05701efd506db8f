"""How well people fit a query, and which of them are shown: pure numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

BEST = 3  # of a person's texts count
KEYWORDS = 0.3  # the keyword part's weight beside a cosine
SHOWN = 5
DIVERSITY = 0.3  # how much likeness to somebody who is shown already takes from a score
SUPPLIER = "supplier"
ALIKE = 0.8  # cosine from which the second of two suppliers is not shown beside the first


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be shown: their score, the sector that they stand in, and where their texts point (unit row)."""

    person: str
    score: float
    sector: str
    row: Rows = field(compare=False, repr=False)


def best(cosines: Rows) -> Rows:
    """The mean of the three best along the last axis, or of as many as there are; zeros where there are none."""
    if cosines.shape[-1] == 0:
        return np.zeros(cosines.shape[:-1], np.float32)
    if cosines.shape[-1] > BEST:
        cosines = np.partition(cosines, -BEST, axis=-1)[..., -BEST:]
    return np.asarray(cosines.mean(axis=-1), np.float32)


def together(cosine: Rows, keyword: Rows) -> Rows:
    """One score of both parts, 1 at most."""
    return np.asarray((cosine + KEYWORDS * keyword) / (1 + KEYWORDS), np.float32)


@dataclass(frozen=True, slots=True)
class Near:
    """How close two people's closest texts come, and which these are, by their keys."""

    cosine: float
    one: str
    other: str


def closest(one: Mapping[str, Rows], other: Mapping[str, Rows]) -> Near | None:
    """The closest texts of two people, whose unit rows are by the texts' keys; None when somebody has none."""
    pairs = (Near(float(mine @ theirs), key, of) for key, mine in one.items() for of, theirs in other.items())
    return max(pairs, key=lambda near: near.cosine, default=None)


def shown(candidates: Sequence[Candidate], sector: str, most: int = SHOWN) -> list[Candidate]:
    """Whom to show to somebody of a sector: other sectors first; among equals of a kind, who differs from the others.

    Two suppliers who say almost the same are not shown together.
    """
    chosen: list[Candidate] = []
    for own in (False, True):
        left = [each for each in candidates if (each.sector == sector) == own]
        while left and len(chosen) < most:
            likeness = [_likeness(each, chosen) for each in left]
            at = max(range(len(left)), key=lambda i: left[i].score - DIVERSITY * likeness[i])
            picked = left.pop(at)
            if not _doubles(picked, chosen):
                chosen.append(picked)
    return chosen


def _likeness(one: Candidate, others: Sequence[Candidate]) -> float:
    return max((float(one.row @ other.row) for other in others), default=0.0)


def _doubles(one: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether a supplier says what another one that is shown says."""
    return one.sector == SUPPLIER and _likeness(one, [each for each in chosen if each.sector == SUPPLIER]) >= ALIKE
