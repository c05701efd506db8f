"""Days as members read them."""

from __future__ import annotations

from datetime import date


def day(of: date) -> str:
    """A date, or a moment's, as the NHS writes it: "Thursday 3 December 2026"."""
    return f"{of:%A} {of.day} {of:%B %Y}"
