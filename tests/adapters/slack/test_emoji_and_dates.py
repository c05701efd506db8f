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


def test_patterns_with_words_and_without_tokens() -> None:
    assert dates.read(17, "at {time}.", "then") == (Text("at "), Timestamp(17, TimeForm.TIME, "then"), Text("."))
    assert dates.read(17, "no token", "then") == (Text("no token"),)
    assert dates.read(17, "", "then") == (Text("then"),)
    assert dates.read(17, "", "") == (Timestamp(17, TimeForm.DATETIME),)
    assert not dates.showable(Timestamp(-5))
