"""Who fits whom: pure, with texts, vectors and numbers; imports nothing else of the project.

`load()` gives a `Matcher`; importing this package is light, loading a model takes seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from . import keywords, lens, score, why
from .embedder import CannotLoad as CannotLoad
from .index import Found as Found
from .index import Index as Index
from .jargon import Glossary

Rows = NDArray[np.float32]


class Encoder(Protocol):
    """What turns texts into vectors."""

    @property
    def name(self) -> str:
        """The model and its revision; vectors of different names cannot be compared."""

    @property
    def dimension(self) -> int:
        """The numbers in a vector."""

    def encode(self, texts: Sequence[str]) -> Rows:
        """The texts' unit rows, shape (n, dimension)."""


class Matcher:
    """A model, the glossary with which jargon is written out before anything is compared, and a lens over the vectors.

    `expand` is applied to every text, and the lens to every vector; `version` names both, for other ones give others.
    """

    def __init__(
        self,
        encoder: Encoder,
        expand: Callable[[str], str],
        version: str = "",
        seen: Callable[[Rows], Rows] | None = None,
    ) -> None:
        self.expand = expand
        self._seen = seen
        self.name = f"{encoder.name}+{version}" if version else encoder.name
        self.dimension = encoder.dimension
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Rows:
        """The texts' unit rows, shape (n, dimension), float32."""
        rows = self._rows(texts)
        return self._seen(rows) if self._seen and len(rows) else rows

    def scores(self, people: Sequence[Sequence[str]], queries: Sequence[str]) -> Rows:
        """How well people, each with some texts, fit queries: shape (n_people, n_queries), float32, 1 at most."""
        counts = [len(texts) for texts in people]
        rows = self.encode([text for texts in people for text in texts])
        cosines = rows @ self.encode(queries).T
        ends = np.cumsum(counts)
        nearest = [score.best(cosines[end - count : end].T) for end, count in zip(ends, counts, strict=True)]
        cosine = np.stack(nearest) if nearest else np.zeros((0, len(queries)), np.float32)
        return score.together(cosine, self.keywords(people, queries))

    def keywords(self, people: Sequence[Sequence[str]], queries: Sequence[str]) -> Rows:
        """The keyword part alone: shape (n_people, n_queries), between 0 and 1."""
        expanded = [[self.expand(text) for text in texts] for texts in people]
        return keywords.scores(expanded, [self.expand(query) for query in queries])

    def note(self, index: Index, person: str, rows: Mapping[str, Rows], texts: Mapping[str, str]) -> None:
        """Note a person in an index: `texts` by their keys, and the `rows` of some or all of them, or of none.

        Whoever has rows only in part is found by those and by words; whoever has no texts is removed.
        """
        keys = [key for key in rows if key in texts]
        if not texts:
            index.remove(person)
            return
        made = np.stack([rows[key] for key in keys]) if keys else np.zeros((0, self.dimension), np.float32)
        index.put(person, keys, made, [self.expand(text) for text in texts.values()])

    def shared(self, query: str, texts: Sequence[str], most: int = 3) -> list[why.Phrase]:
        """The phrases of `texts`, as they stand there, that come nearest to the query."""
        return why.shared(query, texts, self._rows, most)

    def _rows(self, texts: Sequence[str]) -> Rows:
        return self._encoder.encode([self.expand(text) for text in texts])


def load(model: str = "", expand: Callable[[str], str] | None = None) -> Matcher:
    """The matcher with a model (a folder, a hub's name; that of the package when empty). Raises CannotLoad.

    `expand` writes out jargon; the glossary that ships does unless another is given.
    """
    from . import embedder

    encoder = embedder.load(model)
    said = ""
    if expand is None:
        glossary = Glossary.load()
        expand, said = glossary.plain, f"{version(glossary)}+"
    texts, problems = lens.tellings()
    seen = lens.learn(encoder.encode([expand(text) for text in texts]), problems)
    return Matcher(encoder, expand, said + lens.version(), seen)


def version(glossary: Glossary) -> str:
    """A short name for what a glossary says: texts are embedded anew when it says something else."""
    said = "\n".join(
        "\t".join((entry.term, entry.expansion, entry.meaning, *entry.context)) for entry in glossary.entries
    )
    return f"glossary@{hashlib.sha256(said.encode()).hexdigest()[:8]}"
