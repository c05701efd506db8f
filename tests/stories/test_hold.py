"""A channel may hold its messages for a while: who takes one back in time keeps it from ever appearing elsewhere."""

from __future__ import annotations

import pytest

from adapters.contract.incoming import Author
from bot import texts as shared
from bot.moderating import letting_texts
from tests.stories.asking import Member
from tests.stories.conftest import World


@pytest.fixture
async def rosa(world: World) -> Member:
    """Runs the red community, whose messages are held for a minute."""
    rosa = Member(world, world.red, world.talk(world.red), "Rosa", admin=True)
    await rosa.use("bridge hold", seconds="60")
    return rosa


async def test_messages_wait_in_order_and_hold_up_nobody_elses(world: World, rosa: Member, bert: Member) -> None:
    await rosa.say("First.")
    await world.later(10)
    await rosa.say("Second.")
    await bert.say("At once.")
    assert bert.sees() == ["Bert: At once."]
    assert rosa.sees() == ["Rosa: First.", "Rosa: Second.", "Bert · Blue: At once."]

    await world.later(49)
    assert bert.sees() == ["Bert: At once."]
    await world.later(2)
    assert bert.sees() == ["Bert: At once.", "Rosa · Red: First."]
    await world.later(10)
    assert bert.sees() == ["Bert: At once.", "Rosa · Red: First.", "Rosa · Red: Second."]


async def test_what_is_deleted_in_time_never_appears(world: World, rosa: Member, bert: Member) -> None:
    posted = await world.red.say("Rosa", rosa.channel, "Mr Smith in bed 4 …")
    await world.later(30)
    await world.red.remove(posted.message)
    await world.later(60)

    assert bert.sees() == []
    assert [what for call, what in world.blue.calls if call == "send" and what == str(bert.channel)] == [
        "blue:home/talk"
    ]


async def test_an_edit_in_time_neither_shows_the_old_text_nor_shortens_the_wait(
    world: World, rosa: Member, bert: Member
) -> None:
    posted = await world.red.say("Rosa", rosa.channel, "Mr Smith in bed 4 …")
    await world.later(30)
    await world.red.change(posted, "The man in bed 4 …")
    await world.later(29)
    assert bert.sees() == []
    await world.later(2)

    assert bert.sees() == ["Rosa · Red: The man in bed 4 …"]
    assert [call for call, what in world.blue.calls if call == "edit" and what == bert.newest().ref.id] == []


async def test_reactions_and_replies_to_a_held_message_come_with_it(world: World, rosa: Member, bert: Member) -> None:
    posted = await world.red.say("Rosa", rosa.channel, "Beds are full.")
    await world.red.put("Ann", posted.message, "👍")
    await world.later(10)
    await world.red.say("Ann", posted.message.as_thread, "Which ward?")
    await world.red.put("Ann", posted.message, "👀")
    await world.red.put("Ann", posted.message, "👀", present=False)
    await world.rest()
    assert bert.sees() == []

    await world.later(51)
    [copy] = [shown for shown in world.blue.shown(bert.channel) if shown.author == "Rosa · Red"]
    assert copy.reactions == {("👍", "Unsilo")}
    await world.later(10)
    reply = bert.newest()
    assert (reply.text, reply.ref.channel) == ("Which ward?", copy.ref.as_thread)


async def test_a_shorter_hold_applies_to_what_is_held_so_that_order_stays(
    world: World, rosa: Member, bert: Member
) -> None:
    await rosa.say("First.")
    await world.later(5)
    said = await rosa.told("bridge hold", seconds="10")
    await rosa.say("Second.")
    assert bert.sees() == []
    await world.later(6)
    assert bert.sees() == ["Rosa · Red: First."]
    off = await rosa.told("bridge hold", seconds="off")
    await rosa.say("Third.")

    assert bert.sees() == ["Rosa · Red: First.", "Rosa · Red: Second.", "Rosa · Red: Third."]
    assert said == f"{letting_texts.held('Red', 'Discharge', 10)}\n{letting_texts.HOLD_MEANS}"
    assert off == f"{letting_texts.held('Red', 'Discharge', 0)}\n{letting_texts.HOLD_OFF_MEANS}"


async def test_every_channel_is_told_and_the_log_says_who_did_it(world: World, rosa: Member, bert: Member) -> None:
    assert [notice.split("\n")[0] for notice in bert.notices()] == [letting_texts.held("Red", "Discharge", 60)]
    assert "changed how long messages of their channel are held: 60 seconds" in await bert.told("bridge log")


@pytest.mark.parametrize("seconds", ["301", "-1", "1.5", "soon", "²"])
async def test_a_hold_is_at_most_five_minutes(rosa: Member, bert: Member, seconds: str) -> None:
    assert await bert.told("bridge hold", seconds=seconds) == letting_texts.HOLD_HOW
    assert len(bert.notices()) == 1


async def test_only_an_organiser_changes_how_long_and_only_for_their_own_channel(
    world: World, rosa: Member, bert: Member
) -> None:
    ann = Member(world, world.red, rosa.channel, "Ann")
    assert await ann.told("bridge hold", seconds="off") == shared.ORGANISERS_ONLY
    assert await bert.told("bridge hold", seconds="off") == letting_texts.HOLD_SAME
    assert len(bert.notices()) == 1
    await rosa.say("Still held.")

    assert bert.sees() == []


async def test_what_other_bots_write_leaves_a_channel_or_not(world: World, bert: Member) -> None:
    rosa = Member(world, world.red, world.talk(world.red), "Rosa", admin=True)
    ann = Member(world, world.red, rosa.channel, "Ann")
    robot = Author(ann.account, "Build", bot=True)
    assert await ann.told("bridge bots", bots="off") == shared.ORGANISERS_ONLY
    assert await rosa.told("bridge bots", bots="off") == letting_texts.BOTS_OFF
    assert await rosa.told("bridge bots", bots="off") == letting_texts.BOTS_OFF_ALREADY
    await world.red.say("Build", rosa.channel, "Passed.", author=robot)
    await world.rest()
    assert bert.sees() == []
    await bert.use("bridge bots", bots="off")  # its own channel's
    assert await rosa.told("bridge bots", bots="on") == letting_texts.BOTS_ON
    assert await rosa.told("bridge bots", bots="on") == letting_texts.BOTS_ON_ALREADY
    assert (await rosa.told("bridge log")).count("other bots' messages") == 3
    await world.red.say("Build", rosa.channel, "Failed.", author=robot)
    await world.rest()

    assert bert.sees() == ["Build · Red: Failed."]
    assert "changed whether other bots' messages leave their channel: off" in await bert.told("bridge log")
