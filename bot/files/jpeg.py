"""JPEG (ITU-T T.81, annex B): what is kept are the segments that pixels and their colours are made of.

Of the application's segments these are JFIF's without its small picture, colour profiles (APP2) and Adobe's (APP14,
which says how colours are coded). What follows the picture's end goes: second pictures, films, what editors left.
"""

from __future__ import annotations

import re

from bot.files.pieces import SEGMENTS, Pieces, Steps, Unreadable, number, part
from bot.files.turning import UPRIGHT, exif_of, turning

_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14, _APP15, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_EXIF = b"Exif\0\0"
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in coded data, none of it but a stuffed byte or a restart
_STRIDE = 1 << 18  # bytes that are searched in one go, so that other threads have their turn


def clean(data: memoryview) -> Pieces:
    """The pieces of a picture that are kept. Raises Unreadable."""
    head: Pieces = []
    rest: Pieces = []
    turned, at, framed, scanned = UPRIGHT, 2, False, False
    steps = Steps(SEGMENTS)
    while True:
        steps.take()
        marker, at = _marker(data, at)
        if marker == _EOI:
            break
        if 0xD0 <= marker <= _SOI or marker in (0x00, 0x01):
            raise Unreadable
        length = number(data, at, 2)
        if length < 2:
            raise Unreadable
        whole, payload = part(data, at - 2, length + 2), part(data, at + 2, length - 2)
        at += length
        framed |= marker in _FRAMES
        if _APP0 <= marker <= _APP15 or marker == _COM:
            if marker == _APP1 and payload[:6] == _EXIF:
                turned = turning(payload[6:])
            kept = _kept(marker, whole, payload)
            (head if marker == _APP0 and not rest else rest).extend(kept)
            continue
        rest.append(whole)
        if marker == _SOS:
            scanned = True
            end = _coded(data, at)
            rest.append(data[at:end])
            at = end
    if not (framed and scanned):
        raise Unreadable
    return [b"\xff\xd8", *head, *_turned(turned), *rest, b"\xff\xd9"]


def _marker(data: memoryview, at: int) -> tuple[int, int]:
    """The marker at a place, and the place behind it. Any number of filling bytes may stand before it."""
    if number(data, at, 1) != 0xFF:
        raise Unreadable
    while number(data, at, 1) == 0xFF:
        at += 1
    return number(data, at, 1), at + 1


def _kept(marker: int, whole: memoryview, payload: memoryview) -> Pieces:
    if marker == _APP0 and bytes(payload[:5]) == b"JFIF\0" and len(payload) >= 14:
        return [b"\xff\xe0\x00\x10", payload[:12], b"\0\0"]
    colours = marker == _APP2 and bytes(payload[:12]) == b"ICC_PROFILE\0"
    return [whole] if colours or (marker == _APP14 and bytes(payload[:5]) == b"Adobe") else []


def _coded(data: memoryview, at: int) -> int:
    """Where the coded data of a scan ends. Raises Unreadable when it does not."""
    while at < len(data):
        if found := _MARKER.search(data, at, min(at + _STRIDE + 1, len(data))):
            return found.start()
        at += _STRIDE
    raise Unreadable


def _turned(turned: int) -> Pieces:
    if turned == UPRIGHT:
        return []
    told = _EXIF + exif_of(turned)
    return [b"\xff\xe1" + (len(told) + 2).to_bytes(2, "big") + told]
