"""Sentences that were kept as plain English are found again, and said in another language."""

from __future__ import annotations

import pytest

from bot import saying
from bot.recalling import Sentences
from bot.saying import _, recalled, spoken
from bot.texts.reason_texts import CANNOT_READ, cannot_read, reason
from storage.languages import Language

WELSH = Language.WELSH
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
ADAPTERS = {
    "It is gone.": "Mae wedi mynd.",
    "The file {name} is gone.": "Aeth {name}.",
    "It is {what}.": "{what} yw.",
    "{sentence} It needs {scopes}.": "{scopes}: {sentence}",
    "The app lacks a scope.": "Dim hawl.",
    "The app is asleep.": "",
}
OURS = {"It waits.": "Mae'n aros.", CANNOT_READ: "Ni allaf ddarllen.", "Why: {why}": "Pam: {why}"}


def entries(where: str, sentences: dict[str, str]) -> str:
    return "".join(f'#: {where}\nmsgid "{one}"\nmsgstr "{other}"\n\n' for one, other in sentences.items())


@pytest.fixture(autouse=True)
def welsh(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a catalogue of Welsh."""
    written = HEAD + entries("adapters/slack/errors.py", ADAPTERS) + entries("bot/texts.py", OURS)
    known = saying.loaded(written.encode())
    monkeypatch.setattr(saying, "catalogue", lambda language: known if language is WELSH else None)


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("It is gone.", "Mae wedi mynd."),  # rather than what is {what}
        ("It is late.", "late yw."),
        ("The file It is gone is gone.", "Aeth It is gone."),
        ("The file {name} is gone.", "Aeth {name}."),
        ("The file a\nb is gone.", "Aeth a\nb."),
        ("The app lacks a scope. It needs files:read.", "files:read: Dim hawl."),
        ("The file x It needs y is gone.", "Aeth x It needs y."),  # what says more of it is what it is
        ("It is It waits..", "It waits. yw."),  # only adapters' sentences are known within others
        ("It waits.", "Mae'n aros."),
        ("Why: nobody knows", "Why: nobody knows"),
        ("", ""),
    ],
)
def test_what_was_kept_is_known_by_its_english(english: str, said: str) -> None:
    assert recalled(english) == english
    assert spoken(recalled(english), WELSH) == said
    assert spoken(recalled(english), Language.ENGLISH) == english


def test_what_is_not_translated_is_english_with_all_into_which_it_is_filled() -> None:
    for english in ("The app is asleep.", "The app is asleep. It needs rest.", "Nobody wrote this."):
        assert spoken(recalled(english), WELSH) == english
        assert spoken(_("Why: {why}", why=recalled(english)), WELSH) == f"Why: {english}"
    assert spoken(_("Why: {why}", why=recalled("It is gone.")), WELSH) == "Pam: Mae wedi mynd."


def test_a_sentence_that_still_knows_what_it_was_made_of_is_recalled_as_it_is() -> None:
    made = _("Why: {why}", why="x")

    assert recalled(made) is made


def test_a_channel_that_cannot_be_read_has_two_sentences_each_of_which_is_known() -> None:
    kept = str(cannot_read("It is gone."))

    assert kept == f"{CANNOT_READ} It is gone."
    assert spoken(reason(kept), WELSH) == "Ni allaf ddarllen. Mae wedi mynd."
    assert spoken(reason("It is gone."), WELSH) == "Mae wedi mynd."


def test_a_name_that_stands_twice_is_the_same_in_both_places() -> None:
    twice = Sentences(["{a} and {a}.", "{name}"])

    assert twice.found("x and x.") == ("{a} and {a}.", {"a": "x"})
    assert twice.found("x and y.") is None
