"""Anybody may report a message that crossed: the organisers of both sides learn of it, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.commands import Beginning
from adapters.contract.content import Content, Link, plain
from adapters.contract.forms import Opened
from adapters.contract.refs import ChannelRef, CommunityRef
from adapters.contract.walk import map_links, text_of
from bot import texts as shared
from bot.moderating import reporting, texts
from tests.fakes.platform import FakePlatform, Shown
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import named
from tests.stories.test_unlinking import forget


@pytest.fixture
async def rooms(world: World) -> dict[str, ChannelRef]:
    """The organisers of Red and Blue have chosen where they are told things; those of Green have not."""
    chosen = {platform.name: platform.channel("organisers") for platform in (world.red, world.blue)}
    for platform in (world.red, world.blue):
        await world.database.write(
            lambda unit, home=platform.community: unit.communities.give_room(home, chosen[home.platform])  # type: ignore[misc]
        )
    return chosen


@pytest.fixture
async def told(world: World, rooms: dict[str, ChannelRef]) -> dict[str, Member]:
    """An organiser of Red and one of Blue have letter boxes, too."""
    found = {"red": Member(world, world.red, rooms["red"], "Rosa", admin=True)}
    found["blue"] = Member(world, world.blue, rooms["blue"], "Bert", admin=True)
    for each in found.values():
        await named(each)
    return found


def member(world: World, platform: FakePlatform, name: str) -> Member:
    return Member(world, platform, world.talk(platform), name)


def links(content: Content) -> list[str]:
    """Where the links of a message lead."""
    found: list[str] = []

    def note(link: Link) -> Link:
        found.append(link.url)
        return link

    map_links(content, note)
    return found


async def reported(world: World, why: str = "It sells pills.") -> tuple[Member, Shown, str]:
    """Ann of Red writes, and Bob of Blue reports it: he, the copy, and what he is told."""
    await member(world, world.red, "Ann").say("Buy my pills!")
    bob = member(world, world.blue, "Bob")
    copy = bob.newest()
    return bob, copy, text_of(await bob.choose(copy.ref, "report", why=why))


async def test_organisers_of_both_sides_are_told_and_the_reporter_is_named_to_their_own(
    world: World, told: dict[str, Member]
) -> None:
    original = world.talk(world.red)
    _, copy, answer = await reported(world)
    [theirs], [ours] = told["red"].letters(), told["blue"].letters()

    assert answer == texts.thanks(["Red", "Blue"])
    assert theirs.text == f"A member of Blue reported a message, written in Red.\nIt sells pills.\n{texts.REPORT_HOW}"
    assert ours.text == f"@Bob reported a message, written in Red.\nIt sells pills.\n{texts.REPORT_HOW}"
    assert links(theirs.content) == [world.red.link(world.red.shown(original)[0].ref)]
    assert links(ours.content) == [world.blue.link(copy.ref)]
    assert "Bob" not in repr(theirs.content)
    assert member(world, world.red, "Ann").notices() == []


async def test_in_a_channel_that_others_may_read_nobody_is_named_and_nothing_quoted(
    world: World, told: dict[str, Member]
) -> None:
    world.red.text_limit = world.blue.text_limit = 4000
    await reported(world)
    for name, each in told.items():
        [shown] = each.platform.shown(each.channel)
        private = texts.room_told(name.title(), own=name == "blue", why=True)
        assert shown.text == f"Somebody reported a message, written in Red.\n{private}\n{texts.ROOM_HOW}"
        assert "Bob" not in repr(shown.content)
        assert links(shown.content) == []
        assert texts.MODERATE_HOW in await each.press(shown, "Moderate")


async def test_where_nobody_can_be_told_privately_the_channel_leads_to_the_message_and_the_reporter_learns_so(
    world: World, rooms: dict[str, ChannelRef]
) -> None:
    _, copy, answer = await reported(world)
    [theirs], [ours] = world.red.shown(rooms["red"]), world.blue.shown(rooms["blue"])

    assert answer == "\n".join((texts.thanks(["Red", "Blue"]), texts.without_words(["Red", "Blue"])))
    assert theirs.text == ours.text == f"Somebody reported a message, written in Red.\n{texts.ROOM_HOW}"
    assert links(ours.content) == [world.blue.link(copy.ref)]
    assert "Bob" not in repr((theirs.content, ours.content))


async def test_who_organises_both_communities_is_told_once_and_by_whom(
    world: World, rooms: dict[str, ChannelRef]
) -> None:
    bert = member(world, world.blue, "Bert")
    for home in (world.red.community, world.blue.community):
        await world.database.write(lambda unit, home=home: unit.organisers.add(home, bert.account, bert.account, 0.0))  # type: ignore[misc]
    await world.database.write(lambda unit: unit.communities.give_room(world.red.community, rooms["blue"]))
    _, _, answer = await reported(world)

    [letter], [shown] = bert.letters(), world.blue.shown(rooms["blue"])
    assert letter.text.startswith("@Bob reported a message, written in Red.")
    assert shown.text.startswith("Somebody reported a message")
    assert world.red.shown(rooms["red"]) == []
    assert answer == texts.thanks(["Red", "Blue"])


async def test_organisers_act_from_the_report(world: World, told: dict[str, Member]) -> None:
    bob, _, _ = await reported(world, why="")
    [theirs] = told["red"].letters()
    menu = await told["red"].use_button(theirs, "Moderate")
    assert texts.NO_REASON in theirs.text
    await told["red"].press(menu, "Remove everywhere")
    await told["red"].press(menu, "Ban")

    assert bob.sees() == world.lines(world.green) == []
    assert member(world, world.red, "Ann").letters()[0].text.startswith(texts.barred("Red", "Discharge"))


async def test_in_a_private_message_organisers_are_those_who_were_named_or_of_whom_the_platform_says_so(
    world: World,
) -> None:
    rosa = Member(world, world.red, world.talk(world.red), "Rosa", admin=True)
    await rosa.use("organisers add", who="<@Rob>")
    _, _, answer = await reported(world)
    rob = member(world, world.red, "Rob")
    [letter] = rob.letters()
    away = ChannelRef(world.red.name, "@", "dm")  # on some platforms, private messages belong to no community

    assert answer == "\n".join((texts.thanks(["Red"]), texts.nobody_told_in(["Blue"])))
    assert await Member(world, world.red, away, "Rosa", admin=True).press(letter, "Moderate") == texts.NOT_FROM_HERE
    assert texts.MODERATE_HOW in await Member(world, world.red, away, "Rob").press(letter, "Moderate")
    here, elsewhere = frozenset({world.talk(world.red).home}), frozenset({CommunityRef(world.red.name, "another")})
    ruth, runs_another = (Member(world, world.red, away, "Ruth", runs=runs) for runs in (here, elsewhere))
    assert texts.MODERATE_HOW in await ruth.press(letter, "Moderate")
    assert await runs_another.press(letter, "Moderate") == texts.NOT_FROM_HERE


async def test_in_a_private_message_who_left_the_community_organises_it_no_more(world: World) -> None:
    """Nobody was told yet that they left, where the platform tells of nobody."""
    world.red.homeless = True
    await Member(world, world.red, world.talk(world.red), "Rosa", admin=True).use("organisers add", who="<@Rob>")
    await reported(world)
    [letter] = member(world, world.red, "Rob").letters()
    away, here = ChannelRef(world.red.name, "@", "dm"), frozenset({world.red.community})

    assert texts.MODERATE_HOW in await Member(world, world.red, away, "Rob", within=here).press(letter, "Moderate")
    assert await Member(world, world.red, away, "Rob").press(letter, "Moderate") == texts.NOT_FROM_HERE


async def test_without_anybody_to_tell_the_reporter_learns_so(world: World) -> None:
    bob, copy, answer = await reported(world)

    assert answer.startswith(texts.NOBODY_TO_TELL) and shared.YOU_WROTE in answer  # so that they can tell one
    assert text_of(await bob.choose(copy.ref, "report")) == texts.NOBODY_TO_TELL


async def test_a_person_reports_a_message_once_and_ten_within_an_hour(
    world: World, rooms: dict[str, ChannelRef]
) -> None:
    bob, copy, _ = await reported(world)
    again = text_of(await bob.choose(copy.ref, "report", why="Again!"))
    assert again.startswith(texts.REPORTED_ALREADY) and "Again!" in again  # what was written is given back
    opens = Beginning("report", "", bob.caller, bob.channel, copy.ref)
    assert await world.bot.app.begins(opens) == plain(texts.REPORTED_ALREADY), "before anything is written"
    bea = member(world, world.blue, "Bea")
    assert isinstance(await world.bot.app.begins(replace(opens, by=bea.caller)), Opened)
    away = replace(opens, channel=world.blue.channel("not joined"), message=None)
    assert await world.bot.app.begins(away) == plain(texts.NOT_COPIED)
    assert len(world.red.shown(rooms["red"])) == 1
    others = await member(world, world.blue, "Bea").choose(copy.ref, "report")
    assert text_of(others) == texts.thanks(["Red", "Blue"])

    ann, answers = member(world, world.red, "Ann"), []
    for number in range(reporting.MOST):
        await ann.say(f"Pill {number}")
        answers.append(text_of(await bob.choose(bob.newest().ref, "report")))
    assert answers == [texts.thanks(["Red", "Blue"])] * (reporting.MOST - 1) + [texts.TOO_MANY_REPORTS]
    await world.later(reporting.WITHIN)
    assert text_of(await bob.choose(bob.newest().ref, "report")) == texts.thanks(["Red", "Blue"])


async def test_whoever_has_all_removed_is_not_named_in_their_reports_and_reports_no_message_again(
    world: World, told: dict[str, Member]
) -> None:
    bob, copy, _ = await reported(world, why="He did this on my ward, too.")
    await forget(bob)
    world.clock.advance(60)
    assert text_of(await bob.choose(copy.ref, "report", why="Again")).startswith(texts.REPORTED_ALREADY)
    for each in told.values():
        [letter] = each.letters()
        assert letter.text == (
            f"A member reported a message, written in Red.\n{texts.REPORTER_GONE}\n{texts.REPORT_HOW}"
        )
        assert texts.REMOVE in {button.label for button in (await each.use_button(letter, "Moderate")).buttons}
    assert links(told["blue"].letters()[0].content) == [world.blue.link(copy.ref)]


async def test_a_report_within_one_community_is_told_once(world: World, told: dict[str, Member]) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "Buy my pills!")
    await world.rest()
    answer = await member(world, world.red, "Rudi").choose(posted.message, "report", why="Pills.\nAgain.")

    assert text_of(answer) == texts.thanks(["Red"])
    assert [shown.text.splitlines()[1:3] for shown in told["red"].letters()] == [["Pills.", "Again."]]
    assert told["blue"].letters() == world.blue.shown(told["blue"].channel) == []


async def test_somebody_outside_the_bridge_reports_nothing(world: World, rooms: dict[str, ChannelRef]) -> None:
    _, copy, _ = await reported(world)
    outside = Member(world, world.blue, ChannelRef(world.blue.name, "another server", "talk"), "Olga")

    assert text_of(await outside.choose(copy.ref, "report")) == texts.NOT_COPIED
