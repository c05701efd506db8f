"""Snowflakes (Discord's ids, which tell their time) and Discord's way to write times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Mints unique, increasing ids; `now` gives seconds since the epoch."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._last = 0

    def mint(self) -> str:
        """A new id, greater than every one before."""
        self._last = max(self._last + 1, snowflake_at(self._now()))
        return str(self._last)


def snowflake_at(seconds: float) -> int:
    """The smallest id of that moment."""
    return (int(seconds * 1000) - EPOCH_MS) << 22


def iso(seconds: float) -> str:
    """A time as Discord writes it, always with microseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


def from_iso(text: str) -> float:
    """The moment a time names, in seconds since the epoch. ValueError."""
    return datetime.fromisoformat(text).timestamp()
