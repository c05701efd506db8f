"""Senders and organisers learn what did not work, in plain words; what breaks the bot breaks nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.contract.content import Link, Text
from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Author, Incoming, Posted
from adapters.contract.refs import AccountRef
from adapters.contract.walk import text_of
from bot import texts
from bot.bridging import status_texts
from bot.delivering import aiming
from bot.relay import Relay
from storage.database import Unit
from storage.messages import Message
from tests.fakes.platform import busy
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import told

DAY = 24 * 3600.0
MINE = Text(texts.YOUR_MESSAGE)
NAUGHTY = Refused("AutoMod of the server blocked the message.", Why.UNACCEPTABLE)


@pytest.fixture
def ann(world: World) -> Member:
    """Writes in the red community."""
    return Member(world, world.red, world.talk(world.red), "Ann")


@pytest.fixture
async def rosa(world: World) -> Member:
    """Runs the red community, and has named herself to be told things."""
    member = Member(world, world.red, world.talk(world.red), "Rosa", admin=True)
    await world.database.write(
        lambda unit: unit.organisers.add(world.red.community, member.account, member.account, world.clock.now())
    )
    return member


async def test_a_sender_learns_privately_that_a_message_was_not_taken(world: World, ann: Member) -> None:
    world.blue.trouble("send", lambda: NAUGHTY)
    posted = await world.red.say("Ann", ann.channel, "naughty")
    await world.rest()

    [letter] = ann.letters()
    first = letter.content.blocks[0]
    assert letter.text == f"{texts.did_not_reach(MINE, 'Blue')}\n{NAUGHTY}"
    assert next(span.url for span in first.spans if isinstance(span, Link)) == world.red.link(posted.message)  # type: ignore[union-attr]
    assert ann.notices() == []


async def test_a_sender_learns_that_a_change_was_not_taken(world: World, ann: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, "fine")
    await world.rest()
    world.blue.trouble("edit", lambda: NAUGHTY)
    await world.red.change(posted, "naughty")
    await world.rest()

    assert texts.change_did_not_reach(MINE, "Blue") in told(ann)


async def test_bots_are_not_told_and_letters_that_fail_are_not_talked_about(world: World, ann: Member) -> None:
    world.blue.trouble("send", lambda: NAUGHTY, times=2)
    robot = Author(AccountRef("red", "home", "Robot"), "Robot", bot=True)
    await world.red.say("Robot", ann.channel, "nightly report", author=robot)
    await world.rest()
    world.red.shut["dm-Ann"] = Refused("Ann takes no letters.", Why.FORBIDDEN)
    await ann.say("naughty")
    await world.later(60)

    letters = [what for call, what in world.red.calls if call == "send" and "dm-" in what]
    assert letters == ["red:home/dm-Ann"]


async def test_a_sender_learns_when_a_message_could_not_be_copied_for_a_week(world: World, ann: Member) -> None:
    world.blue.trouble("send", lambda: busy(DAY), times=99)
    await ann.say("patience")
    for _ in range(9):
        await world.later(DAY + 1)

    assert told(ann).startswith(f"{texts.did_not_reach(MINE, 'Blue')}")


async def test_a_delivery_that_breaks_us_is_given_up_and_its_lane_goes_on_meanwhile(
    world: World, ann: Member, rosa: Member
) -> None:
    def broken() -> Refused:
        raise ZeroDivisionError

    world.blue.trouble("send", broken)
    await ann.say("poison")
    world.blue.trouble("find", broken, times=9)
    await ann.say("fine")
    assert world.lines(world.blue) == ["Ann · Red: fine"]
    for _ in range(15):
        await world.later(60)

    assert texts.AT_OUR_END in told(ann)
    assert texts.fault("ZeroDivisionError") in told(rosa)
    assert await world.database.read(lambda unit: unit.given_up.errors()) == [texts.AT_OUR_END]


async def test_what_breaks_us_before_it_is_tried_is_given_up_and_everything_else_goes_on(
    world: World, ann: Member, rosa: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = aiming.find

    async def breaks(message: Message, *given: Any, **more: Any) -> aiming.Aims:
        if message.content is not None and "poison" in message.content:
            raise ZeroDivisionError
        return await find(message, *given, **more)

    monkeypatch.setattr(aiming, "find", breaks)
    await world.red.say("Ann", ann.channel, "poison")
    await world.red.say("Ann", ann.channel, "fine")
    await world.rest()
    assert world.lines(world.blue) == world.lines(world.green) == ["Ann · Red: fine"]
    for _ in range(15):
        await world.later(60)

    assert texts.AT_OUR_END in told(ann)
    assert texts.fault("ZeroDivisionError") in told(rosa)
    assert await world.database.read(lambda unit: unit.given_up.errors()) == [texts.AT_OUR_END] * 2


@pytest.mark.parametrize("poison", ["poison", "poison \x00", "poison \ud800 half a character", "poison \u202e" * 5000])
async def test_what_breaks_us_when_it_is_heard_is_set_aside_told_once_and_can_be_heard_again(
    world: World, ann: Member, rosa: Member, poison: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Relay.hear
    sound = False

    async def breaks(self: Relay, incoming: Incoming, unit: Unit, now: float) -> None:
        if isinstance(incoming, Posted) and "poison" in text_of(incoming.content) and not sound:
            raise ZeroDivisionError
        await heard(self, incoming, unit, now)

    monkeypatch.setattr(Relay, "hear", breaks)
    for _ in range(3):
        await ann.say(poison)
    await ann.say("fine")

    assert world.lines(world.blue) == ["Ann · Red: fine"]
    assert told(rosa).count("I could not handle something") == 1
    status = await rosa.use("bridge status")
    assert status_texts.set_aside(3) in text_of(status)

    assert await rosa.press(status, "Try again") == status_texts.retried(3)
    await world.bot.app.replay()
    assert status_texts.set_aside(3) in await rosa.told("bridge status")

    sound = "\ud800" not in poison  # which no database takes
    await rosa.press(status, "Try again")
    await world.bot.app.replay()
    await world.rest()
    assert (status_texts.set_aside(3) in await rosa.told("bridge status")) is not sound
    assert len([line for line in world.lines(world.green) if "poison" in line]) >= 3 * sound


async def test_the_status_says_what_cannot_be_used_since_when_and_why(world: World, ann: Member, rosa: Member) -> None:
    why = Refused("The bot may not post here. Let it in.", Why.FORBIDDEN)
    world.blue.shut["talk"] = why
    await ann.say("one")
    await ann.say("two")
    status = await rosa.use("bridge status")

    assert "I cannot work here since " in text_of(status)
    assert str(why) in text_of(status)
    assert "Waiting: 2" in text_of(status)
    world.blue.shut.clear()
    assert await rosa.press(status, "Try again") == status_texts.tried("Blue")
    await world.bot.app.replay()
    await world.caught_up()
    assert [line.splitlines()[-1] for line in Member(world, world.blue, world.talk(world.blue), "Bob").sees()] == [
        "Ann · Red: one",
        "Ann · Red: two",
    ]
    assert (await rosa.use("bridge status")).buttons == ()
    assert "had failed copies tried again" in await rosa.told("bridge log")
