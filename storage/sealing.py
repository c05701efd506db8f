"""What is kept encrypted: the type of such columns, and the keys of a database.

A value is sealed when it is written, with the first key, and opened when it is read, with whichever key it was sealed:
queries and everybody above them see plain text. What is kept says by which key it is sealed: `sealed:`, the key's name
(a hash of it), and a Fernet token. A value that is kept in the clear, from before there was a key, is read as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from weakref import WeakKeyDictionary

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Dialect, Text
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator

from storage.keys import NAME, is_key, name_of

MARK = "sealed:"
HEAD = len(MARK) + NAME  # letters that say by which key something is sealed
UNREADABLE = "?"  # stands for a text that no key opens, where none at all would mean something else
_SEALED = re.compile(rf"{MARK}([0-9a-f]{{{NAME}}}):([A-Za-z0-9_-]+=*)")


class NoKey(DontWrapMixin, Exception):
    """Something was to be kept that is kept encrypted or not at all, and there is no key."""


@dataclass(frozen=True)
class Seals:
    """The keys of a database: the first one seals, each opens what it has sealed. Without keys, nothing is sealed."""

    _keys: dict[str, Fernet] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, keys: Sequence[str]) -> Self:
        """Those keys, each 32 bytes in URL-safe Base64. Raises ValueError when one is not, without repeating it."""
        if not all(map(is_key, keys)):
            raise ValueError("each key must be what `unsilo secrets key` prints")
        return cls({name_of(key): Fernet(key) for key in keys})

    @property
    def names(self) -> tuple[str, ...]:
        """What the keys are called, the one that seals first."""
        return tuple(self._keys)

    def seal(self, text: str) -> str:
        """A text as it is kept; in the clear when there is no key."""
        if not self._keys:
            return text
        name = next(iter(self._keys))
        return f"{MARK}{name}:{self._keys[name].encrypt(text.encode()).decode()}"

    def opened(self, kept: str) -> str | None:
        """The text of what is kept; None when no key opens it."""
        found = _SEALED.fullmatch(kept) if kept.startswith(MARK) else None
        if found is None:
            return kept
        if found[1] not in self._keys:
            return None
        try:
            return self._keys[found[1]].decrypt(found[2].encode()).decode()
        except InvalidToken:
            return None


def new_key() -> str:
    """A new key, from the operating system's randomness."""
    return Fernet.generate_key().decode()


_OF: WeakKeyDictionary[Dialect, Seals] = WeakKeyDictionary()
_NONE = Seals()


def give(dialect: Dialect, seals: Seals) -> None:
    """Have everything that goes through these connections sealed and opened with these keys."""
    _OF[dialect] = seals


def seals_of(dialect: Dialect) -> Seals:
    """The keys of the database to which these connections lead."""
    return _OF.get(dialect, _NONE)


class Sealed(TypeDecorator[str]):
    """A text that is kept encrypted. `lost` is read in place of one that no key opens.

    With `needs_key` it is never kept in the clear: to write it without a key raises NoKey. Nothing, or an empty text,
    is kept as it is, so that queries can ask whether there is one. They can ask no more: each sealing is different.
    """

    impl = Text
    cache_ok = True

    def __init__(self, *, lost: str | None = "", needs_key: bool = False) -> None:
        super().__init__()
        self.lost = lost
        self.needs_key = needs_key

    @property
    def python_type(self) -> type[str]:
        """What it is above the database."""
        return str

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As it is kept. Raises NoKey."""
        if not value:
            return value
        seals = seals_of(dialect)
        if self.needs_key and not seals.names:
            raise NoKey
        return self.sealed(value, seals)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """As it is read."""
        return self.read(value, seals_of(dialect)) if value else value

    def sealed(self, text: str, seals: Seals) -> str:
        """A text as these keys keep it."""
        return seals.seal(text)

    def read(self, kept: str, seals: Seals) -> str | None:
        """What is kept, as it is read with these keys."""
        opened = seals.opened(kept)
        return self.lost if opened is None else opened

    def marks(self, kept: str) -> list[str]:
        """The names of the keys by which what is kept is sealed; an empty one for what is in the clear."""
        found = _SEALED.fullmatch(kept)
        return ["" if found is None else found[1]] if kept else []

    def resealed(self, kept: str, seals: Seals) -> str:
        """What is kept, sealed with the first key; as it is when that is done already, or no key opens it."""
        opened = seals.opened(kept)
        if not kept or opened is None or self.marks(kept) == [*seals.names[:1]]:
            return kept
        return seals.seal(opened)


class SealedLines(Sealed):
    """Lines of text, each sealed by itself and ended by a line break: what is kept can be joined by the database."""

    cache_ok = True

    def sealed(self, text: str, seals: Seals) -> str:
        """Lines as these keys keep them."""
        return _each_line(text, seals.seal)

    def read(self, kept: str, seals: Seals) -> str:
        """The lines that can be read."""
        return _each_line(kept, lambda line: seals.opened(line) or "")

    def marks(self, kept: str) -> list[str]:
        """The names of the keys, line by line."""
        return [mark for line in kept.split("\n") for mark in super(SealedLines, self).marks(line)]

    def resealed(self, kept: str, seals: Seals) -> str:
        """The lines, each sealed with the first key where it can be."""
        one = super().resealed
        return _each_line(kept, lambda line: one(line, seals))


def _each_line(text: str, made: Any) -> str:
    return "\n".join(made(line) if line else line for line in text.split("\n"))
