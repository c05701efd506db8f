"""WebP (RFC 9649): what is kept are the chunks that pixels, their colours and their movement are made of."""

from __future__ import annotations

from bot.files.pieces import SEGMENTS, Pieces, Steps, Unreadable, number, part
from bot.files.turning import UPRIGHT, exif_of, turning

_PICTURE = (b"VP8 ", b"VP8L", b"ANMF")
_KEPT = frozenset((*_PICTURE, b"VP8X", b"ALPH", b"ANIM", b"ICCP"))
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_EXIF = b"Exif\0\0"  # which some write before it, as in JPEG


def clean(data: memoryview) -> Pieces:
    """The pieces of a picture that are kept. Raises Unreadable."""
    end = number(data, 4, 4, "little") + 8
    if end > len(data):
        raise Unreadable
    chunks: list[tuple[bytes, memoryview]] = []
    turned, at = UPRIGHT, 12
    steps = Steps(SEGMENTS)
    while at < end:
        steps.take()
        kind, length = bytes(part(data, at, 4)), number(data, at + 4, 4, "little")
        payload = part(data, at + 8, length)
        at += 8 + length + length % 2
        if kind == b"EXIF":
            turned = turning(payload[6:] if payload[:6] == _EXIF else payload)
        elif kind in _KEPT:
            chunks.append((kind, payload))
    if not any(kind in _PICTURE for kind, _ in chunks):
        raise Unreadable
    return _file(chunks, turned)


def _file(chunks: list[tuple[bytes, memoryview]], turned: int) -> Pieces:
    """The file that holds these chunks, and how it is turned where it can say so: only the extended form can."""
    extended = chunks[0][0] == b"VP8X" and len(chunks[0][1]) >= 10
    tells = extended and turned != UPRIGHT
    pieces: Pieces = []
    for kind, payload in chunks:
        if kind == b"VP8X":
            flags = number(payload, 0, 1) & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if tells else 0)
            pieces += _chunk(kind, bytes([flags]) + bytes(payload[1:]))
        else:
            pieces += _chunk(kind, payload)
    if tells:
        pieces += _chunk(b"EXIF", exif_of(turned))
    return [b"RIFF", (4 + sum(map(len, pieces))).to_bytes(4, "little"), b"WEBP", *pieces]


def _chunk(kind: bytes, payload: bytes | memoryview) -> Pieces:
    return [kind, len(payload).to_bytes(4, "little"), payload, b"\0" * (len(payload) % 2)]
