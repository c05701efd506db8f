"""PNG (W3C, third edition): what is kept are the chunks that pixels, their colours and their movement are made of."""

from __future__ import annotations

import zlib

from bot.files.pieces import SEGMENTS, Pieces, Steps, Unreadable, number, part
from bot.files.turning import UPRIGHT, exif_of, turning

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset((
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
))  # fmt: skip


def clean(data: memoryview) -> Pieces:
    """The pieces of a picture that are kept. Raises Unreadable, also when a kept chunk's checksum is wrong."""
    pieces: Pieces = [data[:8]]
    at, turned, kinds = 8, UPRIGHT, set[bytes]()
    steps = Steps(SEGMENTS)
    while b"IEND" not in kinds:
        steps.take()
        length = number(data, at, 4)
        whole = part(data, at, length + 12)
        kind, at = bytes(whole[4:8]), at + length + 12
        if not kinds and (kind != b"IHDR" or length != 13):
            raise Unreadable
        kinds.add(kind)
        if kind in _KEPT:
            if zlib.crc32(whole[4:-4]) != number(whole, length + 8, 4):
                raise Unreadable
            pieces.append(whole)
        elif kind == b"eXIf":
            turned = turning(whole[8:-4])
        elif not kind[0] & 0x20:  # a chunk without which the picture cannot be shown, of a kind that nobody knows
            raise Unreadable
    if b"IDAT" not in kinds:
        raise Unreadable
    if turned != UPRIGHT:
        pieces.insert(2, _chunk(b"eXIf", exif_of(turned)))
    return pieces


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return len(payload).to_bytes(4, "big") + kind + payload + zlib.crc32(kind + payload).to_bytes(4, "big")
