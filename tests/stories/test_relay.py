"""Messages cross a bridge once, and stay in step with what they are copies of."""

from __future__ import annotations

import pytest

from adapters.contract.incoming import Author
from adapters.contract.refs import AccountRef, MessageRef
from bot.relay.hear import BETWEEN_EDITS
from bot.texts import AT_OUR_END
from storage.database import Unit
from storage.outbox import Op, State
from tests.fakes.platform import busy, lost, unacceptable
from tests.stories.conftest import World


async def test_a_message_appears_once_in_every_other_channel(world: World) -> None:
    await world.red.say("Ann", world.talk(world.red), "Beds are full.")
    await world.rest()

    assert world.lines(world.red) == ["Ann: Beds are full."]
    assert world.lines(world.blue) == ["Ann · Red: Beds are full."]
    assert world.lines(world.green) == ["Ann · Red: Beds are full."]


async def test_what_is_told_twice_crosses_once(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "Beds are full.")
    await world.bot.app.heard(posted)
    await world.rest()
    await world.bot.app.heard(posted)
    await world.rest()

    assert world.lines(world.blue) == ["Ann · Red: Beds are full."]


async def test_channels_outside_the_bridge_see_nothing(world: World) -> None:
    await world.red.say("Ann", world.red.channel("private"), "Not for others.")
    await world.rest()

    assert world.lines(world.blue) == []


async def test_an_edit_and_a_delete_cross(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "Beds are ful.")
    await world.rest()
    await world.red.change(posted, "Beds are full.")
    await world.rest()

    assert world.lines(world.blue) == ["Ann · Red: Beds are full."]

    await world.red.remove(posted.message)
    await world.rest()

    assert world.lines(world.blue) == world.lines(world.green) == []


async def test_an_edit_that_needs_more_parts_gets_them_and_one_that_needs_fewer_loses_them(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "a" * 150)
    await world.rest()
    await world.red.change(posted, "b" * 450)
    await world.rest()

    assert [shown.text for shown in world.blue.shown(world.talk(world.blue))] == ["b" * 200, "b" * 200, "b" * 50]

    await world.red.change(posted, "c" * 20)
    await world.later(BETWEEN_EDITS)

    assert world.lines(world.blue) == ["Ann · Red: " + "c" * 20]


async def test_an_edit_or_a_delete_that_comes_before_its_message_is_not_lost(world: World) -> None:
    heard = world.bot.app.heard
    world.red.core = None
    posted = await world.red.say("Ann", world.talk(world.red), "first")
    edited = await world.red.change(posted, "second")
    gone = await world.red.say("Ann", world.talk(world.red), "never")
    deleted = await world.red.remove(gone.message)
    for incoming in (edited, deleted, gone, posted):
        await heard(incoming)
    await world.rest()

    assert world.lines(world.blue) == ["Ann · Red: second"]


async def test_an_older_edit_never_wins(world: World) -> None:
    world.red.core = None
    posted = await world.red.say("Ann", world.talk(world.red), "one")
    second = await world.red.change(posted, "two")
    third = await world.red.change(posted, "three")
    for incoming in (posted, third, second):
        await world.bot.app.heard(incoming)
    await world.rest()

    assert world.lines(world.blue) == ["Ann · Red: three"]


async def test_a_thread_is_a_thread_on_every_side_whoever_replies(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "Who has done this?")
    await world.rest()
    copy = world.blue.shown(world.talk(world.blue))[0]
    await world.blue.say("Bob", copy.ref.as_thread, "We have.")
    await world.rest()

    reply_in_red = world.red.shown(world.talk(world.red))[1]
    assert (reply_in_red.author, reply_in_red.ref.channel) == ("Bob · Blue", posted.message.as_thread)
    root_in_green, reply_in_green = world.green.shown(world.talk(world.green))
    assert reply_in_green.ref.channel == root_in_green.ref.as_thread


async def test_a_reply_that_overtakes_its_thread_waits_for_it(world: World) -> None:
    world.red.core = None
    root = await world.red.say("Ann", world.talk(world.red), "root")
    reply = await world.red.say("Ann", root.message.as_thread, "reply")
    await world.bot.app.heard(reply)
    await world.bot.app.heard(root)
    await world.later(6)

    first, second = world.blue.shown(world.talk(world.blue))
    assert (first.text, second.text, second.ref.channel) == ("root", "reply", first.ref.as_thread)


async def test_a_thread_from_before_the_bridge_gets_a_first_message_of_its_own(world: World) -> None:
    old = MessageRef(world.talk(world.red), "ancient")
    await world.red.say("Ann", old.as_thread, "Still true?", thread_name="Falls at night")
    await world.later(6)

    first, second = world.blue.shown(world.talk(world.blue))
    assert (first.text, second.text) == ("A thread whose first message was not copied", "Still true?")
    assert second.ref.channel == first.ref.as_thread


async def test_reactions_cross_and_go_when_the_last_one_goes(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "Done!")
    await world.rest()
    copy = world.blue.shown(world.talk(world.blue))[0]
    await world.blue.put("Bob", copy.ref, "👍")
    await world.blue.put("Bea", copy.ref, "👍")
    await world.rest()

    assert ("👍", "Unsilo") in world.red.messages[posted.message.id].reactions
    assert ("👍", "Unsilo") in world.green.shown(world.talk(world.green))[0].reactions

    await world.blue.put("Bob", copy.ref, "👍", present=False)
    await world.rest()
    assert ("👍", "Unsilo") in world.red.messages[posted.message.id].reactions

    await world.blue.put("Bea", copy.ref, "👍", present=False)
    await world.rest()
    assert world.red.messages[posted.message.id].reactions == set()


