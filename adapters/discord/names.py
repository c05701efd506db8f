"""What markup needs to know about the ids in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CDN = "https://cdn.discordapp.com"


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
