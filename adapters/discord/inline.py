"""Neutral spans as Discord's markup within a line.

The tree is first laid flat: a run of leaves, each with the styles that it stands in. From that the delimiters are set
anew, the farthest reaching ones outside, and where two meet that Discord would read as one, a space without width keeps
them apart. Whitespace at the edge of a style moves out of it, because Discord does not close a style after a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from adapters.contract.content import (
    Code,
    Emoji,
    Link,
    Mention,
    MentionKind,
    Span,
    Style,
    Styled,
    Text,
    TimeForm,
    Timestamp,
)
from adapters.contract.links import shown
from adapters.contract.walk import spans_text
from adapters.discord.escape import NOTHING, Around, escaped
from adapters.discord.names import called
from adapters.discord.refs import is_snowflake
from adapters.discord.urls import bare_end

# Of two that reach equally far, the earlier stands outside.
_DELIMITERS = {
    Style.SPOILER: "||",
    Style.UNDERLINE: "__",
    Style.STRIKE: "~~",
    Style.BOLD: "**",
    Style.ITALIC: "*",
}
_Piece = tuple[str, frozenset[Style]]
_FORMS = {
    TimeForm.TIME: "t",
    TimeForm.TIME_SECONDS: "T",
    TimeForm.DATE: "d",
    TimeForm.DATE_LONG: "D",
    TimeForm.DATETIME: "f",
    TimeForm.DATETIME_LONG: "F",
    TimeForm.RELATIVE: "R",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A span that holds no others (a link counts as one), and the styles around it."""

    span: Span
    styles: frozenset[Style] = frozenset()


def inline(spans: Sequence[Span], *, line_start: bool = True, label: bool = False) -> str:
    """Spans as markup. `line_start` says whether they begin a line, where more signs have a meaning.

    As a `label` they stand between brackets, with which their first and last signs must not combine.
    """
    kept = _merged(replace(leaf, styles=_kept_styles(leaf)) for leaf in flat(spans))
    leaves = [part for leaf in kept for part in _unpadded(leaf)]
    pieces = [(_piece(leaves, at, line_start and at == 0, label), leaf.styles) for at, leaf in enumerate(leaves)]
    return _dressed(pieces, frozenset())


def flat(spans: Sequence[Span]) -> list[Leaf]:
    """The leaves of spans, with neighbours that are text, or code, of the same styles made one."""
    return _merged(_leaves(spans, frozenset()))


def inline_code(text: str) -> str:
    """Code between backticks of a number that it does not hold itself."""
    runs = {len(run) for run in re.findall("`+", text)}
    if runs >= {1, 2}:
        if max(runs) < 3:
            return f"```\n{text}\n```"
        text, runs = text.replace("`", "`" + NOTHING), {1}  # nothing else can hold this
    ticks = "``" if 1 in runs else "`"
    left = " " if text.lstrip(" ").startswith("`") else ""
    right = " " if text.rstrip(" ").endswith("`") else ""
    return f"{ticks}{left}{text}{right}{ticks}"


def _merged(leaves: Iterable[Leaf]) -> list[Leaf]:
    merged: list[Leaf] = []
    for (styles, kind), run in groupby(leaves, key=lambda leaf: (leaf.styles, type(leaf.span))):
        group = list(run)
        if kind in (Text, Code):
            words = spans_text(tuple(leaf.span for leaf in group))
            group = [Leaf(Text(words) if kind is Text else Code(words), styles)] if words else []
        merged += group
    return merged


def _leaves(spans: Sequence[Span], styles: frozenset[Style]) -> Iterator[Leaf]:
    for span in spans:
        match span:
            case Styled(style, inner):
                yield from _leaves(inner, styles | {style})
            case Link(url) if url.startswith("mailto:"):
                yield from _leaves(_mailed(url.removeprefix("mailto:"), span.spans), styles)
            case Link() if (seen := shown(span)).url is None:
                yield from _leaves(seen.label, styles)
            case Link(url, label) if seen.address not in ("", url):  # what can be taken for another host
                yield from _leaves((*label, Text(" ")) if label and spans_text(label) != url else (), styles)
                yield Leaf(Link(url), styles)
                yield Leaf(Text(f" ({seen.address})"), styles)
            case Link() if _said_beside(span):
                yield from _leaves(span.spans, styles)
                yield Leaf(Text(" ("), styles)
                yield Leaf(Link(span.url), styles)
                yield Leaf(Text(")"), styles)
            case Mention() | Emoji() if words := _words(span):
                yield Leaf(Text(words), styles)
            case _:
                yield Leaf(span, styles)


def _mailed(address: str, label: tuple[Span, ...]) -> tuple[Span, ...]:
    """A mail address, which Discord makes no link of, beside its label unless that says it."""
    return (*label, Text(f" ({address})")) if label and spans_text(label) != address else (Text(address),)


def _said_beside(link: Link) -> bool:
    """Whether the address stands beside the label: a spoof, or a label that Discord would not make a link of."""
    label = spans_text(link.spans)
    return bool(label.strip()) and label != link.url and bool(shown(link).address or re.search(r"[\[\]]|://", label))


