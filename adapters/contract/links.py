"""Links that say where they lead: the same rule on every platform."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.contract.content import Link, Span, Text
from adapters.contract.walk import spans_text

_SCHEMES = frozenset({"http", "https", "mailto"})
_LOOKS_LIKE_ADDRESS = re.compile(
    r"(?i)(?:[a-z][a-z0-9+.-]{0,30}://|www\.)\S+|(?:[a-z0-9_-]{1,63}\.){1,20}[a-z]{2,24}(?:[:/?#]\S*)?"
    r"|\S{1,64}@(?:[a-z0-9-]{1,63}\.){1,20}[a-z]{2,24}"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a link is shown: `url` is None when it may not be one; `address` is shown beside the label when set."""

    url: str | None
    label: tuple[Span, ...]
    address: str = ""


def shown(link: Link) -> Shown:
    """Decide how a link is shown.

    Only http, https and mailto lead anywhere. A label that looks like an address and is not the link's own is followed
    by the true address, so that nobody is led to another place than they read.
    """
    label = link.spans or (Text(link.url),)
    if not allowed(link.url):
        words = spans_text(label)
        return Shown(None, label if words == link.url else (*label, Text(f" ({link.url})")))
    for claimed in _LOOKS_LIKE_ADDRESS.findall(spans_text(label)):
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
