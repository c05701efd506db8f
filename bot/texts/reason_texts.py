"""Why something could not be done: sentences that were kept as plain text, so that they can be said in other languages.

Whatever a text function gets as `why`, it says through `reason`.
"""

from __future__ import annotations

from bot.saying import _, recalled, together

NOT_SET_UP = _("The platform is not set up here at the moment.")
CANNOT_READ = _("I cannot read what is written there.")


def cannot_read(why: str) -> str:
    """Why the bot cannot work in a channel whose history it may not see."""
    return together([CANNOT_READ, recalled(why)], " ")


def reason(why: str) -> str:
    """Why something could not be done, as it was kept: so that it can be said in its reader's language."""
    unread = why.removeprefix(f"{CANNOT_READ} ")
    return recalled(why) if unread == why else cannot_read(unread)
