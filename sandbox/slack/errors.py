"""What a Web API method answers when it refuses."""

from __future__ import annotations

from typing import Any


class SlackError(ValueError):
    """A refusal with Slack's error code, such as `channel_not_found`; `extra` goes into the answer beside it."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    @classmethod
    def wrong(cls, code: str, messages: list[str]) -> SlackError:
        """A refusal which says in `response_metadata.messages` what is wrong where, as Slack does for shapes."""
        return cls(code, response_metadata={"messages": messages})


class Limited(SlackError):
    """Too many calls: answered as HTTP 429 with `Retry-After`. `wait` is in seconds."""

    def __init__(self, code: str, wait: float) -> None:
        super().__init__(code)
        self.wait = wait
