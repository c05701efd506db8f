"""Short names of emoji, and date patterns."""

from __future__ import annotations

import pytest

from adapters.contract.content import Emoji, Text, TimeForm, Timestamp
from adapters.slack import dates, emoji


@pytest.mark.parametrize(
    ("name", "char"),
    [
        ("wave", "👋"),
        ("wave::skin-tone-6", "👋🏿"),
        ("+1", "👍"),
        ("thumbsup", "👍"),
        ("heart", "❤️"),
        ("flag-gb", "🇬🇧"),
        ("male-doctor", "👨‍⚕️"),
        ("robot_face::skin-tone-3", "🤖"),
        ("no_such", ""),
        ("wave::nonsense", ""),
    ],
)
def test_characters(name: str, char: str) -> None:
    assert emoji.character(name) == char


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        (Emoji("", "👋🏿"), "wave::skin-tone-6"),
        (Emoji("", "❤"), "heart"),
        (Emoji("", "❤️"), "heart"),
        (Emoji("partyparrot", id="123"), "partyparrot"),
    ],
)
def test_short_names(shown: Emoji, name: str) -> None:
    assert emoji.short_name(shown) == name


def test_code_points_that_are_none() -> None:
    assert emoji.coded("x", "nonsense") == emoji.coded("x", "ffffffffff") == Emoji("x", id="x")


@pytest.mark.parametrize("form", TimeForm)
def test_every_form_reads_back(form: TimeForm) -> None:
    assert dates.read(17, dates.PATTERNS[form], "then") == (Timestamp(17, form, "then"),)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (TimeForm.TIME, "22:20 BST"),
        (TimeForm.TIME_SECONDS, "22:20:30 BST"),
        (TimeForm.DATE, "20/04/2021"),
        (TimeForm.DATE_LONG, "20 April 2021"),
        (TimeForm.DATETIME, "20 April 2021 at 22:20 BST"),
        (TimeForm.DATETIME_LONG, "Tuesday 20 April 2021 at 22:20 BST"),
        (TimeForm.RELATIVE, "20 April 2021 at 22:20 BST"),
    ],
)
def test_fallbacks_are_in_uk_time(form: TimeForm, words: str) -> None:
    assert dates.fallback(Timestamp(1618953630, form)) == words


def test_patterns_with_words_and_without_tokens() -> None:
    assert dates.read(17, "at {time}.", "then") == (Text("at "), Timestamp(17, TimeForm.TIME, "then"), Text("."))
    assert dates.read(17, "no token", "then") == (Text("no token"),)
    assert dates.fallback(Timestamp(-5)) == "-5"
