"""A reply whose thread's first message nobody told of: something stands in for it, until it is found."""

from __future__ import annotations

from bot.catchup import ROUND
from tests.fakes.platform import FakePlatform
from tests.stories.conftest import World


def said_in(platform: FakePlatform, world: World) -> list[str]:
    """What the bridged channel of a community shows, first lines of threads included."""
    return [f"{each.author}: {each.text}" for each in platform.shown(world.talk(platform))]


async def test_a_first_message_that_is_found_later_says_whose_it_is(world: World) -> None:
    core, world.red.core = world.red.core, None
    root = await world.red.say("Ann", world.talk(world.red), "Who has a bed?")
    world.red.core = core
    await world.later(120)
    await world.red.say("Bob", root.message.as_thread, "We do.")
    await world.later(30)
    assert [line.partition(":")[0] for line in said_in(world.blue, world)] == ["Unsilo", "Bob · Red"]
    await world.later(ROUND)
    await world.caught_up()
    assert said_in(world.blue, world) == ["Unsilo: Ann · Red\nWho has a bed?", "Bob · Red: We do."]

    await world.red.change(root, "Who has two beds?")
    await world.later(30)
    assert said_in(world.blue, world) == ["Unsilo: Ann · Red\nWho has two beds?", "Bob · Red: We do."]
