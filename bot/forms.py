"""What a form says, in the language of whoever opens it. Pure.

A platform opens no form of which one word is too long: where a translation is, the English stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from adapters.contract.commands import Answers, Declaration, Question
from adapters.contract.forms import Opened
from adapters.contract.moments import hint_today
from adapters.contract.questions import BUTTON_LIMIT, CHOICE_LIMIT, HINT_LIMIT, LABEL_LIMIT, TITLE_LIMIT
from bot.saying import Said
from bot.texts.form_texts import CANCEL, OPTIONAL, SEND
from storage.languages import Language

NOTHING: Answers = {}


def opened(
    declaration: Declaration, today: date | None, answers: Answers = NOTHING, language: Language = Language.ENGLISH
) -> Opened:
    """The form as it opens today in a language; a text that has no translation, or one that is too long, in English.

    Days that hints show are in English in every language: so they have to be written.
    """

    def said(text: str, most: int) -> str:
        return fitting(text, most, language, today) or hint_today(str(text), today)

    def asked(ask: Question) -> Question:
        choices = tuple((value, said(label, CHOICE_LIMIT)) for value, label in ask.choices)
        return replace(ask, label=said(ask.label, LABEL_LIMIT), hint=said(ask.hint, HINT_LIMIT), choices=choices)

    return Opened(
        declaration.name,
        said(declaration.title, TITLE_LIMIT),
        tuple(map(asked, declaration.asks)),
        answers,
        send=said(SEND, BUTTON_LIMIT),
        cancel=said(CANCEL, BUTTON_LIMIT),
        optional=said(OPTIONAL, BUTTON_LIMIT),
    )


def fitting(text: str, most: int, language: Language, today: date | None) -> str | None:
    """A text of a form in a language, of up to so many characters; None when there is none, or none that fits."""
    found = text.told(language) if isinstance(text, Said) else None
    shown = hint_today(found or "", today).strip()
    return shown if 1 <= len(shown) <= most else None


def words(declaration: Declaration) -> Iterator[tuple[str, int]]:
    """All that a form says, each with how many characters of it can be shown."""
    yield declaration.title, TITLE_LIMIT
    for ask in declaration.asks:
        yield ask.label, LABEL_LIMIT
        yield ask.hint, HINT_LIMIT
        yield from ((label, CHOICE_LIMIT) for _, label in ask.choices)
    yield from ((label, BUTTON_LIMIT) for label in (SEND, CANCEL, OPTIONAL))
