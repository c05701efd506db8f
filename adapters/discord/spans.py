"""Discord's markup within a line of text, as spans.

Discord matches from left to right: the leftmost opening delimiter pairs with its nearest closing one, and what stands
between is read again. Where `*`, `**` and `***` could all open, the longest match wins. The places of all delimiters
are found in one pass, so that the work grows with the length of the text and not with what is in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby

from adapters.contract.content import Code, Link, Mention, MentionKind, Span, Style, Styled, Text
from adapters.discord.angles import angled
from adapters.discord.backticks import Backticks, Found
from adapters.discord.names import Names
from adapters.discord.urls import TARGET, bare_end

_SPECIAL = re.compile(r"[\\`<\[*_~|]|@(?:everyone|here)(?![A-Za-z0-9])|(?<![A-Za-z0-9])https?://")
_MARK = re.compile(r"\\[^0-9A-Za-z\s]|`|\*+|_+|~+|\|+|[\[\]]")
_SHRUG = r"¯\_(ツ)_/¯"
_TARGET = re.compile(TARGET)
_WORD = re.compile(r"[A-Za-z0-9_]")
_DOUBLE = {"*": Style.BOLD, "_": Style.UNDERLINE, "~": Style.STRIKE, "|": Style.SPOILER}


def read_spans(text: str, names: Names) -> tuple[Span, ...]:
    """The spans of running text, which may hold line breaks."""
    return _LineReader(text, names).read(0, len(text), links=True)


class _LineReader:
    """One text with the places of its delimiters, of which [lo, hi) is read at a time."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._code = {found.start: found for found in _codes(text)}
        self._runs: dict[str, list[tuple[int, int]]] = {mark: [] for mark in _DOUBLE}
        self._closing: dict[int, int] = {}
        self._find_marks()

    def _find_marks(self) -> None:
        text, at, open_brackets = self._text, 0, []
        while mark := _MARK.search(text, at):
            start, at = mark.span()
            match text[start]:
                case "`" if start in self._code:
                    at = self._code[start].end
                case "[":
                    open_brackets.append(start)
                case "]" if open_brackets:
                    self._closing[open_brackets.pop()] = start
                case "~" | "|" as kind:
                    self._runs[kind].append((start, at))
                case "*" | "_" as kind if at - start <= 3:  # a longer row of stars is just that
                    self._runs[kind].append((start, at))

    def read(self, lo: int, hi: int, *, links: bool) -> tuple[Span, ...]:
        """The spans of [lo, hi); within a link's label, nothing else is a link."""
        pieces: list[Span | str] = []
        hopeless: set[str] = set()  # delimiters that nothing closes between here and `hi`
        while special := _SPECIAL.search(self._text, lo, hi):
            pieces.append(self._text[lo : special.start()])
            lo, piece = self._span(special.start(), hi, special[0], links, hopeless)
            pieces.append(piece)
        pieces.append(self._text[lo:hi])
        return tuple(_joined(pieces))

    def _span(self, at: int, hi: int, special: str, links: bool, hopeless: set[str]) -> tuple[int, Span | str]:
        """What stands at `at`, and where it ends."""
        text = self._text
        match special[0]:
            case "\\":
                return self._escape(at, hi)
            case "`" if (found := self._code.get(at)) and found.end <= hi:
                return found.end, Code(found.text)
            case "<" if (read := angled(text, at, hi, self._names, links=links)) is not None:
                return read
            case "[" if links and (link := self._link(at, hi)):
                return link
            case "h" if links and (end := bare_end(text, at, hi)):
                return end, Link(text[at:end])
            case "@":
                return at + len(special), Mention(MentionKind.EVERYONE, special[1:], special[1:])
            case "*" | "_" | "~" | "|" as kind:
                return self._styled(at, hi, kind, links, hopeless)
        return at + len(special), special

    def _escape(self, at: int, hi: int) -> tuple[int, str]:
        if self._text.startswith(_SHRUG[1:], at) and self._text[at - 1 : at] == _SHRUG[0]:
            return at + 2, _SHRUG[1:3]
        after = self._text[at + 1 : min(at + 2, hi)]
        if not after or after.isspace() or (after.isascii() and after.isalnum()):
            return at + 1, "\\"
        return at + 2, after

    def _link(self, at: int, hi: int) -> tuple[int, Span] | None:
        close = self._closing.get(at, hi)
        target = _TARGET.match(self._text, close + 1, hi) if close < hi else None
        if not target:
            return None
        label = self.read(at + 1, close, links=False)
        return target.end(), Link(target["angled"] or target["bare"], label)

    def _styled(self, at: int, hi: int, kind: str, links: bool, hopeless: set[str]) -> tuple[int, Span | str]:
        runs = self._runs[kind]
        index = bisect_left(runs, (at + 1,)) - 1
        end = min(runs[index][1], hi) if index >= 0 else at
        if end <= at:
            row = _MARK.match(self._text, at, hi)
            return (row.end(), row[0]) if row else (at + 1, kind)
        double = self._double_end(index, at, end, hi, kind, hopeless)
        single = self._single_end(index, at, end, hi, kind, hopeless) if kind in "*_" else 0
        if single and single >= double:
            return single, Styled(Style.ITALIC, self.read(at + 1, single - 1, links=links))
        if double:
            return double, Styled(_DOUBLE[kind], self.read(at + 2, double - 2, links=links))
        return at + 1, kind

    def _double_end(self, index: int, at: int, end: int, hi: int, kind: str, hopeless: set[str]) -> int:
        """Where the `**`, `__`, `~~` or `||` that opens at `at` is closed; 0 for nowhere."""
        if end - at < 2 or kind * 2 in hopeless:
            return 0
        for start, run_end in self._later(index, hi, kind):
            if run_end - start >= 2:
                return run_end if kind in "*_" else start + 2
        hopeless.add(kind * 2)
        return 0

    def _single_end(self, index: int, at: int, end: int, hi: int, kind: str, hopeless: set[str]) -> int:
        """Where the `*` or `_` that opens at `at` is closed; 0 for nowhere. Pairs of it may stand in between."""
        text = self._text
        if (end - at) % 2 == 0 or kind in hopeless or (kind == "*" and text[at + 1 : at + 2].isspace()):
            return 0
        for start, run_end in self._later(index, hi, kind):
            if (run_end - start) % 2 == 0:
                continue
            if kind == "*":
                return 0 if run_end - start == 1 and text[start - 1].isspace() else run_end
            return 0 if _WORD.match(text, run_end) else run_end
        hopeless.add(kind)
        return 0

    def _later(self, index: int, hi: int, kind: str) -> Iterator[tuple[int, int]]:
        """The runs after that of `index`, as far as they lie before `hi`."""
        runs = self._runs[kind]
        for later in range(index + 1, len(runs)):
            start, end = runs[later]
            if start >= hi:
                return
            yield start, min(end, hi)


def _codes(text: str) -> Iterator[Found]:
    marks = Backticks(text)
    at = 0
    while found := marks.first(at, len(text), fences=False):
        yield found
        at = found.end


def _joined(pieces: Iterable[Span | str]) -> Iterator[Span]:
    """The pieces as spans, with runs of text made one."""
    for words, run in groupby(pieces, key=lambda piece: isinstance(piece, str)):
        if not words:
            yield from (piece for piece in run if not isinstance(piece, str))
        elif text := "".join(piece for piece in run if isinstance(piece, str)):
            yield Text(text)
