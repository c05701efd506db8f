"""Names under which a webhook may post.

Discord's webhook reference: 1 to 80 characters, neither `clyde` nor `discord` in them, and the rules for nicknames, of
which some are kept secret; `everyone` and `here` are refused as well.
"""

from __future__ import annotations

import re
import unicodedata

NEUTRAL = "Guest"
_LONGEST = 80
_FORBIDDEN = re.compile(r"(disc)(?=ord)|(cly)(?=de)|^(every)(?=one$)|^(he)(?=re$)|(`)(?=``)", re.IGNORECASE)


def presentable(name: str) -> str:
    """A name as near to the given one as Discord takes."""
    seen = "".join(char for char in unicodedata.normalize("NFC", name) if not _invisible(char))
    seen = _FORBIDDEN.sub(lambda word: word[0] + "-", " ".join(seen.split()))
    return _cut(seen) or NEUTRAL


def _invisible(char: str) -> bool:
    """Control, zero-width and unassigned characters; whitespace is collapsed elsewhere."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") and not char.isspace()


def _cut(name: str) -> str:
    """At most 80 UTF-16 units, never between a letter and its accents."""
    if len(name.encode("utf-16-le")) <= 2 * _LONGEST:
        return name
    cut = name.encode("utf-16-le")[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore")
    at = len(cut)
    while at and unicodedata.category(name[at]).startswith("M"):
        at -= 1
    return name[:at].rstrip() + "…"
