"""Whoever organises by their platform's word is told things for as long as it says so, though they ask for nothing."""

from __future__ import annotations

import pytest

from adapters.contract.walk import text_of
from bot.moderating import texts
from bot.rollcall import RIGHTS
from bot.texts import acts_texts
from tests.fakes.platform import busy, lost, refused
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import named, told

THANKS = "\n".join((texts.thanks(["Red"]), texts.nobody_told_in(["Blue"])))


@pytest.fixture
async def rosa(world: World, rosa: Member) -> Member:
    """Runs the red community, and has done something on the bridge."""
    await rosa.use("bridge bots", bots="off")
    return rosa


@pytest.fixture
async def ruth(world: World) -> Member:
    """So has somebody else who runs it."""
    ruth = Member(world, world.red, world.talk(world.red), "Ruth", admin=True)
    await ruth.use("bridge bots", bots="on")
    return ruth


async def reports(world: World, ann: Member, text: str = "Buy my pills!") -> str:
    """Ann of Red writes, and Bob of Blue reports it; what he is told."""
    await ann.say(text)
    bob = Member(world, world.blue, world.talk(world.blue), "Bob")
    return text_of(await bob.choose(bob.newest().ref, "report", why="It sells pills."))


async def test_who_runs_the_community_no_more_is_told_of_no_report(
    world: World, ann: Member, rosa: Member, ruth: Member
) -> None:
    assert await reports(world, ann) == THANKS
    before = told(rosa)
    world.red.lapsed.add("Rosa")
    assert await reports(world, ann, "More pills!") == THANKS

    assert "reported a message" in before and told(rosa) == before
    assert told(ruth).count("reported a message") == 2
    log = await ruth.told("bridge log")
    assert f"{acts_texts.ITSELF} took @Rosa off the organisers" in log


async def test_the_reporter_learns_when_nobody_is_left_to_tell(world: World, ann: Member, rosa: Member) -> None:
    world.red.lapsed.add("Rosa")
    assert (await reports(world, ann)).startswith(texts.NOBODY_TO_TELL)
    assert told(rosa) == ""


async def test_nor_of_anything_else_from_the_next_look_on(world: World, ann: Member, rosa: Member) -> None:
    await rosa.use("bridge filter", action="add", word="pills")
    world.red.lapsed.add("Rosa")
    await world.later(RIGHTS)
    world.blue.shut["talk"] = refused()
    await ann.say("Good morning")
    assert told(rosa) == ""


async def test_who_was_named_is_told_whatever_the_platform_says(world: World, ann: Member, rosa: Member) -> None:
    await named(rosa)
    world.red.lapsed.add("Rosa")
    await world.later(RIGHTS)
    assert await reports(world, ann) == THANKS
    assert "reported a message" in told(rosa)


async def test_who_runs_it_again_is_told_once_they_act(world: World, ann: Member, rosa: Member) -> None:
    world.red.lapsed.add("Rosa")
    await world.later(RIGHTS)
    world.red.lapsed.clear()
    await rosa.use("bridge bots", bots="on")
    await reports(world, ann)
    assert "reported a message" in told(rosa)


@pytest.mark.parametrize("fault", [busy, lost, refused])
async def test_of_whom_the_platform_does_not_say_it_others_are_told_instead_and_without_others_they_are(
    world: World, ann: Member, rosa: Member, fault: object
) -> None:
    world.red.trouble("runs", fault, times=1)  # type: ignore[arg-type]
    assert await reports(world, ann) == THANKS
    assert "reported a message" in told(rosa), "no report is lost"

    before = told(rosa)
    ruth = Member(world, world.red, world.talk(world.red), "Ruth")
    await named(ruth)
    world.red.trouble("runs", fault, times=1)  # type: ignore[arg-type]
    await reports(world, ann, "More pills!")
    assert "reported a message" in told(ruth) and told(rosa) == before
    assert "took off" not in await rosa.told("bridge log"), "what is raised is no proof"
