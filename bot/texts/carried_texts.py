"""Sentences on where words go that are written privately: to whoever somebody was introduced to, or nowhere."""

from __future__ import annotations

from bot.saying import _

CARRIED = _(
    "What you write here is carried to whoever you were introduced to. "
    "To end that, press “Close” in the message that introduced you."
)
CARRIED_IN_THREADS = _(
    "In the thread of a message that introduced you, what you write is carried to whoever you met. "
    "To end that, press “Close” in that message. What you write here outside of such threads stays here."
)
NO_OPTING_OUT = _("/bridge optout is about bridges, and does not end conversations with people you met.")
PRIVATE_THREAD = _(
    "This thread is private: what is written in it stays in it. Commands for its channel do not work here. "
    "Please use the command in the channel itself."
)
