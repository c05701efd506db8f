"""Pictures without what they tell beside what they show: position, camera, times, comments, what was cut off.

Nothing is unpacked or decoded, so the picture itself stays as it is, bit for bit, and no size that a file claims costs
memory. What is not known to be needed for showing it goes; of how it is to be turned, only that is written anew.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePosixPath

from bot.files import gif, jpeg, png, webp
from bot.files.pieces import Unreadable as Unreadable
from bot.files.pieces import joined


class Shape(StrEnum):
    """The kinds of picture that can be cleaned."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"


_CLEAN: dict[Shape, Callable[[memoryview], list[bytes | memoryview]]] = {
    Shape.JPEG: jpeg.clean,
    Shape.PNG: png.clean,
    Shape.GIF: gif.clean,
    Shape.WEBP: webp.clean,
}
_SAID = {
    "jpg": Shape.JPEG, "jpeg": Shape.JPEG, "jpe": Shape.JPEG, "jfif": Shape.JPEG,
    "png": Shape.PNG, "apng": Shape.PNG, "gif": Shape.GIF, "webp": Shape.WEBP,
}  # fmt: skip
# Pictures of other kinds, which are not cleaned: they hold positions too, in ways of their own.
_OTHERS = frozenset((
    "tif", "tiff", "heic", "heif", "hif", "avif", "bmp", "dib", "ico", "cur", "psd", "psb", "jp2", "jpx", "j2k", "jxl",
    "jxr", "dng", "raw", "arw", "cr2", "cr3", "nef", "orf", "rw2", "raf", "pef", "srw", "svg", "svgz", "tga", "pcx",
    "xcf", "eps", "wmf", "emf",
))  # fmt: skip


def shape_of(data: bytes) -> Shape | None:
    """Which kind of picture these bytes begin as; None when they begin as none that can be cleaned."""
    if data.startswith(b"\xff\xd8\xff"):
        return Shape.JPEG
    if data.startswith(png.SIGNATURE):
        return Shape.PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Shape.GIF
    return Shape.WEBP if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None


def is_said(name: str, media_type: str) -> bool:
    """Whether a file is said to be a picture, by its name or by who keeps it."""
    ending = _ending(name)
    return ending in _SAID or ending in _OTHERS or media_type.lower().startswith("image/")


def said(name: str, media_type: str) -> Shape | None:
    """Which kind of picture a file is said to be, its name before its media type; None when it says neither."""
    if known := _SAID.get(_ending(name)):
        return known
    return _SAID.get(media_type.lower().removeprefix("image/")) if media_type.lower().startswith("image/") else None


def cleaned(data: bytes, shape: Shape) -> bytes:
    """A picture without what it tells beside what it shows. Raises Unreadable when it is no whole picture."""
    return joined(_CLEAN[shape](memoryview(data)))


def _ending(name: str) -> str:
    return PurePosixPath(name.strip(". ").lower()).suffix.removeprefix(".")
