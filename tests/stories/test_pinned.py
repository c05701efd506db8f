"""Every joined channel carries one pinned notice that says what is so now."""

from __future__ import annotations

import re

import pytest

from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Connected
from bot.bridging import leaving_texts, pinned
from bot.bridging import pinned_texts as texts
from bot.opting_out import texts as opting_out
from tests.fakes.platform import FakePlatform, busy
from tests.stories.asking import Member
from tests.stories.conftest import World

DAY = 24 * 3600.0


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notice fits one message, as on the real platforms."""
    monkeypatch.setattr("tests.fakes.platform.TEXT_LIMIT", 1000)


def member(world: World, platform: FakePlatform, name: str, *, channel: str = "falls") -> Member:
    return Member(world, platform, platform.channel(channel), name, admin=True)


@pytest.fixture
async def rosa(world: World) -> Member:
    """Runs the red community, and has started a bridge."""
    rosa = member(world, world.red, "Rosa")
    await rosa.use("bridge create", name="Falls", rules="Be kind.")
    return rosa


@pytest.fixture
async def bert(world: World, rosa: Member) -> Member:
    """Runs the blue community, which has joined."""
    bert = member(world, world.blue, "Bert")
    world.clock.advance(1)
    await let_in(rosa, bert)
    return bert


@pytest.fixture
def gwen(world: World) -> Member:
    """Runs the green community."""
    return member(world, world.green, "Gwen")


async def let_in(host: Member, guest: Member) -> None:
    """A guest's channel joins a host's bridge."""
    found = re.search(r"The code is (\S+)", await host.told("bridge invite"))
    assert found is not None
    await guest.press(await guest.use("bridge join", code=found[1]), "Join")
    await host.press(host.newest(), "Approve")


def says(member: Member) -> str:
    """The second sentence of the one pinned notice: with whom the channel is mirrored."""
    [shown] = member.pinned()
    first, *_ = shown.text.splitlines()
    return first.removeprefix(texts.pinned("Falls")).strip()


async def test_both_channels_carry_one_notice_with_all_that_one_should_know(rosa: Member, bert: Member) -> None:
    [shown] = bert.pinned()

    assert shown.text.splitlines() == [
        f"{texts.pinned('Falls')} {texts.pinned_with(['Red'], ['Red'])}",
        texts.PINNED_KEPT,
        texts.PINNED_HOW,
    ]
    assert says(rosa) == texts.pinned_with(["Blue"], ["Blue"])
    pressed = await bert.press(shown, "Opt out")
    await bert.told("bridge optin")
    assert pressed == await bert.told("bridge optout")


async def test_a_bridge_of_one_channel_has_nothing_to_pin(rosa: Member) -> None:
    assert rosa.pinned() == []


async def test_it_changes_in_place_when_communities_come_and_go(
    world: World, rosa: Member, bert: Member, gwen: Member
) -> None:
    before = [it.ref for it in (*rosa.pinned(), *bert.pinned())]
    world.clock.advance(1)
    await let_in(rosa, gwen)
    assert says(bert) == texts.pinned_with(["Red", "Green"], ["Red", "Green"])
    assert says(gwen) == texts.pinned_with(["Red", "Blue"], ["Red", "Blue"])
    await gwen.press_on("bridge leave", leaving_texts.YES_LEAVE)
    assert says(rosa) == texts.pinned_with(["Blue"], ["Blue"])
    assert [it.text for it in gwen.pinned()] == [f"{texts.PINNED_LEFT}\n{leaving_texts.COPIES_STAY}"]
    await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)

    assert says(rosa) == texts.PINNED_ALONE
    assert [it.ref for it in (*rosa.pinned(), *bert.pinned())] == before


async def test_whoever_comes_back_has_one_notice_and_it_is_true(world: World, rosa: Member, bert: Member) -> None:
    for _ in range(2):
        await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)
        assert [texts.PINNED_LEFT in it.text for it in bert.pinned()] == [True]
        world.clock.advance(60)
        await let_in(rosa, bert)
        assert says(bert) == texts.pinned_with(["Red"], ["Red"])  # which looks at the only one

    assert not any(texts.PINNED_LEFT in line for line in world.blue.lines(bert.channel))
    assert says(rosa) == texts.pinned_with(["Blue"], ["Blue"])


async def test_who_starts_another_bridge_loses_the_notice_of_the_old_one(
    world: World, rosa: Member, bert: Member
) -> None:
    await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)
    world.clock.advance(60)
    await bert.use("bridge create", name="Mats", rules="Be kind.")
    await let_in(bert, member(world, world.green, "Gwen"))

    [shown] = bert.pinned()
    assert shown.text.startswith(texts.pinned("Mats"))


async def test_it_tells_the_direction_and_a_pause(world: World, rosa: Member, bert: Member, gwen: Member) -> None:
    world.clock.advance(1)
    await let_in(rosa, gwen)
    await bert.use("bridge direction", direction="in")
    assert says(bert) == texts.pinned_with([], ["Red", "Green"])
    assert says(rosa) == texts.pinned_with(["Blue", "Green"], ["Green"])
    await gwen.use("bridge pause")
    assert says(gwen) == texts.pinned_paused(["Red", "Blue"])
    assert says(rosa) == texts.pinned_with(["Blue"], [])
    await rosa.use("bridge pause", what="all")
    assert says(rosa) == texts.pinned_paused(["Blue", "Green"])
    await rosa.use("bridge resume", what="all")
    await gwen.use("bridge resume")

    assert says(rosa) == texts.pinned_with(["Blue", "Green"], ["Green"])


async def test_it_follows_a_community_that_is_renamed(world: World, rosa: Member, bert: Member) -> None:
    edits = len([call for call, _ in world.red.calls if call == "edit"])
    renamed = Connected("again", world.clock.now(), world.blue.community, "Bluebell Trust")
    await world.bot.app.heard(renamed)
    await world.caught_up()

    assert says(rosa) == texts.pinned_with(["Bluebell Trust"], ["Bluebell Trust"])
    await world.bot.app.heard(Connected("same", world.clock.now(), world.blue.community, "Bluebell Trust"))
    await world.caught_up()
    assert len([call for call, _ in world.red.calls if call == "edit"]) == edits + 1
    assert len(member(world, world.red, "Rosa", channel="talk").pinned()) == 0


async def test_one_that_somebody_removes_comes_back_with_the_next_change(
    world: World, rosa: Member, bert: Member
) -> None:
    [shown] = bert.pinned()
    await world.blue.remove(shown.ref)
    await world.later(DAY + 1)
    assert bert.pinned() == []
    await rosa.use("bridge pause")

    assert says(bert) == texts.pinned_with([], [])
    await world.blue.remove(bert.pinned()[0].ref)
    await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)
    assert bert.pinned() == []
    assert leaving_texts.we_left("Falls") in bert.notices()[-1]


async def test_where_the_bot_may_not_pin_it_stays_unpinned(world: World, rosa: Member, gwen: Member) -> None:
    world.green.trouble("pin", lambda: Refused("You may not pin.", Why.FORBIDDEN), times=99)
    await let_in(rosa, gwen)
    await rosa.say("Welcome.")

    assert gwen.pinned() == []
    assert sum(texts.PINNED_KEPT in line for line in world.green.lines(gwen.channel)) == 1
    assert gwen.sees() == ["Rosa · Red: Welcome."]
    assert "Failed" not in await gwen.told("bridge status")


async def test_it_is_pinned_after_a_wait_and_not_posted_twice(world: World, rosa: Member, gwen: Member) -> None:
    world.green.trouble("pin", busy)
    await let_in(rosa, gwen)
    assert gwen.pinned() == []
    await world.later(8)
    assert says(gwen) == texts.pinned_with(["Red"], ["Red"])


async def test_a_thread_carries_it_too(world: World, rosa: Member) -> None:
    post = Member(world, world.blue, world.blue.channel("forum").in_thread("t1"), "Bert", admin=True)
    await let_in(rosa, post)
    [shown] = member(world, world.blue, "Bert", channel="forum").pinned()

    assert shown.ref.channel == post.channel
    assert texts.pinned_with(["Red"], ["Red"]) in shown.text


async def test_an_operators_bridge_has_it_too(world: World) -> None:
    channels = (world.red.channel("mats"), world.blue.channel("mats"))
    rosa = member(world, world.red, "Rosa", channel="mats")
    await world.database.write(lambda unit: pinned.add("Falls", channels, unit, world.clock.now()))
    await world.rest()
    assert says(rosa) == texts.pinned_with(["Blue"], ["Blue"])

    assert await world.database.write(lambda unit: pinned.remove("Falls", unit, world.clock.now()))
    await world.rest()
    assert [it.text for it in rosa.pinned()] == [f"{texts.PINNED_LEFT}\n{leaving_texts.COPIES_STAY}"]
    assert not await world.database.write(lambda unit: pinned.remove("Falls", unit, world.clock.now()))


async def test_channels_that_were_joined_before_there_were_notices_get_theirs_within_a_day(world: World) -> None:
    rosa = member(world, world.red, "Rosa", channel="talk")
    await world.later(DAY + 1)
    await world.caught_up()
    [shown] = rosa.pinned()
    assert texts.pinned_with(["Blue", "Green"], ["Blue", "Green"]) in shown.text

    for _ in range(3):  # what is kept for a year only does not come anew after it
        await world.later(300 * DAY)
        await world.caught_up()
    assert [it.ref for it in rosa.pinned()] == [shown.ref]


async def test_its_button_says_so_where_the_channel_has_left_meanwhile(rosa: Member, bert: Member) -> None:
    still_on_the_screen = bert.pinned()[0].content
    await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)

    assert bert.pinned()[0].content.buttons == ()
    assert await bert.press(still_on_the_screen, "Opt out") == opting_out.NOT_HERE
