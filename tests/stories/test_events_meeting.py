"""Those who came to the same event and want to meet others: asked the day after, named only when both say yes."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.events import answer_texts, when
from bot.introductions import texts as said
from storage.profiles import Sector
from tests.stories.asking import Member
from tests.stories.gathering import DAY, Gathering, words
from tests.stories.introducing import HOUR, Neighbour, passes, settle_in, until_morning

THURSDAY = "Thursday 12 February 2026 2pm"
FRIDAY = when.unix(datetime(2026, 2, 13, 10))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


async def pair(here: Gathering, other: Sector = Sector.SOCIAL_CARE) -> tuple[Neighbour, Neighbour]:
    """Two who take part in introductions; it is Tuesday, and an event is announced for Thursday."""
    await until_morning(here.world)
    eve = await settle_in(here.world, here.world.red, "Eve", Sector.NHS)
    mo = await settle_in(here.world, here.world.blue, "Moses", other)
    await here.everywhere(when=THURSDAY)
    return eve, mo


async def come(here: Gathering, *people: Member, meet: str = "yes") -> None:
    """People say yes, and whether they want to meet others."""
    for person in people:
        answer = await person.use_button(here.post(person.platform), "Yes")
        told = words(await person.fill(answer, answer_texts.TELL, meet=meet))
        assert (answer_texts.MEET_HOW in told) == (meet == "yes")


def crowd(here: Gathering, count: int) -> list[Member]:
    return [here.member(here.world.green, f"p{number}") for number in range(count)]


async def day_after(here: Gathering) -> None:
    """It becomes Friday, 10am, and what is due is done."""
    await passes(here.world, FRIDAY - here.world.clock.now())
    await passes(here.world, HOUR)
    await passes(here.world)


async def test_guests_of_different_sectors_are_asked_the_day_after_and_named_once_both_say_yes(here: Gathering) -> None:
    eve, mo = await pair(here)
    await come(here, eve, mo)
    await come(here, *crowd(here, 3), meet="no")
    await passes(here.world, FRIDAY - 16 * HOUR - here.world.clock.now())
    assert not eve.has(said.SAME_EVENT)  # the evening of the event
    await day_after(here)

    assert eve.has(said.SAME_EVENT)
    assert mo.has(said.SAME_EVENT)
    assert "Moses" not in " ".join(eve.read())
    await eve.answer(said.YES)
    await passes(here.world)
    assert "Moses" not in " ".join(eve.read())
    await mo.answer(said.YES)
    await passes(here.world)
    assert eve.has("Moses")
    assert mo.has("Eve")
    await passes(here.world, DAY)
    assert len(await here.world.database.read(lambda unit: unit.introductions.with_person(eve.person))) == 1


@SQLITE
@pytest.mark.parametrize("why", ["one did not ask for it", "few came", "one sector"])
async def test_nobody_else_is_asked(here: Gathering, why: str) -> None:
    eve, mo = await pair(here, Sector.NHS if why == "one sector" else Sector.SOCIAL_CARE)
    await come(here, eve)
    await come(here, mo, meet="no" if why == "one did not ask for it" else "yes")
    await come(here, *crowd(here, 2 if why == "few came" else 4), meet="no")
    await day_after(here)
    await passes(here.world, DAY)

    assert not eve.has(said.MEET)
    assert not mo.has(said.MEET)
    told = [text for text in eve.read() if said.NOBODY_OF_EVENT in text]
    assert len(told) == 1
    assert "Moses" not in told[0]
    assert [button.label for button in eve.letter(said.NOBODY_OF_EVENT).content.buttons] == [said.PAUSE, said.STOP]
    assert mo.has(said.NOBODY_OF_EVENT) == (why != "one did not ask for it")


@SQLITE
async def test_who_found_nobody_and_takes_a_break_is_left_alone(here: Gathering) -> None:
    eve, mo = await pair(here, Sector.NHS)
    await come(here, eve, mo)
    await come(here, *crowd(here, 3), meet="no")
    await eve.use("intro pause", until="4")
    await day_after(here)

    assert not eve.has(said.SAME_EVENT)
    assert mo.has(said.NOBODY_OF_EVENT)


@SQLITE
async def test_guests_who_cannot_be_asked_after_all_hear_that_nobody_was_found(here: Gathering) -> None:
    eve, mo = await pair(here)
    await come(here, eve, mo)
    await come(here, *crowd(here, 3), meet="no")
    world = here.world
    await passes(world, FRIDAY - 6 * HOUR - world.clock.now())  # matched by night, to be asked in the morning
    await eve.use("intro block", kind="sector", who="social care")
    await day_after(here)

    assert not eve.has(said.MEET)
    assert [person.has(said.NOBODY_OF_EVENT) for person in (eve, mo)] == [True, True]


@SQLITE
async def test_who_takes_no_part_in_introductions_hears_how_to(here: Gathering) -> None:
    await here.everywhere()
    [person] = crowd(here, 1)
    answer = await person.use_button(here.post(person.platform), "Yes")

    told = await person.fill(answer, answer_texts.TELL, sector="nhs", meet="yes")
    assert answer_texts.MEET_JOIN in words(told)
    assert said.NO_PROFILE in await person.press(told, answer_texts.MEET_JOINING)
    assert await person.begins("events tell", "1") == {"sector": "nhs", "meet": "yes"}
