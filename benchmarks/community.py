"""People of a made-up community: problems in clusters, sectors of different sizes, employers with several people."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matching.rounds import Person, Rules, Topic

DIMENSIONS = 384  # as the embedder's
THREE = {"nhs": 0.48, "supplier": 0.30, "social care": 0.22}
FOUR = {"nhs": 0.45, "supplier": 0.25, "social care": 0.20, "charity": 0.10}
RULES = Rules()


def community(size: int, shares: Mapping[str, float], seed: int) -> list[Person]:
    """People with one topic, a fifth of them with two. Two of one problem have a cosine of 0.5 to 0.8, two of different
    problems one of 0.1 to 0.35. Problems and employers are of very different sizes. Two fifths of everybody had
    introductions before.
    """
    draw = np.random.default_rng(seed)
    names = sorted(shares)
    problems = max(8, size // 25)
    centres = _directions(draw, problems)
    popularity = (np.arange(problems) + 3.0) ** -0.7
    popularity /= popularity.sum()
    common = _directions(draw, 1)[0]
    employers = max(4, size // 6)
    staff = (np.arange(employers) + 2.0) ** -0.6
    staff /= staff.sum()
    people = []
    for number in range(size):
        sector = str(draw.choice(names, p=[shares[name] for name in names]))
        chosen = draw.choice(problems, size=1 + int(draw.random() < 0.2), replace=False, p=popularity)
        own = _directions(draw, len(chosen)) * draw.uniform(0.4, 0.9, (len(chosen), 1))
        vectors = (0.45 * common + 0.7 * centres[chosen] + own).astype(np.float32)
        people.append(
            Person(
                id=f"{number:05}",
                sector=sector,
                employer=f"{sector} {draw.choice(employers, p=staff)}",
                topics=tuple(map(Topic, vectors)),
                supplier=sector == "supplier",
                introductions=int(draw.poisson(0.5)),
            )
        )
    return people


def _directions(draw: np.random.Generator, count: int) -> NDArray[np.float64]:
    rows = draw.normal(size=(count, DIMENSIONS))
    directions: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return directions
