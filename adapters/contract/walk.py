"""Walking through a message: its words, its spans, and the same message with other spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from adapters.contract.content import (
    Block,
    Code,
    CodeBlock,
    Content,
    Divider,
    Emoji,
    Heading,
    Link,
    ListBlock,
    Mention,
    MentionKind,
    Paragraph,
    Quote,
    Small,
    Span,
    Style,
    Styled,
    Text,
    Timestamp,
)
from adapters.contract.moments import in_words

_Change = Callable[[tuple[Span, ...]], tuple[Span, ...]]
VEIL = Text("▒▒▒")


def text_of(content: Content) -> str:
    """The words of a message without any markup: for excerpts, hashes and notifications."""
    return "\n".join(_block_text(block) for block in content.blocks)


def with_languages(content: Content) -> Content:
    """The same message with what its code says is its language as that code's first line: anything may stand there."""
    return replace(content, blocks=tuple(map(_with_language, content.blocks)))


def _with_language(block: Block) -> Block:
    match block:
        case Quote(blocks):
            return Quote(tuple(map(_with_language, blocks)))
        case ListBlock(items):
            return replace(block, items=tuple(tuple(map(_with_language, item)) for item in items))
        case CodeBlock(text, language) if language:
            return CodeBlock(f"{language}\n{text}")
    return block


def _block_text(block: Block) -> str:
    match block:
        case Paragraph(spans) | Small(spans) | Heading(spans=spans):
            return spans_text(spans)
        case Quote(blocks):
            return "\n".join(_block_text(inner) for inner in blocks)
        case CodeBlock(text):
            return text
        case ListBlock(items):
            return "\n".join(_block_text(inner) for item in items for inner in item)
        case Divider():
            return ""


def spans_text(spans: tuple[Span, ...]) -> str:
    """The words of a run of spans without any markup."""
    return "".join(_span_text(span) for span in spans)


def _span_text(span: Span) -> str:
    match span:
        case Text(text) | Code(text):
            return text
        case Styled(_, spans):
            return spans_text(spans)
        case Link(url, spans):
            return spans_text(spans) or url
        case Mention(kind, id, name):
            return f"{'#' if kind is MentionKind.CHANNEL else '@'}{name or id}"
        case Emoji(name, char):
            return char or f":{name}:"
        case Timestamp():
            return in_words(span)


def map_spans(content: Content, change: Callable[[Span], Span]) -> Content:
    """The same message with every span that holds no others replaced by `change` of it."""
    return _rewritten(content, lambda spans: _map_spans(spans, change))


def map_links(content: Content, change: Callable[[Link], Span]) -> Content:
    """The same message with every link replaced by `change` of it."""
    return _rewritten(content, lambda spans: _map_links(spans, change))


def veiled(content: Content) -> Content:
    """The same message with its spoilers hidden, for where readers cannot choose to see them."""
    return _rewritten(content, _veil)


def _rewritten(content: Content, change: _Change) -> Content:
    return replace(content, blocks=tuple(_map_block(block, change) for block in content.blocks))


def _map_block(block: Block, change: _Change) -> Block:
    match block:
        case Paragraph(spans) | Small(spans) | Heading(spans=spans):
            return replace(block, spans=change(spans))
        case Quote(blocks):
            return Quote(tuple(_map_block(inner, change) for inner in blocks))
        case ListBlock(items):
            return replace(block, items=tuple(tuple(_map_block(inner, change) for inner in item) for item in items))
        case CodeBlock() | Divider():
            return block


def _map_spans(spans: tuple[Span, ...], change: Callable[[Span], Span]) -> tuple[Span, ...]:
    return tuple(
        replace(span, spans=_map_spans(span.spans, change)) if isinstance(span, Styled | Link) else change(span)
        for span in spans
    )


def _map_links(spans: tuple[Span, ...], change: Callable[[Link], Span]) -> tuple[Span, ...]:
    return tuple(_map_link(span, change) for span in spans)


def _map_link(span: Span, change: Callable[[Link], Span]) -> Span:
    match span:
        case Link():
            return change(span)
        case Styled():
            return replace(span, spans=_map_links(span.spans, change))
    return span


def _veil(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(map(_veil_one, spans))


def _veil_one(span: Span) -> Span:
    match span:
        case Styled(Style.SPOILER):
            return VEIL
        case Styled() | Link():
            return replace(span, spans=_veil(span.spans))
    return span


def in_ordinary_print(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks without small print: in copies that is the bot's own word, so that nobody can feign whom they answer."""
    return tuple(map(_enlarged, blocks))


def _enlarged(block: Block) -> Block:
    match block:
        case Small(spans):
            return Paragraph(spans)
        case Quote(blocks):
            return Quote(in_ordinary_print(blocks))
        case ListBlock(items):
            return replace(block, items=tuple(map(in_ordinary_print, items)))
    return block


def leaves(content: Content) -> tuple[Span, ...]:
    """Every span of a message that holds no others, in order."""
    found: list[Span] = []

    def note(span: Span) -> Span:
        found.append(span)
        return span

    map_spans(content, note)
    return tuple(found)
