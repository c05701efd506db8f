"""Messages in which nobody's words turn how others are read: a mark that does so holds on to the end of its line."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from adapters.contract.content import Content

# Embeddings, overrides and isolates, with what ends them. Scripts that are read from right to left need none of them;
# marks beside single characters, and the joiners of emoji and scripts, stay.
TURNING = "\u202a-\u202e\u2066-\u2069"
_TURNING = re.compile(f"[{TURNING}]")


def upright(content: Content) -> Content:
    """The same message without marks that turn the way of reading: in its words, code, names, labels and files."""
    changed: Content = _upright(content)
    return changed


def _upright(what: Any) -> Any:
    """The same value, or one without them: what has none stays what it is."""
    if isinstance(what, str):
        return _TURNING.sub("", what) if _TURNING.search(what) else what
    if isinstance(what, tuple):
        parts = tuple(map(_upright, what))
        return what if all(new is old for new, old in zip(parts, what, strict=True)) else parts
    if not dataclasses.is_dataclass(what) or isinstance(what, type):
        return what
    values = {each.name: getattr(what, each.name) for each in dataclasses.fields(what)}
    changed = {name: new for name, old in values.items() if (new := _upright(old)) is not old}
    return dataclasses.replace(what, **changed) if changed else what
