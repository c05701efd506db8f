"""Reading bytes that may be anything: whatever is not there is no picture."""

from __future__ import annotations

from collections.abc import Iterable

Pieces = list[bytes | memoryview]
SEGMENTS = 20_000  # of one picture: each takes memory of its own, and real ones have a few thousand at most
BLOCKS = 200_000  # of a GIF, which come 255 bytes at a time


class Unreadable(ValueError):
    """The bytes are no whole picture of their kind."""


class Steps:
    """Counts what is read one by one, so that a picture of many small pieces takes neither memory nor time."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self) -> None:
        """One more. Raises Unreadable when there are too many."""
        self._left -= 1
        if self._left < 0:
            raise Unreadable


def part(data: memoryview, start: int, length: int) -> memoryview:
    """So many bytes from a place. Raises Unreadable when there are not as many."""
    if length < 0 or start < 0 or start + length > len(data):
        raise Unreadable
    return data[start : start + length]


def number(data: memoryview, start: int, length: int, order: str = "big") -> int:
    """The number that so many bytes from a place make. Raises Unreadable."""
    return int.from_bytes(part(data, start, length), "big" if order == "big" else "little")


def joined(pieces: Iterable[bytes | memoryview]) -> bytes:
    """Pieces as one."""
    return b"".join(pieces)
