"""What can go wrong with a call to a platform, by what the caller can do about it.

PlatformError
├── Refused   never as asked: gone, forbidden, unacceptable
├── Later     not now: busy or down; nothing has happened
└── Unsure    it may have happened: look before doing it again
"""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """Why a call was refused."""

    GONE = "gone"  # the message or channel does not exist (any more)
    FORBIDDEN = "forbidden"  # the bot cannot work in this channel: a right, scope or membership is missing
    UNACCEPTABLE = "unacceptable"  # not this: content that is not taken, a message or thread that is locked
    UNAUTHORISED = "unauthorised"  # the token is wrong or revoked


class PlatformError(Exception):
    """A call to a platform failed."""


class Refused(PlatformError):
    """The platform will never do this as it was asked. `args[0]` says why, in a sentence for an organiser."""

    def __init__(self, sentence: str, why: Why, code: str = "") -> None:
        super().__init__(sentence)
        self.why = why
        self.code = code


class Later(PlatformError):
    """The platform is busy or down, and nothing has happened. `after` is in seconds.

    `limited`: the platform itself answered that a limit is reached (429), rather than we not having asked.
    """

    def __init__(self, sentence: str, after: float, *, limited: bool = False) -> None:
        super().__init__(sentence)
        self.after = after
        self.limited = limited


class Unsure(PlatformError):
    """The call may have happened: the answer was lost."""
