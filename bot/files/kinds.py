"""What a file is, by what is in it first and by its name after: whether it is copied, cleaned or only pointed to.

Names say little of pictures, and everything of scripts, which are text like any other. So both are asked.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.files import pictures
from bot.files.pictures import Shape, Unreadable


class Not(StrEnum):
    """Why a file is not copied."""

    PROGRAM = "program"
    PAGE = "page"  # HTML or SVG, which can hold scripts
    PICTURE = "picture"  # said to be a picture, and no whole one of that kind, or of a kind that is not cleaned


_PROGRAMS = frozenset((
    # Windows
    "exe", "com", "scr", "pif", "cpl", "msi", "msp", "mst", "msix", "appx", "dll", "ocx", "sys", "drv", "bat", "cmd",
    "ps1", "psm1", "psd1", "ps1xml", "vbs", "vbe", "js", "jse", "mjs", "cjs", "wsf", "wsh", "wsc", "sct", "hta", "reg",
    "inf", "lnk", "url", "scf", "gadget", "chm", "hlp", "application", "appref-ms", "xll", "settingcontent-ms",
    # disks and archives that Windows opens like folders, without its warning
    "iso", "img", "vhd", "vhdx", "cab",
    # macros of office documents
    "docm", "dotm", "xlsm", "xltm", "xlam", "xla", "pptm", "potm", "ppam", "ppsm", "sldm",
    # elsewhere
    "sh", "bash", "zsh", "csh", "ksh", "fish", "command", "tool", "workflow", "app", "dmg", "pkg", "deb", "rpm",
    "run", "appimage", "desktop", "so", "dylib", "elf", "jar", "jnlp", "class", "apk", "ipa", "wasm", "py",
    "pyc", "pyz", "pyw", "pl", "rb", "php",
))  # fmt: skip
_PAGES = frozenset(("html", "htm", "xhtml", "xht", "mht", "mhtml", "shtml", "svg", "svgz"))
_BEGINS_AS_PROGRAM = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"L\0\0\0\x01\x14\x02\0", b"!<arch>\ndebian", b"\xed\xab\xee\xdb", b"\0asm", b"dex\n",
    b"MSCF", b"ITSF",
)  # fmt: skip
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of what is packed, which no archive compresses: nothing is unpacked to find them.
_RUNS_IN_ZIP = (b"vbaProject.bin", b"META-INF/MANIFEST.MF", b"AndroidManifest.xml")
_RUNS_IN_OLE = ("_VBA_PROJECT".encode("utf-16-le"), bytes.fromhex("84100c0000000000c000000000000046"))  # macros, MSI
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
_OTHER_PICTURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"8BPS", b"\0\0\0\x0cjP  ", b"\0\0\0\x0cJXL ", b"\xff\x0a")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+(?:html|svg)|html|head|body|script|iframe|svg)(?![\w-])",
    re.IGNORECASE | re.DOTALL,
)
_SEEN = 4_096  # bytes in which a page shows that it is one
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f]")


def by_name(name: str) -> Not | None:
    """Why a file of that name is not copied, whatever is in it; None when its name is no reason."""
    ending = _ending(name)
    if ending in _PROGRAMS:
        return Not.PROGRAM
    return Not.PAGE if ending in _PAGES else None


def by_content(data: bytes, name: str, media_type: str) -> Not | None:
    """Why a file is not copied, by what is in it; None when that is no reason."""
    if data.startswith(_BEGINS_AS_PROGRAM) or _runs(data):
        return Not.PROGRAM
    if _PAGE.match(_beginning(data)):
        return Not.PAGE
    shape = pictures.shape_of(data)
    if shape is None:
        other = data.startswith(_OTHER_PICTURES) or (data[4:8] == b"ftyp" and data[8:12] in _HEIF)
        return Not.PICTURE if other or pictures.is_said(name, media_type) else None
    told = pictures.said(name, media_type)
    foreign = told is None and pictures.is_said(name, media_type)
    return Not.PICTURE if foreign or told not in (None, shape) else None


def carried(data: bytes, name: str, media_type: str) -> bytes | Not:
    """A file as it is copied, pictures cleaned; or why it is not. Takes time: not for the event loop."""
    if (why := by_content(data, name, media_type)) is not None:
        return why
    shape: Shape | None = pictures.shape_of(data)
    if shape is None:
        return data
    try:
        return pictures.cleaned(data, shape)
    except Unreadable:
        return Not.PICTURE


def _runs(data: bytes) -> bool:
    """Whether an archive or an office document holds what can be run."""
    names = _RUNS_IN_ZIP if data.startswith(_ZIP) else _RUNS_IN_OLE if data.startswith(_OLE) else ()
    return any(name in data for name in names)


def _beginning(data: bytes) -> str:
    """The first words of a file, as a browser would read them."""
    start = data[:_SEEN]
    for mark, coding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if start.startswith(mark):
            return start[len(mark) :].decode(coding, errors="ignore")
    return start.decode("latin-1")


def _ending(name: str) -> str:
    """What a name ends with, as systems that open files read it: they overlook dots and spaces behind it."""
    seen = _INVISIBLE.sub("", name).rstrip(". ").lower()
    return seen.rpartition(".")[2].strip() if "." in seen else ""
