"""Events that come again: dates one after the other, one of them changed, some cancelled, in chat and in calendars."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from adapters.contract.content import Content
from bot.events import texts, when, wording
from bot.events.recurrence import Rule, nth
from storage.series import Repeat
from tests.stories.gathering import BASICS, HOUR, START, Gathering, letters, says, until, words
from tests.stories.test_events_calendars import entries, feed, instants, pages

WEEK = 7 * 86400.0


@pytest.fixture
async def site(here: Gathering) -> AsyncIterator[str]:
    async with pages(here) as base:
        yield base


async def again(here: Gathering, repeat: str = "weekly", ends: str = "", count: str = "", **basics: str) -> Content:
    """Ann announces an event that comes again, and everybody shows it."""
    ready = await here.fill(await here.ready(**basics), "Repeat", repeat=repeat, until=ends, count=count)
    panel = await here.ann.use_button(ready, "Announce")
    for organiser in (here.bob, here.cat):
        await organiser.press(here.requests(organiser)[-1], "Approve")
    return panel


async def test_the_next_date_is_announced_once_the_one_before_has_begun(here: Gathering) -> None:
    await again(here, count="3")
    assert "It comes every week, 3 times." in here.words(here.world.blue)
    assert len(here.posts(here.world.blue)) == 1
    await until(here, START + HOUR)
    assert len(here.posts(here.world.blue)) == 2
    assert "Thursday 7 December 2023, 2pm to 3pm" in here.words(here.world.blue)
    await until(here, START + WEEK + HOUR)
    await until(here, START + 2 * WEEK + HOUR)
    await until(here, START + 4 * WEEK)

    assert len(here.posts(here.world.blue)) == 3
    assert "Thursday 14 December 2023, 2pm to 3pm" in here.words(here.world.blue)
    assert "21 December" not in here.words(here.world.blue)


async def test_after_a_long_absence_only_what_is_still_to_come_is_announced(here: Gathering) -> None:
    await again(here, count="6")
    await until(here, START + 3 * WEEK + HOUR)

    assert len(here.posts(here.world.blue)) == 2
    assert "Thursday 28 December 2023" in here.words(here.world.blue)


async def test_each_date_has_answers_of_its_own(here: Gathering) -> None:
    await again(here, count="3")
    eve = here.member(here.world.blue, "eve")
    await says(here, eve, "Yes")
    await until(here, START + HOUR)

    assert "You have said yes" not in await eve.told("events next")
    assert "Thursday 7 December 2023" in await says(here, eve, "Yes")


async def test_one_date_is_changed_and_the_next_one_is_as_before(here: Gathering, site: str) -> None:
    await again(here, count="3")
    panel = await here.ann.use("events edit", event="1")
    moved = {**BASICS, "when": "Thursday 30 November 4pm", "where": "York"}
    await here.fill(panel, "Title, time, place", **moved)
    text = await feed(site, here)
    assert instants(text, 2023) == [
        datetime(2023, 11, 30, 16, tzinfo=UTC),
        datetime(2023, 12, 7, 14, tzinfo=UTC),
        datetime(2023, 12, 14, 14, tzinfo=UTC),
    ]
    assert len({each.uid.value for each in entries(text)}) == 1
    await until(here, START + 4 * HOUR)

    assert "Thursday 7 December 2023, 2pm to 3pm" in here.words(here.world.blue)
    post = here.words(here.world.blue).rpartition("7 December")[2]
    assert "Leeds" in post
    assert "York" not in post


async def test_a_change_can_go_for_all_dates_that_follow(here: Gathering, site: str) -> None:
    await again(here, count="4")
    await until(here, START + HOUR)
    panel = await here.ann.use("events edit", event="2")
    moved = {**BASICS, "when": "Thursday 7 December 11am", "where": "York"}
    panel = await here.fill(panel, "Title, time, place", **moved)
    assert texts.ALL_FOLLOW in words(await here.ann.use_button(panel, "Same for all that follow"))
    assert instants(await feed(site, here), 2023) == [
        datetime(2023, 11, 30, 14, tzinfo=UTC),
        datetime(2023, 12, 7, 11, tzinfo=UTC),
        datetime(2023, 12, 14, 11, tzinfo=UTC),
        datetime(2023, 12, 21, 11, tzinfo=UTC),
    ]
    await until(here, START + WEEK)

    assert "Thursday 14 December 2023, 11am to midday" in here.words(here.world.blue)
    assert here.words(here.world.blue).count("York") == 2


async def test_one_date_is_cancelled_and_the_next_one_announced(here: Gathering, site: str) -> None:
    await again(here, count="3")
    question = await here.ann.use("events cancel", event="1")
    await here.ann.press(question, "Yes, cancel this event")
    await here.later(60)

    assert wording.CANCELLED in here.words(here.world.blue)
    assert "Thursday 7 December 2023" in here.words(here.world.blue)
    text = await feed(site, here)
    gone = [each for each in entries(text) if each.status.value == "CANCELLED"]
    assert [each.contents["recurrence-id"][0].value.astimezone(UTC) for each in gone] == [
        datetime(2023, 11, 30, 14, tzinfo=UTC)
    ]


async def test_a_date_and_all_that_follow_are_cancelled(here: Gathering, site: str) -> None:
    await again(here, count="5")
    await until(here, START + HOUR)
    eve = here.member(here.world.blue, "eve")
    await says(here, eve, "Yes")
    question = await here.ann.use("events cancel", event="2")
    assert await here.ann.press(question, "Yes, and all that follow") == texts.all_off("Falls clinic")
    await here.later(10)
    assert letters(eve).count("is cancelled") == 1
    await here.later(3 * WEEK)

    assert len(here.posts(here.world.blue)) == 1
    assert "14 December" not in here.words(here.world.blue)
    assert max(instants(await feed(site, here), 2023)) <= datetime(2023, 12, 7, 14, tzinfo=UTC)


async def test_a_weekly_event_keeps_its_hour_when_the_clocks_change(here: Gathering, site: str) -> None:
    await again(here, count="3", when="Sunday 24 March 2024 2pm")
    assert instants(await feed(site, here), 2024) == [
        datetime(2024, 3, 24, 14, tzinfo=UTC),
        datetime(2024, 3, 31, 13, tzinfo=UTC),
        datetime(2024, 4, 7, 13, tzinfo=UTC),
    ]
    await until(here, when.unix(datetime(2024, 3, 24, 14)) + HOUR)

    assert "Sunday 31 March 2024, 2pm to 3pm" in here.words(here.world.blue)


@pytest.mark.parametrize(
    "answers",
    [
        {"repeat": "weekly"},
        {"repeat": "weekly", "until": "31 January 2024", "count": "3"},
        {"repeat": "weekly", "until": "29 November 2023"},
        {"repeat": "weekly", "until": "some day"},
        {"repeat": "weekly", "count": "1"},
        {"repeat": "weekly", "count": "105"},
        {"repeat": "weekly", "count": "-3"},
    ],
)
async def test_a_rule_that_makes_no_sense_is_asked_for_again(here: Gathering, answers: dict[str, str]) -> None:
    panel = await here.fill(await here.ready(), "Repeat", **answers)

    assert "It comes" not in words(panel)


async def test_an_end_is_kept_and_a_rule_can_be_taken_back(here: Gathering) -> None:
    panel = await here.fill(await here.ready(), "Repeat", repeat="fortnightly", until="31 January 2024")
    assert "It comes every 2 weeks, until Wednesday 31 January 2024." in words(panel)

    assert "It comes" not in words(await here.fill(panel, "Repeat", repeat="once"))


@pytest.mark.parametrize(
    ("rule", "first", "dates"),
    [
        (Rule(Repeat.MONTHLY, count=3), datetime(2026, 12, 1, 14), ["2026-12-01", "2027-01-05", "2027-02-02"]),
        (Rule(Repeat.MONTHLY, count=3), datetime(2026, 12, 31, 14), ["2026-12-31", "2027-01-28", "2027-02-25"]),
        (
            Rule(Repeat.FORTNIGHTLY, until=datetime(2027, 1, 1).date()),
            datetime(2026, 12, 3, 14),
            ["2026-12-03", "2026-12-17", "2026-12-31"],
        ),
    ],
)
def test_rules_make_dates(rule: Rule, first: datetime, dates: list[str]) -> None:
    assert [each.date().isoformat() for each in rule.dates(first)] == dates
    assert Rule.parse(str(rule)) == rule
    assert -1 <= nth(first) <= 4


async def test_a_rule_goes_with_the_last_of_its_dates(here: Gathering) -> None:
    await again(here, count="2")
    await until(here, START + HOUR)
    await until(here, START + 5 * WEEK)
    assert await here.world.database.read(lambda unit: unit.events.series.by_id(1)) is not None
    await until(here, START + 7 * WEEK)

    assert await here.world.database.read(lambda unit: unit.events.of_series(1)) == []
    assert await here.world.database.read(lambda unit: unit.events.series.by_id(1)) is None
