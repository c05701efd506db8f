"""Where an event could be shown, and nobody is known there who could agree; and where a community has two channels."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.events import announcing_texts
from tests.stories.conftest import World
from tests.stories.gathering import HOUR, START, Gathering, gather, until, words


@pytest.fixture
async def nobody(world: World) -> AsyncIterator[Gathering]:
    """The same, where nobody is known to organise `green`."""
    here = await gather(world)
    green = world.green.community
    await world.database.write(lambda unit: unit.communities.give_room(green, None))
    yield here


async def test_where_nobody_can_be_asked_the_organiser_is_told(nobody: Gathering) -> None:
    panel = await nobody.announced()

    assert f"Green: {announcing_texts.NOBODY_TO_ASK}" in words(panel)
    assert nobody.posts(nobody.world.green) == []


async def test_who_could_not_be_asked_is_asked_as_soon_as_an_organiser_is_known(nobody: Gathering) -> None:
    panel = await nobody.announced()
    assert f"Green: {announcing_texts.NOBODY_YET}" in words(panel)

    await nobody.cat.use("organisers here")
    await nobody.later(120)

    assert await approved(nobody) == announcing_texts.SHOWN_NOW
    assert len(nobody.posts(nobody.world.green)) == 1


async def test_so_it_is_of_the_next_date_when_the_first_one_has_begun(nobody: Gathering) -> None:
    ready = await nobody.fill(await nobody.ready(), "Repeat", repeat="weekly", until="", count="3")
    await nobody.ann.use_button(ready, "Announce")
    await until(nobody, START + HOUR)

    await nobody.cat.use("organisers here")
    await nobody.later(120)

    assert await approved(nobody) == announcing_texts.SHOWN_NOW
    assert "Thursday 7 December 2023, 2pm to 3pm" in nobody.words(nobody.world.green)


async def approved(here: Gathering) -> str:
    """Cat says yes to the newest question where she is; what she is told."""
    shown = here.world.green.shown(here.cat.channel)
    *_, asked = [it for it in shown if "Approve" in [button.label for button in it.content.buttons]]
    return await here.cat.press(asked, "Approve")


async def test_two_channels_of_a_community_are_told_apart_in_a_draft(here: Gathering) -> None:
    other = here.world.green.channel("leads"), here.world.red.channel("leads")
    await here.world.database.write(lambda unit: unit.bridges.add("Leads", other, here.world.clock.now()))
    draft = await here.draft()

    assert "Red, bridge “Discharge”: to be shown" in words(draft)
    assert "Green, bridge “Leads”: left out" in words(draft)
    assert "Blue: to be shown" in words(draft)
    assert "Also in Green, bridge “Leads”" in [button.label for button in draft.buttons]
