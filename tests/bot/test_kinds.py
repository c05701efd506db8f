"""What is copied, what is cleaned, and what is only pointed to: by content first, and by name."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from bot.files.kinds import Not, by_content, by_name, carried
from bot.files.pictures import cleaned, shape_of
from tests.bot.picturing import FILES

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def packed(*names: str, inside: bytes = b"words") -> bytes:
    """An archive with files of these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, inside)
    return file.getvalue()


PROGRAMS = {
    "Windows": b"MZ\x90\0\3\0\0\0",
    "Linux": b"\x7fELF\2\1\1",
    "a Mac": b"\xcf\xfa\xed\xfe\7\0\0\1",
    "a script": b"#!/bin/sh\nrm -rf ~\n",
    "Java": b"\xca\xfe\xba\xbe\0\0\0\x41",
    "a Java archive": packed("META-INF/MANIFEST.MF", "Main.class"),
    "Android": packed("AndroidManifest.xml"),
    "a new document with macros": packed("[Content_Types].xml", "word/vbaProject.bin"),
    "an old document with macros": OLE + "_VBA_PROJECT".encode("utf-16-le"),
    "an installer": OLE + bytes.fromhex("84100c0000000000c000000000000046"),
    "a shortcut": b"L\0\0\0\x01\x14\x02\0\0\0\0\0",
}
PAGES = {
    "a page": b"<!DOCTYPE html><html><body>Sign in</body></html>",
    "a page in capitals": b"\r\n <HTML><HEAD>",
    "a page with a mark": b"\xef\xbb\xbf<html>",
    "a page in UTF-16": b"\xff\xfe" + "<html>".encode("utf-16-le"),
    "a page behind comments": b"<!-- a --><!-- b -->\n<script>alert(1)</script>",
    "a drawing": b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
    "a drawing with a doctype": b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>',
}
COPIED = {
    "plan.pdf": b"%PDF-1.7\n",
    "beds.txt": b"Three people wait for a <html> page.",
    "beds.csv": b"ward,beds\n7,3\n",
    "notes.md": b'<div align="center">Notes</div>',
    "rota.docx": packed("[Content_Types].xml", "word/document.xml"),
    "old.doc": OLE,
    "all.zip": packed("a.txt", "b.txt"),
    "film.mp4": b"\0\0\0\x20ftypisom\0\0\2\0",
    "sound.ogg": b"OggS\0\2",
    "settings.xml": b'<?xml version="1.0"?><settings/>',
    "empty.txt": b"",
}
PICTURES_THAT_ARE_NONE = {
    "words.jpg": b"words",
    "scan.tif": b"II*\0\x08\0\0\0",
    "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0",
    "phone.bin": b"\0\0\0\x18ftypheic\0\0\0\0",
    "phone.avif": b"\0\0\0\x1cftypavif\0\0\0\0",
    "old.bmp": b"BM" + bytes(60),
    "half.png": FILES["screen.png"]()[:200],
    "other.png": FILES["photo.jpg"](),
    "other.heic": FILES["photo.jpg"](),
}


@pytest.mark.parametrize("what", PROGRAMS)
def test_a_program_is_known_under_any_name(what: str) -> None:
    assert carried(PROGRAMS[what], "beds.txt", "text/plain") is Not.PROGRAM


@pytest.mark.parametrize("what", PAGES)
def test_a_page_is_known_under_any_name(what: str) -> None:
    assert carried(PAGES[what], "beds.txt", "text/plain") is Not.PAGE


@pytest.mark.parametrize("name", COPIED)
def test_what_is_harmless_is_copied_as_it_is(name: str) -> None:
    assert by_name(name) is None
    assert carried(COPIED[name], name, "application/octet-stream") == COPIED[name]


@pytest.mark.parametrize("name", PICTURES_THAT_ARE_NONE)
def test_a_picture_that_cannot_be_cleaned_is_not_copied(name: str) -> None:
    assert carried(PICTURES_THAT_ARE_NONE[name], name, "application/octet-stream") is Not.PICTURE


def test_what_its_platform_says_is_a_picture_has_to_be_one() -> None:
    assert carried(b"words", "scan", "image/png") is Not.PICTURE
    assert carried(FILES["photo.jpg"](), "scan", "image/png") is Not.PICTURE


@pytest.mark.parametrize("name", FILES)
def test_pictures_are_cleaned_also_under_another_name(name: str) -> None:
    data = FILES[name]()
    shape = shape_of(data)
    assert shape is not None
    assert carried(data, name, "") == carried(data, "attachment", "application/octet-stream") == cleaned(data, shape)


@pytest.mark.parametrize(
    "name",
    [
        "setup.exe", "SETUP.EXE", "setup.exe.", "setup.exe  ", "plan.pdf.exe", "plan\u202efdp.exe",
        "set\u200bup.e\u200bxe",
        "run.bat", "run.cmd", "run.ps1", "run.sh", "run.js", "run.vbs", "run.jar", "run.msi", "run.scr", "run.lnk",
        "run.hta", "run.iso", "rota.docm", "rota.xlsm", "rota.pptm", ".sh",
    ],
)  # fmt: skip
def test_a_program_is_known_by_its_name(name: str) -> None:
    assert by_name(name) is Not.PROGRAM


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "drawing.svg", "drawing.svgz", "mail.mht"])
def test_a_page_is_known_by_its_name(name: str) -> None:
    assert by_name(name) is Not.PAGE


@pytest.mark.parametrize("name", ["exe", "executive summary.pdf", "js", "notes.exe.txt", "", ".", "a.b.c"])
def test_a_name_that_only_looks_like_one_is_none(name: str) -> None:
    assert by_name(name) is None


def test_an_archive_that_would_grow_is_never_unpacked() -> None:
    bomb = packed("a", "b", "c", inside=bytes(16 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    tracemalloc.start()
    try:
        assert carried(bomb, "all.zip", "application/zip") == bomb
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1024 * 1024


def test_hostile_beginnings_are_judged_at_once() -> None:
    for piece in (b"<!-- -->", b"<!--", b"<?xml ?>", b"<?xml", b" ", b"<", b"-->"):
        assert by_content(piece * 100_000, "beds.txt", "text/plain") is None