async def test_a_moderator_who_removes_a_copy_removes_the_message_everywhere(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "Mr Smith in bed 4 …")
    await world.rest()
    await world.blue.remove(world.blue.shown(world.talk(world.blue))[0].ref)
    await world.rest()

    assert posted.message.id not in world.red.messages
    assert world.lines(world.green) == []


async def test_a_busy_channel_is_waited_for_and_holds_up_no_other(world: World) -> None:
    world.blue.trouble("send", busy)
    await world.red.say("Ann", world.talk(world.red), "one")
    await world.red.say("Ann", world.talk(world.red), "two")
    await world.rest()

    assert world.lines(world.blue) == []
    assert world.lines(world.green) == ["Ann · Red: one", "Ann · Red: two"]

    await world.later(7.1)

    assert world.lines(world.blue) == ["Ann · Red: one", "Ann · Red: two"]


async def test_a_lost_answer_neither_loses_nor_doubles_the_message(world: World) -> None:
    world.blue.trouble("send", lost, performs=True)
    world.green.trouble("send", lost)
    await world.red.say("Ann", world.talk(world.red), "once")
    await world.rest()
    await world.later(6)
    await world.later(70)

    assert world.lines(world.blue) == ["Ann · Red: once"]
    assert world.lines(world.green) == ["Ann · Red: once"]


async def test_a_message_that_is_not_taken_is_kept_as_failed_and_the_next_goes_on(world: World) -> None:
    world.blue.trouble("send", unacceptable)
    await world.red.say("Ann", world.talk(world.red), "one")
    await world.red.say("Ann", world.talk(world.red), "two")
    await world.rest()

    assert world.lines(world.blue) == ["Ann · Red: two"]
    counts = await world.database.read(lambda unit: unit.outbox.counts())
    assert counts == {(str(world.talk(world.blue)), State.FAILED): 1}


async def test_a_delivery_that_breaks_us_is_set_aside_after_some_tries(world: World) -> None:
    world.blue.trouble("send", lambda: ZeroDivisionError(), times=9)  # type: ignore[arg-type, return-value]
    await world.red.say("Ann", world.talk(world.red), "poison")
    await world.red.say("Ann", world.talk(world.red), "fine")
    for _ in range(9):
        await world.later(400)

    errors = await world.database.read(lambda unit: unit.given_up.errors())
    assert errors == [AT_OUR_END]
    assert world.lines(world.green) == ["Ann · Red: poison", "Ann · Red: fine"]


async def test_the_text_goes_once_every_copy_shows_it(world: World) -> None:
    world.blue.trouble("send", busy)
    posted = await world.red.say("Ann", world.talk(world.red), "secret words")
    await world.rest()
    waiting = await world.database.read(lambda unit: unit.messages.by_key(posted.message.key))
    await world.later(8)
    delivered = await world.database.read(lambda unit: unit.messages.by_key(posted.message.key))

    assert waiting is not None and waiting.content is not None and "secret words" in waiting.content
    assert delivered is not None and (delivered.content, delivered.author) == (None, None)


async def test_other_bots_cross_unless_the_channel_has_that_switched_off(world: World) -> None:
    robot = Author(AccountRef("red", "home", "Robot"), "Robot", bot=True)
    await world.red.say("Robot", world.talk(world.red), "nightly report", author=robot)
    await world.rest()
    await world.database.write(lambda unit: unit.bridges.let_bots(world.talk(world.red), False))
    await world.red.say("Robot", world.talk(world.red), "second report", author=robot)
    await world.rest()

    assert world.lines(world.blue) == ["Robot · Red: nightly report"]


@pytest.mark.parametrize("lands_after", [30.0, 500.0])
async def test_a_post_that_lands_minutes_after_it_was_made_again_goes(world: World, lands_after: float) -> None:
    world.blue.trouble("send", lost, performs=False)  # so it seemed when it was looked for
    await world.red.say("Ann", world.talk(world.red), "Who has a bed?")
    await world.rest()
    await world.later(30)
    [copy] = world.blue.shown(world.talk(world.blue))
    assert world.lines(world.blue) == ["Ann · Red: Who has a bed?"]

    await world.later(lands_after)
    await world.blue.send(copy.ref.channel, copy.content, token=copy.token)
    assert len(world.lines(world.blue)) == 2
    for _ in range(10):
        await world.later(60)
    assert world.lines(world.blue) == ["Ann · Red: Who has a bed?"]
    assert await world.database.read(lambda unit: unit.outbox.counts()) == {}


async def test_a_double_that_lands_when_the_text_is_forgotten_is_known_by_its_token(world: World) -> None:
    """A process that was frozen in the middle of a call has had no answer, and another has finished the work."""
    await world.red.say("Ann", world.talk(world.red), "Who has a bed?")
    await world.rest()
    [copy] = world.blue.shown(world.talk(world.blue))
    await world.blue.send(copy.ref.channel, copy.content, token=copy.token)

    async def look(unit: Unit) -> None:
        message = await unit.copies.origin(copy.ref.key)
        assert message is not None
        await unit.messages.change(message.id, content=None, author=None)  # at the latest by the next sweep
        await unit.outbox.add(Op.HEAL, message.id, [copy.ref.channel], world.clock.now(), detail=copy.token)

    assert len(world.lines(world.blue)) == 2
    await world.database.write(look)
    await world.rest()
    assert world.lines(world.blue) == ["Ann · Red: Who has a bed?"]
