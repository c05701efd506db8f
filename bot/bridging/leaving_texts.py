"""Sentences of leaving a bridge, for organisers of both sides and for the pinned notice."""

from __future__ import annotations

from bot.saying import _

LEAVING_MEANS = _(
    "Then nothing more is copied to or from here. What waits to be shown here, or elsewhere from here, is dropped. "
    "To come back, you need a new invitation."
)
LAST_LEAVES = _(
    "No other channel is in this bridge, so it ends. Its codes then work no more. To have it again, use /bridge create."
)
OR_PAUSE = _("To stop for a while only, use /bridge pause.")
YES_LEAVE = _("Yes, leave the bridge")
LEFT_BEFORE = _("This channel is no longer in that bridge. To see its bridge now, use /bridge status.")
COPIES_STAY = _("What was copied stays. If you delete a message, its copies still go.")


def leaving(bridge: str) -> str:
    """Asked of those who are about to go."""
    return _("Do you want this channel to leave the bridge “{bridge}”?", bridge=bridge)


def left(who: str, bridge: str) -> str:
    """Told to those who stay."""
    return _(
        "{community} has left the bridge “{bridge}”. Nothing is copied between there and here any more.",
        community=who,
        bridge=bridge,
    )


def we_left(bridge: str) -> str:
    """Told to those who go."""
    return _("This channel has left the bridge “{bridge}”. What you write here stays here.", bridge=bridge)
