"""Moments in words are in UK time, and say which."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapters.contract.content import Content, Paragraph, TimeForm, Timestamp
from adapters.contract.moments import hint_today, in_words, uk_time
from adapters.contract.walk import text_of

SUMMER, WINTER = 1618953630, 1700000000


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
def test_every_form_has_words(form: TimeForm, words: str) -> None:
    assert in_words(Timestamp(SUMMER, form)) == words


@pytest.mark.parametrize("today", [date(2026, 11, 23) + timedelta(days=each) for each in range(8)])
def test_a_form_shows_days_that_are_to_come(today: date) -> None:
    soon = "Thursday 10 December" if today.day == 30 else "Thursday 3 December"

    assert hint_today("now, or {day} 9am", today) == f"now, or {soon} 9am"
    assert hint_today("{later}", date(2026, 11, 30)) == "31 May 2027"
    assert "{" not in hint_today("{day} {later}")


def test_winter_is_gmt() -> None:
    assert in_words(Timestamp(WINTER)) == "14 November 2023 at 22:13 GMT"


def test_the_day_changes_at_midnight_in_the_uk() -> None:
    assert in_words(Timestamp(1625092200, TimeForm.DATE_LONG)) == "30 June 2021"  # 23:30 BST
    assert in_words(Timestamp(1625095800, TimeForm.DATE_LONG)) == "1 July 2021"  # 00:30 BST, 30 June in UTC


def test_moments_before_1970_have_words_too() -> None:
    assert in_words(Timestamp(-5)) == "1 January 1970 at 00:59 BST"  # the UK kept summer time for those years


def test_what_the_platform_said_comes_first() -> None:
    assert in_words(Timestamp(WINTER, fallback="then")) == "then"
    assert text_of(Content((Paragraph((Timestamp(WINTER, fallback="then"),)),))) == "then"
    assert text_of(Content((Paragraph((Timestamp(WINTER, TimeForm.TIME),)),))) == "22:13 GMT"


@pytest.mark.parametrize("unix", [10**13, -(10**13), 10**40])
def test_a_moment_that_no_calendar_reaches_is_its_number(unix: int) -> None:
    assert uk_time(unix) is None
    assert in_words(Timestamp(unix)) == str(unix)
