"""Members find who works on the same elsewhere, and nobody is named."""

from __future__ import annotations

import pytest

from adapters.contract.commands import Quoted
from adapters.contract.content import Small
from adapters.contract.refs import MessageRef
from adapters.contract.walk import spans_text, text_of
from bot import texts as shared
from bot.people import texts
from bot.people.wishes import WEEK
from storage.unit import Unit
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.finding import FALLS, INTRODUCE, cards, labels, member, people


@pytest.fixture
def ann(world: World) -> Member:
    return member(world, world.red, "Ann")


async def test_a_profile_finds_people_of_other_sectors_first(world: World, ann: Member) -> None:
    await people(
        world,
        ("nhs", FALLS),
        ("social care", "Residents fall at night and alarms come late"),
        ("charity", "Residents who fall wait on the floor at night"),
        ("charity", "Filling in grant applications"),
    )
    await ann.use("profile", sector="nhs", problem=FALLS)
    await world.understood()

    found = cards(await ann.use("peers"))

    assert len(found) == 3
    assert any("alarms come late" in each for each in found[:2])
    assert any("wait on the floor" in each for each in found[:2])
    assert FALLS in found[2]
    assert not any("grant" in each for each in found)


async def test_a_sentence_finds_people_without_a_profile(world: World, ann: Member) -> None:
    await people(world, ("social care", FALLS))

    found = await ann.use("peers", problem="Who notices when residents fall at night?")

    assert len(cards(found)) == 1
    assert texts.quoted("Who notices when residents fall at night?") in text_of(found)
    assert texts.WRITE_PROFILE in text_of(found)
    assert INTRODUCE not in labels(found)
    assert "Write your profile" in labels(found)


async def test_what_somebody_asked_is_no_small_print(world: World, ann: Member) -> None:
    await people(world, ("social care", FALLS))

    found = await ann.use("peers", problem=FALLS)
    assert texts.quoted(FALLS) in text_of(found)
    assert [spans_text(block.spans) for block in found.blocks if isinstance(block, Small)] == [texts.BLIND]


async def test_without_a_sentence_or_a_profile_it_is_said_what_to_do(ann: Member) -> None:
    said = await ann.use("peers")

    assert text_of(said) == texts.NOBODY_OWN
    assert labels(said) == ["Write your profile"]


async def test_a_card_says_what_overlaps_and_what_differs_and_names_nobody(world: World, ann: Member) -> None:
    theirs = await people(world, *[("social care", FALLS)] * 6)
    saved = await theirs[0].use("profile", sector="social care", problem=f"{FALLS} at Acorn House")
    await theirs[0].fill(saved, "Employer", answer="Acorn House")
    await ann.use("profile", sector="nhs", problem="Nobody notices in time when residents fall")
    await world.understood()

    answer = await ann.use("peers")
    found = cards(answer)

    assert len(found) == 5
    for each in found:
        assert each.splitlines()[0].endswith("Social care")
        assert "What overlaps: “" in each
        assert "What differs: They work in social care, you work in the NHS." in each
    everything = repr(answer)
    assert f"{FALLS} at {shared.MY_ORGANISATION}" in text_of(await ann.use("peers", problem=f"{FALLS} house"))
    for secret in ("Acorn", "Person", "Smith", "Blue", "blue"):
        assert secret not in everything


async def test_fields_that_few_share_are_not_shown(world: World, ann: Member) -> None:
    theirs = await people(world, *[("charity", FALLS)] * 4, ("social care", "Grants"))
    for each in theirs[:4]:
        await each.fill(await each.use("profile", sector="charity", problem=FALLS), "Region", answer="wales")
    await ann.use("profile", sector="nhs", problem=FALLS)
    await world.understood()

    found = text_of(await ann.use("peers"))

    assert "Charity" not in found and "Wales" not in found
    assert found.count(shared.SECTOR_HIDDEN) == 4
    assert "What differs" not in found


async def test_only_five_are_shown_and_the_rest_is_counted_with_small_counts_hidden(world: World, ann: Member) -> None:
    await people(world, *[("social care", FALLS)] * 11, *[("charity", FALLS)] * 5)
    await ann.use("profile", sector="nhs", problem=FALLS)
    await world.understood()

    said = text_of(await ann.use("peers"))
    [more] = [line for line in said.splitlines() if line.startswith("More people")]
    shown = cards(await ann.use("peers"))

    assert len(shown) == 5
    left = {
        "in social care": 11 - sum("Social care" in each for each in shown),
        "in a charity or community group": 5 - sum("Charity" in each for each in shown),
    }
    for where, count in left.items():
        assert count == 0 or (f"{count} {where}" if count >= 5 else f"a few {where}") in more
    assert sum(left.values()) == 11


async def test_an_introduction_is_asked_for_by_a_card_that_nobody_else_can_use(world: World, ann: Member) -> None:
    [bea] = await people(world, ("social care", FALLS))
    await ann.use("profile", sector="nhs", problem=FALLS)
    await world.understood()

    found = await ann.use("peers")
    [button] = [it for it in found.buttons if it.label == INTRODUCE]
    assert button.action == "intro ask"

    async def card(unit: Unit, of: Member) -> str | None:
        row = await unit.searches.card(button.argument, await unit.members.accounts(of.account))
        return None if row is None else row.person

    mine = await world.database.read(lambda unit: card(unit, ann))
    theirs = await world.database.read(lambda unit: unit.profiles.of([bea.account]))
    assert theirs is not None
    assert mine == theirs.person
    assert mine not in repr(found)
    assert await world.database.read(lambda unit: card(unit, bea)) is None
    assert await world.database.read(lambda unit: unit.searches.card("guess", [ann.account])) is None


