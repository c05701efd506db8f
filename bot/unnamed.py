"""The Chatham House Rule: what is said crosses, and who said it does not. Pure.

A message is unnamed from the moment it is heard under the rule, for ever: its edits and what answers it are, too.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.contract.content import Block, Content, Excerpt, Mention, MentionKind, Small, Span, Text
from adapters.contract.incoming import Author
from adapters.contract.walk import map_spans, spans_text
from bot import texts

FORWARDED = "Forwarded from "  # how adapters begin the line above a forwarded message; a name follows


def nameless(author: Author) -> Author:
    """An author as they are kept: their account, so that they can still edit, opt out and be moderated."""
    return replace(author, name="", avatar="")


def without_names(content: Content) -> Content:
    """A message without the names of people which a platform put into it. Names in its author's own words stay."""
    bare = replace(map_spans(content, _unmention), reply=None if content.reply is None else unquoted(content.reply))
    return replace(bare, blocks=tuple(_unforwarded(block) for block in bare.blocks))


def unquoted(reply: Excerpt) -> Excerpt:
    """What a reply answers, without who said it; without its words, where these may hold somebody's name."""
    return replace(reply, author=texts.A_MEMBER, text="" if "@" in reply.text else reply.text, people=())


def _unmention(span: Span) -> Span:
    match span:
        case Mention(MentionKind.USER):
            return Text(texts.A_MEMBER_MENTIONED)
    return span


def _unforwarded(block: Block) -> Block:
    if isinstance(block, Small) and spans_text(block.spans).startswith(FORWARDED):
        return Small((Text(FORWARDED.removesuffix(" from ")),))
    return block
