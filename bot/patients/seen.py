"""A text as the guard's rules look at it: with what tells at once that a rule can find nothing there. Pure.

Looking for an expression takes long, and in text that is made for it longer; looking for a word does not. So each rule
asks first for a part that everything it finds has.
"""

from __future__ import annotations

import string
from dataclasses import dataclass

_SHAPE = str.maketrans(string.ascii_letters + string.digits, "a" * 52 + "0" * 10)


@dataclass(frozen=True, slots=True)
class Seen:
    """A folded text; in small letters; and with `a` for each of a to z, `0` for each digit, `?` beyond ASCII."""

    text: str
    small: str
    shape: str

    @classmethod
    def of(cls, text: str) -> Seen:
        """A folded text with both."""
        return cls(text, in_small(text), text.encode("ascii", "replace").decode("ascii").translate(_SHAPE))

    def has(self, *words: str) -> bool:
        """Whether any of some words is in it, however written."""
        return has(self.small, words)


def in_small(text: str) -> str:
    """A text in small letters; those of Turkish, too, that expressions take for an i."""
    return text.lower() if text.isascii() else text.lower().replace("i\u0307", "i").replace("\u0131", "i")


def has(small: str, words: tuple[str, ...]) -> bool:
    """Whether any of some words is in a text in small letters."""
    return any(word in small for word in words)
