"""Sentences of consent that members read."""

from __future__ import annotations

NOT_HERE = (
    "This channel is not in a bridge, so nothing you write here is copied. "
    "To opt out of all bridges, also of new ones, use /bridge optout everywhere."
)
WHAT_STAYS = (
    "What you wrote stays where you wrote it. I cannot remove what others quoted or passed on. "
    "Your first words may stay above replies that were copied before, and in names of threads. "
    "What a platform does not let me remove stays too."
)
ALL_ACCOUNTS = "This holds for all the accounts that you have linked."
HOW_BACK = "To change your mind, use /bridge optin."
HOW_BACK_EVERYWHERE = "To change your mind, use /bridge optin everywhere."
STILL_OUT_EVERYWHERE = (
    "You have opted out of all bridges, so nothing of yours is copied. To change that, use /bridge optin everywhere."
)
BARRED = "Your wish is noted. But organisers of this bridge do not let your messages be copied. Please ask them."
NEVER_OUT = "You have not opted out. What you write in bridged channels is copied."


def opted_out(bridge: str | None) -> str:
    """Somebody has opted out of a bridge, or of all."""
    which = "all bridges, also of new ones" if bridge is None else f"the bridge “{bridge}”"
    return f"You have opted out of {which}. From now on, no message, file or reaction of yours is copied there."


def taken_back(count: int) -> str:
    """What is being removed."""
    if not count:
        return "There are no copies of your messages to remove. If you reacted to any message, that is taken back."
    what = "1 message of yours" if count == 1 else f"{count} messages of yours"
    return f"The copies of {what} are being removed, and so are your reactions. If there are many, this takes a while."


def opted_in(bridge: str | None) -> str:
    """Somebody has opted in again."""
    where = "in bridged channels" if bridge is None else f"in the bridge “{bridge}”"
    return f"You have opted in. What you write {where} from now on is copied. What you wrote before is not."
