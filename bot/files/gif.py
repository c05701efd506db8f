"""GIF (version 89a): what is kept are its frames, and how often and how they move."""

from __future__ import annotations

from bot.files.pieces import BLOCKS, SEGMENTS, Pieces, Steps, Unreadable, number, part

_EXTENSION, _FRAME, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_MOVING = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # how often it is played


def clean(data: memoryview) -> Pieces:
    """The pieces of a picture that are kept: no comments, no words, no application's data. Raises Unreadable."""
    at = 13 + _table(number(data, 10, 1))
    pieces: Pieces = [part(data, 0, at)]
    frames, steps, blocks = 0, Steps(SEGMENTS), Steps(BLOCKS)
    while (block := number(data, at, 1)) != _TRAILER:
        steps.take()
        start = at
        if block == _FRAME:
            at = _blocks(data, at + 11 + _table(number(data, at + 9, 1)), blocks)
            frames += 1
        elif block == _EXTENSION:
            at = _blocks(data, at + 2, blocks)
            if not _shows(data, start):
                continue
        else:
            raise Unreadable
        pieces.append(data[start:at])
    if not frames:
        raise Unreadable
    return [*pieces, b";"]


def _shows(data: memoryview, start: int) -> bool:
    """Whether an extension says something of how the picture is shown."""
    kind = number(data, start + 1, 1)
    return kind == _CONTROL or (kind == _APPLICATION and bytes(data[start + 3 : start + 14]) in _MOVING)


def _table(flags: int) -> int:
    """The bytes of the table of colours that follows."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: memoryview, at: int, blocks: Steps) -> int:
    """The place behind a run of blocks, each of which tells its length; an empty one ends it."""
    while length := number(data, at, 1):
        blocks.take()
        at += length + 1
    return at + 1
