"""What emoji and mentions show in a copy: a key with a digit counts as that digit. Pure."""

from __future__ import annotations

import re
import unicodedata

from adapters.contract.content import Emoji, Mention, MentionKind, Span, Text, Timestamp
from adapters.contract.walk import spans_text

APART = Text(" ; ")
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEN = "\U0001f51f"
_BESIDE = frozenset({"keycap", "key", "number", "num", "no", "digit"})  # in names of emoji, beside the digit


def apart(span: Span) -> Span:
    """A span as what is looked at; emoji, mentions and moments as nothing."""
    return APART if isinstance(span, Mention | Emoji | Timestamp) else span


def as_shown(span: Span) -> Span:
    """A span as what is looked at; emoji and mentions with what a copy shows of them.

    A mention with a name is nothing: it is of somebody or something that there is. Without one, its id is shown.
    """
    match span:
        case Emoji(char=char):
            return Text(digits(span)) if digits(span) else APART if char else Text(spans_text((span,)))
        case Mention(name="", kind=kind) if kind is not MentionKind.MESSAGE:
            return Text(spans_text((span,)))
    return apart(span)


def digits(emoji: Emoji) -> str:
    """The digits that an emoji shows, or, as a community's own, has its name from; empty when it has none."""
    if emoji.char:
        plain = unicodedata.normalize("NFKC", emoji.char)
        return "10" if _TEN in plain else "".join(str(unicodedata.digit(char)) for char in plain if char.isdigit())
    parts = [part for part in re.split(r"[\W_]+", emoji.name.casefold()) if part and part not in _BESIDE]
    if len(parts) != 1:
        return ""
    return str(_WORDS.index(parts[0])) if parts[0] in _WORDS else parts[0] if parts[0].isdecimal() else ""
