"""Links that say where they lead: the same rule on every platform."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.contract.content import Link, Span, Text
from adapters.contract.walk import spans_text
from adapters.contract.written import composed

_SCHEMES = frozenset({"http", "https", "mailto"})
_LOOKS_LIKE_ADDRESS = re.compile(
    r"(?i)(?:[a-z][a-z0-9+.-]{0,30}://|www\.)\S+|(?:[\w-]{1,63}\.){1,20}[^\W\d_]{2,24}(?:[:/?#]\S*)?"
    r"|\S{1,64}@(?:[\w-]{1,63}\.){1,20}[^\W\d_]{2,24}|(?:\d{1,3}\.){3}\d{1,3}\S*|localhost\S*"
)
_INVITES = re.compile(
    r"(?:discord\.gg|dsc\.gg|invite\.gg|join\.slack\.com|chat\.whatsapp\.com|t\.me)/|discord(?:app)?\.com/invite/"
)
_DOTS = re.compile("[\u3002\uff61]|\\[\\.\\]|\\(\\.\\)")  # what reads as the dot of an address


@dataclass(frozen=True, slots=True)
class Shown:
    """How a link is shown: `url` is None when it may not be one; `address` is shown beside the label when set."""

    url: str | None
    label: tuple[Span, ...]
    address: str = ""


def shown(link: Link) -> Shown:
    """Decide how a link is shown.

    Only http, https and mailto lead anywhere. A label that looks like an address and is not the link's own is followed
    by the true address, so that nobody is led to another place than they read. So is the label of an invitation to
    another community. A host with letters that can be taken for others is shown as computers write it, too.
    """
    label = link.spans or (Text(link.url),)
    if not allowed(link.url):
        words = spans_text(label)
        return Shown(None, label if words == link.url else (*label, Text(f" ({link.url})")))
    if plain := _in_plain_letters(link.url):
        return Shown(link.url, label, address=plain)
    invites = _INVITES.match(_place(link.url) + "/" + urlsplit(link.url).path.lstrip("/").lower())
    if invites and spans_text(label) != link.url:
        return Shown(link.url, label, address=link.url)
    for claimed in _LOOKS_LIKE_ADDRESS.findall(_read(spans_text(label))):
        if _place(claimed) != _place(link.url):
            return Shown(link.url, label, address=link.url)
    return Shown(link.url, label)


def allowed(url: str) -> bool:
    """Whether an address may be a link at all: its scheme is known, and it holds nothing that could end the link."""
    if re.search(r"[\s<>\x00-\x20\x7f\u202a-\u202e\u2066-\u2069]", url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and bool(parts.netloc or parts.scheme.lower() == "mailto")


def _in_plain_letters(url: str) -> str:
    """The host of an address as names are looked up, when it has other letters than a to z; empty when it has not."""
    host = urlsplit(url).hostname or ""
    if host.isascii():
        return host if any(part.startswith("xn--") for part in host.split(".")) else ""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host.encode("ascii", errors="backslashreplace").decode()


def _read(label: str) -> str:
    """A label as its reader takes it: without what cannot be seen, and with look-alikes of a dot as dots."""
    seen = (char for char in composed("NFKC", label) if not _unseen(char))
    return _DOTS.sub(".", "".join(seen))


def _unseen(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"


def _place(address: str) -> str:
    """What a reader takes an address to be: its host, or the whole of an e-mail address."""
    address = address.strip("().,;:!?\"'").lower().removeprefix("mailto:")
    if "@" in address and "/" not in address:
        return address.partition("?")[0]
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or address
    except ValueError:
        return address
    return host.removeprefix("www.")
