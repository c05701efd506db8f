"""What everybody in a channel reads when somebody's direct messages are closed."""

from __future__ import annotations

from adapters.contract.content import Span
from bot.saying import _

SHOW_ME = _("Show me")


def not_copied(person: Span) -> str:
    """Said to one person where they wrote; everybody reads it."""
    return _(
        "{person}, I could not copy a message of yours, and I cannot write to you privately. "
        "Only you see what this button shows you.",
        person=person,
    )
