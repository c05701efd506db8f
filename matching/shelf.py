"""People with the same number of texts: one block of rows, and the signs of its numbers, for a quick look.

Two rows that point the same way have the same signs: the share of signs in which they differ tells the angle between
them, roughly, for 1/32 of the memory that has to be read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .score import BEST

Rows = NDArray[np.float32]
Bits = NDArray[np.uint64]
Places = NDArray[np.int32]

_AT_ONCE = 16_384  # people whose signs are compared at once: so much stays in the processor's cache
_WORD = 64
_IN_A_BYTE = 3  # words whose differing signs, added up, fit into a byte


def signs(rows: Rows) -> Bits:
    """The signs of rows' numbers, shape (n, words); what is missing to whole words is 0 for all alike."""
    missing = -rows.shape[-1] % _WORD
    positive = np.pad(rows > 0, ((0, 0), (0, missing))) if missing else rows > 0
    return np.packbits(positive, axis=-1).view(np.uint64)


class Shelf:
    """People with `each` texts, by the place that they have there: their slots, rows and signs."""

    def __init__(self, each: int, dimension: int) -> None:
        self.each = each
        self.people = 0
        self.slots: Places = np.empty(8, np.int32)
        self.rows: Rows = np.zeros((8, each, dimension), np.float32)
        self._dimension = dimension
        self._signs: Bits = np.zeros((each, -(-dimension // _WORD), 8), np.uint64)

    def add(self, slot: int, rows: Rows) -> int:
        """Note a person; the place that they have now."""
        if self.people == len(self.slots):
            self.slots = np.concatenate([self.slots, np.empty_like(self.slots)])
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
            self._signs = np.concatenate([self._signs, np.zeros_like(self._signs)], axis=2)
        place, self.people = self.people, self.people + 1
        self.slots[place], self.rows[place] = slot, rows
        self._signs[:, :, place] = signs(rows)
        return place

    def remove(self, place: int) -> int:
        """Forget a person, of whom nothing stays; the slot of whoever has their place now."""
        last = self.people = self.people - 1
        self.slots[place], self.rows[place] = self.slots[last], self.rows[last]
        self._signs[:, :, place] = self._signs[:, :, last]
        self.rows[last], self._signs[:, :, last] = 0.0, 0
        return int(self.slots[place])

    def cosines(self, query: Rows, places: Places | None = None) -> Rows:
        """The query's cosine to every text of everybody, or of who has these places: shape (people, each)."""
        rows = self.rows[: self.people] if places is None else self.rows[places]
        flat = rows.reshape(len(rows) * self.each, self._dimension)
        return np.asarray(flat @ query, np.float32).reshape(len(rows), self.each)

    def roughly(self, query: Rows) -> Rows:
        """About the mean of everybody's three best cosines, told from signs alone: shape (people,)."""
        if not self.each:
            return np.zeros(self.people, np.float32)
        kept = min(self.each, BEST)
        angles = np.arange(kept * self._dimension + 1) * (np.pi / (kept * self._dimension))
        differing = np.empty(self.people, np.uint16)
        asked = signs(query[None, :])[0]
        for first in range(0, self.people, _AT_ONCE):
            part = slice(first, min(first + _AT_ONCE, self.people))
            self._differing(asked, part, differing[part])
        return np.asarray(np.cos(angles).astype(np.float32)[differing], np.float32)

    def _differing(self, asked: Bits, part: slice, total: NDArray[np.uint16]) -> None:
        """In how many signs the three best texts of each person differ from the query's, added up into `total`."""
        total[:] = 0
        word, count, some = (
            np.empty(len(total), np.uint64),
            np.empty(len(total), np.uint8),
            np.empty(len(total), np.uint8),
        )
        counts = np.zeros((self.each, len(total)), np.uint16) if self.each > BEST else [total] * self.each
        for text, into in enumerate(counts):
            for first in range(0, len(asked), _IN_A_BYTE):
                some[:] = 0
                for number in range(first, min(first + _IN_A_BYTE, len(asked))):
                    np.bitwise_xor(self._signs[text, number, part], asked[number], out=word)
                    np.bitwise_count(word, out=count)
                    np.add(some, count, out=some)
                np.add(into, some, out=into)
        if self.each > BEST:
            total[:] = np.partition(np.asarray(counts), BEST - 1, axis=0)[:BEST].sum(axis=0)
