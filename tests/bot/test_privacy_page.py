"""The page of what is held of somebody."""

from __future__ import annotations

from bot.privacy.page import page


def test_the_page_shows_what_people_wrote_as_text_only() -> None:
    made = page({"made at": "now", "accounts": ["<b>"], "held": {"messages": [{"content": "<img src=x onerror=y>"}]}})

    assert "<img" not in made and "<b>" not in made and "&lt;img" in made


def test_the_page_says_what_is_held_in_plain_words() -> None:
    row = {"sector": "nhs", "employer_shown": False, "paused_until": 0.0, "made_at": 1770717600.0, "new_one": 3}
    made = page({"made at": "2026-11-30T14:00:00+00:00", "accounts": [], "held": {"profile": [row]}})

    for head, value in (
        ("Sector", "NHS"),
        ("Employer shown to people you meet", "no"),
        ("Paused until", "not set"),
        ("Made on", "10 February 2026, 10:00 UTC"),
        ("New one", "3"),
    ):
        assert f">{head}</th>" in made and f"<td>{value}</td>" in made
    assert "Made on 30 November 2026, 14:00 UTC" in made
