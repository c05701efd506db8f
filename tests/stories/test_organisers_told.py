"""Organisers are told what goes wrong where they want to be, or privately; where that fails, nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.commands import Venue
from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import ChannelFound, ChannelLost
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import text_of
from bot import texts
from bot.bridging import status_texts
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import named, suspended, told, whole

FORBIDDEN = Refused("The bot may not post here. Let it in.", Why.FORBIDDEN)


@pytest.fixture
async def rosa(world: World) -> Member:
    """Runs the red community, and looks after the bridge."""
    member = Member(world, world.red, world.talk(world.red), "Rosa", admin=True)
    await named(member)
    return member


@pytest.fixture
async def bert(world: World) -> Member:
    """Runs the blue community, and looks after the bridge."""
    member = Member(world, world.blue, world.talk(world.blue), "Bert", admin=True)
    await named(member)
    return member


async def test_try_again_works_in_a_letter_box_and_with_nothing_waiting(
    world: World, rosa: Member, bert: Member
) -> None:
    await world.bot.app.heard(ChannelLost("lost", world.clock.now(), bert.channel, "Removed."))
    await world.rest()
    [letter] = bert.letters()
    at_home = Member(world, world.blue, letter.ref.channel, "Bert")  # no platform says there that he runs anything
    stranger = Member(world, world.blue, letter.ref.channel, "Bea")

    assert await stranger.press(letter, "Try again") == texts.ORGANISERS_ONLY
    assert await at_home.press(letter, "Try again") == status_texts.tried("Blue")
    await world.bot.app.replay()
    await world.caught_up()
    assert await suspended(world) == []
    assert told(rosa) == texts.back("Blue", "Discharge")


async def test_organisers_are_told_where_they_chose_to_be(world: World, rosa: Member, bert: Member) -> None:
    room = world.red.channel("organisers")
    assert status_texts.room("Red") in await Member(world, world.red, room, "Rosa", admin=True).told("organisers here")
    world.blue.shut["talk"] = FORBIDDEN
    await rosa.say("one")
    assert rosa.letters() == []
    assert texts.away("Blue", "Discharge", str(FORBIDDEN)) in whole(world.red.shown(room))
    assert await Member(world, world.red, room, "Ann").told("organisers nowhere") == texts.ORGANISERS_ONLY
    assert await rosa.told("organisers nowhere") == status_texts.NO_ROOM


async def test_whoever_leaves_a_community_with_nobody_to_tell_reads_so(world: World) -> None:
    rosa = Member(world, world.green, world.green.channel("lobby"), "Rosa", admin=True)
    assert await rosa.told("organisers add", who="<@Rosa>") == status_texts.YOU_ORGANISE
    assert status_texts.NOBODY_IS_TOLD not in await rosa.told("organisers nowhere")
    nobody = f"{status_texts.NOBODY_IS_TOLD}\n{status_texts.TOLD_AGAIN}"
    assert nobody in await rosa.told("organisers remove", who="<@Rosa>")
    assert await rosa.told("organisers nowhere") == nobody


async def test_a_room_of_organisers_that_refuses_is_given_up_for_their_letter_boxes(
    world: World, rosa: Member, bert: Member
) -> None:
    room = world.red.channel("organisers")
    await Member(world, world.red, room, "Rosa", admin=True).use("organisers here")
    world.red.shut["organisers"] = FORBIDDEN
    world.blue.shut["talk"] = FORBIDDEN
    await rosa.say("one")

    assert texts.away("Blue", "Discharge", str(FORBIDDEN)) in told(rosa)
    assert len(await suspended(world)) == 1


async def test_letter_boxes_that_refuse_end_quietly(world: World, rosa: Member, bert: Member) -> None:
    world.red.shut["dm-Rosa"] = FORBIDDEN
    world.blue.shut["talk"] = FORBIDDEN
    await rosa.say("one")
    await world.later(60)

    assert len([what for _, what in world.red.calls if "dm-" in what]) == 1
    assert len(await suspended(world)) == 1
    counts = await world.database.read(lambda unit: unit.outbox.counts())
    assert {lane for lane, _ in counts} == {str(bert.channel)}


async def test_who_organises_both_ends_is_told_once(world: World, rosa: Member, bert: Member) -> None:
    await world.database.write(lambda unit: unit.members.link(rosa.account, bert.account, "m1", 0.0))
    await world.bot.app.heard(ChannelLost("lost", world.clock.now(), bert.channel, "Removed."))
    await world.rest()
    assert len(rosa.letters() + bert.letters()) == 1
    await world.bot.app.heard(ChannelFound("found", world.clock.now(), bert.channel))
    await world.caught_up()

    assert told(rosa) + told(bert) == texts.back("Blue", "Discharge")


async def test_where_there_is_no_community_an_organiser_is_sent_to_a_channel_of_it(world: World, rosa: Member) -> None:
    away = Member(world, world.red, ChannelRef(world.red.name, "@", "dm"), "Rosa")
    assert await away.told("bridge invite") == texts.IN_A_CHANNEL
    assert text_of(await away.opens("bridge create")) == texts.IN_A_CHANNEL  # type: ignore[arg-type]
    assert await away.told("organisers list") == texts.IN_A_CHANNEL
    assert "Red" in await rosa.told("organisers list")


async def test_organisers_are_not_told_things_in_a_private_message(world: World, rosa: Member) -> None:
    alone = replace(rosa, channel=world.red.channel("dm"), venue=Venue(private=True))
    room = replace(rosa, channel=world.red.channel("organisers"), venue=Venue("organisers", private=True))

    assert status_texts.NO_ROOM_HERE in await alone.told("organisers here")
    assert await world.database.read(lambda unit: unit.communities.room(world.red.community)) is None
    assert status_texts.room("Red") in await room.told("organisers here")
