"""What somebody sees who looks at a channel of the fake platform."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.contract.content import Content
from adapters.contract.refs import MessageRef
from adapters.contract.walk import text_of


@dataclass
class Shown:
    """A message as somebody who looks at the channel sees it."""

    ref: MessageRef
    author: str
    content: Content
    at: float
    ours: bool = False
    token: str = ""
    edited_at: float = 0.0
    reactions: set[tuple[str, str]] = field(default_factory=set)

    @property
    def text(self) -> str:
        return text_of(self.content)
