"""Pictures full of what nobody is to learn from them, drawn by a library that has no part in cleaning them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageCms, ImageOps, ImageSequence
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo

SECRET = b"canary"  # stands in every place that is to be taken out
TURNED = 6  # a quarter to the right
SIZE = (48, 32)


def drawn(mode: str = "RGB", start: int = 0) -> Image.Image:
    """A picture no two corners of which are alike."""
    image = Image.new("RGB", SIZE)
    image.putdata([((x * 5 + start) % 256, y * 7, (x + y) * 3) for y in range(SIZE[1]) for x in range(SIZE[0])])
    return image.convert(mode)


def exif(turned: int = TURNED) -> Image.Exif:
    """Where, when and with what it was taken."""
    made = Image.Exif()
    made[Base.Make] = made[Base.Model] = made[Base.Artist] = SECRET.decode()
    made[Base.Orientation] = turned
    made.get_ifd(IFD.Exif)[Base.BodySerialNumber] = SECRET.decode()
    made.get_ifd(IFD.GPSInfo).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0), 27: SECRET})
    return made


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    """A picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def _jpeg(**how: Any) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {"exif": exif(), "xmp": b"<x:xmpmeta>" + SECRET, "comment": SECRET, "icc_profile": profile}
    file = saved(drawn(how.pop("mode", "RGB")), "JPEG", quality=90, **more, **how)
    iptc = b"Photoshop 3.0\0" + SECRET
    segment = b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc
    return file[:2] + segment + file[2:] + b"a film: " + SECRET


def _png(*more: Image.Image) -> bytes:
    words = PngInfo()
    words.add_text("Author", SECRET.decode())
    words.add_text("Comment", SECRET.decode(), zip=True)
    words.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    how: dict[str, Any] = {"save_all": True, "append_images": more, "duration": 80} if more else {}
    return saved(drawn("RGBA"), "PNG", exif=exif(), pnginfo=words, **how) + SECRET


def _gif(*more: Image.Image) -> bytes:
    how: dict[str, Any] = {"save_all": True, "append_images": more, "duration": 80, "loop": 3} if more else {}
    return saved(drawn("P"), "GIF", comment=SECRET, **how) + SECRET


def _webp(*more: Image.Image, **how: Any) -> bytes:
    moving: dict[str, Any] = {"save_all": True, "append_images": more, "duration": 80} if more else {}
    return saved(drawn("RGBA"), "WEBP", exif=exif(), xmp=SECRET, **moving, **how)


FILES: dict[str, Callable[[], bytes]] = {
    "photo.jpg": _jpeg,
    "progressive.jpeg": lambda: _jpeg(progressive=True),
    "print.jpg": lambda: _jpeg(mode="CMYK"),
    "screen.png": _png,
    "moving.png": lambda: _png(drawn("RGBA", 90), drawn("RGBA", 180)),
    "drawing.gif": _gif,
    "moving.gif": lambda: _gif(drawn("P", 90), drawn("P", 180)),
    "photo.webp": lambda: _webp(quality=80),
    "exact.webp": lambda: _webp(lossless=True),
    "moving.webp": lambda: _webp(drawn("RGBA", 90), drawn("RGBA", 180), lossless=True),
}


def seen(data: bytes) -> list[tuple[tuple[int, int], bytes]]:
    """What somebody sees: each frame's size and pixels, turned as viewers turn them."""
    with Image.open(io.BytesIO(data)) as image:
        turned = image.getexif().get(Base.Orientation, 1)
        frames = []
        for frame in ImageSequence.Iterator(image):
            whole = frame.convert("RGBA")
            whole.getexif()[Base.Orientation] = turned
            upright = ImageOps.exif_transpose(whole)
            frames.append((upright.size, upright.tobytes()))
        return frames


def told(data: bytes) -> dict[int, Any]:
    """What Exif data a picture still has."""
    with Image.open(io.BytesIO(data)) as image:
        found = image.getexif()
        return {**found, **found.get_ifd(IFD.Exif), **found.get_ifd(IFD.GPSInfo)}
