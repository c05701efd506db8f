"""The joining link as its organisers set it: its form opens with what is set, and what is said of it is so."""

from __future__ import annotations

import pytest

from bot.compose import declarations
from bot.events import texts
from tests.stories.gathering import DAY, START, Gathering, letters, reminded, says, until, words

LINK, OTHER = "https://meet.example/secret", "https://meet.example/other"
LABEL = "Joining link"


@pytest.fixture(params=["draft", "announced"])
def announced(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "announced")


async def test_whoever_only_looks_at_the_joining_link_and_sends_the_form_loses_nothing(
    here: Gathering, announced: bool
) -> None:
    panel = await (here.announced if announced else here.ready)(where=f"Online, {LINK}")
    opened = await here.ann.begins("events link", "1")
    assert opened == {"link": LINK}
    answer = words(await here.fill(panel, LABEL, link=LINK))
    assert texts.LINK_STAYS in answer and texts.LINK_SET not in answer and texts.LINK_IS_SET in answer

    gone = words(await here.fill(panel, LABEL, link=""))
    assert texts.LINK_GONE in gone
    assert not [said for said in (texts.LINK_SET, texts.LINK_STAYS, texts.LINK_IS_SET) if said in gone]
    assert texts.NO_LINK in words(await here.fill(panel, LABEL, link=""))
    assert await here.ann.begins("events link", "1") == {"link": ""}


async def test_others_than_organisers_do_not_see_the_link_in_its_form(here: Gathering) -> None:
    await here.announced(where=f"Online, {LINK}")
    eve = here.member(here.world.red, "eve")

    assert await eve.begins("events link", "1") == {} == await here.bob.begins("events link", "1")


async def test_on_the_last_day_a_first_link_is_not_called_a_changed_one(here: Gathering) -> None:
    panel = await here.announced()
    eve = here.member(here.world.red, "eve")
    await reminded(eve)
    await says(here, eve, "Yes")
    await until(here, START - DAY)

    assert texts.LINK_SENT in words(await here.fill(panel, LABEL, link=LINK))
    await here.later(10)
    assert LINK in letters(eve)
    assert texts.LINK_CHANGED in words(await here.fill(panel, LABEL, link=OTHER))
    assert texts.LINK_GONE in words(await here.fill(panel, LABEL, link=""))


def test_every_form_that_may_be_sent_empty_opens_as_things_are() -> None:
    forms = [it for it in declarations() if it.form]

    assert [it.name for it in forms if not it.begins and not any(ask.required for ask in it.asks)] == []
