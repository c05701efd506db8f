"""Those who were introduced agree on a time: it is in their calendars as long as they can talk."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from bot.introductions import talk, texts
from tests.stories.conftest import World
from tests.stories.introducing import DAY, Neighbour, ann_and_bob, asked, passes


@pytest.fixture
async def pair(world: World) -> tuple[Neighbour, Neighbour]:
    """Ann of the NHS on one platform, Bob of social care on another; it is Tuesday morning."""
    return await ann_and_bob(world)


async def test_a_time_that_both_can_make_becomes_an_invitation(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    opening = ann.letter(talk.YOU_ALL)
    first = opening.content.buttons[0]
    assert first.label == "Thu 12 February, 12:30pm"

    await ann.press(opening, first.label)
    assert bob.has("(1 of 2 can)")
    agreed = talk.agreed_on("Thursday 12 February 2026, 12:30pm")
    assert await bob.press(bob.letter(talk.YOU_ALL), first.label) == agreed
    assert await ann.forge(first.action, first.argument) == agreed, "a press that comes late is told the same"

    for who in (ann, bob):
        [invited] = [shown for shown in who.letters() if shown.content.files]
        [file] = invited.content.files
        assert "Thursday 12 February 2026, 12:30pm" in invited.text and talk.AGREE_HOW in invited.text
        assert file.data is not None and b"DTSTART:20260212T123000Z" in file.data


async def agreed(pair: tuple[Neighbour, Neighbour]) -> None:
    """Both can make the first time."""
    ann, bob = await asked(pair)
    await bob.answer(texts.YES)
    opening = ann.letter(talk.YOU_ALL)
    for who in (ann, bob):
        await who.press(who.letter(talk.YOU_ALL), opening.content.buttons[0].label.partition(" (")[0])


def files(who: Neighbour) -> list[Any]:
    """The entry of each calendar's file that somebody got, with what the calendar is to do with it."""
    sent = [file.data for shown in who.letters() for file in shown.content.files if file.data is not None]
    return [(str(it["method"]), it.walk("VEVENT")[0]) for it in map(Calendar.from_ical, sent)]


@pytest.mark.parametrize("end", ["close", "block", "leave", "forget"])
async def test_who_closes_a_room_takes_the_talk_that_was_agreed_out_of_all_calendars(
    pair: tuple[Neighbour, Neighbour], end: str
) -> None:
    ann, bob = pair
    await agreed(pair)
    [(asks, talk_)] = files(ann)
    assert asks == "PUBLISH"
    match end:
        case "close" | "block":
            await bob.closes(talk.CLOSE if end == "close" else talk.KEEP_AWAY)
        case "leave":
            await bob.use("intro leave")
        case _:
            await ann.world.database.write(lambda unit: unit.profiles.delete(bob.person))
    await passes(ann.world, 60)

    *asked, (takes, off) = files(ann)
    assert ([method for method, _ in asked], takes) == ([] if end == "forget" else ["PUBLISH"], "CANCEL")
    assert (off["uid"], off["dtstart"].dt) == (talk_["uid"], talk_["dtstart"].dt)
    assert off["sequence"] > talk_.get("sequence", 0) and off["status"] == "CANCELLED" and "organizer" in off
    assert "Bob" in talk_["summary"] and b"Bob" not in off.to_ical()
    assert ann.has(talk.CALLED_OFF)
    if end in ("close", "block"):
        assert [method for method, _ in files(bob)] == ["PUBLISH", "CANCEL"]


async def test_a_talk_that_is_over_stays_in_calendars(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = pair
    await agreed(pair)
    await passes(ann.world, 20 * DAY)
    await bob.closes()

    assert ann.has(talk.ROOM_CLOSED)
    assert [method for method, _ in files(ann)] == ["PUBLISH"] and not ann.has(talk.CALLED_OFF)
