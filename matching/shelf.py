"""People with the same number of texts: one block of rows, and the signs of its numbers, for a quick look.

Two rows that point the same way have the same signs: the share of signs in which they differ tells the angle between
them, roughly, for 1/32 of the memory that has to be read.
"""

from __future__ import annotations

import numkong
import numpy as np
from numpy.typing import NDArray

from .score import BEST

Rows = NDArray[np.float32]
Bits = NDArray[np.uint8]
Places = NDArray[np.intp]


def signs(rows: Rows) -> Bits:
    """The signs of rows' numbers, one bit each, shape (n, bytes)."""
    return np.packbits(rows > 0, axis=-1)


class Shelf:
    """People with `each` texts, by the place that they have there: their slots, rows and signs."""

    def __init__(self, each: int, dimension: int) -> None:
        self.each = each
        self.people = 0
        self.slots: Places = np.empty(8, np.intp)
        self.rows: Rows = np.zeros((8, each, dimension), np.float32)
        self._dimension = dimension
        self._signs: Bits = np.zeros((8, each, -(-dimension // 8)), np.uint8)

    def add(self, slot: int, rows: Rows) -> int:
        """Note a person; the place that they have now."""
        if self.people == len(self.slots):
            self.slots = np.concatenate([self.slots, np.empty_like(self.slots)])
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
            self._signs = np.concatenate([self._signs, np.zeros_like(self._signs)])
        place, self.people = self.people, self.people + 1
        self.slots[place], self.rows[place], self._signs[place] = slot, rows, signs(rows)
        return place

    def remove(self, place: int) -> int:
        """Forget a person, of whom nothing stays; the slot of whoever has their place now."""
        last = self.people = self.people - 1
        self.slots[place], self.rows[place] = self.slots[last], self.rows[last]
        self._signs[place] = self._signs[last]
        self.rows[last], self._signs[last] = 0.0, 0
        return int(self.slots[place])

    def cosines(self, query: Rows, places: Places | None = None) -> Rows:
        """The query's cosine to every text of everybody, or of who has these places: shape (people, each)."""
        rows = self.rows[: self.people] if places is None else self.rows[places]
        flat = rows.reshape(len(rows) * self.each, self._dimension)
        return np.asarray(flat @ query, np.float32).reshape(len(rows), self.each)

    def roughly(self, query: Rows) -> Rows:
        """About the mean of everybody's three best cosines, told from signs alone: shape (people,)."""
        if not self.people or not self.each:
            return np.zeros(self.people, np.float32)
        kept = min(self.each, BEST)
        angles = self._differing(signs(query), kept) * np.float32(np.pi / (kept * self._dimension))
        return np.asarray(np.cos(angles), np.float32)

    def _differing(self, asked: Bits, kept: int) -> Rows:
        """In how many signs the `kept` best texts of each person differ from the query's, added up."""
        together = self.each if kept == self.each else 1  # texts whose signs are compared as if they were one's
        theirs = self._signs[: self.people].reshape(-1, together * len(asked))
        differing = np.empty((1, len(theirs)), np.float32)
        numkong.cdist(np.tile(asked, together)[None], theirs, "hamming", dtype="uint1", out=differing)
        counts = differing.reshape(self.people, -1)
        return counts[:, 0] if together == self.each else np.partition(counts, kept - 1)[:, :kept].sum(axis=1)
