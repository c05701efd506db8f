"""An organiser says when an event is announced: it is then, once, and they hear how it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from adapters.contract.content import Content
from bot.events import announcing_texts, texts, when, when_texts
from tests.fakes.troubles import busy
from tests.stories.conftest import World, running
from tests.stories.gathering import BASICS, DAY, HOUR, Gathering, gather, letters, until, words

NINE = when.unix(datetime(2023, 11, 20, 9))
WRITTEN = "Monday 20 November 9am"
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])
PLANNED = announcing_texts.announced_at(date(2023, 11, 20), "9am")


async def planned(here: Gathering, announce: str = WRITTEN, **basics: str) -> Content:
    """Ann says when her event is announced; her panel."""
    return await here.fill(await here.ready(**basics), "Announce later", announce=announce)


def choke(world: World, times: int) -> None:
    """What the bot posts at home does not arrive."""
    world.red.trouble("send", lambda: busy(1.0), times=times)


async def test_an_event_is_announced_at_the_time_that_its_organiser_chose(here: Gathering) -> None:
    assert PLANNED in words(await planned(here))
    await until(here, NINE - 120)
    assert here.posts(here.world.red) == here.requests(here.bob) == []
    await until(here, NINE + 120)

    assert len(here.posts(here.world.red)) == 1
    assert announcing_texts.announced("Falls clinic") in letters(here.ann)
    assert announcing_texts.asking(["Blue", "Green"]) in letters(here.ann)
    await here.bob.press(here.requests(here.bob)[-1], "Approve")
    await until(here, NINE + DAY)
    assert len(here.posts(here.world.red)) == len(here.posts(here.world.blue)) == 1
    assert letters(here.ann).count(announcing_texts.announced("Falls clinic")) == 1


@SQLITE
async def test_the_time_can_be_changed_and_taken_back(here: Gathering) -> None:
    await planned(here)
    panel = await here.ann.use("events edit", event="1")
    assert PLANNED in words(panel)
    assert await here.ann.begins("events later", "1") == {"announce": "Monday 20 November 2023 09:00"}
    moved = await here.fill(panel, "Announce later", announce="Tuesday 21 November 10am")
    assert announcing_texts.announced_at(date(2023, 11, 21), "10am") in words(moved)
    await until(here, NINE + HOUR)
    assert here.posts(here.world.red) == []
    by_hand = await here.fill(moved, "Announce later", announce="")
    assert announcing_texts.ANNOUNCE_BY_HAND in words(by_hand)
    await until(here, NINE + 2 * DAY)
    assert here.posts(here.world.red) == []


@SQLITE
async def test_who_announces_by_hand_before_the_time_announces_once(here: Gathering) -> None:
    await here.ann.use_button(await planned(here), "Announce")
    await until(here, NINE + 120)

    assert len(here.posts(here.world.red)) == 1
    assert announcing_texts.announced("Falls clinic") not in letters(here.ann)


@SQLITE
@pytest.mark.parametrize(
    ("announce", "said"),
    [
        ("Friday 5 April 2024 2pm", announcing_texts.ANNOUNCE_TOO_LATE),
        ("Sunday 31 March 2024 1:30am", when_texts.skipped(date(2024, 3, 31), "1:30am")),
        ("soon", when_texts.when_how("Thursday 23 November")),
        ("next Friday 2pm", when_texts.two_days(date(2023, 11, 17), date(2023, 11, 24))),
    ],
)
async def test_a_time_that_cannot_be_is_asked_about(here: Gathering, announce: str, said: str) -> None:
    told = words(await planned(here, announce, when="Thursday 4 April 2024 2pm"))

    assert said in told
    assert announce in told  # nobody has to write it again
    assert await here.ann.begins("events later", "1") == {}


@SQLITE
async def test_an_event_that_has_begun_by_then_stays_a_draft_and_its_organiser_hears(here: Gathering) -> None:
    panel = await planned(here)
    sooner = await here.fill(panel, "Title, time, place", **{**BASICS, "when": "Friday 17 November 2pm"})
    assert announcing_texts.ANNOUNCE_TOO_LATE in words(sooner)
    await until(here, NINE + 120)

    assert here.posts(here.world.red) == []
    assert announcing_texts.not_announced("Falls clinic") in letters(here.ann)
    assert letters(here.ann).count("at the time that you chose") == 1


@SQLITE
async def test_only_organisers_choose_when_and_only_for_drafts(here: Gathering) -> None:
    await planned(here)

    assert words(await here.bob.submit("events later", "1", announce="now")).startswith(texts.NOT_YOURS)
    await planned(here, "Now", title="Second")
    assert len(here.posts(here.world.red)) == 1
    assert words(await here.ann.submit("events later", "2", announce=WRITTEN)).startswith(texts.NOT_A_DRAFT)


@SQLITE
async def test_a_planned_announcement_that_fails_three_times_is_told_to_its_organiser_once(here: Gathering) -> None:
    await planned(here)
    here.world.blue.trouble("send", lambda: busy(1.0), times=9)
    await until(here, NINE + 60)
    for _ in range(5):
        await here.later(70)
    assert letters(here.ann).count("I tried 3 times to ask Blue about your event") == 1
    here.world.blue.trouble("send", lambda: busy(1.0), times=6)
    await here.bob.press(here.requests(here.bob)[-1], "Approve")
    for _ in range(5):
        await here.later(70)

    assert letters(here.ann).count("I tried 3 times to show your event “Falls clinic” in Blue") == 1
    assert letters(here.ann).count("I tried 3 times") == 2


@pytest.mark.parametrize("point", ["before", "while it tells"])
async def test_a_bot_that_dies_before_or_while_it_announces_does_it_once(database_url: str, point: str) -> None:
    async with running(database_url) as world:
        here = await gather(world)
        await planned(here)
        if point == "while it tells":
            choke(world, 10_000)
            world.clock.advance(NINE + 60 - world.clock.now())
            await world.bot.ticked()
        platforms, clock = (world.red, world.blue, world.green), world.clock
    world.red.troubles.clear()
    async with running(database_url, platforms=platforms, clock=clock) as world:
        here = Gathering(world, *(replace(it, world=world) for it in (here.ann, here.bob, here.cat)))
        if point == "before":
            await until(here, NINE + 2 * HOUR)
        for _ in range(3):
            await here.later(60)

        assert len(here.posts(world.red)) == 1
        assert len(here.requests(here.bob)) == len({it.token for it in here.requests(here.bob)})
        asked = " ".join(" ".join(it.text for it in here.requests(here.bob)).split())
        assert asked.count("would like to announce") == 1
        assert letters(here.ann).count(announcing_texts.announced("Falls clinic")) == 1
