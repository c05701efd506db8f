"""After accounts are taken apart, neither reads, erases or uses what is the other's."""

from __future__ import annotations

import pytest

from adapters.contract.incoming import MemberLeft
from adapters.contract.walk import text_of
from bot import forgetting
from bot.compose import ENDINGS
from bot.introductions import apart_texts
from bot.introductions import texts as meeting
from bot.introductions.who import members
from bot.leaving import places
from bot.linking import texts
from storage.consents import Kind
from storage.personal import Records
from storage.profiles import Profile, Sector
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.finding import FALLS, member
from tests.stories.introducing import ann_and_bob, asked, passes, settle_in, until_morning, wants
from tests.stories.test_linking import link, told


async def held(who: Member) -> Records:
    return await who.world.database.read(lambda unit: forgetting.everything([who.account], unit))


async def profile(who: Member) -> Profile | None:
    return await who.world.database.read(lambda unit: unit.profiles.of([who.account]))


async def forget(who: Member) -> None:
    shown = await who.use("forget")
    await who.press(shown, shown.buttons[0].label)
    await who.world.rest()


async def taking_part(world: World) -> list[str]:
    """Whoever takes part, by name; each under a profile of theirs."""
    found = await world.database.read(lambda unit: members(unit, world.clock.now()))
    for each in found.values():
        account = each.taker.account
        assert each.profile.account in await world.database.read(lambda unit, it=account: unit.members.accounts(it))  # type: ignore[misc]
    return [each.taker.name for each in found.values()]


async def joined_with_the_other(world: World) -> tuple[Member, Member]:
    """Ann has a profile; she joined introductions with her other account, Annie."""
    ann, annie = member(world, world.red, "Ann"), member(world, world.blue, "Annie")
    await ann.use("profile", sector="nhs", problem=FALLS)
    await link(annie, ann)
    await annie.press(await annie.use("intro join"), meeting.JOIN)
    return ann, annie


@pytest.mark.parametrize("who", ["Ann", "Annie"])
async def test_whoever_took_part_without_the_profile_does_no_longer_and_all_are_told(world: World, who: str) -> None:
    ann, annie = await joined_with_the_other(world)
    leaving, staying = (ann, annie) if who == "Ann" else (annie, ann)

    assert texts.INTRODUCTIONS_ENDED in await leaving.told("unlink")
    assert texts.INTRODUCTIONS_ENDED in told(staying)[-1]

    assert await taking_part(world) == []
    assert "what you said yes to" in await held(annie)  # and that it was taken back
    assert not await world.database.read(lambda unit: unit.consents.agreed([annie.account], Kind.INTRODUCTIONS))
    await ann.press(await ann.use("intro join"), meeting.JOIN)
    assert await taking_part(world) == ["Ann"]
    await annie.use("profile", sector="supplier", problem="Alarms that nobody buys")
    await annie.press(await annie.use("intro join"), meeting.JOIN)
    assert sorted(await taking_part(world)) == ["Ann", "Annie"]


async def test_an_account_without_the_profile_neither_reads_nor_erases_it(world: World) -> None:
    ann, annie = await joined_with_the_other(world)
    await ann.use("unlink")
    await ann.use("profile", sector="nhs", problem="A secret, written afterwards")

    assert not {"profile", "approved profile texts", "profile texts as numbers"} & (await held(annie)).keys()
    await forget(annie)

    kept = await profile(ann)
    assert kept is not None and kept.problem == "A secret, written afterwards"
    assert "approved profile texts" in await held(ann)


async def test_whoever_has_the_profile_goes_on_when_another_account_leaves(world: World) -> None:
    ann, annie = member(world, world.red, "Ann"), member(world, world.blue, "Annie")
    await ann.use("profile", sector="nhs", problem=FALLS)
    await link(annie, ann)
    await ann.press(await ann.use("intro join"), meeting.JOIN)

    assert texts.INTRODUCTIONS_ENDED not in await annie.told("unlink")
    assert await taking_part(world) == ["Ann"]


async def test_a_younger_profile_of_another_sector_does_not_take_part_under_the_older(world: World) -> None:
    ann, annie = member(world, world.red, "Ann"), member(world, world.blue, "Annie")
    await ann.use("profile", sector="nhs", problem=FALLS)
    world.clock.advance(100)
    await annie.use("profile", sector="supplier", problem="Alarms that nobody buys")
    await annie.press(await annie.use("intro join"), meeting.JOIN)
    await link(annie, ann)
    await passes(world, 60)
    assert await taking_part(world) == ["Annie"]  # whose accounts both are, for now

    await annie.use("unlink")

    assert await taking_part(world) == []
    await annie.use("profile", sector="nhs", problem="Alarms that nobody buys")
    own = await profile(annie)
    assert own is not None and own.sector is Sector.SUPPLIER


