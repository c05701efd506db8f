"""A lens over a model's vectors, learnt from problems that several people told in their own words.

What differs between tellings of one problem (who speaks, in which tone, in which sector's words) counts for less
afterwards, and what differs between problems for more. It is the inverse of the covariance within problems.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

DAMPING = 4.0  # how much of the mean variance is added to every direction's: few tellings must not say too much


class Lens:
    """A centre and a matrix, shapes (d,) and (d, d)."""

    def __init__(self, centre: Rows, matrix: Rows) -> None:
        self._centre, self._matrix = centre, matrix

    def __call__(self, rows: Rows) -> Rows:
        """The rows seen through the lens: unit rows of the same shape."""
        seen = (rows - self._centre) @ self._matrix
        return np.asarray(seen / np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-12), np.float32)


def learn(rows: Rows, problems: Sequence[str]) -> Lens:
    """The lens of unit rows, shape (n, d), each a telling of the problem that is named beside it."""
    exact = np.asarray(rows, np.float64)
    numbers = {problem: number for number, problem in enumerate(dict.fromkeys(problems))}
    of = np.array([numbers[problem] for problem in problems])
    sums = np.zeros((len(numbers), exact.shape[1]))
    np.add.at(sums, of, exact)
    within = exact - (sums / np.bincount(of)[:, None])[of]
    covariance = within.T @ within / len(exact)
    mean = np.trace(covariance) / len(covariance) or 1.0
    matrix = np.linalg.inv(covariance / mean + DAMPING * np.eye(len(covariance)))
    return Lens(np.asarray(exact.mean(axis=0), np.float32), np.asarray(matrix, np.float32))


def tellings() -> tuple[list[str], list[str]]:
    """The texts that ship, and the problem that each of them tells."""
    rows = list(csv.DictReader(io.StringIO(_table())))
    return [row["text"] for row in rows], [row["problem"] for row in rows]


def version() -> str:
    """A short name for what the lens is learnt from."""
    return f"lens@{hashlib.sha256(f'{DAMPING}{_table()}'.encode()).hexdigest()[:8]}"


def _table() -> str:
    return files("matching").joinpath("data/tellings.csv").read_text(encoding="utf-8")
