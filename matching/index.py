"""Whoever can be found, in memory: vectors and words, changed in place, searched exactly or by signs first.

Up to `EXACT` texts every cosine is calculated: that takes no longer than to read them. Beyond, people are ranked by the
signs of their rows and by their words, and the foremost are scored exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .keywords import Keywords
from .score import best, together
from .shelf import Shelf

Rows = NDArray[np.float32]
Slots = NDArray[np.intp]

EXACT = 16_384  # texts up to which nothing is gained by looking at signs first
FOREMOST = 250  # people who are scored exactly, or so many times as many as are wanted:
MARGIN = 8


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found. `texts` has the cosine of each of their texts to the query that fits them best."""

    person: str
    score: float
    texts: dict[str, float]
    row: Rows = field(compare=False, repr=False)  # where their texts point on the whole


class Index:
    """People by key. Not for several threads at once."""

    def __init__(self, dimension: int, exact: int = EXACT) -> None:
        self.dimension = dimension
        self.exact = exact
        self._keywords = Keywords()
        self._shelves: dict[int, Shelf] = {}
        self._slots: dict[str, int] = {}
        self._people: list[str] = []  # by slot; "" when it is free
        self._texts: list[tuple[str, ...]] = []
        self._shelf = np.zeros(64, np.intp)  # by slot: on which shelf, and where there
        self._place = np.zeros(64, np.intp)
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, person: str) -> bool:
        return person in self._slots

    def put(self, person: str, keys: Sequence[str], rows: Rows, texts: Sequence[str]) -> None:
        """Note a person's texts, instead of earlier ones. `rows`, shape (len(keys), dimension), may be empty."""
        self.remove(person)
        slot, each = self._slot(person), len(keys)
        shelf = self._shelves.setdefault(each, Shelf(each, self.dimension))
        self._texts[slot] = tuple(keys)
        self._shelf[slot], self._place[slot] = each, shelf.add(slot, rows)
        self._keywords.put(slot, texts)

    def remove(self, person: str) -> None:
        """Forget a person: nothing of them stays in memory."""
        slot = self._slots.pop(person, None)
        if slot is None:
            return
        place = self._place[slot]
        moved = self._shelves[int(self._shelf[slot])].remove(int(place))
        self._place[moved] = place
        self._people[slot], self._texts[slot] = "", ()
        self._keywords.remove(slot)
        self._free.append(slot)

    def search(
        self, rows: Rows, queries: Sequence[str], most: int, among: Collection[str] | None = None
    ) -> list[Found]:
        """The people who fit the queries best, the best first; a person's score is that for the query they fit best.

        `rows` are the queries' unit rows; `among`: only these people.
        """
        chosen: dict[int, tuple[float, int]] = {}  # by slot: the best score, and the number of its query
        only = None if among is None else self._known(among)
        for number, (row, query) in enumerate(zip(rows, queries, strict=True)):
            slots, scores = self._scored(row, query, most, only)
            near = _best(scores, most)
            for slot, score in zip(slots[near].tolist(), scores[near].tolist(), strict=True):
                chosen[slot] = max(chosen.get(slot, (score, number)), (score, number), key=lambda it: it[0])
        order = sorted(chosen, key=lambda slot: (-chosen[slot][0], slot))[:most]
        return self._found(order, chosen, rows)

    def _known(self, people: Collection[str]) -> Slots:
        return np.asarray([self._slots[person] for person in people if person in self._slots], np.intp)

    def _scored(self, row: Rows, query: str, most: int, only: Slots | None) -> tuple[Slots, Rows]:
        """The slots of people who come into question, and their scores."""
        keyword = self._keywords.scores(query, len(self._people))
        if only is None and sum(shelf.people * shelf.each for shelf in self._shelves.values()) > self.exact:
            slots, roughly = self._each(lambda shelf: shelf.roughly(row), keyword)
            near = _best(roughly, max(FOREMOST, MARGIN * most))
            only = slots[np.sort(near)]  # memory is read faster in its order
        if only is None:
            return self._each(lambda shelf: best(shelf.cosines(row)), keyword)
        cosine = np.zeros(len(only), np.float32)
        for each, at in self._by_shelf(only):
            cosine[at] = best(self._shelves[each].cosines(row, self._place[only[at]]))
        return only, together(cosine, keyword[only])

    def _each(self, cosine: Callable[[Shelf], Rows], keyword: Rows) -> tuple[Slots, Rows]:
        """Everybody's slots and scores, shelf by shelf."""
        shelves = list(self._shelves.values())
        slots = np.concatenate([np.zeros(0, np.intp), *(shelf.slots[: shelf.people] for shelf in shelves)])
        cosines = np.concatenate([np.zeros(0, np.float32), *map(cosine, shelves)])
        return slots, together(cosines, keyword[slots])

    def _by_shelf(self, slots: Slots) -> list[tuple[int, NDArray[np.intp]]]:
        """Which of the slots are on which shelf."""
        shelf = self._shelf[slots]
        return [(each, np.flatnonzero(shelf == each)) for each in self._shelves]

    def _found(self, order: Sequence[int], chosen: dict[int, tuple[float, int]], rows: Rows) -> list[Found]:
        slots = np.asarray(order, np.intp)
        query = rows[[chosen[slot][1] for slot in order]]
        cosines: list[list[float]] = [[]] * len(order)
        towards = np.zeros((len(order), self.dimension), np.float32)
        for each, at in self._by_shelf(slots):
            own = self._shelves[each].rows[self._place[slots[at]]]
            towards[at] = own.sum(axis=1)
            for number, row in zip(at.tolist(), np.einsum("ntd,nd->nt", own, query[at]).tolist(), strict=True):
                cosines[number] = row
        towards /= np.maximum(np.linalg.norm(towards, axis=1, keepdims=True), 1e-12)
        return [
            Found(self._people[slot], chosen[slot][0], dict(zip(self._texts[slot], cosines[number], strict=True)), row)
            for number, (slot, row) in enumerate(zip(order, towards, strict=True))
        ]

    def _slot(self, person: str) -> int:
        if self._free:
            slot = self._free.pop()
            self._people[slot] = person
        else:
            slot = len(self._people)
            self._people.append(person)
            self._texts.append(())
            if slot == len(self._place):
                self._place = np.concatenate([self._place, np.zeros_like(self._place)])
                self._shelf = np.concatenate([self._shelf, np.zeros_like(self._shelf)])
        self._slots[person] = slot
        return slot


def _best(scores: Rows, most: int) -> NDArray[np.intp]:
    """The numbers of the highest scores, the highest first."""
    near = np.argpartition(scores, -most)[-most:] if most < len(scores) else np.arange(len(scores))
    order: NDArray[np.intp] = near[np.lexsort((near, -scores[near]))]
    return order
