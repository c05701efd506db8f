"""Answers hold what people can have typed: nothing that turns how others read, or that no database takes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract.commands import Declaration, Unfit, ask
from adapters.contract.written import composed, unspelled


@dataclass(frozen=True)
class Asked:
    """A question and one that may be left out."""

    name: str = ask("Name", max_length=40)
    more: str = ask("More", default="none")


DECLARED = Declaration("ask", "Ask", "Ask something", Asked)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("falls\u202egnp.exe", "fallsgnp.exe"),
        ("\u2066falls\u2069", "falls"),
        ("fa\0lls\ud83d", "falls"),
        ("two\nlines\tand", "two\nlines\tand"),
        ("سقوط 👩‍⚕️", "سقوط 👩‍⚕️"),
    ],
)
def test_what_nobody_types_is_no_part_of_an_answer(typed: str, taken: str) -> None:
    assert DECLARED.read({"name": typed}).name == taken


def test_an_answer_of_nothing_else_is_none() -> None:
    with pytest.raises(Unfit):
        DECLARED.read({"name": "\u202e\0"})
    assert DECLARED.read({"name": "falls", "more": "\u202e"}).more == "none"


@pytest.mark.parametrize("typed", ["   ", "\u200b", "\u2800\u00a0", "\ufe0f\u200d", "\u3164"])
def test_nor_is_what_nobody_can_see(typed: str) -> None:
    with pytest.raises(Unfit):
        DECLARED.read({"name": typed})
    assert DECLARED.read({"name": "falls", "more": typed}).more == "none"


@pytest.mark.parametrize("typed", ["0", "👩\u200d⚕️", "سقوط", "é", "한", "…"])
def test_whatever_can_be_seen_is_an_answer(typed: str) -> None:
    assert DECLARED.read({"name": typed}).name == typed


@given(st.text(alphabet=st.characters(exclude_categories=["Mn", "Mc", "Me"])), st.sampled_from(("NFC", "NFKC")))
def test_a_text_is_composed_as_unicode_has_it(text: str, form: Literal["NFC", "NFKC"]) -> None:
    assert composed(form, text + "e\u0301") == unicodedata.normalize(form, text + "e\u0301")


def test_marks_are_not_piled_up_for_ever() -> None:
    piled, kept = ("e" + "\u0301\u0323" * marks + "x" for marks in (20_000, 15))
    assert composed("NFC", piled) == unicodedata.normalize("NFC", kept)


@given(st.characters())
def test_no_character_becomes_many_where_texts_are_compared(char: str) -> None:
    assert len(composed("NFKC", unspelled(char))) <= 3


@pytest.mark.parametrize("char", ["\ufdfa", "\u3316", "\u00bd", "\ufdf2"])
def test_what_would_become_many_stands_for_itself(char: str) -> None:
    assert len(unspelled(char)) == 1
    assert composed("NFKC", unspelled(char)) == unspelled(char) != unspelled("\ufdfb")


@pytest.mark.parametrize("text", ["plain", "\u00e9", "\ufb03", "\u2026", "\uff11", "\u32c9"])
def test_all_else_is_spelled_as_ever(text: str) -> None:
    assert unspelled(text) == text


def test_of_a_number_in_brackets_the_digits_stay() -> None:
    assert unspelled("\u247c\u247c\u247c \u2487") == "999 20"
