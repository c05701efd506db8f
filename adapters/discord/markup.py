"""Discord's markup as neutral blocks: quotes, headings, small print, lists, fences, and paragraphs of all the rest.

The rules are Discord's own (its reference and help pages on text formatting): a block's sign stands at the start of a
line with a space after it, quotes hold no quotes, an unindented line ends a list, and a line break is a line break.
"""

from __future__ import annotations

import re
from itertools import groupby

from adapters.contract.content import Block, CodeBlock, Content, Heading, ListBlock, Paragraph, Quote, Small
from adapters.discord.backticks import Backticks
from adapters.discord.names import Names
from adapters.discord.spans import read_spans

_QUOTE = re.compile(r" *> ")
_QUOTE_REST = re.compile(r" *>>> ")
_HEADING = re.compile(r" *(#{1,3})[ \t]+(?=[^\s#])")
_SMALL = re.compile(r" *-#[ \t]+(?=\S)")
_ITEM = re.compile(r"( *)([-*]|\d{1,9}\.) +(?=\S)")
_DEEPEST = 10  # lists within lists; deeper ones stay text

_Item = tuple[str, list[str]]  # the sign of an item, and its lines


def read_markup(text: str, names: Names) -> Content:
    """A message's text as content. Takes any text, in time that grows with its length."""
    return Content(read_blocks(text, names))


def read_blocks(text: str, names: Names) -> tuple[Block, ...]:
    """A message's text as blocks."""
    return _BlockReader(text, names, quoted=False, depth=0).read()


class _BlockReader:
    """Reads one text line by line; quotes and list items are texts of their own."""

    def __init__(self, text: str, names: Names, *, quoted: bool, depth: int) -> None:
        self._text = text
        self._names = names
        self._quoted = quoted
        self._depth = depth
        self._code = Backticks(text)
        self._blocks: list[Block] = []
        self._paragraph: int | None = None  # where the paragraph under way began

    def read(self) -> tuple[Block, ...]:
        at = 0
        while at < len(self._text):
            at = self._quote(at) or self._titled(at) or self._list(at) or self._line(at)
        self._end_paragraph(len(self._text) + 1)
        return tuple(self._blocks)

    def _end_paragraph(self, at: int) -> None:
        """Close the paragraph under way before the line that begins at `at`."""
        if self._paragraph is not None:
            self._blocks.append(Paragraph(read_spans(self._text[self._paragraph : at - 1], self._names)))
            self._paragraph = None

    def _inner(self, text: str, *, quoted: bool) -> tuple[Block, ...]:
        return _BlockReader(text, self._names, quoted=quoted, depth=self._depth + 1).read()

    def _eol(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _quote(self, at: int) -> int:
        if self._quoted:
            return 0
        if rest := _QUOTE_REST.match(self._text, at):
            self._end_paragraph(at)
            self._blocks.append(Quote(self._inner(self._text[rest.end() :], quoted=True)))
            return len(self._text)
        lines, start = [], at
        while line := _QUOTE.match(self._text, at):
            end = self._eol(line.end())
            lines.append(self._text[line.end() : end])
            at = end + 1
        if not lines:
            return 0
        self._end_paragraph(start)
        self._blocks.append(Quote(self._inner("\n".join(lines), quoted=True)))
        return at

    def _titled(self, at: int) -> int:
        heading = _HEADING.match(self._text, at)
        begin = heading or _SMALL.match(self._text, at)
        if not begin:
            return 0
        self._end_paragraph(at)
        end = self._eol(begin.end())
        spans = read_spans(self._text[begin.end() : end], self._names)
        self._blocks.append(Heading(len(heading[1]), spans) if heading else Small(spans))
        return end + 1

    def _line(self, at: int) -> int:
        """A line of a paragraph, up to the fence in it if there is one. Code may carry it over line ends."""
        if self._paragraph is None:
            self._paragraph = at
        end = self._eol(at)
        while found := self._code.first(at, end, fences=True):
            at = found.end
            end = max(end, self._eol(at))
            if found.language is None:
                continue
            before = self._text[self._paragraph : found.start]
            if before:
                words = before[:-1] if before.endswith("\n") else before.rstrip(" ")
                self._blocks.append(Paragraph(read_spans(words, self._names)))
            self._paragraph = None
            self._blocks.append(CodeBlock(found.text, found.language))
            while self._text.startswith(" ", at):
                at += 1
            return at + 1 if self._text.startswith("\n", at) else at
        return end + 1

    def _list(self, at: int) -> int:
        first = _ITEM.match(self._text, at)
        if not first or self._depth >= _DEEPEST:
            return 0
        self._end_paragraph(at)
        level = len(first[1]) + 2
        items: list[_Item] = []
        while at < len(self._text):
            item = _ITEM.match(self._text, at)
            if not item and not self._text.startswith(" ", at):
                break
            end = self._with_code(at)
            if item and len(item[1]) < level:
                items.append((item[2], [self._text[item.end() : end]]))
            else:
                items[-1][1].append(self._text[at:end])
            at = end + 1
        self._blocks += self._lists(items, level)
        return at

    def _with_code(self, at: int) -> int:
        """The end of the line at `at`; code that opens in it and goes on belongs to it."""
        end = self._eol(at)
        while found := self._code.first(at, end, fences=True):
            at = found.end
            end = max(end, self._eol(at))
        return end

    def _lists(self, items: list[_Item], level: int) -> list[Block]:
        lists: list[Block] = []
        for ordered, group in groupby(items, key=lambda item: item[0] not in "-*"):
            run = list(group)
            contents = tuple(self._inner(_dedented(item, level), quoted=self._quoted) for item in run)
            start = int(run[0][0][:-1]) if ordered else 1
            lists.append(ListBlock(contents, ordered, start))
        return lists


def _dedented(item: _Item, level: int) -> str:
    """An item's text without the indentation that says to which item its further lines belong."""
    sign, lines = item
    return re.sub(rf"\n {{1,{level - 1 + len(sign)}}}", "\n", "\n".join(lines))
