"""Jargon: the terms of health and care, found in a text, told apart by what stands around them, and written out."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from . import spelling
from .words import EVERYDAY, FUNCTION

Encoder = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit rows, shape (n, d)."""

_POSSESSIVE = re.compile(r"['\u2019](s|d)\b")
_NEAR = 40  # words on either side of a term that may tell its senses apart
_ENCODED = 16  # terms of one text that the encoder is asked about, at most


@dataclass(frozen=True)
class Entry:
    """One sense of one term. `context` are words that stand near the term when it has this sense."""

    term: str
    expansion: str
    meaning: str
    context: tuple[str, ...] = ()
    field: str = "community"
    nation: str = "UK"
    source: str = "a community's own"

    @property
    def written(self) -> bool:
        """Whether the sense is worth writing out: an ordinary word's everyday sense is not."""
        return self.field != "everyday"

    @cached_property
    def signs(self) -> frozenset[str]:
        """The context words in the singular, as texts are compared with them."""
        return frozenset(spelling.singular(word) for word in self.context)

    @cached_property
    def places(self) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], str]:
        """How its term is written, how its expansion is, and what tells expansions apart."""
        return spelling.spellings(self.term), spelling.spellings(self.expansion), spelling.key(self.expansion)


@dataclass(frozen=True)
class Mention:
    """A term in a text, from `start` to `end`, and the sense that fits best there."""

    start: int
    end: int
    entry: Entry


@dataclass
class _Node:
    below: dict[str, "_Node"] = field(default_factory=dict)
    senses: list[Entry] = field(default_factory=list)
    expands: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    senses: tuple[Entry, ...]
    hits: tuple[int, ...]
    near: str


class Glossary:
    """Senses of terms, looked up by how they are written. Senses that come first are the likelier ones."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._root = _Node()
        for entry in self.entries:
            terms, expansions, key = entry.places
            for words in terms:
                self._node(words).senses.append(entry)
            for words in expansions:
                self._node(words).expands.add(key)

    @classmethod
    def load(cls, extra: Iterable[Entry] = ()) -> "Glossary":
        """The glossary that ships, behind the `extra` entries of a community, which win over it."""
        own = tuple(extra)
        return cls([*own, *_shipped()]) if own else _as_shipped()

    def expand(self, text: str, encode: Encoder | None = None) -> str:
        """The text with "TERM (expansion)" at each term's first mention, unless the expansion stands there already."""
        told = self._expansions_in(text)
        parts, done = [], 0
        for mention in self.terms_in(text, encode):
            key = spelling.key(mention.entry.expansion)
            if key in told or not mention.entry.written:
                continue
            told.add(key)
            parts += [text[done : mention.end], f" ({mention.entry.expansion})"]
            done = mention.end
        return "".join([*parts, text[done:]])

    def plain(self, text: str) -> str:
        """The text with acronyms' expansions in their place, and their meanings behind it: for a model to read."""
        parts, done = [], 0
        meant: dict[str, None] = {}
        for mention in self.terms_in(text):
            if mention.entry.written and spelling.is_acronym(mention.entry.term):
                parts += [text[done : mention.start], mention.entry.expansion]
                done = mention.end
                meant[mention.entry.meaning] = None
        return " ".join(["".join([*parts, text[done:]]), *meant])

    def meanings(self, term: str, context: str = "", encode: Encoder | None = None) -> list[Entry]:
        """What a term, or what an expansion, can mean: the sense that fits the context best comes first."""
        words = [token.word for token in spelling.tokens(term)]
        node = self._walk(words)
        senses = node.senses if node else []
        if node and not senses:
            senses = [entry for entry in self.entries if spelling.key(entry.expansion) in node.expands]
        if not senses:
            return []
        around = {token.singular for token in spelling.tokens(context)} - set(words)
        found = _Found(0, 0, tuple(senses), tuple(_hits(sense, around) for sense in senses), context)
        likeness = _likenesses([found], encode)[0] if context else [0.0] * len(senses)
        order = sorted(range(len(senses)), key=lambda i: (-found.hits[i], -likeness[i], i))
        return [senses[i] for i in order]

    def terms_in(self, text: str, encode: Encoder | None = None) -> list[Mention]:
        """Every mention of a term, in the order of the text; of terms that overlap, the longest that starts first."""
        found = list(self._found(text))
        likenesses = _likenesses(found, encode)
        mentions = []
        for one, likeness in zip(found, likenesses, strict=True):
            best = max(range(len(one.senses)), key=lambda i: (one.hits[i], likeness[i], -i))
            mentions.append(Mention(one.start, one.end, one.senses[best]))
        return mentions

    def _node(self, words: Iterable[str]) -> _Node:
        node = self._root
        for word in words:
            node = node.below.setdefault(word, _Node())
        return node

    def _walk(self, words: Sequence[str]) -> _Node | None:
        node: _Node | None = self._root
        for word in words[:-1]:
            node = node.below.get(word) if node else None
        if not node or not words:
            return None
        return node.below.get(words[-1]) or node.below.get(spelling.singular(words[-1]))

    def _matches(self, text: str, tokens: Sequence[spelling.Token], first: int) -> Iterator[tuple[int, _Node]]:
        """The nodes that end a run of words which starts at `first`, each with its last word's place; longest first."""
        node, ends = self._root, []
        for place in range(first, len(tokens)):
            token = tokens[place]
            if place > first and not spelling.adjacent(text, tokens[place - 1], token):
                break
            for word in dict.fromkeys((token.word, token.singular, spelling.bare(text[token.start : token.end]))):
                end = node.below.get(word)
                if end and (end.senses or end.expands):
                    ends.append((place, end))
            following = node.below.get(token.word)
            if not following:
                break
            node = following
        return reversed(ends)

    def _expansions_in(self, text: str) -> set[str]:
        tokens = spelling.tokens(text)
        matches = (match for first in range(len(tokens)) for match in self._matches(text, tokens, first))
        return {key for _, node in matches for key in node.expands}

    def _found(self, text: str) -> Iterator[_Found]:
        tokens, shouted, first = spelling.tokens(text), spelling.is_shouted(text), 0
        while first < len(tokens):
            following = first + 1
            for last, node in self._matches(text, tokens, first):
                found = _fitting(text, tokens, first, last, node.senses, shouted)
                if found:
                    yield found
                    following = last + 1
                    break
            first = following


