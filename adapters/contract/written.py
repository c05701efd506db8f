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


def written(text: str) -> str:
    """A text without these. Scripts that are read from right to left need none of them."""
    return _UNWANTED.sub("", text)


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in a text."""
    return all(unicodedata.category(char) in _UNSEEN or char in _FILLERS for char in text)


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
