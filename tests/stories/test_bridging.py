"""Organisers of two communities join their channels from inside their chat; both have to say yes."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from adapters.contract.content import plain
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.bridging import leaving_texts, texts
from bot.texts import staying_texts
from storage.bridges import Direction
from tests.fakes.platform import FakePlatform, busy
from tests.rows import rows
from tests.stories.asking import Member
from tests.stories.conftest import World

DAY = 24 * 3600.0
RULES = "Be kind.\nNo patient information."


def member(world: World, platform: FakePlatform, name: str, *, admin: bool = True, channel: str = "falls") -> Member:
    return Member(world, platform, platform.channel(channel), name, admin)


@pytest.fixture
async def rosa(world: World) -> Member:
    """Runs the red community, and has started a bridge."""
    rosa = member(world, world.red, "Rosa")
    await rosa.use("bridge create", name="Falls", rules=RULES)
    return rosa


@pytest.fixture
def bert(world: World) -> Member:
    """Runs the blue community."""
    return member(world, world.blue, "Bert")


async def code(host: Member) -> str:
    """A code that works."""
    found = re.search(r"The code is (\S+)", await host.told("bridge invite"))
    assert found is not None
    return found[1]


async def let_in(host: Member, guest: Member) -> None:
    """A guest's channel joins a host's bridge."""
    await guest.press(await guest.use("bridge join", code=await code(host)), "Join")
    await host.press(host.newest(), "Approve")


async def test_two_channels_are_joined_once_both_sides_have_agreed(world: World, rosa: Member, bert: Member) -> None:
    offer = await bert.use("bridge join", code=await code(rosa))
    await rosa.say("Not for Blue yet.")

    assert texts.will_appear(["Red"], ["Red"]) in text_of(offer)
    assert RULES in text_of(offer)
    assert await bert.press(offer, "Join") == f"{texts.asked('Red')}\n{texts.be_in_channel('discord')}"
    await rosa.say("Nor is this.")
    assert rosa.newest().text == "Nor is this."
    [request] = [it for it in world.red.shown(rosa.channel) if it.content.buttons]
    assert request.text == f"{texts.request('Blue', 'Falls')}\n{texts.request_how(Direction.BOTH, paused=False)}"

    assert await rosa.press(request, "Approve") == texts.approved("Blue", "Falls")
    await rosa.say("Who has tried sensor mats?")
    await bert.say("We have.")

    assert bert.sees() == ["Rosa · Red: Who has tried sensor mats?", "Bert: We have."]
    assert rosa.sees()[-1] == "Bert · Blue: We have."
    assert rosa.notices() == [texts.approved("Blue", "Falls"), texts.joined("Blue", "Falls")]
    assert bert.notices()[0].startswith(texts.welcome("Falls", ["Red"]))


async def test_before_anybody_has_joined_nothing_is_copied_or_kept(world: World, rosa: Member) -> None:
    posted = await world.red.say("Rosa", rosa.channel, "Hello?")
    await world.rest()

    assert await world.database.read(lambda unit: unit.messages.by_key(posted.message.key)) is None
    assert shared.NO_BRIDGE not in await rosa.told("bridge people")
    assert staying_texts.alone("Falls") in await rosa.told("unsilo")


async def test_members_without_rights_are_refused_in_plain_words(world: World, rosa: Member, bert: Member) -> None:
    ann, bob = member(world, world.red, "Ann", admin=False), member(world, world.blue, "Bob", admin=False)
    key = await code(rosa)

    assert await ann.told("bridge create", name="Mine", rules=RULES) == shared.ORGANISERS_ONLY
    assert await ann.told("bridge invite") == shared.ORGANISERS_ONLY
    assert await ann.told("bridge leave") == shared.ORGANISERS_ONLY
    assert await ann.told("bridge status") == shared.ORGANISERS_ONLY
    assert await ann.told("bridge log") == shared.ORGANISERS_ONLY
    assert await ann.told("organisers add", who="<@Ann>") == shared.ORGANISERS_ONLY
    assert await bob.told("bridge join", code=key) == shared.ORGANISERS_ONLY
    offer = await bert.use("bridge join", code=key)
    assert await bob.press(offer, "Join") == shared.ORGANISERS_ONLY
    await bert.press(offer, "Join")
    assert await ann.press(rosa.newest(), "Approve") == shared.ORGANISERS_ONLY
    await rosa.say("Still only here.")
    assert bert.sees() == []


async def test_a_code_works_once(world: World, rosa: Member, bert: Member) -> None:
    key = await code(rosa)
    gwen = member(world, world.green, "Gwen")
    offers = [await bert.use("bridge join", code=key), await gwen.use("bridge join", code=key.lower())]
    await bert.press(offers[0], "Join")

    assert await bert.press(offers[0], "Join") == texts.asked_already("Red")
    assert await bert.told("bridge join", code=key) == texts.asked_already("Red")
    assert await gwen.press(offers[1], "Join") == texts.USED_CODE
    assert await gwen.told("bridge join", code=key) == texts.USED_CODE


async def test_a_code_works_for_seven_days(world: World, rosa: Member, bert: Member) -> None:
    key = await code(rosa)
    offer = await bert.use("bridge join", code=key)
    await world.later(7 * DAY + 1)

    assert await bert.press(offer, "Join") == texts.EXPIRED_CODE
    assert await bert.told("bridge join", code=key) == texts.EXPIRED_CODE
    assert await bert.told("bridge join", code="AAAA-BBBB-CCCC") == texts.UNKNOWN_CODE


async def test_the_code_itself_is_not_kept(world: World, rosa: Member) -> None:
    key = await code(rosa)
    kept = await rows(world.database, text("SELECT * FROM invite"))

    assert key.replace("-", "") not in "".join(str(row).replace("-", "") for row in kept)


async def test_a_request_may_be_declined(world: World, rosa: Member, bert: Member) -> None:
    await bert.press(await bert.use("bridge join", code=await code(rosa)), "Join")
    request = rosa.newest()
    key = request.content.buttons[0].argument

    assert await rosa.press(request, "Decline") == texts.declined("Blue", "Falls")
    await rosa.say("Only here.")

    assert bert.sees() == []
    assert bert.notices() == [texts.not_let_in("Red", "Falls")]
    assert rosa.notices() == [texts.declined("Blue", "Falls")]
    assert await rosa.forge("bridge approve", key) == texts.ANSWERED_REQUEST


async def test_a_request_is_answered_within_seven_days(world: World, rosa: Member, bert: Member) -> None:
    await bert.press(await bert.use("bridge join", code=await code(rosa)), "Join")
    await world.later(7 * DAY + 1)

    assert await rosa.press(rosa.newest(), "Approve") == texts.EXPIRED_REQUEST


async def test_forged_buttons_open_nothing(world: World, rosa: Member, bert: Member) -> None:
    key = await code(rosa)
    await bert.press(await bert.use("bridge join", code=key), "Join")
    argument = rosa.newest().content.buttons[0].argument

    assert await bert.forge("bridge approve", argument) == texts.NOT_YOUR_REQUEST
    assert await bert.forge("bridge approve", key) == texts.ENDED_REQUEST
    assert await bert.forge("bridge approve", "") == texts.ENDED_REQUEST
    assert await bert.forge("bridge accept", argument) == texts.UNKNOWN_CODE
    gwen = member(world, world.green, "Gwen")
    assert await gwen.forge("bridge approve", argument) == texts.NOT_YOUR_REQUEST
    await rosa.say("Only here.")
    assert bert.sees() == []


async def test_a_channel_is_in_one_bridge_and_a_name_is_used_once(world: World, rosa: Member, bert: Member) -> None:
    assert await rosa.begins("bridge create") == plain(texts.in_a_bridge("Falls")), "before the rules are written"
    assert await bert.begins("bridge create") == {}
    for who, name, why in (
        (rosa, "Other", texts.in_a_bridge("Falls")),
        (bert, " Falls ", texts.name_taken("Falls")),
    ):
        taken = await who.told("bridge create", name=name, rules=RULES)
        assert taken.startswith(why) and RULES in taken  # what was written is given back
    assert await rosa.told("bridge join", code=await code(rosa)) == texts.in_a_bridge("Falls")
    offer = await bert.use("bridge join", code=await code(rosa))
    await bert.press(offer, "Join")
    await bert.use("bridge create", name="Mats", rules=RULES)
    assert await rosa.press(rosa.newest(), "Approve") == texts.GUEST_TAKEN


async def test_a_thread_may_be_an_end_unless_its_channel_is_one(world: World, rosa: Member) -> None:
    inside = Member(world, world.red, rosa.channel.in_thread("t1"), "Rosa", admin=True)
    post = Member(world, world.blue, world.blue.channel("forum").in_thread("t1"), "Bert", admin=True)
    forum = member(world, world.blue, "Bert", channel="forum")

    assert await inside.begins("bridge create") == plain(texts.in_a_bridge("Falls"))
    await let_in(rosa, post)
    await rosa.say("To the post.")
    assert (forum.newest().text, forum.newest().ref.channel) == ("To the post.", post.channel)
    assert await forum.begins("bridge create") == plain(texts.in_a_bridge("Falls"))


async def test_a_third_community_joins_and_gets_what_is_written_from_then_on(
    world: World, rosa: Member, bert: Member
) -> None:
    await let_in(rosa, bert)
    old = await world.red.say("Rosa", rosa.channel, "Before Green came.")
    world.clock.advance(60)
    gwen = member(world, world.green, "Gwen")
    await let_in(bert, gwen)
    world.clock.advance(1)
    await world.red.change(old, "Before Green came, edited.")
    await rosa.say("Welcome, Green.")

    assert gwen.sees() == ["Rosa · Red: Welcome, Green."]
    assert "Rosa · Red: Before Green came, edited." in bert.sees()
    assert rosa.notices()[-1] == texts.joined("Green", "Falls")


async def test_where_nothing_leaves_nobody_is_told_that_it_does(world: World, rosa: Member, bert: Member) -> None:
    await let_in(rosa, bert)
    await rosa.use("bridge direction", direction="in")
    await let_in(bert, gwen := member(world, world.green, "Gwen"))
    assert rosa.notices()[-1] == texts.joined("Green", "Falls", sends=False)
    assert texts.joined("Green", "Falls") in bert.notices()
    assert gwen.notices()[0].startswith(texts.welcome("Falls", ["Blue", "Red"]))


async def test_a_channel_that_leaves_neither_sends_nor_receives_but_deletions_still_cross(
    world: World, rosa: Member, bert: Member
) -> None:
    await let_in(rosa, bert)
    posted = await world.red.say("Rosa", rosa.channel, "Mr Smith in bed 4 …")
    await world.rest()
    world.blue.trouble("send", busy)
    await rosa.say("Waits at Blue.")
    await rosa.say("Waits behind it.")
    said = text_of(await bert.press_on("bridge leave", leaving_texts.YES_LEAVE))
    await rosa.say("Who is still here?")
    await bert.say("Are you?")
    await world.later(8)

    assert said == f"{leaving_texts.we_left('Falls')}\n{leaving_texts.COPIES_STAY}"
    assert "Bert · Blue: Are you?" not in rosa.sees()
    assert bert.sees() == ["Rosa · Red: Mr Smith in bed 4 …", "Bert: Are you?"]
    assert rosa.notices()[-1] == leaving_texts.left("Blue", "Falls")
    await world.red.remove(posted.message)
    await world.rest()
    assert bert.sees() == ["Bert: Are you?"]
    assert await bert.told("bridge leave") == shared.NO_BRIDGE


async def test_the_last_to_leave_ends_the_bridge_and_its_codes(world: World, rosa: Member, bert: Member) -> None:
    key = await code(rosa)
    await rosa.press_on("bridge leave", leaving_texts.YES_LEAVE)

    assert await bert.told("bridge join", code=key) == texts.UNKNOWN_CODE
    await bert.use("bridge create", name="Falls", rules=RULES)
    assert "let in" not in await bert.told("bridge log")
    assert "An organiser of Red" not in await bert.told("bridge log")


async def test_leaving_asks_first_and_its_button_is_for_that_bridge_alone(
    world: World, rosa: Member, bert: Member
) -> None:
    await let_in(rosa, bert)
    asked = await bert.use("bridge leave")
    assert (
        text_of(asked) == f"{leaving_texts.leaving('Falls')}\n{leaving_texts.LEAVING_MEANS}\n{leaving_texts.OR_PAUSE}"
    )
    await bert.say("Still here.")
    assert "Bert · Blue: Still here." in rosa.sees()
    await bert.press(asked, leaving_texts.YES_LEAVE)
    await bert.use("bridge create", name="Sleep", rules=RULES)

    assert await bert.press(asked, leaving_texts.YES_LEAVE) == leaving_texts.LEFT_BEFORE
    assert "Sleep" in await bert.told("bridge status")
