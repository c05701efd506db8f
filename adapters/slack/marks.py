"""The marks of mrkdwn within a line, and what makes a reader take a character for one.

A mark (`*` bold, `_` italic, `~` strike) opens after a space, punctuation or the line's start and before a visible
character; it closes after a visible character and before a space, punctuation or the line's end. The first that can
close pairs with the first that opened. A zero-width space inside a pair unmakes it; outside, it makes room for one
in the middle of a word. mrkdwn has no escape for its marks.
Source: Slack, "Formatting text for app surfaces"; the rules of pairing are what its clients do.
"""

from __future__ import annotations

from adapters.contract.content import Style

ZERO_WIDTH = "\u200b"
STYLES = {"*": Style.BOLD, "_": Style.ITALIC, "~": Style.STRIKE}
MARKS = {style: mark for mark, style in STYLES.items()}


def opens(before: str, mark: str, after: str) -> bool:
    """Whether a mark between two characters (empty: the line's edge) can open."""
    return not before.isalnum() and bool(after) and not after.isspace() and after not in (mark, ZERO_WIDTH)


def closes(before: str, after: str) -> bool:
    """Whether a mark between two characters (empty: the line's edge) can close."""
    return bool(before) and not before.isspace() and before != ZERO_WIDTH and not after.isalnum()
