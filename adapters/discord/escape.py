"""Plain text made safe for Discord: what looks like markup is shown as it is, and nobody is pinged by it.

Only what Discord would take as markup gets a backslash: `snake_case`, `2 * 3` and `a < b` stay as they are. Addresses
stay untouched, because a backslash would become a part of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from adapters.discord.urls import BARE

NOTHING = "\u200b"  # a space without width: keeps apart what must not touch
_SIGN = re.compile(r"( *)(>>>|>|#{1,3}|-#|[-*]|\d+(?=\.))(?=\.?\s)")
_RISK = re.compile(
    rf"(?P<url>(?<![A-Za-z0-9]){BARE})"
    r"|(?P<begun>(?<![A-Za-z0-9])https?://)"  # too short for an address, unless something follows
    r"|(?P<slash>\\(?=[^0-9A-Za-z\s]|$))"
    r"|(?P<mark>\*+|_+|~+|\|+|`+)"
    r"|(?P<link>\]\()"
    r"|(?P<angle><(?=[@#:/]|a:|t:|id:|https?:|[\w.+-]{1,64}@|$))"
    r"|(?P<ping>@(?=(?:everyone|here)(?![a-z0-9])))",
    re.IGNORECASE,
)
_ALNUM = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a text: other markup directly before it, directly after it, or a style over all of it."""

    left: bool = False
    right: bool = False
    styled: bool = False


def escaped(text: str, *, line_start: bool = True, around: Around = Around()) -> str:
    """Text which Discord shows as it is. `line_start` says whether it begins a line."""
    lines = text.split("\n")
    last = len(lines) - 1
    return "\n".join(
        _line(
            line, line_start or at > 0, replace(around, left=around.left and at == 0, right=around.right and at == last)
        )
        for at, line in enumerate(lines)
    )


def _line(line: str, line_start: bool, around: Around) -> str:
    begun = ""
    if line_start and (sign := _SIGN.match(line)):
        begun = sign[1] + (sign[2] + "\\" if sign[2].isdigit() else "\\" + sign[2])
        line = line[sign.end() :]
    return begun + _RISK.sub(lambda risk: _safe(risk, around), line)


def _safe(risk: re.Match[str], around: Around) -> str:
    found, line = risk[0], risk.string
    match risk.lastgroup:
        case "url":
            closed = line.startswith("<", risk.end()) or (risk.end() == len(line) and around.right)
            # The sign before it, which meant nothing before a letter, would take the bracket's meaning away.
            sign = "\\" if closed and line[: risk.start()].endswith("\\") else ""
            return sign + _address(found, around.styled, closed)
        case "begun":
            return found.replace("//", "\\//") if around.right or risk.end() < len(line) else found
        case "link":
            return "]\\("
        case "ping":
            return "@" + NOTHING
        case "angle" | "slash" if risk.end() == len(line) and not around.right and line[-2:-1] != "\\":
            return found  # nothing follows that it could combine with
        case "mark" if _harmless(found, line[: risk.start()][-1:], line[risk.end() :][:1], around):
            return found
        case _:
            return "".join("\\" + char for char in found)


def _address(url: str, styled: bool, closed: bool) -> str:
    """An address within text: untouched, but for signs that would end the style around it, or call everybody.

    `closed` puts it in brackets, where what follows would become a part of it.
    """
    url = re.sub(r"(?i)@(?=everyone|here)", "%40", url)
    if styled:
        url = re.sub(r"[*~|]|_(?=_)|(?<=_)_", lambda sign: f"%{ord(sign[0]):X}", url)
    return f"<{url.replace('>', '%3E')}>" if closed else url


def _harmless(mark: str, before: str, after: str, around: Around) -> bool:
    """Whether Discord takes the signs as themselves, whatever else the message holds."""
    match mark:
        case "*":
            left = before.isspace() if before else not around.left
            right = after.isspace() if after else not around.right
            return left and right and not around.styled
        case "_":
            return bool(_ALNUM.fullmatch(before) and _ALNUM.fullmatch(after))
        case "~" | "|":
            return bool(before or not around.left) and bool(after or not around.right)
        case _:
            return False
