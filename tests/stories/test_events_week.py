"""What is coming, once a week; and a bot that stops and comes back in the middle of telling people something."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.events import weekly_texts, when, wording
from tests.fakes.troubles import busy
from tests.stories.conftest import World, running
from tests.stories.gathering import DAY, HOUR, START, Gathering, gather, letters, reminded, says, until

MONDAY = when.unix(datetime(2023, 11, 20, 9))
WEEK = 7 * DAY


def lists(here: Gathering) -> int:
    return here.words(here.world.blue).count(wording.COMING)


async def test_a_community_that_asked_is_told_on_mondays_and_never_of_nothing(here: Gathering) -> None:
    assert await here.bob.told("events digest", where="here") == weekly_texts.DIGEST_HERE
    await until(here, MONDAY + 120)
    assert lists(here) == 0
    for number in range(9):
        await here.everywhere(title=f"Event {number}")
    await until(here, MONDAY + WEEK - 120)
    assert lists(here) == 0
    await until(here, MONDAY + WEEK + 120)

    assert lists(here) == 1
    told = here.words(here.world.blue).rpartition(wording.COMING)[2]
    assert "Event 6" in told
    assert "Event 7" not in told
    assert wording.MORE_EVENTS in told
    assert wording.COMING not in here.words(here.world.green)
    await until(here, MONDAY + 3 * WEEK)
    assert lists(here) == 1


async def test_a_weekly_list_is_not_caught_up_with_and_can_be_ended(here: Gathering) -> None:
    await here.everywhere(when="Monday 25 December 2pm")
    await here.bob.use("events digest", where="here")
    await here.later(MONDAY + 2 * DAY - here.world.clock.now())
    assert lists(here) == 0
    await until(here, MONDAY + WEEK + 120)
    assert lists(here) == 1
    assert await here.bob.told("events digest", where="nowhere") == weekly_texts.DIGEST_OFF
    assert await here.bob.told("events digest", where="nowhere") == weekly_texts.DIGEST_WAS_OFF
    await until(here, MONDAY + 3 * WEEK)

    assert lists(here) == 1


def choke(world: World) -> None:
    """Nothing that the bot says arrives any more."""
    for platform in (world.red, world.blue, world.green):
        for call in ("send", "edit"):
            platform.trouble(call, lambda: busy(1.0), times=10_000)


def breathe(world: World) -> None:
    for platform in (world.red, world.blue, world.green):
        platform.troubles.clear()


@pytest.mark.parametrize("point", ["announce", "approve", "remind", "cancel"])
async def test_a_bot_that_dies_while_it_tells_people_tells_each_once(database_url: str, point: str) -> None:
    async with running(database_url) as world:
        here = await gather(world)
        if point in ("announce", "approve"):
            ready = await here.ready()
            if point == "announce":
                choke(world)
            await here.ann.use_button(ready, "Announce")
        if point == "approve":
            choke(world)
            await here.bob.press(here.requests(here.bob)[-1], "Approve")
        if point in ("remind", "cancel"):
            await here.everywhere()
            eve = here.member(world.blue, "eve")
            await reminded(eve)
            await says(here, eve, "Yes")
            choke(world)
        if point == "remind":
            world.clock.advance(START - DAY + 60 - world.clock.now())
            await world.bot.ticked()
        if point == "cancel":
            await here.ann.forge("events confirm", "1")
            world.clock.advance(10)
            await world.bot.ticked()
        platforms, clock = (world.red, world.blue, world.green), world.clock
    async with running(database_url, platforms=platforms, clock=clock) as world:
        here = Gathering(world, *(replace(it, world=world) for it in (here.ann, here.bob, here.cat)))
        breathe(world)
        for _ in range(3):
            await here.later(60)
        eve = here.member(world.blue, "eve")
        match point:
            case "announce":
                assert len(here.posts(world.red)) == 1
                asked = " ".join(" ".join(it.text for it in here.requests(here.bob)).split())
                assert asked.count("would like to announce") == 1
            case "approve":
                assert [len(here.posts(platform)) for platform in platforms] == [1, 1, 0]
                assert letters(here.ann).count("shows your event") == 1
            case "remind":
                assert letters(eve).count("Reminder:") == 1
                await until(here, START - HOUR + 120)
                assert letters(eve).count("Reminder:") == 2
            case "cancel":
                assert letters(eve).count("is cancelled") == 1
                assert [here.words(platform).count(wording.CANCELLED) for platform in platforms] == [1, 1, 1]
