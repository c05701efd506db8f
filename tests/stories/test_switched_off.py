"""What waits to be written to somebody who wants it no more does not come, and all else does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from bot.events import answer_texts, weekly_texts, when, wording
from bot.introductions import talk
from bot.introductions import texts as meeting
from bot.people import texts as people_texts
from storage.profiles import Sector
from tests.fakes.troubles import busy, lost
from tests.stories.conftest import World
from tests.stories.finding import FALLS, member, people, tick
from tests.stories.gathering import BASICS, DAY, Gathering, letters, reminded, until
from tests.stories.introducing import ann_and_bob, asked, passes, settle_in, until_morning
from tests.stories.test_asking import WORDS, put

HOUR = 3600.0
LIST_DUE = when.unix(datetime(2023, 11, 27, 9))  # a Monday
TUESDAY = "Tuesday 28 November 2pm"
REMINDER_DUE = LIST_DUE + 5 * HOUR


@contextmanager
def unreachable(world: World) -> Iterator[None]:
    """Nothing that the bot says arrives meanwhile."""
    for platform in (world.red, world.blue, world.green):
        platform.trouble("send", lambda: busy(1.0), times=10_000)
    yield
    for platform in (world.red, world.blue, world.green):
        platform.troubles.clear()


@pytest.mark.parametrize(
    ("off", "reminders", "lists"), [("", 1, 1), (answer_texts.REMIND_NO_MORE, 0, 1), (weekly_texts.STOP, 1, 0)]
)
async def test_a_switch_drops_what_waits_of_its_kind_and_nothing_else(
    here: Gathering, off: str, reminders: int, lists: int
) -> None:
    eve = here.member(here.world.blue, "eve")
    await here.everywhere(when=TUESDAY)
    await reminded(eve)
    await eve.use("events digest", where="on")
    await eve.press(here.post(here.world.blue), "Yes")
    await until(here, LIST_DUE - HOUR)
    with unreachable(here.world):
        await until(here, LIST_DUE + 120)
        await until(here, REMINDER_DUE + 120)
        if off:
            await eve.press_on("privacy", off)
    await here.later(HOUR)

    told = letters(eve)
    assert (told.count("Reminder:"), told.count(weekly_texts.WHY)) == (reminders, lists)


async def test_a_reminder_whose_answer_was_lost_is_not_written_again_after_the_no(here: Gathering) -> None:
    eve = here.member(here.world.blue, "eve")
    await here.everywhere(when=TUESDAY)
    await reminded(eve)
    await eve.press(here.post(here.world.blue), "Yes")
    await until(here, REMINDER_DUE - HOUR)
    here.world.blue.trouble("send", lost)
    here.world.clock.advance(HOUR + 60)
    await here.settle()
    assert eve.letters() == []
    await eve.press_on("privacy", answer_texts.REMIND_NO_MORE)
    await here.later(HOUR)

    assert eve.letters() == []


async def test_of_a_reminder_that_waits_the_link_comes_all_the_same(here: Gathering) -> None:
    eve = here.member(here.world.red, "eve")
    await here.announced(when=TUESDAY, where="Online, https://meet.example/secret")
    await reminded(eve)
    await eve.press(here.post(here.world.red), "Yes")
    await until(here, REMINDER_DUE - HOUR)
    with unreachable(here.world):
        await until(here, REMINDER_DUE + 120)
        await eve.press_on("privacy", answer_texts.REMIND_NO_MORE)
    await here.later(60)

    assert "Here is the way in." in letters(eve) and "Reminder:" not in letters(eve)
    assert "https://meet.example/secret" in str([it.content for it in eve.letters()])


@pytest.mark.parametrize("what", ["nothing", "eve says no", "it is cancelled", "it is moved"])
async def test_a_reminder_that_waits_does_not_come_where_it_is_wrong_by_now(here: Gathering, what: str) -> None:
    eve = here.member(here.world.blue, "eve")
    await here.everywhere(when=TUESDAY)
    await reminded(eve)
    await eve.press(here.post(here.world.blue), "Yes")
    await until(here, REMINDER_DUE - HOUR)
    with unreachable(here.world):
        await until(here, REMINDER_DUE + 120)
        match what:
            case "eve says no":
                await eve.press(here.post(here.world.blue), "No")
            case "it is cancelled":
                await here.ann.forge("events confirm", "1")
            case "it is moved":
                panel = await here.ann.use("events edit", event="1")
                await here.fill(panel, "Title, time, place", **{**BASICS, "when": "Friday 1 December 11am"})
    await here.later(120)

    told = letters(eve)
    assert told.count("Reminder:") == (1 if what == "nothing" else 0)
    assert told.count("is cancelled") == (1 if what == "it is cancelled" else 0)
    assert told.count("has a new time") == (1 if what == "it is moved" else 0)


@pytest.mark.parametrize("ends", [True, False])
async def test_a_list_that_waits_is_not_posted_in_a_channel_whose_organisers_want_none(
    here: Gathering, ends: bool
) -> None:
    await here.everywhere(when=TUESDAY)
    await here.bob.use("events digest", where="here")
    await until(here, LIST_DUE - HOUR)
    with unreachable(here.world):
        await until(here, LIST_DUE + 120)
        if ends:
            await here.bob.use("events digest", where="nowhere")
    await here.later(60)

    assert here.words(here.world.blue).count(wording.COMING) == (0 if ends else 1)


@pytest.mark.parametrize("how", ["peers quiet", "profile erase", ""])
async def test_whoever_wants_to_be_told_of_nobody_is_not_told_of_who_came_meanwhile(world: World, how: str) -> None:
    ann = member(world, world.red, "Ann")
    await ann.use("profile", sector="nhs", problem="Budgets")
    await ann.use_button(await ann.use("peers", problem="Residents fall at night"), "Tell me when someone comes")
    world.clock.advance(60)
    await people(world, ("social care", FALLS), platform=world.green)
    with unreachable(world):
        await tick(world)
        if how:
            await ann.forge(how, "")
    await world.later(60)

    assert (people_texts.SOMEBODY_CAME in letters(ann)) == (not how)


async def test_whoever_leaves_introductions_is_not_asked_what_came_of_them(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    await bob.answer(meeting.YES)
    await passes(world)
    with unreachable(world):
        await passes(world, 14 * DAY)
        await passes(world, HOUR)
        await ann.use("intro leave")
    await passes(world, HOUR)

    assert not ann.has(talk.did_you_talk(["Bob"])) and bob.has(talk.did_you_talk(["Ann"]))


@pytest.mark.parametrize("how", ["intro pause", "intro leave", ""])
async def test_a_question_that_waits_for_the_morning_does_not_come_to_who_is_there_no_more(
    world: World, how: str
) -> None:
    await until_morning(world)
    ann, bob = await settle_in(world, world.red, "Ann"), await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE)
    world.clock.advance(8 * HOUR)  # it is 6pm
    await put(ann)
    if how:
        await bob.use(how)
    await passes(world, 15 * HOUR)

    assert bob.has(WORDS) == (not how)
