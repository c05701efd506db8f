"""Organisers keep their community out of introductions with an employer or a community, or two people apart."""

from __future__ import annotations

import pytest

from adapters.contract.refs import AccountRef
from adapters.contract.walk import text_of
from bot.apart import hashes
from bot.introductions import apart_texts, texts
from storage.profiles import Sector
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import Neighbour, passes, settle_in, until_morning, wants
from tests.stories.test_rounds import everybody_says, town

DAY = 24 * 3600.0


@pytest.fixture
async def people(world: World) -> list[Neighbour]:
    """Ann and an organiser of one community, Bob of another who works at Oak House, and Cat of Ann's own."""
    await until_morning(world)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, employer="Leeds Trust")
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, employer="Oak House")
    cat = await settle_in(world, world.red, "Cat", Sector.SUPPLIER, employer="Sensors Ltd")
    return [ann, bob, cat]


def organiser(of: Neighbour) -> Neighbour:
    return Neighbour(of.world, of.platform, of.channel, "Boss", admin=True)


@pytest.mark.parametrize(("kind", "who"), [("employer", "oak  HOUSE"), ("community", "Blue")])
async def test_a_communitys_members_are_not_asked_about_those_whom_it_ruled_out(
    people: list[Neighbour], kind: str, who: str
) -> None:
    ann, bob, _ = people
    boss = organiser(ann)
    assert apart_texts.RULED in await boss.told("intro apart", kind=kind, who=who)
    await wants(ann, bob)
    await wants(bob, ann)
    await passes(ann.world)
    assert not bob.has(texts.MEET) and not ann.has(texts.MEET)
    assert apart_texts.RULED_HERE in await ann.told("intro why")
    assert apart_texts.RULED_HERE not in await bob.told("intro why")

    assert await boss.told("intro together", kind=kind, who=who) == apart_texts.UNRULED
    assert apart_texts.NOTHING_RULED in await boss.told("intro together")


async def test_two_people_who_are_kept_apart_are_not_asked_about_each_other_and_not_named(
    people: list[Neighbour],
) -> None:
    ann, bob, cat = people
    boss = organiser(ann)
    await boss.told("intro apart", kind="pair", who="<@Ann> <@Cat>")
    await wants(ann, cat)
    await wants(bob, ann)
    await passes(ann.world)

    assert not cat.has(texts.MEET) and ann.has(texts.MEET)
    shown = text_of(await boss.use("intro apart"))
    assert apart_texts.pairs_apart(1) in shown and "Ann" not in shown


async def test_a_round_keeps_to_it(world: World) -> None:
    ann, bob = await town(world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE))
    await organiser(ann).told("intro apart", kind="community", who=bob.platform.name.title())
    await everybody_says([ann, bob], texts.IN)
    await passes(world, 2 * DAY)
    await passes(world, 60)

    assert ann.has(texts.NOT_THIS_TIME) and bob.has(texts.NOT_THIS_TIME)


async def test_only_organisers_rule_and_only_what_is_known(people: list[Neighbour]) -> None:
    ann, _, _ = people
    await ann.use("intro apart", kind="employer", who="Oak House")
    assert apart_texts.NOTHING_RULED in await organiser(ann).told("intro apart")

    for kind, who in (("community", "Red"), ("community", "Nowhere"), ("pair", "<@Ann>"), ("employer", "")):
        assert apart_texts.RULED not in await organiser(ann).told("intro apart", kind=kind, who=who)


async def test_nobody_learns_from_a_block_or_a_rule_which_accounts_are_linked(world: World) -> None:
    boss = Member(world, world.red, world.red.channel("lobby"), "Boss", admin=True)
    ann = Member(world, world.red, world.red.channel("lobby"), "Ann")
    ex, why, zed = [AccountRef("red", "home", name) for name in ("Xena", "Yuri", "Zed")]
    await world.database.write(lambda unit: unit.members.link(ex, why, "linked", 0.0))

    for who in ("Xena", "Zed"):  # who is linked, and who is not
        await ann.told("intro block", kind="person", who=f"<@{who}>")
        shown = await ann.told("intro block")
        assert shown.startswith(apart_texts.blocked(1, [], [])[0])
        assert "blocked in introductions: 1;" in await ann.told("privacy")
        assert await ann.told("intro unblock", kind="person", who="<@Yuri>") == apart_texts.NOT_BLOCKED
        assert await world.database.read(lambda unit: unit.apart.blocks())
        assert await ann.told("intro unblock", kind="person", who=f"<@{who}>") == apart_texts.UNBLOCKED
        assert not await world.database.read(lambda unit: unit.apart.blocks())  # the others went with it

        await boss.told("intro apart", kind="pair", who=f"<@Ann> <@{who}>")
        assert apart_texts.pairs_apart(1) in await boss.told("intro apart")
        assert await boss.told("intro together", kind="pair", who="<@Yuri> <@Ann>") == apart_texts.NOT_RULED
        assert await boss.told("intro together", kind="pair", who=f"<@{who}> <@Ann>") == apart_texts.UNRULED

    for who in ("Xena", "Yuri"):  # each counts, as two people would
        await ann.told("intro block", kind="person", who=f"<@{who}>")
    assert (await ann.told("intro block")).startswith(apart_texts.blocked(2, [], [])[0])
    hashed = await world.database.write(lambda unit: hashes(unit, [ex, why, zed]))
    await ann.told("intro unblock", kind="person", who="<@Xena>")
    kept = {target for _, _, target in await world.database.read(lambda unit: unit.apart.blocks())}
    assert kept == {hashed[ex], hashed[why]}  # for what was said of Yuri, all of theirs
