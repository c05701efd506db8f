"""A sector is chosen once: organisers agree to a change of it."""

from __future__ import annotations

import pytest

from adapters.contract.walk import text_of
from bot import texts as shared
from bot.people import texts
from storage.profiles import Sector
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.test_profile import FALLS, member, profile


@pytest.fixture
def ann(world: World) -> Member:
    return member(world, world.red)


@pytest.fixture
def pat(world: World) -> Member:
    """An organiser, with a room in which organisers are told things."""
    return Member(world, world.red, world.red.channel("room"), "Pat", admin=True)


async def test_a_sector_is_chosen_once_and_organisers_change_it(world: World, ann: Member, pat: Member) -> None:
    await pat.use("organisers here")
    await ann.use("profile", sector="supplier", problem=FALLS)

    said = await ann.use("profile", sector="nhs", problem="Fewer falls")
    assert text_of(said) == f"{texts.SECTOR_STAYS}\n{texts.SECTOR_ASK}"
    before = await profile(ann)
    assert before is not None
    assert (before.sector, before.problem) == (Sector.SUPPLIER, "Fewer falls")

    assert await ann.press(said, "Ask the organisers") == texts.sector_asked(Sector.NHS)
    *_, asked = pat.platform.shown(pat.channel)
    [agree, _] = asked.content.buttons
    assert await ann.forge(agree.action, agree.argument) == shared.ORGANISERS_ONLY
    stranger = member(world, world.blue, "Olu", admin=True)
    assert await stranger.forge(agree.action, agree.argument) == shared.ORGANISERS_ONLY
    assert await pat.press(asked, "Change the sector") == texts.sector_done(Sector.NHS)

    after = await profile(ann)
    assert after is not None
    assert after.sector is Sector.NHS
    assert ann.letters()[-1].text == texts.sector_is(Sector.NHS)
    assert await pat.forge(agree.action, agree.argument) == texts.SECTOR_GONE
    assert "changed the sector of" in await pat.told("bridge log")


async def test_organisers_may_leave_a_sector_as_it_is(world: World, ann: Member, pat: Member) -> None:
    await pat.use("organisers here")
    await ann.use("profile", sector="supplier", problem=FALLS)
    await ann.press(await ann.use("profile", sector="nhs", problem=FALLS), "Ask the organisers")

    *_, asked = pat.platform.shown(pat.channel)
    assert await pat.press(asked, "Leave it as it is") == texts.SECTOR_LEFT

    mine = await profile(ann)
    assert mine is not None
    assert mine.sector is Sector.SUPPLIER
    assert ann.letters()[-1].text == texts.SECTOR_NO


async def test_nobody_asks_for_a_sector_that_there_is_not_or_of_nobody(ann: Member) -> None:
    assert await ann.forge("profile sector", "nhs") == texts.SECTOR_GONE
    await ann.use("profile", sector="supplier", problem=FALLS)

    assert await ann.forge("profile sector", "emperor") == texts.SECTOR_GONE
    assert await ann.forge("profile sector", "supplier") == texts.SECTOR_GONE
    assert await ann.forge("profile sector", "nhs") == texts.SECTOR_NOBODY
