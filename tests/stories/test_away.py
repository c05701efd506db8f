"""A channel in which the bot cannot work is waited for; who ought to know is told, and nothing is lost."""

from __future__ import annotations

import asyncio

import pytest

from adapters.contract.content import Text
from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import ChannelFound, ChannelLost, CommunityLost, Connected
from bot import texts
from bot.bridging import leaving_texts as bridge_leaving
from bot.delivering import away
from bot.leaving import texts as leaving_texts
from bot.texts import reason_texts
from tests.fakes.platform import ANYWHERE, FakePlatform
from tests.stories.asking import Member
from tests.stories.conftest import PATIENCE, World, running
from tests.stories.telling import named, suspended, told

FORBIDDEN = Refused("The bot may not post here. Let it in.", Why.FORBIDDEN)
GONE = Refused("The channel is archived. Unarchive it.", Why.GONE)
REVOKED = Refused("The token was revoked. Install the app again.", Why.UNAUTHORISED)
DAY = 24 * 3600.0


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


def calls(platform: FakePlatform, since: int = 0) -> int:
    """How many calls were made to a platform after so many."""
    return len(platform.calls[since:])


@pytest.mark.parametrize("why", [FORBIDDEN, GONE, REVOKED])
async def test_what_a_channel_refuses_waits_and_arrives_in_order_once_it_is_mended(
    world: World, rosa: Member, bert: Member, why: Refused
) -> None:
    world.blue.shut["talk"] = why
    await rosa.say("one")
    await rosa.say("two")
    await world.caught_up()

    assert bert.sees() == []
    assert Member(world, world.green, world.talk(world.green), "Gus").sees()[-2:] == [
        "Rosa · Red: one",
        "Rosa · Red: two",
    ]
    assert told(rosa) == f"{texts.away('Blue', 'Discharge', str(why))} {texts.AWAY_WAITS}"
    assert texts.not_seen("Blue") in Member(world, world.green, world.talk(world.green), "Gus").notices()

    world.blue.shut.clear()
    await world.later(away.PROBE + 1)
    await world.caught_up()
    await rosa.say("three")

    assert [line.splitlines()[-1].removeprefix("Rosa · Red: ") for line in bert.sees()] == ["one", "two", "three"]
    assert told(rosa) == texts.back("Blue", "Discharge")
    assert texts.seen_again("Blue") in rosa.notices()
    assert await suspended(world) == []


async def test_a_channel_that_refuses_is_asked_three_times_an_hour_at_most(
    world: World, rosa: Member, bert: Member
) -> None:
    world.blue.shut["talk"] = FORBIDDEN
    await rosa.say("one")
    before = calls(world.blue)
    for minute in range(60):
        await rosa.say(f"minute {minute}")
        await world.later(59.9)
        await world.caught_up()

    refused = [what for call, what in world.blue.calls[before:] if "/talk" in what]
    assert 2 <= len(refused) <= 3
    assert told(bert) == told(rosa)
    assert told(rosa).count("I cannot work") == 1


async def test_a_revoked_token_is_not_used_again_and_the_others_go_on(world: World, rosa: Member, bert: Member) -> None:
    world.blue.shut[ANYWHERE] = REVOKED
    await rosa.say("one")
    before = calls(world.blue)
    for number in range(20):
        await rosa.say(f"number {number}")
        world.clock.advance(1)
    await world.caught_up()

    assert calls(world.blue, before) <= 5
    assert len(world.lines(world.green)) == 22  # with what everybody is told
    assert told(rosa).count("I cannot work") == 1


async def test_letters_wait_for_a_token_and_are_not_taken_for_what_their_reader_refuses(
    world: World, rosa: Member, bert: Member
) -> None:
    world.blue.trouble("send", lambda: Refused("It has a word that is not taken here.", Why.UNACCEPTABLE))
    world.red.shut[ANYWHERE] = REVOKED
    await rosa.say("naughty")
    await world.later(away.PROBE + 1)
    calls = [what for call, what in world.red.calls if call == "send" and "dm-Rosa" in what]
    world.red.shut.clear()
    await world.later(away.PROBE + 1)

    assert len(calls) == 2
    assert texts.did_not_reach(Text(texts.YOUR_MESSAGE), "Blue") in told(rosa)


async def test_a_channel_that_is_lost_gets_no_call_until_it_is_found(world: World, rosa: Member, bert: Member) -> None:
    await rosa.say("before")
    lost = ChannelLost("lost", world.clock.now(), bert.channel, "The bot was removed. Invite it again.")
    await world.bot.app.heard(lost)
    before = calls(world.blue)
    await rosa.say("one")
    # The letters go to people, not to the channel.
    assert [what for _, what in world.blue.calls[before:] if "/talk" in what] == []
    assert "The bot was removed. Invite it again." in told(rosa)

    await world.bot.app.heard(ChannelFound("found", world.clock.now(), bert.channel))
    await world.caught_up()
    assert bert.sees()[-1] == "Rosa · Red: one"
    assert told(bert) == told(rosa) == texts.back("Blue", "Discharge")


