"""Whoever organises by their platform's word is told things for as long as it says so, though they ask for nothing.

Whoever was named is, for as long as they are there.
"""

from __future__ import annotations

import pytest

from adapters.contract.commands import Form
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.moderating import reporting, texts
from bot.rollcall import RIGHTS
from bot.stewards import AGAIN
from bot.texts import acts_texts
from tests.fakes.platform import busy, lost, refused
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import named, told

THANKS = "\n".join((texts.thanks(["Red"]), texts.nobody_told_in(["Blue"])))


@pytest.fixture
async def rosa(world: World, rosa: Member) -> Member:
    """Runs the red community, and has done something on the bridge."""
    await rosa.use("bridge bots", bots="off")
    return rosa


@pytest.fixture
async def ruth(world: World) -> Member:
    """So has somebody else who runs it."""
    ruth = Member(world, world.red, world.talk(world.red), "Ruth", admin=True)
    await ruth.use("bridge filter", action="add", word="zithers")
    return ruth


async def reports(world: World, ann: Member, text: str = "Buy my pills!") -> str:
    """Ann of Red writes, and Bob of Blue reports it; what he is told."""
    await ann.say(text)
    bob = Member(world, world.blue, world.talk(world.blue), "Bob")
    return text_of(await bob.choose(bob.newest().ref, "report", why="It sells pills."))


async def test_who_runs_the_community_no_more_is_told_of_no_report(
    world: World, ann: Member, rosa: Member, ruth: Member
) -> None:
    assert await reports(world, ann) == THANKS
    before = told(rosa)
    world.red.lapsed.add("Rosa")
    assert await reports(world, ann, "More pills!") == THANKS

    assert "reported a message" in before and told(rosa) == before
    assert told(ruth).count("reported a message") == 2
    log = await ruth.told("bridge log")
    assert f"{acts_texts.ITSELF} took @Rosa off the organisers" in log


async def test_the_reporter_learns_when_nobody_is_left_to_tell(world: World, ann: Member, rosa: Member) -> None:
    world.red.lapsed.add("Rosa")
    assert (await reports(world, ann)).startswith(texts.NOBODY_TO_TELL)
    assert told(rosa) == ""


async def test_nor_of_anything_else_from_the_next_look_on(world: World, ann: Member, rosa: Member) -> None:
    await rosa.use("bridge filter", action="add", word="pills")
    world.red.lapsed.add("Rosa")
    await world.later(RIGHTS)
    world.blue.shut["talk"] = refused()
    await ann.say("Good morning")
    assert told(rosa) == ""


async def test_who_was_named_is_told_whatever_the_platform_says(world: World, ann: Member, rosa: Member) -> None:
    await named(rosa)
    world.red.lapsed.add("Rosa")
    await world.later(RIGHTS)
    assert await reports(world, ann) == THANKS
    assert "reported a message" in told(rosa)


async def test_who_runs_it_again_is_told_once_they_act(world: World, ann: Member, rosa: Member) -> None:
    world.red.lapsed.add("Rosa")
    await world.later(RIGHTS)
    world.red.lapsed.clear()
    await rosa.use("bridge bots", bots="on")
    await reports(world, ann)
    assert "reported a message" in told(rosa)


@pytest.mark.parametrize("fault", [busy, lost, refused])
async def test_of_whom_the_platform_does_not_say_it_others_are_told_instead_and_without_others_they_are(
    world: World, ann: Member, rosa: Member, fault: object
) -> None:
    world.red.trouble("runs", fault, times=1)  # type: ignore[arg-type]
    assert await reports(world, ann) == THANKS
    assert told(rosa) == "", "it waits for the platform's word"
    await world.later(AGAIN)
    assert "reported a message" in told(rosa), "no report is lost"

    before = told(rosa)
    ruth = Member(world, world.red, world.talk(world.red), "Ruth")
    await named(ruth)
    world.red.trouble("runs", fault, times=1)  # type: ignore[arg-type]
    await reports(world, ann, "More pills!")
    assert "reported a message" in told(ruth) and told(rosa) == before
    assert "took off" not in await rosa.told("bridge log"), "what is raised is no proof"


