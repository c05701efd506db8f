"""A reply whose thread's first message nobody told of: something stands in for it, until it is found."""

from __future__ import annotations

from functools import partial

from adapters.contract.refs import MessageRef
from bot.catchup import ROUND
from tests.fakes.platform import FakePlatform, busy, lost
from tests.stories.conftest import World


def said_in(platform: FakePlatform, world: World) -> list[str]:
    """What the bridged channel of a community shows, first lines of threads included."""
    return [f"{each.author}: {each.text}" for each in platform.shown(world.talk(platform))]


async def test_a_first_message_that_is_found_later_says_whose_it_is(world: World) -> None:
    await world.caught_up()
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


async def answered_before_it_is_known(world: World) -> MessageRef:
    """Ann's message is copied, the answer to that post is lost, and Bob replies to the copy; where the copy stands."""
    world.blue.trouble("send", lost, performs=True)
    await world.red.say("Ann", world.talk(world.red), "Who has a bed?")
    await world.rest()
    copy = world.blue.shown(world.talk(world.blue))[0].ref
    await world.blue.say("Bob", copy.as_thread, "We do.")
    await world.rest()
    return copy


def assert_in_its_thread(world: World) -> None:
    root, reply = world.red.shown(world.talk(world.red))
    assert (root.text, reply.text, reply.ref.channel) == ("Who has a bed?", "We do.", root.ref.as_thread)


async def test_a_reply_to_a_copy_whose_post_had_no_answer_stands_in_the_thread_of_its_message(world: World) -> None:
    await answered_before_it_is_known(world)
    await world.later(100)
    await world.later(100)

    assert_in_its_thread(world)


async def test_it_waits_for_minutes_until_its_thread_is_found(world: World) -> None:
    world.blue.trouble("find", partial(busy, 200.0), times=2)
    await answered_before_it_is_known(world)
    for _ in range(4):
        await world.later(100)
    assert world.red.lines(world.talk(world.red)) == ["Ann: Who has a bed?"]
    await world.later(100)
    await world.later(100)

    assert_in_its_thread(world)


async def test_a_copy_that_is_found_after_something_stood_in_for_it_is_still_the_messages(world: World) -> None:
    """It is shown too late for the first reply; whatever happens to the copy from then on, happens to the message."""
    world.blue.trouble("find", partial(busy, 200.0), times=4)
    copy = await answered_before_it_is_known(world)
    for _ in range(10):
        await world.later(100)
    assert [each.author for each in world.red.shown(world.talk(world.red))] == ["Ann", "Unsilo", "Bob · Blue"]

    await world.blue.say("Bob", copy.as_thread, "Two, even.")
    await world.later(30)
    root, *_, reply = world.red.shown(world.talk(world.red))
    assert (reply.text, reply.ref.channel) == ("Two, even.", root.ref.as_thread)

    await world.blue.remove(copy)
    await world.later(30)
    assert "Ann: Who has a bed?" not in world.red.lines(world.talk(world.red))