def _words(span: Mention | Emoji) -> str:
    """What stands for somebody or something that this reader's side does not know; empty when it does."""
    match span:
        case Mention(MentionKind.USER | MentionKind.CHANNEL, target=target) if is_snowflake(target):
            return ""
        case Mention():
            return called(span)
        case Emoji(name, char):
            return char or ("" if span.url or span.id else f":{name}:")


def _piece(leaves: Sequence[Leaf], at: int, line_start: bool = False, label: bool = False) -> str:
    leaf = leaves[at]
    match leaf.span:
        case Text(text):
            around = Around(label or at > 0, label or at + 1 < len(leaves))
            if leaf.styles:
                around = Around(left=True, right=True, styled=True)
            return escaped(text, line_start=line_start, around=around)
        case Code(text):
            return inline_code(text)
        case Link():
            return _link(leaf.span, bare=_stands_free(leaves, at))
        case Mention(kind, target=target):
            return f"<{'#' if kind is MentionKind.CHANNEL else '@'}{target}>"
        case Emoji(name, id=id, url=url):
            return _emoji(name, id, url)
        case Timestamp(unix, form):
            return f"<t:{unix}:{_FORMS[form]}>"
        case _:  # a style never is a leaf
            return ""


def _emoji(name: str, id: str, url: str) -> str:
    if is_snowflake(id) and "/emojis/" in url and re.fullmatch(r"\w{2,32}", name):
        return f"<{'a' if url.endswith('.gif') else ''}:{name}:{id}>"
    if url:
        return f"[:{escaped(name)}:](<{url}>)"
    return escaped(f":{name}:", line_start=False, around=Around(left=True, right=True))


def _link(link: Link, *, bare: bool) -> str:
    label = link.spans if spans_text(link.spans).strip() not in ("", link.url) else ()
    if not label:
        return link.url if bare else f"<{link.url}>"
    words = " ".join(inline(tuple(_unlinked(label)), line_start=False, label=True).split())
    if (len(words) - len(words.rstrip("\\"))) % 2:
        words += "\\"  # what it stood before is gone: now it would take the bracket's meaning away
    return f"[{words}](<{link.url}>)" if re.search(r"[()\\]", link.url) else f"[{words}]({link.url})"


def _unlinked(label: Sequence[Span]) -> Iterator[Span]:
    """A label without what Discord does not take in one: pictures, mentions, further links."""
    for span in label:
        match span:
            case Styled(style, inner):
                yield Styled(style, tuple(_unlinked(inner)))
            case Text() | Code():
                yield span
            case _:
                yield Text(spans_text((span,)))


def _stands_free(leaves: Sequence[Leaf], at: int) -> bool:
    """Whether a bare address ends where it should: nothing that Discord would take as a part of it touches it."""
    link = leaves[at].span
    before = leaves[at - 1].span if at else Text(" ")
    after = leaves[at + 1].span if at + 1 < len(leaves) else Text(" ")
    return (
        not leaves[at].styles
        and isinstance(link, Link)
        and bare_end(link.url, 0, len(link.url)) == len(link.url)
        and isinstance(before, Text)
        and re.search(r"\s\Z", before.text) is not None
        and isinstance(after, Text)
        and re.match(r"[.,:;\"']*(?:\s|\Z)", after.text) is not None
    )


def _unpadded(leaf: Leaf) -> Iterator[Leaf]:
    """A styled text with the whitespace at its edges as leaves of its own, which may leave the style."""
    if not isinstance(leaf.span, Text) or not leaf.styles:
        yield leaf
        return
    text = leaf.span.text
    core = text.strip()
    at = text.index(core)
    for part in (text[:at], core, text[at + len(core) :]):
        if part:
            yield Leaf(Text(part), leaf.styles)


def _kept_styles(leaf: Leaf) -> frozenset[Style]:
    """A leaf's styles; none when it holds their delimiters itself, which cannot be escaped in code and links."""
    if isinstance(leaf.span, Text) or not leaf.styles:
        return leaf.styles
    piece = _piece([leaf], 0)
    return frozenset() if any(_DELIMITERS[style] in piece for style in leaf.styles) else leaf.styles


def _dressed(pieces: Sequence[_Piece], around: frozenset[Style]) -> str:
    """Pieces with the delimiters of their styles, but for those `around` all of them."""
    out, at, ends_styled = "", 0, False
    while at < len(pieces):
        reach, style = max(
            ((_reach(pieces, at, style), style) for style in _DELIMITERS if style in pieces[at][1] - around),
            key=lambda found: found[0],
            default=(at + 1, None),
        )
        if style is None:
            run = pieces[at][0]
        else:
            run = _wrapped(_dressed(pieces[at:reach], around | {style}), _DELIMITERS[style])
        if ends_styled and style is not None and out[-1:] == run[:1]:
            out += NOTHING  # two delimiters would be read as one
        out, at, ends_styled = out + run, reach, style is not None
    return out


def _reach(pieces: Sequence[_Piece], at: int, style: Style) -> int:
    """Where the run of pieces in that style ends."""
    while at < len(pieces) and style in pieces[at][1]:
        at += 1
    return at


def _wrapped(inner: str, delimiter: str) -> str:
    core = inner.strip()
    if not core:
        return inner
    at = inner.index(core)
    return inner[:at] + delimiter + core + delimiter + inner[at + len(core) :]
