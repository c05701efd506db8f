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
from bot.hearing import AGAIN_AFTER
from bot.hearing import ASIDE_AFTER as HEARD_ASIDE_AFTER
from storage.database import Database, Unit
from tests.fakes.platform import busy, lost
from tests.keys import OLD
from tests.stories.asking import Member
from tests.stories.conftest import World, running
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


async def heard_by_bots_that_die(database_url: str, key: str, deaths: int) -> None:
    """One bot after the other begins, hears the same thing with care, and dies."""

    async def die(unit: Unit) -> None:
        for number in range(deaths):
            await unit.hearing.begin(f"bot {number}", 0.0)
            await unit.hearing.mark(key, f"bot {number}", 0.0)

    async with Database(database_url, (OLD,)) as database:
        await database.write(die)


@pytest.mark.parametrize(("deaths", "aside"), [(HEARD_ASIDE_AFTER - 1, 0), (HEARD_ASIDE_AFTER, 1)])
async def test_what_bots_died_at_while_they_heard_it_is_set_aside_and_can_be_heard_again(
    database_url: str, deaths: int, aside: int
) -> None:
    async with running(database_url) as before:
        platforms = (before.red, before.blue, before.green)
    for platform in platforms:
        platform.away()
    posted = await before.red.say("Ann", before.talk(before.red), "poison")
    await before.red.say("Ann", before.talk(before.red), "fine")
    await heard_by_bots_that_die(database_url, posted.key, deaths)

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        await after.red.core.heard(posted)  # type: ignore[union-attr]  # the platform tells it again
        await after.rest()
        whole = ["Ann · Red: poison", "Ann · Red: fine"]
        assert after.lines(after.blue) == whole[aside:]
        rosa = Member(after, after.red, after.talk(after.red), "Rosa", admin=True)
        assert (status_texts.set_aside(1) in await rosa.told("bridge status")) is bool(aside)
        if aside:
            await rosa.press_on("bridge status", "Try again")
            await after.bot.app.replay()
            await after.rest()
            assert after.lines(after.blue) == whole[::-1]


async def test_what_kills_whoever_hears_it_again_stays_aside(database_url: str) -> None:
    async with Database(database_url, (OLD,)) as database:
        await database.write(
            lambda unit: unit.inbox.set_aside("k", "no Incoming", "Death in Posted", "", 0.0, again=True)
        )
    await heard_by_bots_that_die(database_url, "again 1", AGAIN_AFTER)

    async with running(database_url) as world:
        await world.bot.app.replay()
        assert await world.database.read(lambda unit: unit.inbox.next_again()) is None
        assert await world.database.read(lambda unit: unit.inbox.set_aside_counts()) == {"": 1}


async def test_who_ends_properly_leaves_nobody_careful(database_url: str) -> None:
    async with running(database_url):
        pass
    async with Database(database_url, (OLD,)) as database:
        assert not await database.write(lambda unit: unit.hearing.begin("the next", 0.0))
