"""Sentences about languages that members read."""

from __future__ import annotations

from bot.saying import _

ENGLISH_ONLY = _("I speak English only so far. Nothing is translated yet.")
WHERE = _(
    "That holds for what I say to you alone. Posts in channels, forms and pages are in English, "
    "and so is what is not translated yet."
)


def chosen(name: str) -> str:
    """A language is chosen; `name` is what it calls itself."""
    return _("I speak {language} with you from now on.", language=name)


def reads(name: str) -> str:
    """Which one is chosen."""
    return _("I speak {language} with you. To change that, use /language and its name.", language=name)
