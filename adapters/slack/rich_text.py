"""Content → Block Kit: `rich_text`, which takes every word as it is; context and divider blocks where it has no form.

Sources: Slack's reference of the rich text block (styles, `indent` up to 8, `offset`, `border`); empty text is refused.
And of the text object: without `verbatim`, Slack makes links and mentions of its words by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.contract.content import (
    Block,
    CodeBlock,
    Content,
    Divider,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Small,
    Span,
    Style,
    Styled,
    Text,
)
from adapters.slack import dates
from adapters.slack.mrkdwn import excerpt_line, spans_mrkdwn
from adapters.slack.runs import Kind, Run, runs

Json = dict[str, Any]
INDENT_LIMIT = 8
CONTEXT_LIMIT = 3000  # characters of one text in a context block


def blocks(content: Content) -> list[Json]:
    """The Block Kit blocks of a message, without its buttons."""
    found: list[Json] = []
    elements: list[Json] = []
    quoted = (excerpt_line(content.reply),) if content.reply else ()
    for block in (*quoted, *content.blocks):
        apart = _apart(block)
        if apart is None:
            elements += _elements(block)
            continue
        if elements:
            found.append({"type": "rich_text", "elements": elements})
            elements = []
        found.append(apart)
    if elements:
        found.append({"type": "rich_text", "elements": elements})
    return found


def _apart(block: Block) -> Json | None:
    """The block as one of its own, when rich text has no form for it."""
    match block:
        case Divider():
            return {"type": "divider"}
        case Small(spans):
            small = spans_mrkdwn(spans)
            if small.strip() and len(small) <= CONTEXT_LIMIT:
                return {"type": "context", "elements": [{"type": "mrkdwn", "text": small, "verbatim": True}]}
    return None


def _elements(block: Block, border: Json | None = None) -> Iterator[Json]:
    match block:
        case Paragraph() | Small() | Heading():
            yield {"type": "rich_text_section", "elements": _inlines([block])}
        case Quote(inner):
            yield from _quote(inner)
        case CodeBlock(code):
            if code:
                text = {"type": "text", "text": code}
                yield {"type": "rich_text_preformatted", "elements": [text], **(border or {})}
        case ListBlock():
            yield from _list(block, 0, border or {})
        case Divider():
            yield {"type": "rich_text_section", "elements": [{"type": "text", "text": "———"}]}


def _quote(inner: tuple[Block, ...]) -> Iterator[Json]:
    """A quote holds only text: code and lists in it stand beside it, with the same border."""
    lines: list[Block] = []
    for block in _flat(inner):
        if isinstance(block, Paragraph | Small | Heading):
            lines.append(block)
            continue
        if lines:
            yield {"type": "rich_text_quote", "elements": _inlines(lines)}
            lines = []
        yield from _elements(block, {"border": 1})
    if lines:
        yield {"type": "rich_text_quote", "elements": _inlines(lines)}


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Quotes do not nest: an inner one is part of the outer."""
    for block in blocks:
        if isinstance(block, Quote):
            yield from _flat(block.blocks)
        else:
            yield block


def _list(block: ListBlock, indent: int, border: Json) -> Iterator[Json]:
    """A list as Slack has it: one element for each run of items on one level, numbered on by its offset."""
    items: list[Json] = []
    first = block.start

    def level() -> Json:
        offset = {"offset": first - 1} if block.ordered and first > 1 else {}
        kind = {"type": "rich_text_list", "style": "ordered" if block.ordered else "bullet"}
        return {**kind, "indent": min(indent, INDENT_LIMIT), "elements": items, **offset, **border}

    for number, item in enumerate(block.items, block.start):
        lines = [part for part in item if isinstance(part, Paragraph | Small | Heading)]
        others = [part for part in item if not isinstance(part, Paragraph | Small | Heading)]
        items.append({"type": "rich_text_section", "elements": _inlines(lines)})
        if others:
            yield level()
            items, first = [], number + 1
        for part in others:
            yield from _list(part, indent + 1, border) if isinstance(part, ListBlock) else _elements(part, border)
    if items:
        yield level()


def _inlines(lines: Iterable[Block]) -> list[Json]:
    """Lines of text as the elements of one section. A last line break shows only when another follows it."""
    spans: list[Span] = []
    for line in lines:
        if spans:
            spans.append(Text("\n"))
        match line:
            case Heading(_, inner):
                spans.append(Styled(Style.BOLD, inner))
            case Paragraph(inner) | Small(inner):
                spans += inner
    pieces = runs(spans)
    if not pieces or pieces[-1].text.endswith("\n"):
        pieces.append(Run("\n"))
    return [_inline(run) for run in pieces]


def _inline(run: Run) -> Json:
    style: Json = {name.value: True for name in Style if name in run.styles}
    if run.kind is Kind.CODE:
        style["code"] = True
    return {**_element(run), "style": style} if style else _element(run)


def _element(run: Run) -> Json:
    match run.kind:
        case Kind.TEXT | Kind.CODE:
            return {"type": "text", "text": run.text}
        case Kind.LINK if run.text == run.ref:
            return {"type": "link", "url": run.ref}
        case Kind.LINK:
            return {"type": "link", "url": run.ref, "text": run.text}
        case Kind.USER:
            return {"type": "user", "user_id": run.ref}
        case Kind.CHANNEL:
            return {"type": "channel", "channel_id": run.ref}
        case Kind.DATE:
            assert run.moment is not None
            pattern = dates.PATTERNS[run.moment.form]
            return {"type": "date", "timestamp": run.moment.unix, "format": pattern, "fallback": run.text}
