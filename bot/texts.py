"""Sentences that every feature shares. Members read them: plain English, what happened, what to do."""

from __future__ import annotations

from collections.abc import Sequence

UNKNOWN_COMMAND = "This button or command is from an older version. Please use the newest message."
ORGANISERS_ONLY = "Only organisers of this community can do that. Please ask one of them."
TRY_AGAIN = "Unsilo cannot do that just now. Please try again in a minute."
OUR_FAULT = "Something went wrong at our end, and nothing was changed. Please try again later."
ALSO_IN_CHANNEL = "From a thread"
SOMEBODY = "Someone"


def listed(names: Sequence[str]) -> str:
    """Names as one would say them."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def too_large(name: str, size: int, limit: int) -> str:
    """What stands for a file that the other side does not take."""
    return f"File not copied: {name} ({_megabytes(size)}). This channel takes files up to {_megabytes(limit)}."


def not_copied(name: str) -> str:
    """What stands for a file that could not be fetched."""
    return f"File not copied: {name}. It could not be fetched from where it was posted."


def _megabytes(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 104_858 else f"{max(1, round(size / 1024))} kB"