def _fitting(
    text: str, tokens: Sequence[spelling.Token], first: int, last: int, senses: Sequence[Entry], shouted: bool
) -> _Found | None:
    """The senses that may be meant by how the term is written there, or None."""
    start, end = tokens[first].start, tokens[last].end
    low, high = max(0, first - _NEAR), min(len(tokens), last + 1 + _NEAR)
    around = {token.singular for token in tokens[low:first]} | {token.singular for token in tokens[last + 1 : high]}
    scored = [(sense, _hits(sense, around)) for sense in senses]
    meant = [(sense, hits) for sense, hits in scored if _is_meant(text[start:end], sense.term, hits, shouted)]
    if not meant:
        return None
    fitting, hits = zip(*meant, strict=True)
    suffix = _POSSESSIVE.match(text, end)
    near = text[tokens[low].start : tokens[high - 1].end]
    return _Found(start, suffix.end() if suffix else end, fitting, hits, near)


def _is_meant(surface: str, term: str, hits: int, shouted: bool) -> bool:
    """Whether somebody who writes `surface` means the term. Capitals tell an acronym from an ordinary word, and a
    single ordinary word is a term only beside words that tell of it.
    """
    if not spelling.is_acronym(term):
        return hits > 0 or not term.isalpha() or term != term.lower()
    lower = surface.lower()
    if lower in FUNCTION:
        return surface == term and hits > 0 and not shouted
    exact = surface in (term, term.upper(), f"{term}s") or spelling.bare(surface) == term.lower()
    if exact and surface != lower and not shouted:
        return True
    if not (surface in (lower, lower.capitalize()) or shouted or len(surface) > 3):
        return False
    return hits > 0 or (len(term) > 2 and lower not in EVERYDAY and spelling.singular(lower) not in EVERYDAY)


def _likenesses(found: Sequence[_Found], encode: Encoder | None) -> list[Sequence[float]]:
    """For each mention how like its surroundings each sense is; zeros where context words decide alone."""
    likenesses: list[Sequence[float]] = [[0.0] * len(one.senses) for one in found]
    open_ = [i for i, one in enumerate(found) if sorted(one.hits)[-2:-1] == [max(one.hits)]][:_ENCODED]
    if not encode or not open_:
        return likenesses
    texts = list(dict.fromkeys(text for i in open_ for text in (found[i].near, *map(_described, found[i].senses))))
    rows = dict(zip(texts, encode(texts), strict=True))
    for i in open_:
        likenesses[i] = [float(rows[found[i].near] @ rows[_described(sense)]) for sense in found[i].senses]
    return likenesses


def _described(sense: Entry) -> str:
    return f"{sense.expansion}: {sense.meaning} {' '.join(sense.context)}"


def _hits(sense: Entry, around: set[str]) -> int:
    return len(sense.signs & around)


@cache
def _as_shipped() -> Glossary:
    return Glossary(_shipped())


@cache
def _shipped() -> tuple[Entry, ...]:
    table = files("matching").joinpath("data/glossary.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(table))
    return tuple(Entry(**row, context=tuple(context.split())) for row in rows for context in [row.pop("context")])
