"""Where an address stands in Discord's markup, and how far it reaches."""

from __future__ import annotations

import re

# As Discord's own programs have it: two characters at least stand behind `//`, the last of which is none of these.
BARE = r"""https?://[^\s<]+?[^\s<.,:;"'\]][^\s<]*+"""
ANGLED = r"<(https?://[^\s<>]++)>"
TARGET = (
    r"""\(\s*+(?:<(?P<angled>https?://[^\s<>]++)>|(?P<bare>https?://[^\s<>()]++(?:\([^\s<>()]*+\)[^\s<>()]*+)*+))"""
    r"""(?:\s++(?:"[^"\n]*+"|'[^'\n]*+'))?\s*+\)"""
)
_BARE = re.compile(BARE)
_ANY = re.compile(rf"{ANGLED}|\]{TARGET}|(?<![A-Za-z0-9]){BARE}")


def bare_end(text: str, at: int, hi: int) -> int:
    """Where the bare address at `at` ends: before closing punctuation, and before a bracket that it did not open.

    0 when there is none.
    """
    match = _BARE.match(text, at, hi)
    url = match[0] if match else ""
    surplus = url.count(")") - url.count("(")
    trimmed = len(url)
    while trimmed and (url[trimmed - 1] in ".,:;\"']" or (url[trimmed - 1] == ")" and surplus > 0)):
        surplus -= url[trimmed - 1] == ")"
        trimmed -= 1
    return at + trimmed if url[:trimmed].partition("://")[2] else 0


def escaped(text: str, at: int, start: int) -> bool:
    """Whether a backslash, from `start` on, takes the meaning of the sign at `at` away."""
    before = at
    while before > start and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


class Addresses:
    """The addresses of one text, with the brackets around them. Ask from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = -1
        self._end = 0

    def hold(self, at: int, start: int) -> bool:
        """Whether an address that begins in [start, at) reaches beyond `at`."""
        while self._start < start or self._end <= at:
            self._find(start if self._start < start else self._end)
        return self._start < at

    def _find(self, start: int) -> None:
        begin = start
        while (found := _ANY.search(self._text, begin)) and found[0][0] in "<]":
            if not escaped(self._text, found.start(), start):
                break
            begin = found.start() + 1  # the address itself may be a bare one
        self._start, self._end = found.span() if found else (len(self._text), len(self._text) + 1)
