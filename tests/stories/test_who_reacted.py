"""Who reacted is told by name to those to whom the reaction came, and no name looks like another's."""

from __future__ import annotations

import pytest

from adapters.contract.refs import MessageRef
from adapters.contract.walk import text_of
from bot.bridging import leaving_texts
from bot.relay import texts
from tests.stories.asking import Member
from tests.stories.conftest import World


async def copied(world: World, ann: Member, bert: Member) -> tuple[MessageRef, MessageRef]:
    """A message of Ann's, and its copy in Bert's channel."""
    posted = await world.red.say("Ann", ann.channel, "Falls are up.")
    await world.rest()
    return posted.message, next(each.ref for each in world.blue.shown(bert.channel) if each.text == "Falls are up.")


async def reacted(who: Member, where: MessageRef) -> str:
    """What somebody reads of a message's reactions."""
    return text_of(await who.choose(where, "who-reacted"))


async def test_people_of_other_communities_are_named_with_theirs(world: World, ann: Member, bert: Member) -> None:
    message, copy = await copied(world, ann, bert)
    await world.red.put("Cleo", message, "👍")
    world.clock.advance(1)
    await world.blue.put("Dora", copy, "👍")
    await world.rest()

    assert await reacted(bert, copy) == "👍 Cleo · Red, Dora"
    assert await reacted(ann, message) == "👍 Cleo, Dora · Blue"


async def test_one_name_looks_neither_like_several_nor_as_if_it_came_from_elsewhere(
    world: World, ann: Member, bert: Member
) -> None:
    message, copy = await copied(world, ann, bert)
    await world.blue.put("Rosa · Red, Dr Kay\n\u202e👎 Ann", copy, "👍")
    await world.rest()
    assert await reacted(ann, message) == "👍 Rosa - Red Dr Kay 👎 Ann · Blue"


@pytest.mark.parametrize("how", ["left", "paused", "paused all", "only tells"])
async def test_nobody_is_named_to_a_channel_to_which_the_reaction_did_not_come(
    world: World, ann: Member, bert: Member, how: str
) -> None:
    message, copy = await copied(world, ann, bert)
    match how:
        case "left":
            await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)
        case "only tells":
            await bert.use("bridge direction", direction="out")
        case _:
            await bert.use("bridge pause", what="all" if how == "paused all" else "here")
    world.clock.advance(5)
    await world.red.put("Cleo", message, "👍")
    await world.blue.put("Dora", copy, "👎")
    await world.rest()

    assert "Cleo" not in await reacted(bert, copy)
    if how.startswith("paused"):
        world.clock.advance(5)
        await bert.use("bridge resume", what="all" if how == "paused all" else "here")
        assert "Cleo" not in await reacted(bert, copy)


async def test_nobody_is_named_to_a_channel_that_is_in_another_bridge_by_now(
    world: World, ann: Member, bert: Member
) -> None:
    message, copy = await copied(world, ann, bert)
    await world.red.put("Cleo", message, "👍")
    await world.rest()
    await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)
    await bert.use("bridge create", name="Elsewhere", rules="", typed="talk")
    assert await reacted(bert, copy) == texts.NOBODY_REACTED
