"""What is kept encrypted: the type of such columns, and the keys of a database.

A value is sealed when it is written, with the first key, and opened when it is read, with whichever key it was sealed:
queries and everybody above them see plain text. What is kept says by which key it is sealed: `sealed:`, the key's name
(a hash of it), and a Fernet token. A value that is kept in the clear, from before there was a key, is read as it is.
"""

from __future__ import annotations

import hashlib
import hmac
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
UNREADABLE = "?"  # stands for a text that no key opens, where none at all would mean something else
_SEALED = re.compile(rf"{MARK}([0-9a-f]{{{NAME}}}):([A-Za-z0-9_-]+=*)")


class NoKey(DontWrapMixin, Exception):
    """Something was to be kept that is kept encrypted or not at all, and there is no key."""


@dataclass(frozen=True)
class Seals:
    """The keys of a database: the first one seals, each opens what it has sealed. Without keys, nothing is sealed."""

    _keys: dict[str, Fernet] = field(default_factory=dict, repr=False)
    _codes: dict[str, bytes] = field(default_factory=dict, repr=False)  # what fingerprints are mixed with, by key

    @classmethod
    def of(cls, keys: Sequence[str]) -> Self:
        """Those keys, each 32 bytes in URL-safe Base64. Raises ValueError when one is not, without repeating it."""
        if not all(map(is_key, keys)):
            raise ValueError("each key must be what `unsilo secrets key` prints")
        codes = {name_of(key): hashlib.sha256(f"fingerprints {key}".encode()).digest() for key in keys}
        return cls({name_of(key): Fernet(key) for key in keys}, codes)

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

    def code(self, fingerprint: str, name: str | None = None) -> str:
        """What is kept of a fingerprint: an HMAC-SHA256 (RFC 2104) under the first key, or the one of a name; without
        keys, itself.

        Whoever has the database alone cannot try out which text it stands for.
        """
        name = next(iter(self._codes), None) if name is None else name
        if name is None:
            return fingerprint
        return f"{MARK}{name}:{hmac.new(self._codes[name], fingerprint.encode(), hashlib.sha256).hexdigest()}"

    def is_code(self, kept: str, fingerprint: str) -> bool:
        """Whether what is kept stands for a fingerprint; it does for none under a key that is not there."""
        found = _SEALED.fullmatch(kept)
        if found is None:
            return kept == fingerprint
        return found[1] in self._codes and hmac.compare_digest(kept, self.code(fingerprint, found[1]))

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


@dataclass(frozen=True, slots=True)
class Code:
    """What is kept of a text's fingerprint: it can be compared, and not read."""

    kept: str
    seals: Seals = field(default_factory=Seals, repr=False, compare=False)

    def of(self, fingerprint: str) -> bool:
        """Whether it is that one's."""
        return self.seals.is_code(self.kept, fingerprint)


class Coded(Sealed):
    """A fingerprint, kept as its `Code`; written as either. Queries can ask which rows have the same."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__()

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """As it is kept."""
        return value.kept if isinstance(value, Code) else super().process_bind_param(value, dialect)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """As it is read: a `Code`."""
        return Code(value or "", seals_of(dialect))

    def sealed(self, text: str, seals: Seals) -> str:
        """A fingerprint as these keys keep it."""
        return seals.code(text)

    def resealed(self, kept: str, seals: Seals) -> str:
        """What is kept, under the first key, of one that is in the clear. One under an older key cannot be read, and
        goes: the text that it stood for counts as another the next time it is seen.
        """
        match self.marks(kept):
            case [""] if seals.names:
                return seals.code(kept)
            case [name] if name in seals.names[1:]:
                return ""
        return kept


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