async def test_who_pauses_or_deletes_is_not_found(world: World, ann: Member) -> None:
    bea, cas = await people(world, ("social care", FALLS), ("charity", f"{FALLS} again"))
    await ann.use("profile", sector="nhs", problem=FALLS)
    await world.understood()
    assert len(cards(await ann.use("peers"))) == 2

    await bea.use("profile pause", until="2 weeks")
    assert [FALLS in each and "again" in each for each in cards(await ann.use("peers"))] == [True]
    await cas.press(await cas.use("profile delete"), "Yes, delete my profile")
    assert text_of(await ann.use("peers")).startswith(texts.NOBODY)

    world.clock.advance(2 * WEEK)
    assert len(cards(await ann.use("peers"))) == 1


async def test_filters_keep_to_a_sector_a_region_or_who_has_done_it(world: World, ann: Member) -> None:
    theirs = await people(world, *[("social care", FALLS)] * 6, *[("charity", FALLS)] * 6)
    for each, sector in zip(theirs, ["social care"] * 6 + ["charity"] * 6, strict=True):
        saved = await each.use("profile", sector=sector, problem=FALLS)
        await each.fill(saved, "Region", answer="wales" if sector == "charity" else "london")
        await each.fill(saved, "How far I am", stage="done" if sector == "charity" else "thinking")
    await ann.use("profile", sector="nhs", problem=FALLS)
    await world.understood()
    found = await ann.use("peers")

    for filter_, wanted, refused in (
        ({"sector": "charity"}, "Charity", "Social care"),
        ({"region": "london"}, "London", "Wales"),
        ({"done": "done"}, shared.STAGES["done"], shared.STAGES["thinking"]),  # type: ignore[index]
    ):
        filtered = await ann.fill(found, "Filter", **filter_)
        assert len(cards(filtered)) == 5
        assert all(wanted in each and refused not in each for each in cards(filtered))

    argument = next(it.argument for it in filtered.buttons if it.label == "Filter")
    assert await ann.begins("peers filter", argument) == {"sector": "", "region": "", "done": "done"}
    assert await theirs[0].begins("peers filter", argument) == {}
    nobody = await ann.fill(found, "Filter", sector="research")
    assert text_of(nobody).startswith(f"{texts.NOBODY_SO}\n")


async def test_a_filter_is_only_for_whoever_searched(world: World, ann: Member) -> None:
    [bea] = await people(world, ("social care", FALLS))
    found = await ann.use("peers", problem=FALLS)

    assert text_of(await bea.fill(found, "Filter", sector="nhs")) == texts.SEARCH_GONE


async def test_ones_own_message_begins_a_search_and_nobody_elses_does(world: World, ann: Member) -> None:
    await people(world, ("social care", FALLS))
    posted = MessageRef(ann.channel, "m1")
    mine, theirs = Quoted(ann.account, FALLS), Quoted(member(world, world.red, "Bob").account, FALLS)

    assert await ann.begins("peers this", quoted=mine) == {"words": FALLS}
    assert await ann.begins("peers this", quoted=theirs) == {}
    assert await ann.begins("peers this", quoted=Quoted(None, FALLS)) == {}

    found = await ann.choose(posted, "peers this", words="Residents fall at night")
    assert len(cards(found)) == 1


async def test_suppliers_read_problems_and_are_labelled(world: World, ann: Member) -> None:
    await people(world, ("supplier", f"{FALLS} so we make sensors for it"), ("social care", FALLS))
    await ann.use("profile", sector="nhs", problem=FALLS)
    sol = member(world, world.green, "Sol")
    await sol.use("profile", sector="supplier", problem="Lamps for when residents fall at night")
    await world.understood()

    buyer = await ann.use("peers")
    assert sum(each.split("\n")[0][3:] == "Supplier" for each in cards(buyer)) == 2
    assert sum(label.startswith("Ask for") for label in labels(buyer)) == 3

    seller = await sol.use("peers")
    shown = cards(seller)
    assert texts.SUPPLIERS_READ in text_of(seller)
    assert [each[3:11] for each in shown].count("Supplier") == 1 and len(shown) == 3
    assert not any(label.startswith("Ask for") for label in labels(seller))


async def test_nobody_is_offered_an_introduction_within_a_sector_that_they_can_see(world: World, ann: Member) -> None:
    bed = "Patients wait for a bed on the ward"
    await people(world, ("nhs", FALLS), ("social care", "Residents fall at night and alarms come late"))
    await ann.use("profile", sector="nhs", problem=FALLS)
    await world.understood()

    hidden = await ann.use("peers")
    assert sum(label.startswith("Ask for") for label in labels(hidden)) == 2
    assert texts.OWN_SECTOR not in text_of(hidden)

    await people(world, *(("nhs", bed),) * 4, platform=world.green)
    shown = await ann.use("peers")
    assert sum("NHS" in each.split("\n")[0] for each in cards(shown)) == 1
    assert sum(label.startswith("Ask for") for label in labels(shown)) == 1
    assert texts.OWN_SECTOR in text_of(shown)


async def test_two_suppliers_who_do_the_same_never_see_each_other(world: World) -> None:
    await people(world, ("supplier", "Sensors that notice when residents fall at night"), ("nhs", FALLS))
    sol = member(world, world.green, "Sol")
    await sol.use("profile", sector="supplier", problem="Sensors that notice when residents fall at night")
    await world.understood()

    for answer in (await sol.use("peers"), await sol.use("peers", problem="Residents fall at night")):
        assert len(cards(answer)) == 1
        assert "Sensors that notice" not in text_of(answer)
