"""Spans as a flat run of pieces, each of which is one element of `rich_text` or one token of mrkdwn.

What Slack lacks is decided here, for both: a spoiler is set in brackets, a mention without a target becomes a name,
a link that may not be one becomes words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from adapters.contract.content import Code, Emoji, Link, Mention, MentionKind, Span, Style, Styled, Text, Timestamp
from adapters.contract.links import allowed, shown
from adapters.contract.moments import in_words
from adapters.contract.walk import spans_text
from adapters.slack import dates

URL_LIMIT = 3000  # characters of a link in Block Kit
_USER = re.compile(r"[UW][A-Z0-9]+")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]+")


class Kind(Enum):
    """What a piece is."""

    TEXT = auto()
    CODE = auto()
    LINK = auto()  # `ref` is its address
    USER = auto()  # `ref` is the id; it pings
    CHANNEL = auto()  # `ref` is the id
    DATE = auto()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece in one style. `text` is what it says to readers who see no markup."""

    text: str
    styles: frozenset[Style] = frozenset()
    kind: Kind = Kind.TEXT
    ref: str = ""
    moment: Timestamp | None = None


def runs(spans: Iterable[Span]) -> list[Run]:
    """The pieces of a run of spans, in order; neighbouring plain text of one style is one piece."""
    found: list[Run] = []
    pieces = (run for run in _runs(spans, frozenset()) if run.text)
    for (kind, styles), group in groupby(pieces, key=lambda run: (run.kind, run.styles)):
        if kind is Kind.TEXT:
            found.append(Run("".join(run.text for run in group), styles))
        else:
            found += group
    return found


def _runs(spans: Iterable[Span], styles: frozenset[Style]) -> Iterator[Run]:
    for span in spans:
        match span:
            case Text(text):
                yield Run(text, styles)
            case Styled(Style.SPOILER, inner):
                yield Run("(spoiler: ", styles)
                yield from _runs(inner, styles)
                yield Run(")", styles)
            case Styled(style, inner):
                yield from _runs(inner, styles | {style})
            case Code(text):
                yield Run(text, styles, Kind.CODE)
            case Link():
                yield from _link(span, styles)
            case Mention():
                yield _mention(span, styles)
            case Emoji(name, char, _, url):
                if char or not _usable(url):
                    yield Run(char or f":{name}:", styles)
                else:
                    yield Run(f":{name}:", styles, Kind.LINK, url)
            case Timestamp():
                kind = Kind.DATE if dates.showable(span) else Kind.TEXT
                yield Run(in_words(span), styles, kind, moment=span)


def _link(link: Link, styles: frozenset[Style]) -> Iterator[Run]:
    what = shown(link)
    if what.url is None or not _usable(what.url):
        yield from _runs(in_plain_words(link), styles)
        return
    label = runs(what.label)
    if not "".join(run.text for run in label).strip():
        label = [Run(what.url)]
    for run in label:
        yield Run(run.text, run.styles | styles, Kind.LINK, what.url)
    if what.address:
        yield Run(f" ({what.address})", styles)


def in_plain_words(link: Link) -> tuple[Span, ...]:
    """What stands for a link that cannot be one: its label and its address."""
    what = shown(link)
    if what.url is None:
        return what.label
    words = spans_text(what.label).strip()
    return (Text(what.url),) if words in ("", what.url) else (*what.label, Text(f" ({what.url})"))


def _usable(url: str) -> bool:
    return len(url) <= URL_LIMIT and allowed(url)


def _mention(mention: Mention, styles: frozenset[Style]) -> Run:
    kind, target = mention.kind, mention.target
    if kind is MentionKind.USER and _USER.fullmatch(target):
        return Run(f"@{mention.name or target}", styles, Kind.USER, target)
    if kind is MentionKind.CHANNEL and _CHANNEL.fullmatch(target):
        return Run(f"#{mention.name or target}", styles, Kind.CHANNEL, target)
    return Run(spans_text((mention,)), styles)
