"""Giving people back what they wrote into a form that is not taken: platforms do not keep it for them. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable

from adapters.contract.commands import Asked, Declaration, Form, Kind, Question, Reply
from adapters.contract.content import Button, Content, Paragraph, Quote, Style, Styled, Text, plain
from bot import texts
from bot.feature import Call
from bot.texts.form_texts import MENU_AGAIN

WRITTEN = (Kind.LINE, Kind.PARAGRAPH)


def refused(declaration: Declaration, asked: Asked, *lines: str) -> Content:
    """Why a form is not taken, and what was written into it; only whoever wrote it may see the answer."""
    if not isinstance(asked, Form) or declaration.reply is not Reply.PRIVATE:
        return plain(*lines)
    written = ((ask, asked.answers.get(ask.name)) for ask in declaration.asks)
    return _with_words(asked, lines, ((ask.label, said) for ask, said in written if ask.kind in WRITTEN))


def returned(call: Call, *lines: str, only: Container[str] | None = None) -> Content:
    """The same for a handler that does not take a form which others but its author do not see answered.

    With `only`, what was answered to these questions: the rest is kept.
    """
    if not isinstance(call.asked, Form):
        return plain(*lines)
    asks = [Question(each.name, required=False, **each.metadata["ask"]) for each in dataclasses.fields(call.answers)]
    meant = (ask for ask in asks if ask.kind in WRITTEN and (only is None or ask.name in only))
    said = ((ask.label, getattr(call.answers, ask.name)) for ask in meant)
    return _with_words(call.asked, lines, said)


def _with_words(form: Form, lines: Iterable[str], said: Iterable[tuple[str, object]]) -> Content:
    """Lines, and under each question what was answered to it, with a way back to a form of its own."""
    written = [(label, words) for label, words in said if isinstance(words, str) and words.strip()]
    if not written:
        return plain(*lines)
    blocks = list(plain(*lines, texts.YOU_WROTE).blocks)
    for label, words in written:
        blocks.append(Paragraph((Styled(Style.BOLD, (Text(label),)),)))
        blocks.append(Quote(plain(*words.splitlines()).blocks))
    if form.message is not None:
        blocks += plain(MENU_AGAIN).blocks
    about = form.argument or form.message
    return Content(tuple(blocks), buttons=() if about else (Button(texts.FORM_AGAIN, form.name),))
