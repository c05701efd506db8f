"""What an examination of a set-up finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at. `mend` says how to put right what is wrong; empty when all is well.

    `optional`: the bot works without it, and only a part of what it can do is missing.
    """

    what: str
    mend: str = ""
    optional: bool = False
