"""Moments as people write them and as the NHS writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import when, when_texts
from bot.events.when import Clocks, Unclear

NOW = when.unix(datetime(2026, 11, 29, 15, 40))  # a Sunday


@pytest.mark.parametrize(
    ("written", "meant", "minutes"),
    [
        ("Thu 3 Dec 2pm", datetime(2026, 12, 3, 14), None),
        ("next Tuesday 12:30", datetime(2026, 12, 1, 12, 30), None),
        ("tomorrow at 2pm", datetime(2026, 11, 30, 14), None),
        ("3/12/2026 14:00", datetime(2026, 12, 3, 14), None),
        ("Thursday 3rd December 2:30pm", datetime(2026, 12, 3, 14, 30), None),
        ("3 December 2.30pm", datetime(2026, 12, 3, 14, 30), None),
        ("thursday at noon", datetime(2026, 12, 3, 12), None),
        ("Thursday midday", datetime(2026, 12, 3, 12), None),
        ("1 Jan 10am", datetime(2027, 1, 1, 10), None),
        ("2026-12-03 14:00", datetime(2026, 12, 3, 14), None),
        ("Thursday 3 December 2026 14:00", datetime(2026, 12, 3, 14), None),
        ("Thu 3 Dec 2pm to 3:30pm", datetime(2026, 12, 3, 14), 90),
        ("Thu 3 Dec 2pm-3pm", datetime(2026, 12, 3, 14), 60),
        ("Thu 3 Dec 2 to 3pm", datetime(2026, 12, 3, 14), 60),
        ("Thu 3 Dec 2pm until 4", datetime(2026, 12, 3, 14), 120),
        ("Thu 3 Dec 11am to 1pm", datetime(2026, 12, 3, 11), 120),
        ("Thu 3 Dec 10pm to 1am", datetime(2026, 12, 3, 22), 180),
        ("Thu 3 Dec 10:00 to 12:00", datetime(2026, 12, 3, 10), 120),
        ("Thu 3 Dec 10am to midday", datetime(2026, 12, 3, 10), 120),
        ("3-12-2026 14:00", datetime(2026, 12, 3, 14), None),
    ],
)
def test_words_tell_a_moment(written: str, meant: datetime, minutes: int | None) -> None:
    read = when.read(written, NOW)

    assert (read.local, read.minutes) == (meant, minutes)


@pytest.mark.parametrize(
    ("today", "written", "meant"),
    [
        (30, "next Tuesday 2pm", [date(2026, 12, 1), date(2026, 12, 8)]),  # on a Monday
        (30, "next Friday at 2pm", [date(2026, 12, 4), date(2026, 12, 11)]),
        (30, "Next tue 2pm to 3pm", [date(2026, 12, 1), date(2026, 12, 8)]),
        (30, "Monday 2pm", [date(2026, 11, 30), date(2026, 12, 7)]),
        (29, "next Monday 2pm", [date(2026, 11, 30), date(2026, 12, 7)]),  # on a Sunday
        (29, "next Tuesday 2pm", [date(2026, 12, 1)]),
        (30, "next Monday 2pm", [date(2026, 12, 7)]),
        (30, "Monday 9am", [date(2026, 12, 7)]),  # it is 10am
        (30, "this Friday 2pm", [date(2026, 12, 4)]),
        (30, "Friday 2pm", [date(2026, 12, 4)]),
        (30, "next Tuesday 8 December 2pm", [date(2026, 12, 8)]),
    ],
)
def test_a_weekday_may_mean_two_days(today: int, written: str, meant: list[date]) -> None:
    now = when.unix(datetime(2026, 11, today, 10))
    read = when.read(written, now)

    assert sorted(it.date() for it in (read.local, read.other) if it is not None) == meant
    if len(meant) == 1:
        assert when.sure(read) == read.local
        return
    with pytest.raises(Unclear) as unclear:
        when.sure(read)
    assert unclear.value.said == when_texts.two_days(*meant)


def test_an_end_of_a_series_that_may_be_two_days_is_not_guessed() -> None:
    with pytest.raises(Unclear):
        when.date_of("next Friday", when.unix(datetime(2026, 11, 30, 10)))


@pytest.mark.parametrize("days", range(0, 400, 9))
def test_the_example_of_a_time_is_one_that_is_to_come(days: int) -> None:
    now = when.unix(datetime(2026, 11, 30, 10) + timedelta(days=days))
    with pytest.raises(Unclear) as unclear:
        when.read("soon", now)
    example = unclear.value.said.partition("like this: ")[2].removesuffix(".")

    read = when.read(example, now)
    assert read.minutes == 60 and timedelta(3) < read.local - when.at(now).replace(tzinfo=None) < timedelta(12)


@pytest.mark.parametrize(
    "written",
    [
        "", "soon", "3 Dec", "Friday 3 Dec 2pm", "1 Jan 2020 2pm", "today 3pm", "29 Feb 2027 2pm", "3 Dec 2099 2pm",
        "Thu 3 Dec 2pm to lunch", "Thu 3 Dec 2pm to 25", "Thu 3 Dec 2pm to 13pm", "in 2 weeks",
    ],
)  # fmt: skip
def test_what_tells_no_moment_is_not_guessed(written: str) -> None:
    with pytest.raises(Unclear):
        when.read(written, NOW)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("90", 90), ("45 minutes", 45), ("1 hour", 60), ("1h 30", 90), ("1.5 hours", 90), ("2h", 120), ("an hour", 60),
     ("1 hour 30 minutes", 90), ("1 hour and 15 mins", 75), ("half an hour", 30)],
)  # fmt: skip
def test_words_tell_a_length(written: str, minutes: int) -> None:
    assert when.length(written) == minutes


@pytest.mark.parametrize("written", ["", "long", "0", "2 weeks", "1 hour or so", "-5", "99999999 hours"])
def test_what_tells_no_length_is_not_guessed(written: str) -> None:
    with pytest.raises(Unclear):
        when.length(written)


@pytest.mark.parametrize(
    ("local", "found"),
    [
        (datetime(2026, 3, 29, 0, 59), Clocks.ONCE),
        (datetime(2026, 3, 29, 1, 0), Clocks.NEVER),
        (datetime(2026, 3, 29, 1, 59), Clocks.NEVER),
        (datetime(2026, 3, 29, 2, 0), Clocks.ONCE),
        (datetime(2026, 10, 25, 0, 59), Clocks.ONCE),
        (datetime(2026, 10, 25, 1, 0), Clocks.TWICE),
        (datetime(2026, 10, 25, 1, 59), Clocks.TWICE),
        (datetime(2026, 10, 25, 2, 0), Clocks.ONCE),
    ],
)
def test_the_hours_of_the_clock_changes_are_known(local: datetime, found: Clocks) -> None:
    assert when.clocks(local) is found


def test_a_time_keeps_its_hour_in_both_halves_of_the_year() -> None:
    assert when.unix(datetime(2026, 12, 3, 14)) == 1796306400.0  # 14:00 UTC
    assert when.unix(datetime(2026, 7, 2, 14)) == 1782997200.0  # 13:00 UTC
    first, second = (when.unix(datetime(2026, 10, 25, 1, 30), second=each) for each in (False, True))
    assert second - first == 3600


@pytest.mark.parametrize(
    ("local", "hours"),
    [(datetime(2026, 3, 29, 14), 23), (datetime(2026, 10, 25, 14), 25), (datetime(2026, 12, 3, 14), 24)],
)
def test_the_day_before_is_the_same_time_of_day(local: datetime, hours: int) -> None:
    assert when.unix(local) - when.day_before(local) == hours * 3600


@pytest.mark.parametrize(
    ("begin", "minutes", "said"),
    [
        (datetime(2026, 12, 3, 14), 60, "Thursday 3 December 2026, 2pm to 3pm"),
        (datetime(2026, 3, 3, 14), 90, "Tuesday 3 March 2026, 2pm to 3:30pm"),
        (datetime(2026, 12, 3, 12), 30, "Thursday 3 December 2026, midday to 12:30pm"),
        (datetime(2026, 12, 3, 22), 120, "Thursday 3 December 2026, 10pm, to Friday 4 December 2026, midnight"),
        (datetime(2026, 7, 2, 9, 5), 60, "Thursday 2 July 2026, 9:05am to 10:05am"),
    ],
)
def test_moments_are_written_as_the_nhs_writes_them(begin: datetime, minutes: int, said: str) -> None:
    start = when.unix(begin)

    assert when.said(start, start + minutes * 60) == said


@given(st.datetimes(datetime(2026, 12, 1), datetime(2028, 11, 1)), st.integers(5, 14 * 24 * 60))
def test_what_is_written_back_is_read_again(local: datetime, minutes: int) -> None:
    local = local.replace(second=0, microsecond=0)
    written = f"{when.day(local.date())} {local:%H:%M}"

    assert when.read(written, NOW).local == local
    assert when.length(when.lasting(minutes)) == minutes
    assert timedelta(0) <= when.at(when.unix(local)).replace(tzinfo=None) - local <= timedelta(hours=1)
