"""Working hours: in somebody's own zone, through clock changes and nights, and as people write them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.days import clock
from bot.introductions import hours
from bot.introductions.hours import Hours, Unclear

LONDON = ZoneInfo("Europe/London")
NIGHTS = Hours(starts=21 * 60, ends=5 * 60)
WEEKENDS = Hours(days="56")
ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Pacific/Auckland")


def at(text: str, zone: str = "Europe/London") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@st.composite
def any_hours(draw: st.DrawFn) -> Hours:
    days = "".join(sorted(draw(st.sets(st.sampled_from("0123456"), min_size=1))))
    starts, ends = (draw(st.integers(0, 95)) * 15 for _ in range(2))
    return Hours(draw(st.sampled_from(ZONES)), days, starts, ends)


moments = st.integers(1_760_000_000, 1_830_000_000).map(float)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-03T09:00", True),
        ("2026-03-03T16:59", True),
        ("2026-03-03T17:00", False),
        ("2026-03-03T08:59", False),
        ("2026-03-07T12:00", False),  # a Saturday
        ("2026-03-30T09:00", True),  # the day after the clocks went forward
    ],
)
def test_usual_hours_are_nine_to_five_on_weekdays_in_london(moment: str, inside: bool) -> None:
    assert hours.within(Hours(), at(moment)) is inside


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    assert hours.within(NIGHTS, at("2026-03-07T02:00"))  # Friday's night
    assert not hours.within(NIGHTS, at("2026-03-09T02:00"))  # Sunday's would be one of the weekend
    assert hours.within(NIGHTS, at("2026-03-09T21:00"))


def test_what_is_written_at_night_waits_for_the_morning_and_on_friday_for_monday() -> None:
    assert hours.due(Hours(), at("2026-03-03T20:00")) == at("2026-03-04T09:00")
    assert hours.due(Hours(), at("2026-03-06T17:00")) == at("2026-03-09T09:00")


@given(any_hours(), moments)
def test_what_is_due_is_within_hours_not_before_and_the_first_moment(mine: Hours, now: float) -> None:
    due = hours.due(mine, now)

    assert due >= now and hours.within(mine, due)
    assert due == now or not hours.within(mine, due - 1)


@given(st.lists(any_hours(), min_size=2, max_size=4), moments)
def test_all_are_asked_at_one_moment_or_each_within_their_own_hours(everybody: list[Hours], now: float) -> None:
    times = hours.together(everybody, now)

    assert all(hours.within(mine, due) and due >= now for mine, due in zip(everybody, times, strict=True))


def test_two_who_share_an_hour_are_asked_in_it() -> None:
    late = Hours(starts=16 * 60, ends=22 * 60)

    assert hours.together([Hours(), late], at("2026-03-03T10:00")) == (at("2026-03-03T16:00"),) * 2


@given(any_hours(), any_hours())
def test_whoever_overlaps_has_a_moment_in_common(one: Hours, other: Hours) -> None:
    assert hours.overlap(one, other) == hours.overlap(other, one)
    if hours.overlap(one, other) and one.zone == other.zone:
        assert len(set(hours.together([one, other], at("2026-01-12T00:00")))) == 1


def test_seven_working_days_leave_out_weekends() -> None:
    assert hours.after_working_days(at("2026-03-03T10:00"), 7) == at("2026-03-12T10:00")
    assert hours.after_working_days(at("2026-03-27T10:00"), 1) == at("2026-03-30T10:00")  # the clocks changed between


@given(st.lists(any_hours(), min_size=1, max_size=3), moments)
def test_times_to_talk_are_within_everybodys_hours_one_a_day_and_not_too_soon(mine: list[Hours], now: float) -> None:
    found = hours.slots(mine, now)

    assert len(found) <= 3 and list(found) == sorted(found)
    assert all(hours.within(each, slot) for each in mine for slot in found)
    assert len({datetime.fromtimestamp(slot, LONDON).date() for slot in found}) == len(found)
    assert all(slot > now + 86_400 for slot in found)


@given(moments)
def test_rounds_start_every_second_thursday_at_ten(now: float) -> None:
    first = hours.next_round(now)
    second = hours.next_round(first)
    there, then = (datetime.fromtimestamp(each, LONDON) for each in (first, second))

    assert first > now and (there.weekday(), there.hour, there.minute) == (3, 10, 0)
    assert (then.date() - there.date()).days == 14


@given(any_hours(), moments)
def test_whoever_takes_part_is_asked_in_their_hours_and_has_time_to_answer(mine: Hours, now: float) -> None:
    starts_at = hours.next_round(now)
    asked = hours.when_to_ask(mine, starts_at)

    assert hours.within(mine, asked) or hours.within(mine, asked + 1)
    assert asked <= starts_at - 6 * 3600


def test_a_weekend_worker_is_asked_on_the_weekend_before() -> None:
    assert hours.when_to_ask(WEEKENDS, at("2026-01-08T10:00")) == at("2026-01-04T09:00")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("9am to 5pm", (540, 1020)),
        ("09:00-17:30", (540, 1050)),
        ("9 – 17", (540, 1020)),  # noqa: RUF001
        ("9pm to 5am", (1260, 300)),
        ("12am to 12pm", (0, 720)),
        ("0:00 to 24:00", (0, 0)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, span: tuple[int, int]) -> None:
    assert hours.read_hours(text) == span


@pytest.mark.parametrize("text", ["", "mornings", "9am", "9am to 25", "13pm to 2pm", "9am to 5pm please", "9 5"])
def test_what_are_no_hours_is_not_guessed(text: str) -> None:
    with pytest.raises(Unclear):
        hours.read_hours(text)


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_hours_that_are_shown_can_be_read_again(starts: int, ends: int) -> None:
    shown = f"{clock(starts)} to {clock(ends)}"
    assert hours.read_hours(shown) == (starts, ends)


def test_a_zone_is_found_in_any_case_and_no_other_is() -> None:
    assert hours.read_zone("europe/london ") == "Europe/London"
    with pytest.raises(Unclear):
        hours.read_zone("Narnia")


@pytest.mark.parametrize("text", ["3 March 2026", "3/3/2026", "2026-03-03", "3 March", "3 mar"])
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert hours.read_day(text, at("2026-02-10T12:00")) == at("2026-03-03T00:00")


def test_a_date_without_its_year_is_the_next_one() -> None:
    assert hours.read_day("3 March", at("2026-03-03T12:00")) == at("2027-03-03T00:00")
    with pytest.raises(Unclear):
        hours.read_day("tomorrow", at("2026-03-03T12:00"))


def test_times_are_said_as_the_nhs_says_them() -> None:
    assert hours.moment(at("2026-03-03T14:00")) == "Tuesday 3 March 2026, 2pm"
    assert hours.moment(at("2026-07-03T12:30")) == "Friday 3 July 2026, 12:30pm"
    assert [clock(minutes) for minutes in (0, 540, 720, 1050)] == ["midnight", "9am", "midday", "5:30pm"]
