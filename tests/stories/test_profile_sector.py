"""A sector is chosen once: organisers agree to a change of it."""

from __future__ import annotations

import pytest

from adapters.contract.walk import text_of
from bot import texts as shared
from bot.people import texts
from bot.people.wishes import CHOSEN
from bot.privacy import texts as privacy
from storage.profiles import Sector
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.test_linking import link
from tests.stories.test_profile import FALLS, member, profile

STAYS = f"{texts.SECTOR_STAYS}\n{texts.SECTOR_ASK}"
STAYS_FIRST = f"{texts.SECTOR_STAYS}\n{texts.AGREED}\n{texts.SECTOR_ASK}"  # of a profile that is written anew


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


async def deletes(who: Member) -> None:
    await who.press(await who.use("profile delete"), "Yes, delete my profile")


async def sector(who: Member) -> Sector | None:
    mine = await profile(who)
    return None if mine is None else mine.sector


async def test_a_profile_that_is_deleted_and_written_again_has_the_sector_that_it_had(
    world: World, ann: Member, pat: Member
) -> None:
    await pat.use("organisers here")
    await ann.use("profile", sector="supplier", problem=FALLS)
    await deletes(ann)
    assert "sector of a profile that is gone: 1; Supplier" in await ann.told("privacy")

    said = await ann.use("profile", sector="nhs", problem="Fewer falls")

    assert text_of(said) == STAYS_FIRST
    mine = await profile(ann)
    assert mine is not None and (mine.sector, mine.problem) == (Sector.SUPPLIER, "Fewer falls")
    assert "of a profile that is gone" not in await ann.told("privacy")
    await ann.press(said, "Ask the organisers")
    await pat.press(pat.platform.shown(pat.channel)[-1], "Change the sector")
    await deletes(ann)
    assert text_of(await ann.use("profile", sector="nhs", problem=FALLS)).startswith(f"{texts.SAVED}\n{texts.AGREED}")
    assert await sector(ann) is Sector.NHS


async def test_having_everything_removed_changes_no_sector_and_says_so(ann: Member) -> None:
    await ann.use("profile", sector="supplier", problem=FALLS)
    sure = await ann.use("forget")
    assert "sector of your profile, for 12 months" in await ann.press(sure, privacy.WHAT_ELSE_STAYS)
    await ann.press(sure, privacy.YES_REMOVE)

    assert text_of(await ann.use("profile", sector="nhs", problem=FALLS)) == STAYS_FIRST
    assert await sector(ann) is Sector.SUPPLIER


async def test_neither_linking_nor_unlinking_changes_a_sector(world: World, ann: Member) -> None:
    annie = member(world, world.blue, "Annie")
    await ann.use("profile", sector="supplier", problem=FALLS)
    await link(annie, ann)

    await annie.use("unlink")

    assert text_of(await annie.use("profile", sector="nhs", problem=FALLS)) == STAYS_FIRST
    assert (await sector(annie), await sector(ann)) == (Sector.SUPPLIER, Sector.SUPPLIER)
    await link(annie, ann)
    await deletes(annie)
    for each, said in ((annie, STAYS_FIRST), (ann, STAYS)):
        assert text_of(await each.use("profile", sector="nhs", problem=FALLS)) == said


async def test_a_sector_is_not_washed_away_by_linking_with_somebody_of_another(world: World, ann: Member) -> None:
    annie = member(world, world.blue, "Annie")
    await annie.use("profile", sector="nhs", problem=FALLS)
    world.clock.advance(1)
    await ann.use("profile", sector="supplier", problem=FALLS)
    for erased in (False, True):
        await link(annie, ann)
        if erased:  # the profile that both have is removed, and written anew by the other
            await deletes(annie)
            await ann.use("profile", sector="nhs", problem=FALLS)
        await ann.use("unlink")

        await ann.use("profile", sector="nhs", problem=FALLS)
        assert await sector(ann) is Sector.SUPPLIER


async def test_a_sector_is_remembered_for_12_months(world: World, ann: Member) -> None:
    for passed, expected in ((CHOSEN - 86400.0, Sector.SUPPLIER), (CHOSEN + 86400.0, Sector.NHS)):
        await ann.use("profile", sector="supplier", problem=FALLS)
        await deletes(ann)
        world.clock.advance(passed)
        await world.idle()
        await ann.use("profile", sector="nhs", problem=FALLS)
        assert await sector(ann) is expected


async def test_nobody_agrees_to_the_change_of_their_own_sector(world: World, pat: Member) -> None:
    await pat.use("organisers here")
    await pat.use("profile", sector="supplier", problem=FALLS)
    await pat.press(await pat.use("profile", sector="nhs", problem=FALLS), "Ask the organisers")

    *_, asked = [each for each in pat.platform.shown(pat.channel) if each.content.buttons]
    assert await pat.press(asked, "Change the sector") == texts.SECTOR_NOT_YOURSELF
    now = await profile(pat)
    assert now is not None
    assert now.sector is Sector.SUPPLIER


async def test_a_request_ends_when_the_account_that_asked_is_unlinked_from_the_profile(
    world: World, ann: Member, pat: Member
) -> None:
    await pat.use("organisers here")
    annie = member(world, world.red, "Annie")
    await ann.use("profile", sector="nhs", problem=FALLS)
    await link(annie, ann)
    await annie.press(await annie.use("profile", sector="supplier", problem=FALLS), "Ask the organisers")
    await ann.told("unlink")

    *_, asked = [each for each in pat.platform.shown(pat.channel) if each.content.buttons]
    assert await pat.press(asked, "Change the sector") == texts.SECTOR_GONE
    now = await profile(ann)
    assert now is not None
    assert now.sector is Sector.NHS
