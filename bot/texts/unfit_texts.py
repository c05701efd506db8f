"""Sentences about answers that do not fit their questions, which stand in the words of the forms themselves."""

from __future__ import annotations

from adapters.contract.commands import Amiss, Declaration, Unfit, Way
from bot.saying import _


def why(declaration: Declaration, unfit: Unfit) -> list[str]:
    """What is wrong with an answer, and what would fit, in lines."""
    ask, typed = unfit.ask, Way.SLASH in declaration.ways and not declaration.form
    if unfit.amiss is Amiss.TOO_LONG:
        numbers = {"most": f"{ask.max_length:,}", "length": f"{len(unfit.answer):,}"}
        return [_("“{label}” takes up to {most} characters. Yours has {length}.", label=ask.label, **numbers)]
    if ask.choices and (typed or unfit.amiss is Amiss.NO_CHOICE):
        choose = _("Please choose one of these for “{label}”:", label=ask.label)
        return [choose, *(_choice(value, label, typed=typed) for value, label in ask.choices)]
    if typed:
        missing = _("“{label}” is missing. Please type: {typed}", label=ask.label, typed=declaration.typed)
        return [missing, *([ask.hint] if ask.hint else [])]
    return [_("Please answer “{label}”.", label=ask.label)]


def _choice(value: str, label: str, *, typed: bool) -> str:
    """What can be chosen; who has to type it sees the word for it, which is the same in every language."""
    if not typed or label.casefold().startswith(value):
        return label
    return _("{word}: {meaning}", word=value, meaning=label)
