"""Pictures lose what they tell beside what they show, and look the same after; whatever is none is refused."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL.ExifTags import Base

from bot.files.pictures import Shape, Unreadable, cleaned, said, shape_of
from bot.files.png import SIGNATURE
from tests.bot.picturing import FILES, SECRET, TURNED, drawn, exif, saved, seen, told

KEEPS_ITS_TURN = [name for name in FILES if not name.endswith("gif")]
MADE = {name: make() for name, make in FILES.items()}


def clean(data: bytes) -> bytes:
    shape = shape_of(data)
    assert shape is not None
    return cleaned(data, shape)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_left_but_what_is_seen_and_every_pixel_is(name: str) -> None:
    before = MADE[name]
    assert SECRET in before or zlib.compress(SECRET) in before
    after = clean(before)

    assert SECRET not in after
    assert seen(after) == seen(before)
    assert len(after) < len(before)


@pytest.mark.parametrize("name", KEEPS_ITS_TURN)
def test_of_exif_data_only_how_it_is_turned_is_left(name: str) -> None:
    assert SECRET.decode() in str(told(MADE[name]).values())
    assert told(clean(MADE[name])) == {Base.Orientation: TURNED}


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_turn_is_kept(kind: str, turned: int) -> None:
    before = saved(drawn(), kind, exif=exif(turned))

    assert told(clean(before)) == ({} if turned == 1 else {Base.Orientation: turned})
    assert seen(clean(before)) == seen(before)


@pytest.mark.parametrize("name", FILES)
def test_a_clean_picture_stays_as_it_is(name: str) -> None:
    once = clean(MADE[name])

    assert clean(once) == once


@pytest.mark.parametrize("name", FILES)
def test_a_picture_that_is_cut_off_is_none(name: str) -> None:
    whole = clean(MADE[name])
    for length in {12, len(whole) // 3, len(whole) // 2, len(whole) - 1}:
        with pytest.raises(Unreadable):
            clean(whole[:length])


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40, deadline=None, database=None)
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), min_size=1, max_size=5))
def test_whatever_is_in_a_picture_it_is_cleaned_or_refused(name: str, changes: list[tuple[float, bytes]]) -> None:
    data = bytearray(MADE[name])
    for at, new in changes:
        start = 12 + int(at * (len(data) - 12))
        data[start : start + len(new)] = new
    try:
        after = clean(bytes(data))
    except Unreadable:
        return
    assert len(after) <= len(data) + 64


def _chunks(kind: bytes, count: int) -> bytes:
    header = b"\0\0\0\x0dIHDR" + b"\0\0\0\1\0\0\0\1\x08\2\0\0\0"
    return (
        SIGNATURE
        + header
        + zlib.crc32(header[4:]).to_bytes(4, "big")
        + (b"\0\0\0\0" + kind + zlib.crc32(kind).to_bytes(4, "big")) * count
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: _chunks(b"IDAT", 200_000),
        lambda: b"\xff\xd8" + b"\xff\xdb\0\2" * 400_000,
        lambda: b"GIF89a" + bytes(7) + b"\x21\xfe" + b"\1x" * 600_000,
        lambda: b"GIF89a" + bytes(7) + b"\x2c" + bytes(9) + b"\2\0" * 600_000,
        lambda: b"RIFF\xf0\xff\x0f\0WEBP" + b"ANMF\0\0\0\0" * 140_000,
    ],
    ids=["png", "jpeg", "gif", "gif frames", "webp"],
)
def test_a_picture_of_very_many_pieces_is_none_and_takes_no_memory(make: Callable[[], bytes]) -> None:
    data = make()
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            clean(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "media_type", "shape"),
    [
        ("a.JPG", "", Shape.JPEG),
        ("a.png", "image/jpeg", Shape.PNG),
        ("a", "image/webp", Shape.WEBP),
        ("a.tiff", "image/tiff", None),
        ("a.txt", "text/plain", None),
    ],
)
def test_a_name_says_more_than_a_media_type(name: str, media_type: str, shape: Shape | None) -> None:
    assert said(name, media_type) is shape
