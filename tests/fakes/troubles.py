"""What can go wrong at the fake platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from adapters.contract.errors import Later, PlatformError, Refused, Unsure, Why


@dataclass
class Trouble:
    """A fault for the next calls of one kind: `raises` is made each time; with `performs`, the call happens first."""

    call: str
    raises: Callable[[], PlatformError]
    times: int = 1
    performs: bool = False


class Troubled:
    """Raises a trouble's error before the call is performed, or after it."""

    def __init__(self, trouble: Trouble | None) -> None:
        self._trouble = trouble

    def __enter__(self) -> None:
        if self._trouble is not None and not self._trouble.performs:
            raise self._trouble.raises()

    def __exit__(self, kind: object, *_: object) -> None:
        if self._trouble is not None and self._trouble.performs and kind is None:
            raise self._trouble.raises()


def busy(after: float = 7.0) -> Later:
    """The platform asks to come back later."""
    return Later("busy", after)


def lost() -> Unsure:
    """The answer was lost."""
    return Unsure("the answer was lost")


def refused() -> Refused:
    """The platform does not allow it."""
    return Refused("The bot may not post here.", Why.FORBIDDEN)


def unacceptable() -> Refused:
    """The platform does not take the message."""
    return Refused("The message is not taken here.", Why.UNACCEPTABLE)
