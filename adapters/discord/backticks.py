"""Where code is: inline code between equal runs of backticks, and fenced blocks.

Discord's rules: a fence opens and closes anywhere, also within a line; its first line is a language only when it holds
nothing but letters, digits and `_+-.#`; line breaks next to the fence are not part of the code. Inline code ends at the
next run of exactly as many backticks and may hold line breaks. A backslash before a backtick takes its meaning away,
but means nothing within code. Code wins over every other markup: it is never altered. Of code and an address, the one
that begins first holds what it reaches: backticks in an address are a part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from adapters.discord.urls import Addresses, escaped

_RUN = re.compile(r"`+")
_LANGUAGE = re.compile(r"([a-z0-9_+\-.#]+)\n", re.IGNORECASE)
_FENCE = "```"


@dataclass(frozen=True, slots=True)
class Found:
    """Code from `start` to `end`, delimiters included; `language` is None for inline code."""

    start: int
    end: int
    text: str
    language: str | None = None


class Backticks:
    """The backticks of one text. Every question about a later place is answered in (nearly) constant time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._runs = [(run.start(), run.end()) for run in _RUN.finditer(text)]
        self._by_length: dict[int, list[int]] = defaultdict(list)
        for start, end in self._runs:
            self._by_length[end - start].append(start)
        self._addresses = Addresses(text)
        self._next = 0

    def first(self, start: int, end: int, *, fences: bool) -> Found | None:
        """The first code that opens in [start, end). Ask from left to right: `start` never goes back."""
        while self._next < len(self._runs):
            opens, closes = self._runs[self._next]
            opens = max(opens, start)
            if opens >= end:
                return None
            self._next += 1
            if opens >= closes or self._addresses.hold(opens, start):
                continue
            opens += escaped(self._text, opens, start)
            if found := self._code(opens, closes, fences=fences):
                self._skip(found.end)
                return found
        return None

    def _skip(self, to: int) -> None:
        while self._next < len(self._runs) and self._runs[self._next][1] <= to:
            self._next += 1

    def _code(self, opens: int, closes: int, *, fences: bool) -> Found | None:
        length = closes - opens
        if length >= 3 and fences and (found := self._fence(opens)):
            return found
        same = self._by_length.get(length, [])
        at = bisect_left(same, closes)
        if not length or at == len(same):
            return None
        return Found(opens, same[at] + length, _unpadded(self._text[closes : same[at]]))

    def _fence(self, opens: int) -> Found | None:
        begin = opens + len(_FENCE)
        language = _LANGUAGE.match(self._text, begin)
        if language and (found := self._fenced(opens, language.end(), language[1])):
            return found
        return self._fenced(opens, begin, "")

    def _fenced(self, opens: int, begin: int, language: str) -> Found | None:
        while self._text.startswith("\n", begin):
            begin += 1
        end = self._text.find(_FENCE, begin + 1)
        if end < 0:
            return None
        return Found(opens, end + len(_FENCE), self._text[begin:end].rstrip("\n"), language)


def _unpadded(code: str) -> str:
    """Code without the one space that keeps its own backticks apart from its delimiters."""
    if code.startswith(" ") and code.lstrip(" ").startswith("`"):
        code = code[1:]
    if code.endswith(" ") and code.rstrip(" ").endswith("`"):
        code = code[:-1]
    return code