async def test_what_is_written_in_a_lost_channel_crosses_when_it_is_found_again(
    world: World, rosa: Member, bert: Member
) -> None:
    await world.bot.app.heard(ChannelLost("lost", world.clock.now(), bert.channel, "Removed."))
    core, world.blue.core = world.blue.core, None
    await bert.say("Nobody hears this yet.")
    world.blue.core = core
    world.clock.advance(60)
    await world.bot.app.heard(ChannelFound("found", world.clock.now(), bert.channel))
    await world.caught_up()

    assert rosa.sees() == ["Bert · Blue: Nobody hears this yet."]


async def test_a_lost_community_is_waited_for_and_comes_back(world: World, rosa: Member, bert: Member) -> None:
    await world.bot.app.heard(CommunityLost("lost", world.clock.now(), world.blue.community, "The app was removed."))
    before = calls(world.blue)
    await rosa.say("one")
    assert world.blue.calls[before:] == []

    await world.bot.app.heard(Connected("back", world.clock.now(), world.blue.community, "Blue"))
    await world.caught_up()
    assert bert.sees() == ["Rosa · Red: one"]
    assert told(rosa) == f"{texts.back('Blue', 'Discharge')} {leaving_texts.is_back('Blue')}"


async def test_with_nothing_waiting_a_channel_is_found_mended_by_itself(world: World, rosa: Member) -> None:
    await world.bot.app.heard(ChannelLost("lost", world.clock.now(), world.talk(world.blue), "Removed."))
    await world.later(away.PROBE + 1)
    await world.caught_up()

    assert await suspended(world) == []


async def test_what_a_channel_takes_does_not_speak_for_what_it_hides(world: World, rosa: Member, bert: Member) -> None:
    hidden = Refused("The bot needs Read Message History.", Why.FORBIDDEN)
    for _ in range(3):
        world.blue.trouble("since", lambda: hidden)
        await world.bot.app.heard(Connected(f"again {world.clock.now()}", world.clock.now(), world.blue.community))
        await world.caught_up()
        await rosa.say("still copied")
        world.clock.advance(1)

    assert bert.sees() == ["Rosa · Red: still copied"] * 3
    assert await suspended(world) == [reason_texts.cannot_read(str(hidden))]
    assert told(rosa).count("I cannot work") == 1
    assert texts.not_seen("Blue") not in rosa.notices()
    await world.later(away.PROBE + 1)
    await world.caught_up()
    assert await suspended(world) == []


async def test_a_thread_that_is_gone_or_a_message_that_is_not_taken_suspends_nothing(
    world: World, rosa: Member, bert: Member
) -> None:
    root = await world.red.say("Rosa", rosa.channel, "root")
    await world.rest()
    world.blue.trouble("send", lambda: Refused("The thread is gone.", Why.GONE))
    await world.red.say("Rosa", root.message.as_thread, "reply")
    await world.rest()
    world.blue.trouble("send", lambda: Refused("It has a word that is not taken here.", Why.UNACCEPTABLE))
    await rosa.say("naughty")
    await rosa.say("fine")

    assert await suspended(world) == []
    assert bert.sees() == ["Rosa · Red: root", "Rosa · Red: fine"]


async def test_what_waits_for_longer_than_a_week_is_dropped_with_a_note(
    world: World, rosa: Member, bert: Member
) -> None:
    world.blue.shut["talk"] = FORBIDDEN
    await rosa.say("one")
    await rosa.say("two")
    await world.later(7 * DAY + 1)
    async with asyncio.timeout(PATIENCE):
        while texts.dropped("Blue", 2) not in told(rosa):
            await world.later(3601)

    assert texts.some_did_not_reach(2, "Blue") in told(rosa)
    world.blue.shut.clear()
    await world.later(away.PROBE + 1)
    await world.caught_up()
    assert bert.sees() == []


async def test_an_end_that_leaves_while_it_is_suspended_is_tried_no_longer(
    world: World, rosa: Member, bert: Member
) -> None:
    world.blue.shut["talk"] = FORBIDDEN
    await rosa.say("one")
    await bert.press_on("bridge leave", bridge_leaving.YES_LEAVE)
    await world.later(away.PROBE + 1)
    before = calls(world.blue)
    await rosa.say("two")
    await world.later(3 * away.PROBE)

    assert calls(world.blue, before) == 0
    assert await suspended(world) == []


async def test_what_one_process_suspends_another_may_find_mended(postgres_url: str) -> None:
    async with running(postgres_url) as first:
        rosa = Member(first, first.red, first.talk(first.red), "Rosa", admin=True)
        await named(rosa)
        first.blue.shut["talk"] = FORBIDDEN
        platforms = (first.red, first.blue, first.green)
        async with running(postgres_url, platforms=platforms, clock=first.clock) as second:
            await second.caught_up()
            await rosa.say("one")
            await second.rest()
            assert len(await suspended(second)) == 1
            first.blue.shut.clear()
            await second.bot.app.heard(ChannelFound("found", first.clock.now(), first.talk(first.blue)))
            async with asyncio.timeout(PATIENCE):
                while await suspended(second):
                    await first.caught_up()
                    await second.caught_up()

            assert first.blue.lines(first.talk(first.blue))[-1:] == ["Rosa · Red: one"]
            assert told(rosa) == texts.back("Blue", "Discharge")
