"""What markup needs to know about the ids in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.contract.content import Content, Mention, MentionKind, Text
from adapters.contract.walk import map_spans

CDN = "https://cdn.discordapp.com"
_UNNAMED = {MentionKind.USER: "someone", MentionKind.CHANNEL: "a-channel", MentionKind.GROUP: "a-group"}


@dataclass(frozen=True, slots=True)
class Names:
    """Id to name for users, channels and roles; what is absent stays unnamed. `cdn` is where pictures lie."""

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    cdn: str = CDN


def emoji_url(cdn: str, id: str, *, animated: bool) -> str:
    """The picture of a custom emoji (Discord's reference, "Image Formatting")."""
    return f"{cdn}/emojis/{id}.{'gif' if animated else 'png'}"


def called(mention: Mention) -> str:
    """A mention in words; never an id, which tells a reader nothing."""
    return ("#" if mention.kind is MentionKind.CHANNEL else "@") + (
        mention.name or _UNNAMED.get(mention.kind, mention.id)
    )


def mentions_in_words(content: Content) -> Content:
    """The same message, for where no mention can stand: titles and excerpts."""
    return map_spans(content, lambda span: Text(called(span)) if isinstance(span, Mention) else span)
