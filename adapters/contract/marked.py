"""Sentences for people: marked, so that the catalogues for translators hold them.

Nothing is translated on this side, nor does a sentence remember what it was made of: it is kept, and sent, as plain
English. The bot finds it again by that where somebody reads another language (`bot.saying.recalled`).
"""

from __future__ import annotations


def _(english: str, /, **given: object) -> str:
    """A sentence, in which names in braces are filled in; what is filled in may be such a sentence itself."""
    return english.format(**given) if given else english
