"""Sentences of consent that members read."""

from __future__ import annotations

from bot.saying import _, n_

NOT_HERE = _(
    "This channel is not in a bridge, so nothing you write here is copied. "
    "To opt out of all bridges, also of new ones, use /bridge optout everywhere."
)
OUT_OF_ALL = _("To opt out of all bridges, also of new ones, use /bridge optout everywhere.")
NOT_HERE_IN = _("This channel is not in a bridge. To opt in again to all bridges, use /bridge optin everywhere.")
WHAT_STAYS = _(
    "What you wrote stays where you wrote it. I cannot remove what others quoted or passed on. "
    "Your first words may stay above replies that were copied before, and in names of threads. "
    "What a platform does not let me remove stays too."
)
ALL_ACCOUNTS = _("This holds for all the accounts that you have linked.")
HOW_BACK = _("To change your mind, use /bridge optin.")
HOW_BACK_EVERYWHERE = _("To change your mind, use /bridge optin everywhere.")
NOT_OUT = _("You have not opted out.")
IS_COPIED = _("What you write in bridged channels is copied as everybody's words are.")
HERE_OR_NOT = _("To see whether that holds in a channel, use /unsilo in it.")
FROM_NOW_ON = _("What you write from now on is copied as everybody's words are. What you wrote before is not.")


def opted_out(bridge: str | None) -> str:
    """Somebody has opted out of a bridge, or of all."""
    if bridge is None:
        return _(
            "You have opted out of all bridges, also of new ones. "
            "From now on, no message, file or reaction of yours is copied there."
        )
    return _(
        "You have opted out of the bridge “{bridge}”. "
        "From now on, no message, file or reaction of yours is copied there.",
        bridge=bridge,
    )


def taken_back(count: int) -> str:
    """What is being removed."""
    if not count:
        return _(
            "There are no copies of your messages to remove. Your reactions are no longer shown on other sides. "
            "Where you made them, they stay."
        )
    return n_(
        "The copies of {count} message of yours are being removed. Your reactions are no longer shown on other sides. "
        "Where you made them, they stay. If there are many, this takes a while.",
        "The copies of {count} messages of yours are being removed. Your reactions are no longer shown on other sides. "
        "Where you made them, they stay. If there are many, this takes a while.",
        count,
    )


def opted_out_already(bridge: str | None) -> str:
    """Nothing changed."""
    if bridge is None:
        return _("You have opted out of all bridges already. No message, file or reaction of yours is copied there.")
    return _(
        "You have opted out of the bridge “{bridge}” already. No message, file or reaction of yours is copied there.",
        bridge=bridge,
    )


def opted_in(bridge: str | None) -> str:
    """Somebody has opted in again."""
    if bridge is None:
        return _("You have opted in to all bridges.")
    return _("You have opted in to the bridge “{bridge}”.", bridge=bridge)
