"""Who takes no direct messages learns where they wrote that something waits, and nobody else learns what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.errors import Refused, Why
from adapters.contract.walk import text_of
from bot import guard
from bot.guard import texts
from bot.patients import closed, closed_texts, holding_texts
from bot.patients.screening import Kind
from storage.database import Unit
from tests.fakes.platform import Shown, refused
from tests.stories.asking import Member
from tests.stories.conftest import World

NUMBER = "999 000 0018"  # of the range that is never issued
FOUND = holding_texts.FOUND[Kind.NHS_NUMBER]


@pytest.fixture
def ann(world: World, ann: Member) -> Member:
    """Takes no direct messages."""
    world.red.text_limit = 4000
    world.red.shut["dm-Ann"] = refused()
    return ann


def said_to(ann: Member) -> list[Shown]:
    """What the bot says in her channel, beside the notice that it pins."""
    shown = ann.platform.shown(ann.channel)
    return [each for each in shown if any(it.label == closed_texts.SHOW_ME for it in each.content.buttons)]


async def test_they_decide_by_an_answer_that_only_they_see(world: World, ann: Member, bert: Member) -> None:
    await ann.say(f"Who knows {NUMBER}?")
    [said] = said_to(ann)
    told = await ann.use_button(said, closed_texts.SHOW_ME)

    assert not ann.letters()
    assert NUMBER not in said.text and FOUND not in said.text
    assert FOUND in text_of(told) and holding_texts.CHOOSE in text_of(told)
    assert (await ann.press(told, holding_texts.SEND_HIDDEN)).startswith(texts.SENT_HIDDEN)
    assert [line.split(": ")[0] for line in bert.sees()] == ["Ann · Red"]
    assert said_to(ann) == []


async def test_nobody_else_learns_what_it_is(world: World, ann: Member, rosa: Member) -> None:
    """Nor that it is held: the same words stand there when a platform did not take a message."""
    await ann.say(f"Who knows {NUMBER}?")
    world.blue.trouble("send", lambda: Refused("That word is not allowed here.", Why.UNACCEPTABLE))
    await ann.say("naughty")
    world.blue.trouble("send", lambda: Refused("That word is not allowed here.", Why.UNACCEPTABLE))
    await ann.say("naughty again")
    held, refused_ = said_to(ann)
    nothing = f"{texts.NOT_HELD_HERE}\n{texts.OPEN_MESSAGES}"

    assert held.text == refused_.text
    assert await rosa.press(held, closed_texts.SHOW_ME) == nothing
    assert await rosa.press(refused_, closed_texts.SHOW_ME) == nothing
    assert await ann.press(refused_, closed_texts.SHOW_ME) == nothing
    world.clock.advance(24 * 3600.0)
    await world.database.write(lambda unit: guard.forget(world.clock.now(), unit))
    await world.rest()
    assert said_to(ann) == []


async def test_what_was_written_in_a_joined_private_thread_is_told_of_there_alone(world: World, ann: Member) -> None:
    """The channel that holds it, where others read, learns of neither what is held nor what was refused."""
    thread, there = world.red.channel("board").in_thread("t2"), world.blue.channel("board")
    await world.database.write(lambda unit: unit.bridges.add("Board", (thread, there), 0.0))
    inside = replace(ann, channel=thread)
    await world.red.say("Ann", thread, f"Who knows {NUMBER}?", private=True)
    await world.rest()
    world.blue.trouble("send", lambda: Refused("That word is not allowed here.", Why.UNACCEPTABLE))
    await world.red.say("Ann", thread, "naughty", private=True)
    await world.rest()

    said = said_to(replace(ann, channel=thread.parent))
    assert [each.ref.channel for each in said] == [thread, thread]
    assert FOUND in text_of(await inside.use_button(said[0], closed_texts.SHOW_ME))
    assert (await inside.use_button(said[0], closed_texts.SHOW_ME)).buttons


async def test_of_a_private_thread_that_left_its_bridge_nothing_is_said(world: World, ann: Member) -> None:
    """Also when the channel that holds it has joined one since."""
    board = world.red.channel("board")
    thread, there = board.in_thread("t2"), world.blue.channel("board")
    await world.database.write(lambda unit: unit.bridges.add("Board", (thread, there), 0.0))
    await world.red.say("Ann", thread, f"Who knows {NUMBER}?", private=True)
    await world.rest()
    [letter] = await world.database.read(lambda unit: unit.messages.notices("held-"))
    world.clock.advance(1)

    async def moved(unit: Unit) -> None:
        bridge = await unit.bridges.of(thread)
        assert bridge is not None
        await unit.bridges.leave(thread)
        await unit.bridges.join(bridge.id, board, world.clock.now())
        await closed.tell(letter, unit, world.clock.now())

    await world.database.write(moved)
    await world.rest()
    assert {each.ref.channel for each in said_to(replace(ann, channel=board))} <= {thread}


async def test_it_goes_when_its_time_is_over_or_the_message_is_edited_or_deleted(world: World, ann: Member) -> None:
    first, second, _ = [await world.red.say("Ann", ann.channel, f"{n}: {NUMBER}") for n in range(3)]
    await world.rest()
    assert len(said_to(ann)) == 3
    world.clock.advance(1)
    await world.red.change(first, "nothing")
    await world.red.remove(second.message)
    await world.rest()
    assert len(said_to(ann)) == 1

    world.clock.advance(24 * 3600.0)
    await world.database.write(lambda unit: guard.forget(world.clock.now(), unit))
    await world.rest()
    assert said_to(ann) == []
