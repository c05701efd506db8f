"""What people typed, as it is taken: without what nobody types and which alters how everything behind it is shown."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from adapters.contract.upright import TURNING

# Controls but new lines and tabs; halves of characters, which no encoding has; marks that turn the way of reading.
_UNWANTED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{TURNING}\ud800-\udfff]")
_UNSEEN = {"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"}  # controls, joiners, marks on what stands before them, spaces
# No word of any language has more marks on one letter (Unicode's UAX #15, Stream-Safe Text Format); to put thousands in
# their order takes seconds.
_MARKS = 30
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by their kind, and empty


# Characters that NFKC spells out, up to eighteenfold ("\ufdfa"): to be compared, each stands for itself. Not what is
# plain letters, dots and digits then, as "\ufb03" is; of numbers in brackets, the digits are kept.
_PRIVATE = 0xF0000  # from here on, characters mean nothing and stay what they are
_BRACKETED = {code: str(code - 0x2473) for code in range(0x2474, 0x2488)}
_SPELLED = (*range(0x2000, 0x2C00), *range(0x3200, 0x3400), *range(0xFB00, 0xFE00), 0xBC, 0xBD, 0xBE)


def _spells(code: int) -> bool:
    long = unicodedata.normalize("NFKC", chr(code))
    number = any(map(str.isdigit, long)) and "\u2044" not in long
    return not number and (len(long) > 3 or (len(long) == 3 and not long.isascii()))


_TABLE: dict[int, str | int] = {code: _PRIVATE + code for code in filter(_spells, _SPELLED)} | _BRACKETED
_TO_SPELL = re.compile(f"[{''.join(map(chr, _TABLE))}]")


def written(text: str) -> str:
    """A text without `_UNWANTED`. Scripts that are read from right to left need none of it."""
    return _UNWANTED.sub("", text)


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in a text."""
    return all(unicodedata.category(char) in _UNSEEN or char in _FILLERS for char in text)


def unspelled(text: str) -> str:
    """A text that is to be compared in NFKC, with one sign for each character that would become many."""
    return text.translate(_TABLE) if _TO_SPELL.search(text) else text


def composed(form: Literal["NFC", "NFKC"], text: str) -> str:
    """A text in one of Unicode's normal forms, in time that grows with its length alone: without marks piled up."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS:
            kept.append(char)
    return unicodedata.normalize(form, "".join(kept))
