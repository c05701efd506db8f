"""Words of the bot that lead to a message: written down as what they lead to, made a link when they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.contract import codec
from adapters.contract.content import Content, Link, Mention, MentionKind, Span, Text
from adapters.contract.platform import Platform
from adapters.contract.refs import MessageRef
from adapters.contract.walk import map_spans


def pointer(message: MessageRef, label: str) -> Mention:
    """Words that lead to a message."""
    return Mention(MentionKind.MESSAGE, codec.encode(message), label)


def pointed(content: Content, platforms: Mapping[str, Platform]) -> Content:
    """The content with its pointers as links; as mere words where an address cannot be told."""

    def resolved(span: Span) -> Span:
        if not isinstance(span, Mention) or span.kind is not MentionKind.MESSAGE:
            return span
        message: MessageRef = codec.decode(span.id)
        url, label = platforms[message.channel.platform].link(message), Text(span.name)
        return Link(url, (label,)) if url else label

    return map_spans(content, resolved)