async def test_an_introduction_stays_with_the_account_that_had_it(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    annie = member(world, world.green, "Annie")
    await link(annie, ann)
    await asked((ann, bob))
    await bob.answer(meeting.YES)
    await passes(world)
    await world.database.write(lambda unit: unit.takers.leave(ann.person))
    await annie.press(await annie.use("intro join"), meeting.JOIN)
    rows = {"introductions", "introductions you asked for"}
    assert rows <= (await held(ann)).keys()

    await annie.use("unlink")
    assert rows <= (await held(ann)).keys() and not rows & (await held(annie)).keys()

    await forget(annie)
    assert rows <= (await held(ann)).keys() and await profile(ann) is not None


async def stands_already(world: World) -> tuple[Member, Member]:
    """As it stands in databases in which accounts were taken apart before anything else ended with it."""
    ann, annie = await joined_with_the_other(world)
    await world.database.write(lambda unit: unit.members.unlink(annie.account))
    return ann, annie


async def test_what_stands_wrong_already_is_not_trusted_and_mended(world: World) -> None:
    ann, annie = await stands_already(world)
    assert await taking_part(world) == []
    assert "profile" not in await held(annie) and "taking part in introductions" not in await held(ann)

    await passes(world, 60)

    assert "taking part in introductions" not in await held(annie)
    assert not await world.database.read(lambda unit: unit.consents.agreed([annie.account], Kind.INTRODUCTIONS))
    await ann.press(await ann.use("intro join"), meeting.JOIN)
    assert await taking_part(world) == ["Ann"]


@pytest.mark.parametrize("who", ["Ann", "Annie"])
async def test_each_erases_only_what_is_theirs_also_where_it_stands_wrong_already(world: World, who: str) -> None:
    ann, annie = await stands_already(world)

    await forget(ann if who == "Ann" else annie)

    assert (await profile(ann) is None) is (who == "Ann")
    assert "taking part in introductions" not in await held(ann if who == "Ann" else annie)
    await passes(world, 60)
    assert await taking_part(world) == []


async def test_whoever_joins_in_place_of_one_who_stands_wrong_takes_over_none_of_their_yes(world: World) -> None:
    ann, annie = await stands_already(world)

    await ann.press(await ann.use("intro join"), meeting.JOIN)

    assert await taking_part(world) == ["Ann"]
    assert "Introductions: on" not in text_of(await annie.use("privacy"))
    assert not await world.database.read(lambda unit: unit.consents.agreed([annie.account], Kind.INTRODUCTIONS))


async def test_whoever_linked_can_be_found_only_with_a_yes_of_the_side_that_has_the_profile(world: World) -> None:
    ann, annie = member(world, world.red, "Ann"), member(world, world.blue, "Annie")
    await ann.use("profile", sector="nhs", problem=FALLS)
    await link(annie, ann)
    now = world.clock.now()
    await world.database.write(lambda unit: unit.consents.give(annie.account, Kind.FOUND, "words", now))

    await ann.use("unlink")

    assert not await world.database.read(lambda unit: unit.consents.agreed([annie.account], Kind.FOUND))
    assert await world.database.read(lambda unit: unit.consents.agreed([ann.account], Kind.FOUND))


async def test_leaving_introductions_takes_a_yes_back_even_if_nothing_else_is_left_of_it(world: World) -> None:
    ann = member(world, world.red, "Ann")
    await world.database.write(lambda unit: unit.consents.give(ann.account, Kind.INTRODUCTIONS, "", 0.0))

    await ann.use("intro leave")

    assert not await world.database.read(lambda unit: unit.consents.agreed([ann.account], Kind.INTRODUCTIONS))


@pytest.mark.parametrize(("blocker", "meets"), [("nobody", True), ("Ann", False), ("Bert", False)])
async def test_a_block_from_before_two_accounts_were_linked_holds_for_both_afterwards(
    world: World, blocker: str, meets: bool
) -> None:
    await until_morning(world)
    ann, annie = member(world, world.red, "Ann"), member(world, world.green, "Annie")
    bert = await settle_in(world, world.red, "Bert", Sector.SOCIAL_CARE)
    if blocker != "nobody":
        who, whom = (ann, "Bert") if blocker == "Ann" else (bert, "Ann")
        assert await who.told("intro block", kind="person", who=f"<@{whom}>") == apart_texts.BLOCKED
    await link(annie, ann)
    assert texts.OPT_OUTS_STAY in await annie.told("unlink")
    alone = await settle_in(world, world.green, "Annie")
    await wants(alone, bert)
    await passes(world)
    assert bert.has(meeting.MEET) == meets

    if blocker == "Ann":  # they take it back each for themselves
        assert apart_texts.blocked(1, [], [])[0] in await alone.told("intro block")


@pytest.mark.parametrize("who", ["Ann", "Annie"])
async def test_who_takes_part_with_another_account_than_the_profiles_goes_on_under_either(
    world: World, who: str
) -> None:
    ann, annie = await joined_with_the_other(world)
    leaving, staying = (ann, annie) if who == "Ann" else (annie, ann)
    now = world.clock.now()
    await world.bot.app.heard(MemberLeft("gone", now, leaving.account))
    await world.rest()
    found = await world.database.read(lambda unit: members(unit, world.clock.now()))

    assert await profile(staying) is not None
    assert [each.taker.account for each in found.values()] == [staying.account]


async def test_whose_community_is_removed_goes_on_under_the_account_that_takes_part(world: World) -> None:
    ann, annie = await joined_with_the_other(world)
    now = world.clock.now()
    await world.database.write(lambda unit: places.remove_people([ann.account], unit, now, ENDINGS))
    await passes(world, 60)

    assert await profile(annie) is not None
    assert await taking_part(world) == ["Annie"]
