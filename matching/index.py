"""Whoever can be found, in memory: vectors and words, changed in place, searched exactly or by bits first.

People with the same number of texts share a shelf: one block of rows, so that the best three of each person are found
without a loop. Beyond `EXACT` rows a shelf is first looked through by the signs of its rows alone (one bit a number,
1/32 of the memory to read), and only the nearest people are scored exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .keywords import Keywords
from .score import best, direction, together

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found. `texts` has the cosine of each of their texts to the query that fits them best."""

    person: str
    score: float
    texts: dict[str, float]
    row: Rows = field(compare=False, repr=False)  # where their texts point on the whole


class _Shelf:
    """People with `each` texts: their slots, and their rows."""

    def __init__(self, each: int, dimension: int) -> None:
        self.each = each
        self.people = 0
        self.slots = np.empty(8, np.int32)
        self.rows = np.zeros((8, each, dimension), np.float32)

    def add(self, slot: int, rows: Rows) -> int:
        """Note a person; the place that they have now."""
        if self.people == len(self.slots):
            self.slots = np.concatenate([self.slots, np.empty_like(self.slots)])
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
        self.slots[self.people], self.rows[self.people] = slot, rows
        self.people += 1
        return self.people - 1

    def remove(self, place: int) -> int:
        """Forget a person; the slot of whoever has their place now."""
        self.people -= 1
        self.slots[place], self.rows[place] = self.slots[self.people], self.rows[self.people]
        self.rows[self.people] = 0.0
        return int(self.slots[place])

    def cosines(self, query: Rows) -> Rows:
        """The query's cosine to every text: shape (people, each)."""
        rows = self.rows[: self.people].reshape(self.people * self.each, self.rows.shape[-1])
        return np.asarray(rows @ query, np.float32).reshape(self.people, self.each)


class Index:
    """People by key. Not for several threads at once."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._keywords = Keywords()
        self._shelves: dict[int, _Shelf] = {}
        self._slots: dict[str, int] = {}
        self._people: list[str] = []  # by slot; "" when it is free
        self._texts: list[tuple[str, ...]] = []
        self._places: list[tuple[int, int]] = []  # which shelf, and where on it
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, person: str) -> bool:
        return person in self._slots

    def put(self, person: str, keys: Sequence[str], rows: Rows, texts: Sequence[str]) -> None:
        """Note a person's texts, instead of earlier ones. `rows`, shape (len(keys), dimension), may be empty."""
        self.remove(person)
        slot = self._slot(person)
        self._texts[slot] = tuple(keys)
        shelf = self._shelves.setdefault(len(keys), _Shelf(len(keys), self.dimension))
        self._places[slot] = (len(keys), shelf.add(slot, rows))
        self._keywords.put(slot, texts)

    def remove(self, person: str) -> None:
        """Forget a person: nothing of them stays in memory."""
        slot = self._slots.pop(person, None)
        if slot is None:
            return
        each, place = self._places[slot]
        moved = self._shelves[each].remove(place)
        self._places[moved] = (each, place)
        self._people[slot], self._texts[slot] = "", ()
        self._keywords.remove(slot)
        self._free.append(slot)

    def search(
        self, rows: Rows, queries: Sequence[str], most: int, among: Collection[str] | None = None
    ) -> list[Found]:
        """The people who fit the queries best, the best first; a person's score is that for the query they fit best.

        `rows` are the queries' unit rows; `among`: only these people.
        """
        if not self._slots or not len(rows):
            return []
        scores = np.full((len(rows), len(self._people)), -np.inf, np.float32)
        for number, (row, query) in enumerate(zip(rows, queries, strict=True)):
            keyword = self._keywords.scores(query, len(self._people))
            for shelf in self._shelves.values():
                who = shelf.slots[: shelf.people]
                scores[number, who] = together(best(shelf.cosines(row)), keyword[who])
        if among is not None:
            out = np.ones(len(self._people), bool)
            out[[self._slots[person] for person in among if person in self._slots]] = False
            scores[:, out] = -np.inf
        of = scores.max(axis=0)
        order = _best(of, most)
        return [self._found(slot, float(of[slot]), rows[int(scores[:, slot].argmax())]) for slot in order]

    def _found(self, slot: int, score: float, row: Rows) -> Found:
        each, place = self._places[slot]
        own = self._shelves[each].rows[place]
        cosines = dict(zip(self._texts[slot], (own @ row).tolist(), strict=True))
        return Found(self._people[slot], score, cosines, direction(own))

    def _slot(self, person: str) -> int:
        if self._free:
            slot = self._free.pop()
            self._people[slot] = person
        else:
            slot = len(self._people)
            self._people.append(person)
            self._texts.append(())
            self._places.append((0, 0))
        self._slots[person] = slot
        return slot


def _best(scores: Rows, most: int) -> list[int]:
    """The numbers of the highest scores, the highest first; never of those that are -inf."""
    near = np.argpartition(scores, -most)[-most:] if most < len(scores) else np.arange(len(scores))
    near = near[np.isfinite(scores[near])]
    return [int(number) for number in near[np.lexsort((near, -scores[near]))]]
