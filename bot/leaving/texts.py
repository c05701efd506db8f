"""Sentences on communities that the bot was taken out of, which organisers of the others read."""

from __future__ import annotations

from adapters.contract.content import Span
from bot.saying import _

COPIES_STAY = _("What was copied from there to your channels stays. Members can still remove it by hand.")


def what_goes(day: Span) -> str:
    """What happens if the bot does not come back."""
    return _(
        "If I am not let in again by {day}, I remove all that I hold of its members. "
        "Its channels then leave your bridges.",
        day=day,
    )


def taken_out(community: str) -> str:
    """The bot is not in it any more."""
    return _("I am not in {community} any more: I was removed, or my access ended.", community=community)


def is_back(community: str) -> str:
    """It is again, in place of that."""
    return _("I am in {community} again. Nothing that I hold of its members was removed.", community=community)


def is_gone(community: str) -> str:
    """It was not for too long."""
    return _("I was out of {community} for 7 days. All that I held of its members is removed.", community=community)
