"""How a picture is to be turned before it is shown: all that is kept of Exif (its standard, version 2.32, 4.6)."""

from __future__ import annotations

from bot.files.pieces import Unreadable, number, part

UPRIGHT = 1
_ORIENTATION, _SHORT, _ENTRY = 0x0112, 3, 12
_MOST = 1_000  # entries that are looked at


def turning(exif: memoryview) -> int:
    """The orientation (1 to 8) that Exif data tells; 1 when it tells none, or cannot be read."""
    try:
        order = {b"II*\0": "little", b"MM\0*": "big"}[bytes(part(exif, 0, 4))]
        first = number(exif, 4, 4, order)
        for at in range(min(number(exif, first, 2, order), _MOST)):
            entry = part(exif, first + 2 + at * _ENTRY, _ENTRY)
            if number(entry, 0, 2, order) == _ORIENTATION and number(entry, 2, 2, order) == _SHORT:
                told = number(entry, 8, 2, order)
                return told if 1 <= told <= 8 else UPRIGHT
    except (Unreadable, KeyError):
        pass
    return UPRIGHT


def exif_of(turned: int) -> bytes:
    """Exif data that tells an orientation, and nothing else."""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + bytes([turned]) + b"\x00\x00"
    return b"MM\x00*\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
