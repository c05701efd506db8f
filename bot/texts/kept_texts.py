"""For how long words are kept: a sentence of several features."""

from __future__ import annotations

from bot.saying import _

KEPT = _(
    "I keep a message's text until it has been copied, as a rule at once. If that fails, I keep it for up to 7 days. "
    "While its sender is asked whether to send it, I keep it for up to 24 hours."
)
