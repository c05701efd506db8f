"""What people typed, as it is taken: without what nobody types and which alters how everything behind it is shown."""

from __future__ import annotations

import re

# Controls but new lines and tabs; halves of characters, which no encoding has; marks that turn the way of reading.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def written(text: str) -> str:
    """A text without these. Scripts that are read from right to left need none of them."""
    return _UNWANTED.sub("", text)
