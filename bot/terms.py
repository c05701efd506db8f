"""The glossary in use: the one that ships, with the terms that communities added to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from matching.jargon import Entry, Glossary
from storage.jargon import Term


class Terms:
    """Holds the glossary, and makes it anew when communities' terms have changed."""

    def __init__(self) -> None:
        self._known: tuple[Term, ...] = ()
        self._changed: set[str] = set()

    @cached_property
    def glossary(self) -> Glossary:
        """The glossary, with the terms that were learned last."""
        return Glossary.load([Entry(term.term, term.expansion, term.meaning) for term in self._known])

    def expand(self, text: str) -> str:
        """A text with its terms written out."""
        return self.glossary.expand(text)

    def learn(self, approved: Sequence[Term]) -> None:
        """Take the terms that are approved now in place of those learned before."""
        terms = tuple(approved)
        if terms == self._known:
            return
        self._changed |= {term.term for term in set(terms) ^ set(self._known)}
        self._known = terms
        self.__dict__.pop("glossary", None)

    def changed(self) -> frozenset[str]:
        """The terms that changed since this was asked last, or since the start."""
        found, self._changed = frozenset(self._changed), set()
        return found
