"""Whoever was not seen for 30 days is not asked about others; whoever asked for them does not learn it."""

from __future__ import annotations

import pytest

from bot.introductions import texts
from tests.stories.conftest import World
from tests.stories.introducing import DAY, Neighbour, ann_and_bob, passes, wants


@pytest.fixture
async def pair(world: World) -> tuple[Neighbour, Neighbour]:
    """Ann of the NHS on one platform, Bob of social care on another; Bob joined 34 days ago, and it is Monday."""
    ann, bob = await ann_and_bob(world)
    await passes(world, 34 * DAY)
    return ann, bob


async def test_who_was_not_seen_for_thirty_days_is_not_asked_and_nobody_learns_why(
    pair: tuple[Neighbour, Neighbour],
) -> None:
    ann, bob = pair
    assert texts.ASKED in await wants(ann, bob)
    await passes(ann.world, DAY)
    assert not bob.has(texts.MEET)

    await passes(ann.world, 14 * DAY)
    assert ann.has(texts.DID_NOT_WORK_OUT)


async def test_who_used_introductions_is_asked(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = pair
    await bob.use("intro history")
    await wants(ann, bob)
    assert await wants(ann, bob) == texts.ASKED_ALREADY
    await passes(ann.world, DAY)

    assert bob.has(texts.MEET)


async def test_who_wrote_in_a_bridged_channel_is_asked(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = pair
    await bob.platform.say("Bob", bob.world.talk(bob.platform), "Good morning")
    await bob.world.rest()
    await wants(ann, bob)
    await passes(ann.world, DAY)

    assert bob.has(texts.MEET)


async def test_who_wrote_with_another_account_of_theirs_is_asked(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = pair
    also = Neighbour(bob.world, bob.world.green, bob.world.talk(bob.world.green), "Bobby")
    await bob.world.database.write(lambda unit: unit.members.link(bob.account, also.account, "bob", 0.0))
    await also.say("Good morning")
    await wants(ann, bob)
    await passes(ann.world, DAY)

    assert bob.has(texts.MEET)
