"""An embedding model without a model: texts with the same words point the same way."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from matching import Matcher
from matching.keywords import words

Rows = NDArray[np.float32]

DIMENSION = 64


@cache
def _direction(word: str) -> Rows:
    """Where a word points: at random, and always the same."""
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)


class FakeEmbedder:
    """Fulfils `matching.Encoder`. `encoded` are the texts that it was given; `held` keeps it from answering."""

    dimension = DIMENSION

    def __init__(self, name: str = "fake@1") -> None:
        self.name = name
        self.encoded: list[str] = []
        self.calls = 0
        self.held = threading.Event()
        self.held.set()

    def encode(self, texts: Sequence[str]) -> Rows:
        """Unit rows, shape (n, 64): the sum of where the words point."""
        self.held.wait()
        self.calls += 1
        self.encoded += texts
        rows = [sum(map(_direction, words(text)), np.zeros(DIMENSION, np.float32)) for text in texts]
        made = np.stack(rows) if rows else np.zeros((0, DIMENSION), np.float32)
        return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12), np.float32)


def matcher(embedder: FakeEmbedder | None = None, expand: Callable[[str], str] = str) -> Matcher:
    """A matcher on a fake embedder, which expands nothing unless told how."""
    return Matcher(embedder or FakeEmbedder(), expand)
