"""`rich_text` → blocks: what members write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from adapters.contract.content import (
    Block,
    Code,
    CodeBlock,
    Link,
    ListBlock,
    Mention,
    MentionKind,
    Paragraph,
    Quote,
    Span,
    Style,
    Styled,
    Text,
)
from adapters.slack import dates, emoji
from adapters.slack.markup import merged
from adapters.slack.names import NO_NAMES, Names

Json = dict[str, Any]
_NOTHING = Text("")
_STYLES = (Style.BOLD, Style.ITALIC, Style.UNDERLINE, Style.STRIKE)


def read_rich_text(elements: Iterable[Json], names: Names = NO_NAMES) -> tuple[Block, ...]:
    """The blocks of a `rich_text` block's elements. Neighbouring quotes are one, as they look."""
    found: list[Block] = []
    for lists, group in groupby(elements, key=lambda element: element.get("type") == "rich_text_list"):
        for block in _lists(list(group), names) if lists else (_block(element, names) for element in group):
            last = found[-1] if found else None
            if isinstance(block, Quote) and isinstance(last, Quote):
                found[-1] = Quote((*last.blocks, *block.blocks))
            else:
                found.append(block)
    return tuple(found)


def _block(element: Json, names: Names) -> Block:
    inner = element.get("elements", [])
    match element.get("type"):
        case "rich_text_preformatted":
            text = "".join(str(each.get("text") or each.get("url") or "") for each in inner)
            return _bordered(element, CodeBlock(text, str(element.get("language") or "")))
        case "rich_text_quote":
            return Quote((Paragraph(_line(inner, names)),))
        case _:
            return Paragraph(_line(inner, names))


def _bordered(element: Json, block: Block) -> Block:
    """Code and lists in a quote have a border instead."""
    return Quote((block,)) if element.get("border") else block


@dataclass(slots=True)
class _Level:
    """A list in the making."""

    indent: int
    ordered: bool
    start: int
    border: bool
    items: list[list[Block]] = field(default_factory=list)

    def goes_on(self, element: Json) -> bool:
        """Whether an element carries this list on."""
        offset = int(element.get("offset") or 0)
        same = (element.get("style") == "ordered") == self.ordered and bool(element.get("border")) == self.border
        return same and (not self.ordered or offset + 1 == self.start + len(self.items))

    def block(self) -> ListBlock:
        return ListBlock(tuple(map(tuple, self.items)), self.ordered, self.start)


def _lists(elements: Sequence[Json], names: Names) -> Iterator[Block]:
    """Slack lists are flat, with an indent each: here the deeper ones become part of the item above."""
    levels: list[_Level] = []

    def closed(level: _Level) -> Iterator[Block]:
        if levels:
            levels[-1].items[-1].append(level.block())
        else:
            yield _bordered({"border": level.border}, level.block())

    for element in elements:
        items = element.get("elements")
        if not items:
            continue
        indent = int(element.get("indent") or 0)
        while levels and levels[-1].indent > indent:
            yield from closed(levels.pop())
        if levels and levels[-1].indent == indent and not levels[-1].goes_on(element):
            yield from closed(levels.pop())
        if not levels or levels[-1].indent < indent:
            start = int(element.get("offset") or 0) + 1
            levels.append(_Level(indent, element.get("style") == "ordered", start, bool(element.get("border"))))
        levels[-1].items += ([Paragraph(_line(item.get("elements") or [], names))] for item in items)
    while levels:
        yield from closed(levels.pop())


def _line(elements: Iterable[Json], names: Names) -> tuple[Span, ...]:
    """The spans of a section, without the last line break, which shows only when another follows it."""
    items = [item for element in elements for item in _inline(element, names)]
    if items and isinstance(last := items[-1][1], Text):
        items[-1] = (items[-1][0], Text(last.text.removesuffix("\n")))
    return _nested([item for item in items if item[1] != _NOTHING], _STYLES)


_Item = tuple[frozenset[Style], Span]


def _nested(items: Sequence[_Item], styles: Sequence[Style]) -> tuple[Span, ...]:
    """Spans within styles, the neighbours of one style together."""
    if not styles or not any(styled for styled, _ in items):
        return merged(span for _, span in items)
    found: list[Span] = []
    for styled, group in groupby(items, key=lambda item: styles[0] in item[0]):
        inner = _nested(list(group), styles[1:])
        found += (Styled(styles[0], inner),) if styled else inner
    return merged(found)


def _inline(element: Json, names: Names) -> Iterator[_Item]:
    style = element.get("style") or {}
    styles = frozenset(each for each in _STYLES if style.get(each.value))
    text = str(element.get("text") or "")
    if element.get("type") == "text" and style.get("code"):
        yield styles, Code(text)
    else:
        yield from ((styles, span) for span in _spans(element, text, names))


def _spans(element: Json, text: str, names: Names) -> Iterator[Span]:
    match element:
        case {"type": "link", "url": str(url)}:
            yield Link(url, (Text(text),) if text and text != url else ())
        case {"type": "user", "user_id": str(id)}:
            yield Mention(MentionKind.USER, id, names.users.get(id, ""))
        case {"type": "channel", "channel_id": str(id)}:
            yield Mention(MentionKind.CHANNEL, id, names.channels.get(id, ""))
        case {"type": "usergroup", "usergroup_id": str(id)}:
            yield Mention(MentionKind.GROUP, id, names.groups.get(id, ""))
        case {"type": "broadcast", "range": str(id)}:
            yield Mention(MentionKind.EVERYONE, id, id)
        case {"type": "emoji", "name": str(name)}:
            tone = element.get("skin_tone")
            found = emoji.read(f"{name}::skin-tone-{tone}" if tone else name, names.emoji)
            code = str(element.get("unicode") or "")
            yield found if found.char or not code else emoji.coded(found.name, code)
        case {"type": "date", "timestamp": int(unix)}:
            spans = dates.read(unix, str(element.get("format") or ""), str(element.get("fallback") or ""))
            link = str(element.get("url") or "")
            yield from (Link(link, spans),) if link else spans
        case {"type": "color", "value": str(value)}:
            yield Text(value)
        case _:
            yield Text(text or str(element.get("fallback") or ""))