@pytest.mark.parametrize("others", [False, True])
async def test_who_may_organise_no_more_reads_no_report_while_the_platform_does_not_answer(
    world: World, ann: Member, rosa: Member, others: bool
) -> None:
    ruth = Member(world, world.red, world.talk(world.red), "Ruth", admin=True)
    if others:
        await ruth.use("bridge bots", bots="on")
    world.red.lapsed.add("Rosa")
    world.red.trouble("runs", busy, times=3)
    assert await reports(world, ann) == THANKS
    assert told(rosa) == told(ruth) == "", "nobody is sure to organise"
    for _ in range(5):
        await world.later(AGAIN)
    assert told(rosa) == "" and told(ruth).count("reported a message") == int(others)


async def test_reports_that_are_not_taken_ask_the_platform_nothing(world: World, ann: Member, rosa: Member) -> None:
    bob = Member(world, world.blue, world.talk(world.blue), "Bob")
    for number in range(reporting.MOST + 1):
        world.clock.advance(20)
        await ann.say(f"Pill {number}")
    copies = [each.ref for each in world.blue.shown(bob.channel) if "Pill" in each.text]
    for each in copies[:-1]:
        await bob.choose(each, "report", why="It sells pills.")
    before = world.red.calls.count(("runs", "Rosa"))
    assert text_of(await bob.choose(copies[-1], "report")) == texts.TOO_MANY_REPORTS
    assert world.red.calls.count(("runs", "Rosa")) == before >= reporting.MOST
    await world.later(reporting.WITHIN)
    looks = world.red.calls.count(("runs", "Rosa"))
    assert text_of(await bob.choose(copies[0], "report")) == texts.REPORTED_ALREADY
    nothing = Form("report", "", bob.caller, bob.channel, {}, None)
    assert text_of(await world.bot.app.asked(nothing)) == texts.NOT_COPIED
    assert world.red.calls.count(("runs", "Rosa")) == looks


@pytest.fixture
async def named_and_gone(world: World) -> Member:
    """Rudi was named in Red, whose people belong to no community; he left it, and is in another one of the bot's."""
    world.red.homeless = True
    rudi = Member(world, world.red, world.talk(world.red), "Rudi")
    await named(rudi)
    world.red.elsewhere.add("Rudi")
    return rudi


async def test_who_was_named_and_left_the_community_is_told_of_no_report(
    world: World, ann: Member, named_and_gone: Member, ruth: Member
) -> None:
    assert await reports(world, ann) == THANKS
    assert "reported a message" in told(ruth) and told(named_and_gone) == ""
    assert f"{acts_texts.ITSELF} took @Rudi off the organisers" in await ruth.told("bridge log")


async def test_nor_of_anything_else_from_the_next_look_on_and_no_name_counts_when_they_come_back(
    world: World, ann: Member, named_and_gone: Member
) -> None:
    await world.later(RIGHTS)
    world.blue.shut["talk"] = refused()
    await ann.say("Good morning")
    assert told(named_and_gone) == ""

    world.red.elsewhere.clear()
    assert await named_and_gone.told("bridge bots", bots="off") == shared.ORGANISERS_ONLY
    await named(named_and_gone)
    assert await named_and_gone.told("bridge bots", bots="off") != shared.ORGANISERS_ONLY


async def test_of_whom_the_platform_does_not_say_whether_they_left_the_name_stays(
    world: World, ann: Member, named_and_gone: Member, ruth: Member
) -> None:
    world.red.trouble("home", lost, times=1)
    await reports(world, ann)
    assert told(named_and_gone) == "" and "reported a message" in told(ruth), "others are told meanwhile"
    assert "took @Rudi off" not in await ruth.told("bridge log")
    world.red.elsewhere.clear()
    await reports(world, ann, "More pills!")
    assert "reported a message" in told(named_and_gone)
