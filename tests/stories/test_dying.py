"""Bots that die while something is under way: that is no failure of what they were at, unless it is what kills them."""

from __future__ import annotations

import pytest

from adapters.contract.errors import Refused, Why
from adapters.contract.walk import text_of
from bot import texts
from bot.bridging import status_texts
from bot.delivering.claiming import ASIDE
from bot.delivering.outcomes import DEATH, LOOK_AFTER
from bot.delivering.suspects import ASIDE_AFTER, GIVE_UP_AFTER, LIVED
from storage.database import Unit
from tests.fakes.platform import busy, lost
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import told

HOUR = 3600.0


async def said_to_bots_that_die(world: World, ann: Member, words: str, deaths: int) -> None:
    """Ann writes; one bot after the other claims the copy to the blue community, and dies."""
    lane, now = str(world.talk(world.blue)), world.clock.now()
    await world.database.write(lambda unit: unit.lanes.block([lane], now + HOUR))
    await ann.say(words)

    async def die(unit: Unit) -> None:
        await unit.lanes.unblock([lane])
        for number in range(deaths):
            await unit.lanes.lease(f"bot {number}", 30.0, now, 1)
            assert await unit.lanes.take(lane, f"bot {number}", now) is not None
            await unit.lanes.release(lane, f"bot {number}")

    await world.database.write(die)


@pytest.mark.parametrize("deaths", [1, ASIDE_AFTER - 1])
async def test_an_answer_that_is_lost_after_deaths_is_looked_for_as_soon_as_without(
    world: World, ann: Member, deaths: int
) -> None:
    world.blue.trouble("find", lost)
    await said_to_bots_that_die(world, ann, "patience", deaths)
    await world.rest()
    assert world.lines(world.blue) == []
    await world.later(LOOK_AFTER + 0.1)

    assert world.lines(world.blue) == ["Ann · Red: patience"]


async def test_an_answer_that_is_lost_after_a_busy_hour_is_looked_for_as_soon(world: World, ann: Member) -> None:
    world.blue.trouble("send", lambda: busy(60.0), times=6)
    world.blue.trouble("send", lost)
    await ann.say("patience")
    for _ in range(6):
        await world.later(60.1)
    await world.later(LOOK_AFTER + 0.1)

    assert world.lines(world.blue) == ["Ann · Red: patience"]


async def test_what_broke_us_once_after_deaths_and_busy_answers_is_tried_again(world: World, ann: Member) -> None:
    def broken() -> Exception:
        raise ZeroDivisionError

    world.blue.trouble("find", lambda: busy(60.0), times=4)
    world.blue.trouble("find", broken)  # type: ignore[arg-type]
    await said_to_bots_that_die(world, ann, "patience", ASIDE_AFTER - 1)
    await world.rest()
    for _ in range(5):
        await world.later(60.1)

    assert world.lines(world.blue) == ["Ann · Red: patience"]


async def test_a_letter_whose_place_is_gone_gets_a_new_one_also_after_other_failures(world: World, ann: Member) -> None:
    world.blue.trouble("send", lambda: Refused("That word is not allowed here.", Why.UNACCEPTABLE))
    world.red.trouble("send", lambda: busy(60.0))
    world.red.trouble("send", lambda: Refused("There is no such channel.", Why.GONE))
    await ann.say("naughty")
    await world.rest()
    for _ in range(3):
        await world.later(60.1)

    assert len(ann.letters()) == 1


async def test_what_bots_died_at_again_and_again_steps_aside_and_is_tried_when_one_has_lived(
    world: World, ann: Member
) -> None:
    await said_to_bots_that_die(world, ann, "suspect", ASIDE_AFTER)
    await ann.say("fine")
    await world.rest()
    at_first = world.lines(world.blue)
    await world.later(LIVED - 1)
    meanwhile = world.lines(world.blue)
    await world.later(LIVED + 1)

    assert (at_first, meanwhile) == (["Ann · Red: fine"], ["Ann · Red: fine"])
    assert world.lines(world.blue) == ["Ann · Red: fine", "Ann · Red: suspect"]


async def test_replies_wait_for_a_first_message_that_stepped_aside(world: World, ann: Member) -> None:
    await said_to_bots_that_die(world, ann, "suspect", ASIDE_AFTER)
    [root] = [shown.ref for shown in world.red.messages.values() if shown.text == "suspect"]
    await world.red.say("Ann", root.as_thread, "a reply")
    await ann.say("fine")
    await world.rest()
    at_first = world.lines(world.blue)
    await world.later(2 * LIVED + 1)
    await world.later(ASIDE + 1)

    [first] = [shown.ref for shown in world.blue.messages.values() if shown.text == "suspect"]
    [reply] = [shown.ref for shown in world.blue.messages.values() if shown.text == "a reply"]
    assert at_first == ["Ann · Red: fine"]
    assert reply.channel == first.as_thread


async def test_what_kills_every_bot_is_given_up_and_told(world: World, ann: Member, rosa: Member) -> None:
    await world.database.write(
        lambda unit: unit.organisers.add(world.red.community, rosa.account, rosa.account, world.clock.now())
    )
    await said_to_bots_that_die(world, ann, "poison", GIVE_UP_AFTER)
    await ann.say("fine")
    await world.rest()

    assert world.lines(world.blue) == ["Ann · Red: fine"]
    assert texts.AT_OUR_END in told(ann)
    assert texts.fault(DEATH) in told(rosa)
    status = await rosa.use("bridge status")
    assert texts.AT_OUR_END in text_of(status)
    assert await rosa.press(status, "Try again") == status_texts.retried(1)
    await world.rest()
    assert world.lines(world.blue) == ["Ann · Red: fine", "Ann · Red: poison"]
