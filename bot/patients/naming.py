"""Names that people and channels have, and that may tell of a patient: a copy is shown without them. Pure.

A name holds no message back: whoever wrote may not know what the community's people see as their name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adapters.contract.content import Content, Mention, MentionKind, Span
from adapters.contract.walk import map_spans
from bot import texts
from bot.patients.hiding import hidden
from bot.patients.screening import screened


def tells(name: str, masks: Iterable[str], year: int) -> bool:
    """Whether a name may tell of a patient."""
    return bool(name) and bool(screened(name, masks, year=year))


def names_hidden(content: Content, masks: Iterable[str], year: int) -> Content:
    """A message without such names: of who and what it mentions, and of whose words it quotes."""
    forms = tuple(masks)

    def change(span: Span) -> Span:
        if not isinstance(span, Mention) or not tells(span.name, forms, year):
            return span
        return replace(span, name=texts.SOMEBODY_INSIDE if span.kind is MentionKind.USER else hidden(span.name))

    reply = content.reply
    if reply is not None and tells(reply.author, forms, year):
        reply = replace(reply, author=texts.SOMEBODY)
    return replace(map_spans(content, change), reply=reply)
