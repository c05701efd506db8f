"""The keyword part: BM25 over people's texts, kept up to date person by person.

A score lies between 0 and 1: it is the share that somebody's texts earn of what a text could earn at most that holds
nothing but the query's words. So it can be added to a cosine, and does not depend on how many words a query has.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .words import FUNCTION

Rows = NDArray[np.float32]

K1, B = 1.2, 0.6
MANY, DRIFT = 1_000, 0.02  # people from whom on the usual length may be so much off
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s")


def words(text: str) -> list[str]:
    """The words of a text that carry meaning, without the endings that grammar gives them."""
    found = (match[0].lower().replace("\u2019", "'").removesuffix("'s") for match in _WORD.finditer(text))
    return [_stem(word) for word in found if word not in FUNCTION and (len(word) > 1 or word.isdigit())]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if len(stem) < len(word) and len(stem) > 3 and not word.endswith("ss"):
            return stem + "y" if ending == "ies" else stem.removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


class _Postings:
    """Who uses a word and how often: arrays that grow, and whose rows go when their person does.

    `weights` is what that earns, where people's texts are as long as is `usual`.
    """

    __slots__ = ("counts", "length", "slots", "usual", "weights")

    def __init__(self) -> None:
        self.slots = np.empty(2, np.intp)
        self.counts = np.empty(2, np.float32)
        self.weights = np.empty(2, np.float32)
        self.length = 0
        self.usual = 0.0

    def add(self, slot: int, count: int, lengths: Rows, usual: float) -> None:
        at, self.length = self.length, self.length + 1
        if at == len(self.slots):
            self.slots, self.counts, self.weights = (
                np.concatenate([each, np.empty_like(each)]) for each in (self.slots, self.counts, self.weights)
            )
        self.slots[at], self.counts[at] = slot, count
        if usual == self.usual:
            self.weights[at] = _weight(np.float32(count), lengths[slot], usual)
        else:
            self.weigh(lengths, usual)

    def remove(self, slot: int) -> None:
        at, last = int(np.flatnonzero(self.slots[: self.length] == slot)[0]), self.length - 1
        for each in (self.slots, self.counts, self.weights):
            each[at] = each[last]
        self.length = last

    def weigh(self, lengths: Rows, usual: float) -> None:
        if usual != self.usual:
            who, counts = self.slots[: self.length], self.counts[: self.length]
            self.weights[: self.length] = _weight(counts, lengths[who], usual)
            self.usual = usual


def _weight(count: Any, length: Any, usual: float) -> Any:
    """BM25: what using a word so often earns in texts of this length, when others' are as long as is usual."""
    return (K1 + 1) * count / (count + np.float32(K1 * (1 - B)) + np.float32(K1 * B / usual) * length)


class Keywords:
    """BM25 over people, each a small number (a slot) that may be used again once its person is removed."""

    def __init__(self) -> None:
        self._postings: dict[str, _Postings] = {}
        self._words: dict[int, tuple[str, ...]] = {}
        self._lengths = np.zeros(64, np.float32)
        self._total = 0
        self._usual = 1.0

    def put(self, slot: int, texts: Iterable[str]) -> None:
        """Note a person's texts, instead of earlier ones."""
        self.remove(slot)
        counts = Counter(word for text in texts for word in words(text))
        while slot >= len(self._lengths):
            self._lengths = np.concatenate([self._lengths, np.zeros_like(self._lengths)])
        self._words[slot] = tuple(counts)
        self._lengths[slot] = counts.total()
        self._total += counts.total()
        usual = self._usual_length()
        for word, count in counts.items():
            if (postings := self._postings.get(word)) is None:
                postings = self._postings[word] = _Postings()
            postings.add(slot, count, self._lengths, usual)

    def remove(self, slot: int) -> None:
        """Forget a person's words."""
        for word in self._words.pop(slot, ()):
            postings = self._postings[word]
            postings.remove(slot)
            if not postings.length:
                del self._postings[word]
        if slot < len(self._lengths):
            self._total -= int(self._lengths[slot])
            self._lengths[slot] = 0.0

    def scores(self, query: str, slots: int) -> Rows:
        """How well the words of each slot fit the query: shape (slots,), between 0 and 1."""
        scores = np.zeros(slots, np.float32)
        asked = list(dict.fromkeys(words(query)))
        most = sum(map(self._rarity, asked)) * (K1 + 1)
        if not self._words or not most:
            return scores
        usual = self._usual_length()
        for word in asked:
            if (postings := self._postings.get(word)) is not None:
                postings.weigh(self._lengths, usual)
                using = slice(postings.length)
                weight = np.float32(self._rarity(word) / most)
                scores[postings.slots[using]] += postings.weights[using] * weight
        return scores

    def _usual_length(self) -> float:
        """How many words people have on average; of many people, what it was lately, so that weights are kept."""
        now = max(self._total / len(self._words), 1.0)
        if len(self._words) < MANY or abs(now - self._usual) > DRIFT * self._usual:
            self._usual = now
        return self._usual

    def _rarity(self, word: str) -> float:
        """The word's weight (inverse document frequency): the fewer use it, the more it says."""
        people = len(self._words)
        using = self._postings[word].length if word in self._postings else 0
        return math.log(1 + (people - using + 0.5) / (using + 0.5))


def scores(people: Sequence[Sequence[str]], queries: Sequence[str]) -> Rows:
    """How well people's words fit queries: shape (n_people, n_queries), between 0 and 1."""
    keywords = Keywords()
    for slot, texts in enumerate(people):
        keywords.put(slot, texts)
    made = [keywords.scores(query, len(people)) for query in queries]
    return np.stack(made, axis=1) if made else np.zeros((len(people), 0), np.float32)
