"""Running text and code cut to size, at the best place for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.contract.content import Code, Link, Span, Styled, Text
from adapters.contract.fitting import chunks, units
from adapters.contract.walk import spans_text
from adapters.discord.inline import Leaf, flat, inline

_WORD = re.compile(r"\S+[^\S\n]*\n*|[^\S\n]*\n+|[^\S\n]+")
_BLANK_LINE, _LINE, _SENTENCE, _OTHER = 3, 2, 1, 0
_DELIMITERS = 6  # the most units that one style's two delimiters take, with what keeps them apart from others


class Cut:
    """Stands between two pieces of what was one, which therefore may not share a message."""


@dataclass(frozen=True, slots=True)
class _Atom:
    """A word, or a span that is never cut: the most that it takes itself, and how good a place for a cut it ends at."""

    leaf: Leaf
    cost: int
    rank: int


def cut_spans(spans: tuple[Span, ...], room: int, line: int) -> Iterator[tuple[Span, ...] | Cut]:
    """Spans in runs of at most `room` units, each line break taking `line` of them.

    A run ends at every blank line too, without a Cut: such runs may share a message.
    """
    run: list[_Atom] = []
    taken = 0
    for atom in _atoms(spans, room, line):
        while run and taken + _added(run, atom) > room:
            at = _best(run, taken)
            yield _spans(run[:at])
            yield Cut()
            run = run[at:]
            taken = sum(_added(run[max(0, before - 1) : before], each) for before, each in enumerate(run))
        taken += _added(run, atom)
        run.append(atom)
        if atom.rank == _BLANK_LINE:
            yield _spans(run)
            run, taken = [], 0
    if run or not spans:
        yield _spans(run)


def cut_lines(text: str, room: int, line: int) -> Iterator[str | Cut]:
    """Code in runs of whole lines; a line that is too long is cut where the room ends."""
    run: list[str] = []
    taken = 0
    for written in text.split("\n"):
        for piece in chunks(written, (room - line) // 2) if units(written) + line > room else [written]:
            if run and taken + units(piece) + line > room:
                yield "\n".join(run)
                yield Cut()
                run, taken = [], 0
            run.append(piece)
            taken += units(piece) + line
    yield "\n".join(run)


def _atoms(spans: tuple[Span, ...], room: int, line: int) -> Iterator[_Atom]:
    for leaf in flat(spans):
        inside = room - _DELIMITERS * len(leaf.styles)
        match leaf.span:
            case Text(text):
                for word in _WORD.findall(text):
                    yield from _words(leaf, word, inside, line)
            case Code(text) if units(text) + 8 > inside:
                for piece in chunks(text, (inside - 8) // 2):
                    yield _Atom(replace(leaf, span=Code(piece)), units(piece) + 8, _OTHER)
            case Link(url, label) if units(inline((leaf.span,))) > inside:
                yield from _words(Leaf(Text("")), f"{spans_text(label)} ({url})" if label else url, inside, line)
            case span:
                yield _Atom(leaf, units(inline((span,))) + 4, _OTHER)


def _words(leaf: Leaf, word: str, room: int, line: int) -> Iterator[_Atom]:
    pieces = [word] if _cost(word, line) <= room else chunks(word, room // 3)
    for piece in pieces:
        yield _Atom(replace(leaf, span=Text(piece)), _cost(piece, line), _rank(piece))


def _cost(word: str, line: int) -> int:
    """The most units that a word can take: each of its signs may need a backslash."""
    signs = sum(not char.isalnum() and not char.isspace() for char in word)
    return units(word) + signs + (line - 1) * word.count("\n")


def _added(run: list[_Atom], atom: _Atom) -> int:
    """What an atom adds to the run: with the delimiters of its styles, unless its neighbour stands in the same."""
    same = run and run[-1].leaf.styles == atom.leaf.styles
    return atom.cost + (0 if same else _DELIMITERS * len(atom.leaf.styles))


def _rank(word: str) -> int:
    if word.count("\n") > 1:
        return _BLANK_LINE
    if word.endswith("\n"):
        return _LINE
    return _SENTENCE if re.search(r"[.!?…]\W*\s\Z", word) else _OTHER


def _best(run: list[_Atom], taken: int) -> int:
    """How many atoms stay before the cut: up to the last good place, unless that leaves the message half empty."""
    for rank in (_LINE, _SENTENCE):
        left = taken
        for at in range(len(run), 0, -1):
            if left < taken / 2:
                break
            if run[at - 1].rank == rank:
                return at
            left -= run[at - 1].cost
    return len(run)


def _spans(run: list[_Atom]) -> tuple[Span, ...]:
    """The atoms as spans, without the whitespace at the cut; of a blank line, only the break between blocks goes."""
    leaves = [atom.leaf for atom in run]
    if leaves and isinstance(last := leaves[-1].span, Text):
        ending = last.text[:-1] if run[-1].rank == _BLANK_LINE else last.text.rstrip()
        leaves[-1] = replace(leaves[-1], span=Text(ending))
    return tuple(_styled(leaf) for leaf in leaves)


def _styled(leaf: Leaf) -> Span:
    span = leaf.span
    for style in sorted(leaf.styles):
        span = Styled(style, (span,))
    return span
