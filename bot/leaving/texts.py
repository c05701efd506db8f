"""Sentences on communities that the bot was taken out of, which organisers of the others read."""

from __future__ import annotations

IF_NOT_BACK = "If I am not let in again by "
WHAT_GOES = ", I remove all that I hold of its members. Its channels then leave your bridges."
COPIES_STAY = "What was copied from there to your channels stays. Members can still remove it by hand."


def taken_out(community: str) -> str:
    """The bot is not in it any more."""
    return f"I am not in {community} any more: I was removed, or my access ended."


def is_back(community: str) -> str:
    """It is again, in place of that."""
    return f"I am in {community} again. Nothing that I hold of its members was removed."


def is_gone(community: str) -> str:
    """It was not for too long."""
    return f"I was out of {community} for 7 days. All that I held of its members is removed."
