"""When a letter that could not come when it was due comes after all."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.introductions.hours import Hours
from bot.introductions.late import waits

NIGHTS = Hours(starts=20 * 60, ends=4 * 60)


def at(day: int, hour: int, minute: int = 0) -> float:
    """A moment in March 2026, in London; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Europe/London")).timestamp()


@pytest.mark.parametrize(
    ("wanted", "now", "comes"),
    [
        (at(2, 10), at(2, 10), at(2, 10)),
        (at(2, 10), at(2, 16, 59), at(2, 16, 59)),
        (at(2, 16, 59), at(2, 17, 1), at(3, 9)),
        (at(2, 10), at(2, 20), at(3, 9)),
        (at(6, 10), at(6, 20), at(9, 9)),
    ],
    ids=["in time", "still in hours", "just after", "in the evening", "on a Friday evening"],
)
def test_a_letter_that_was_due_in_hours_comes_in_hours(wanted: float, now: float, comes: float) -> None:
    assert waits([Hours()], wanted, now) == comes


@pytest.mark.parametrize(
    ("now", "comes"), [(at(2, 20, 9), at(2, 20, 9)), (at(2, 20, 11), at(3, 9))], ids=["in time", "late"]
)
def test_what_was_to_come_at_once_at_any_hour_does_so_for_ten_minutes(now: float, comes: float) -> None:
    assert waits([Hours()], at(2, 20), now) == comes


def test_what_several_read_in_one_place_waits_until_all_may_be_written_to() -> None:
    assert waits([Hours(), Hours(starts=13 * 60, ends=17 * 60)], at(2, 15), at(2, 20)) == at(3, 13)


def test_whoever_works_at_night_is_written_to_at_night() -> None:
    assert waits([NIGHTS], at(2, 20), at(2, 23)) == at(2, 23)
    assert waits([NIGHTS], at(2, 20), at(3, 10)) == at(3, 20)


def test_a_place_in_which_nobody_has_chosen_hours_does_not_wait() -> None:
    assert waits([], at(2, 10), at(2, 23)) == at(2, 23)
