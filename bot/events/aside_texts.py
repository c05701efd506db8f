"""Sentences about letters in private threads."""

from __future__ import annotations

CLOSED = "My direct messages are closed"
YES, NO = "Use a private thread", "Write to me in direct messages"
OFFER = "I write to you in direct messages. If yours are closed, there is another way."
MISSED = "I could not write to you in private. Your direct messages may be closed."
HOW = (
    "I can write to you about events in a private thread of this server, in place of direct messages.",
    "You and I are in it. Whoever may manage threads in this server can open and read it too. "
    "As a rule, these are its owner and its moderators.",
    "They could read which events you answered, what I remind you of, and the links to join. Other members cannot.",
    "This is for events alone. You can take it back at any time: use /events reminders, and press "
    "Write to me in direct messages.",
)
ON = "From now on I write to you about events in a private thread of this server."
MISSED_LINK = "To see the link to join an event, press Yes at it again."
OFF = "From now on I write to you about events in direct messages."
WHERE = "Please choose this in the server whose private thread you want to use."


def shown(community: str) -> str:
    """Where somebody is written to."""
    return f"I write to you about events in a private thread of {community}."
