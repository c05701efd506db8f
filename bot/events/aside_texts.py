"""Sentences about letters in private threads."""

from __future__ import annotations

from bot.saying import _

CLOSED = _("My direct messages are closed")
YES, NO = _("Use a private thread"), _("Write to me in direct messages")
OFFER = _("I write to you in direct messages. If yours are closed, there is another way.")
MISSED = _("I could not write to you in private. Your direct messages may be closed.")
HOW = (
    _("I can write to you about events in a private thread of this server, in place of direct messages."),
    _(
        "You and I are in it. Whoever may manage threads in this server can open and read it too. "
        "As a rule, these are its owner and its moderators."
    ),
    _("They could read which events you answered, what I remind you of, and the links to join. Other members cannot."),
    _(
        "This is for events alone. You can take it back at any time: use /events reminders, and press "
        "Write to me in direct messages."
    ),
)
ON = _("From now on I write to you about events in a private thread of this server.")
MISSED_LINK = _("If you missed the link to join an event, press Yes at it again.")
OFF = _("From now on I write to you about events in direct messages.")
WHERE = _("Please choose this in the server whose private thread you want to use.")


def shown(community: str) -> str:
    """Where somebody is written to."""
    return _("I write to you about events in a private thread of {community}.", community=community)
