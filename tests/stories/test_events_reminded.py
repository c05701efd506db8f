"""What people are told about an event, and when: links, reminders, changes, what came of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.events import answer_texts, texts, when
from tests.stories.gathering import (
    DAY,
    HOUR,
    SAID,
    START,
    Gathering,
    letters,
    places,
    reminded,
    says,
    seats,
    until,
    words,
)


async def test_the_joining_link_comes_a_day_before_to_those_who_said_yes_alone(here: Gathering) -> None:
    secret = "https://meet.example/secret"
    panel = await here.ready(where=f"Online, {secret}", about=f"Join at {secret}?")
    await here.ann.use_button(panel, "Announce")
    eve, mo, late = (here.member(here.world.red, name) for name in ("eve", "mo", "late"))
    await reminded(eve, mo, late)
    assert answer_texts.LINK_LATER in await says(here, eve, "Yes")
    await says(here, mo, "Maybe")
    assert "secret" not in letters(eve)
    await until(here, START - DAY)

    assert "is tomorrow" in letters(eve)
    assert secret in str([it.content for it in eve.letters()])
    assert secret in str(await late.use_button(here.post(here.world.red), "Yes"))
    panel = await here.ann.use("events edit", event="1")
    await here.fill(panel, "Joining link", link="https://meet.example/other")
    await here.later(10)
    assert "https://meet.example/other" in str([it.content for it in eve.letters()])
    everything = [it.content for it in here.world.red.shown(here.world.talk(here.world.red))]
    assert "meet.example" not in str(everything + [it.content for it in mo.letters()])
    shown = [await who.use(name) for who in (mo, eve) for name in ("events list", "events mine")]
    assert "meet.example" not in str(shown)


async def test_reminders_come_a_day_and_an_hour_before_and_each_once(here: Gathering) -> None:
    await places(here)
    eve, mo, ned = (here.member(here.world.blue, name) for name in ("eve", "mo", "ned"))
    await reminded(eve, mo, ned)
    await says(here, eve, "Yes")
    await says(here, mo, "Maybe")
    await says(here, ned, "No")
    await until(here, START - 2 * DAY + 120)
    assert "You said maybe to" in letters(mo)
    assert letters(eve) == ""
    await until(here, START - DAY + 120)
    assert letters(eve).count("Reminder:") == 1
    assert "is tomorrow" in letters(eve)
    await until(here, START - HOUR + 120)
    assert letters(eve).count("Reminder:") == 2
    assert "starts soon" in letters(eve)
    await until(here, START + 3 * HOUR)

    assert letters(eve).count("Reminder:") == 2
    assert "Reminder:" not in letters(mo) + letters(ned)
    assert letters(ned) == ""


async def test_a_reminder_that_would_come_too_late_is_dropped(here: Gathering) -> None:
    await places(here)
    eve = here.member(here.world.blue, "eve")
    await reminded(eve)
    await says(here, eve, "Yes")
    await here.later(START - here.world.clock.now() - 1800)  # the bot was away until half an hour before

    assert letters(eve).count("Reminder:") == 1
    assert "starts soon" in letters(eve)


async def test_a_new_time_asks_those_who_said_yes_again_and_moves_their_reminders(here: Gathering) -> None:
    await places(here)
    eve, mo = (here.member(here.world.blue, name) for name in ("eve", "mo"))
    await reminded(eve, mo)
    await says(here, eve, "Yes")
    await says(here, mo, "No")
    panel = await here.ann.use("events edit", event="1")
    moved = {"title": "Falls clinic", "when": "Friday 1 December 11am", "where": "Leeds"}
    await here.fill(panel, "Title, time, place", **moved)
    await here.later(10)

    assert letters(eve).count("has a new time: Friday 1 December 2023, 11am to midday") == 1
    assert letters(mo) == ""
    assert "Friday 1 December 2023, 11am to midday" in here.words(here.world.green)
    assert SAID not in here.words(here.world.green)
    await until(here, START - HOUR + 120)
    assert letters(eve).count("Reminder:") == 1  # a day before the new time
    assert "I cannot come" in [button.label for button in eve.letters()[-1].content.buttons]
    await eve.press(eve.letters()[-1], "I cannot come")
    assert await seats(here) == {}


async def test_organisers_see_for_whom_a_place_is_kept_apart_from_who_comes(here: Gathering) -> None:
    await places(here, capacity="1")
    eve, sam = (here.member(here.world.red, name) for name in ("eve", "sam"))
    await says(here, eve, "Yes")
    await says(here, sam, "Yes")
    await says(here, eve, "No")
    seen = await here.ann.forge("events people", "1")

    assert seen.splitlines()[0] == texts.count_for_organisers(0, 0, 0, held=1)
    assert texts.THEY_ARE_OFFERED in seen and texts.THEY_COME not in seen.splitlines() and "sam" in seen
    await sam.press(here.post(sam.platform), "Yes")
    assert (await here.ann.forge("events people", "1")).splitlines()[0] == texts.count_for_organisers(1, 0, 0)


async def test_a_new_time_asks_nobody_to_come_still_who_was_not_coming(here: Gathering) -> None:
    await places(here, capacity="1")
    eve, sam, mo = (here.member(here.world.blue, name) for name in ("eve", "sam", "mo"))
    await says(here, eve, "Yes")
    waits = await sam.use_button(here.post(sam.platform), "Yes")
    await says(here, mo, "Maybe")
    assert await sam.press(waits, answer_texts.CANNOT_COME) == answer_texts.said_no("Falls clinic")
    await says(here, sam, "Yes")
    panel = await here.ann.use("events edit", event="1")
    await here.fill(panel, "Title, time, place", title="Falls clinic", when="Friday 1 December 11am", where="Leeds")
    await here.later(10)

    for who, said, labels in (
        (eve, answer_texts.STILL_COMING, [answer_texts.STILL_COME, answer_texts.CANNOT_COME]),
        (sam, answer_texts.YOU_STILL_WAIT, [answer_texts.CANNOT_COME]),
        (mo, answer_texts.DO_YOU_COME, [answer_texts.WILL_COME, answer_texts.CANNOT_COME]),
    ):
        assert said in letters(who)
        assert [it.label for it in who.letters()[-1].content.buttons] == labels


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("Sunday 31 March 2024 2pm", datetime(2024, 3, 31, 14)),
        ("Sunday 27 October 2024 2pm", datetime(2024, 10, 27, 14)),
    ],
)
async def test_reminders_keep_the_hour_when_the_clocks_change(here: Gathering, written: str, start: datetime) -> None:
    await here.everywhere(when=written)
    eve = here.member(here.world.blue, "eve")
    await reminded(eve)
    await says(here, eve, "Yes")
    await until(here, when.unix(start.replace(day=start.day - 1)) - 60)
    assert letters(eve) == ""
    await until(here, when.unix(start.replace(day=start.day - 1)) + 120)
    assert letters(eve).count("Reminder:") == 1
    await until(here, when.unix(start.replace(hour=13)) - 120)
    assert letters(eve).count("Reminder:") == 1
    await until(here, when.unix(start.replace(hour=13)) + 120)
    assert letters(eve).count("Reminder:") == 2


async def test_the_day_after_people_say_whether_it_was_useful_and_others_get_a_summary(here: Gathering) -> None:
    await places(here)
    eve, mo, ned = (here.member(here.world.blue, name) for name in ("eve", "mo", "ned"))
    await reminded(eve, mo, ned)
    await says(here, eve, "Yes")
    answer = await mo.use_button(here.post(here.world.blue), "No")
    await mo.press(answer, answer_texts.TELL_ME_AFTER)
    await says(here, ned, "No")
    await until(here, START + 2 * DAY)

    assert letters(eve).count("Was it useful?") == 1
    assert await eve.press(eve.letters()[-1], answer_texts.OPINIONS[0]) == answer_texts.THANKS
    assert texts.how_did_it_go("Falls clinic") in letters(here.ann)
    recap = here.ann.letters()[-1].content
    assert words(await here.fill(recap, "Write a summary", recap="a\nb\nc\nd\ne\nf")).startswith(texts.TOO_MANY_LINES)
    assert words(await here.fill(recap, "Write a summary", recap="We agreed.\nThree trusts try it.")) == (
        texts.recap_sent(1)
    )
    await here.later(10)
    await here.fill(recap, "Write a summary", recap="We agreed.\nThree trusts try it.")  # sent again
    await here.later(10)
    assert letters(mo).count("We agreed. Three trusts try it.") == 1
    assert "We agreed" not in letters(ned) + letters(eve)


async def test_an_event_goes_with_all_names_30_days_after_its_end(here: Gathering) -> None:
    await places(here)
    await says(here, here.member(here.world.blue, "eve"), "Yes")
    await until(here, START + 30 * DAY + 2 * HOUR)

    assert await here.world.database.read(lambda unit: unit.events.by_id(1)) is None
    assert await seats(here) == {}


async def test_an_event_that_is_moved_to_an_earlier_time_is_not_reminded_of_at_the_old_one(here: Gathering) -> None:
    await places(here)
    eve = here.member(here.world.blue, "eve")
    await reminded(eve)
    await says(here, eve, "Yes")
    await until(here, when.unix(datetime(2023, 11, 20, 9)))
    panel = await here.ann.use("events edit", event="1")
    sooner = {"title": "Falls clinic", "when": "Monday 20 November 9:30am", "where": "Leeds"}
    await here.fill(panel, "Title, time, place", **sooner)
    await until(here, START - DAY + 120)
    await until(here, START - HOUR + 120)

    assert "has a new time" not in letters(eve).replace("has a new time", "", 1)
    assert "Reminder:" not in letters(eve)
