"""Text made to fit: no character is torn, and no limit is passed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract.fitting import SOMEBODY, chunks, first_words, one_line, same_name, shortened, shown_name, units
from adapters.contract.platform import Persona

FAMILY = "👨‍👩‍👧"
texts = st.text(st.characters(exclude_categories=()), max_size=60) | st.text("ae\u0301👋🏽\u200d\ufe0f ", max_size=60)


@given(texts)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("twelve words", 12, "twelve words"),
        ("twelve words", 11, "twelve wor…"),
        ("twelve words", 8, "twelve…"),
        ("👋👋👋", 6, "👋👋👋"),
        ("👋👋👋", 5, "👋👋…"),
        ("xe\u0301e\u0301", 4, "xe\u0301…"),
        ("xe\u0301e\u0301", 3, "x…"),
        (f"x{FAMILY}", 7, "x…"),
        ("x👍🏽", 4, "x…"),
    ],
)
def test_what_is_too_long_ends_with_an_ellipsis_after_a_whole_character(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short


@given(texts, st.integers(1, 40))
def test_shortened_text_fits(text: str, most: int) -> None:
    short = shortened(text, most)

    assert units(short) <= most
    assert short == text or text.startswith(short[:-1])


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Who has\n done  this?", 17, "Who has done…"),
        ("Who has\n done  this?", 18, "Who has done this?"),
        ("Who has done this?", 15, "Who has done…"),
        ("Who has done this?", 13, "Who has done…"),
        ("Who has done this?", 12, "Who has…"),
        ("Who " + "w" * 20, 12, "Who wwwwwww…"),
        (" \n", 5, ""),
    ],
)
def test_first_words_are_whole_unless_that_halves_the_text(text: str, most: int, short: str) -> None:
    assert first_words(text, most) == short


@given(texts, st.integers(1, 20))
def test_chunks_fit_and_lose_nothing(word: str, most: int) -> None:
    pieces = chunks(word, most)

    assert "".join(pieces) == word
    assert all(len(piece) <= most for piece in pieces)


def test_a_chunk_ends_after_a_whole_character() -> None:
    assert chunks("abcde" + FAMILY, 7) == ["abcde", FAMILY]
    assert chunks("\u0301" * 7, 3) == ["\u0301" * 3, "\u0301" * 3, "\u0301"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" Ann\n\tLee ", "Ann Lee"),
        ("\u202eAnn\u200b\x00", "Ann"),
        ("e\u0301", "é"),
        ("Ann 🫨", "Ann 🫨"),  # an emoji younger than some Pythons
        ("\u200b \ufeff", ""),
    ],
)
def test_a_name_is_one_visible_line(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("name", "home", "shown"),
    [
        ("Ann", "Northgate", "Ann · Northgate"),
        ("Ann", "", "Ann"),
        ("x" * 90, "Northgate", "x" * 67 + "… · Northgate"),
        ("Ann", "y" * 90, "Ann · " + "y" * 73 + "…"),
        ("x" * 90, "y" * 90, "x" * 19 + "… · " + "y" * 56 + "…"),
        ("👋🏽" * 40, "Northgate", "👋🏽" * 16 + "… · Northgate"),
        ("Ann · NHS England", "Northgate", "Ann - NHS England · Northgate"),
        ("Ann\u3164•\u2800NHS", "Northgate", "Ann - NHS · Northgate"),
        ("Pol Gal·la", "Northgate", "Pol Gal·la · Northgate"),
        ("Ann\u3164\u2800\u115f \uffa0Lee", "Northgate", "Ann Lee · Northgate"),
        ("\u3164\u200b\u2800\u1160\u00a0\ufe0f", "Northgate", "Someone · Northgate"),
        ("", "\u3164", "Someone"),
        ("UnsiloBot", "Unsilo", "Someone · Somewhere"),
    ],
)
def test_a_name_is_shown_with_its_home_and_claims_no_other(name: str, home: str, shown: str) -> None:
    assert shown_name(Persona(name, home=home), 80) == shown


@pytest.mark.parametrize(
    ("persona", "shown"),
    [
        (Persona("Ann Lee", home="Northgate", number=2), "Ann Lee (2) · Northgate"),
        (Persona("Ann Lee", number=2), "Ann Lee (2)"),
        (Persona("x" * 90, home="Northgate", number=12), "x" * 62 + "… (12) · Northgate"),
        (Persona("Ann", home="y" * 90, number=2), "Ann (2) · " + "y" * 69 + "…"),
        (Persona("x" * 90, number=123), "x" * 73 + "… (123)"),
        (Persona("Ann Lee (2)", home="Northgate"), "Ann Lee 2 · Northgate"),
        (Persona("Ann Lee\uff082\uff09\u200b", home="Northgate", number=3), "Ann Lee 2 (3) · Northgate"),
        (Persona("(2)"), "2"),
    ],
)
def test_the_mark_of_one_of_several_people_of_a_name_stays_whole_and_nobody_can_claim_one(
    persona: Persona, shown: str
) -> None:
    assert shown_name(persona, 80) == shown


@pytest.mark.parametrize("like", ["ann LEE", "Ann\u200b  Lee ", "\uff21nn Lee", "Ann\u00a0Lee", "Ann L\ufe0fee"])
def test_names_that_look_the_same_are_the_same(like: str) -> None:
    assert same_name(like) == same_name("Ann Lee")
    assert same_name(like) != same_name("Anne Lee")


@given(texts, texts, st.integers(45, 100))
def test_a_shown_name_fits_and_says_something(name: str, home: str, most: int) -> None:
    shown = shown_name(Persona(name, home=home * 3), most)

    assert units(shown) <= most
    assert shown.split(" · ")[0].strip()
    assert shown_name(Persona("\u2800", home=home), most).startswith(SOMEBODY)
