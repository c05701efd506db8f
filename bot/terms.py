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

    @cached_property
    def glossary(self) -> Glossary:
        """The glossary, with the terms that were learned last."""
        return Glossary.load([_entry(term) for term in self._known])

    def learn(self, approved: Sequence[Term]) -> bool:
        """Take the terms that are approved now in place of those learned before; True when something changed."""
        if (terms := tuple(approved)) == self._known:
            return False
        self._known = terms
        self.__dict__.pop("glossary", None)
        return True


def _entry(term: Term) -> Entry:
    return Entry(term.term, term.expansion, term.meaning)
