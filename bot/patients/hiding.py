"""A message with every digit hidden, so that no number in it can name anybody. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from adapters.contract.content import (
    Attachment,
    Block,
    Code,
    CodeBlock,
    Content,
    Emoji,
    Link,
    ListBlock,
    Mention,
    Quote,
    Span,
    Text,
)
from adapters.contract.incoming import Edited, Posted
from adapters.contract.walk import map_links, map_spans, spans_text
from bot.patients.shown import digits

SIGN = "•"
SIGN_IN_NAMES = "x"  # of files: not every platform takes everything there
PLATFORMS_ID = 15  # digits that an id of somebody or something on Discord has at least
LONGEST_SUFFIX = 6  # a file's kind, with its dot: .mp4


def said_hidden(said: Posted | Edited) -> Posted | Edited:
    """A post or an edit with every digit hidden, in its thread's name too."""
    return replace(said, content=content_hidden(said.content), thread_name=hidden(said.thread_name))


def content_hidden(content: Content) -> Content:
    """A message with every digit hidden: in its words, code, quotes, links, files' names and descriptions."""
    linked = map_spans(map_links(content, _link), _span)
    reply = None if content.reply is None else replace(content.reply, text=hidden(content.reply.text))
    blocks = tuple(map(_block, linked.blocks))
    return replace(linked, blocks=blocks, files=tuple(map(_file, content.files)), reply=reply)


def hidden(text: str, sign: str = SIGN) -> str:
    """A text with a sign for every digit, of whatever script and shape."""
    return "".join(sign if _is_digit(char) else char for char in text)


def _is_digit(char: str) -> bool:
    return any(each.isdigit() for each in unicodedata.normalize("NFKC", char))


def _link(link: Link) -> Span:
    """A link; where its address has digits, only its words."""
    return link if hidden(link.url) == link.url else Text(hidden(spans_text(link.spans) or link.url))


def _span(span: Span) -> Span:
    match span:
        case Text(text) | Code(text):
            return replace(span, text=hidden(text))
        case Emoji() if digits(span):
            return Text(SIGN * len(digits(span)))
        case Emoji(char="", name=name) if hidden(name) != name:
            return Text(hidden(spans_text((span,))))
        case Mention(name="", id=id) if id.isdecimal() and len(id) < PLATFORMS_ID:
            return Text(hidden(spans_text((span,))))
    return span


def _block(block: Block) -> Block:
    match block:
        case CodeBlock(text, language):
            return replace(block, text=hidden(text), language=hidden(language))
        case Quote(blocks):
            return Quote(tuple(map(_block, blocks)))
        case ListBlock(items):
            return replace(block, items=tuple(tuple(map(_block, item)) for item in items))
    return block


def _file(file: Attachment) -> Attachment:
    stem, dot, kind = file.name.rpartition(".")
    suffix = f"{dot}{kind}"
    if not stem or len(suffix) > LONGEST_SUFFIX or not any(char.isalpha() for char in kind):
        stem, suffix = file.name, ""
    return replace(file, name=f"{hidden(stem, SIGN_IN_NAMES)}{suffix}", alt=hidden(file.alt))
