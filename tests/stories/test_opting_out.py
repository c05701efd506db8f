"""Whoever opts out is not copied any more, and what was copied goes, wherever it is by then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from adapters.contract.content import Content, Emoji, Excerpt, Paragraph, Text
from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Connected, Reacted
from bot.opting_out import texts
from bot.texts import THREAD_WITHOUT_ROOT, staying_texts
from bot.withdrawing import keep_alike
from storage.exclusions import Exclusion
from tests.fakes.platform import busy, refused
from tests.rows import rows
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.test_asking_in_channels import profile, puts, question_in


@pytest.fixture
def ann(world: World) -> Member:
    """Writes in the red community."""
    return Member(world, world.red, world.talk(world.red), "Ann")


@pytest.fixture
def bob(world: World) -> Member:
    """Writes in the blue community."""
    return Member(world, world.blue, world.talk(world.blue), "Bob")


@pytest.fixture
def gil(world: World) -> Member:
    """Reads in the green community."""
    return Member(world, world.green, world.talk(world.green), "Gil")


async def test_nothing_of_hers_is_copied_any_more_and_what_was_goes(
    world: World, ann: Member, bob: Member, gil: Member
) -> None:
    old = await world.red.say("Ann", ann.channel, "One.")
    await ann.say("Two.")
    await bob.say("Three.")
    said = await ann.told("bridge optout")
    assert said.splitlines()[:2] == [texts.opted_out("Discharge"), texts.taken_back(2)]
    await ann.say("Four.")
    await world.red.attach("Ann", ann.channel, "plan.png", "A plan")
    await world.red.change(old, "One, edited.")
    await world.rest()

    assert bob.sees() == ["Bob: Three."]
    assert gil.sees() == ["Bob · Blue: Three."]
    assert ann.sees()[:3] == ["Ann: One, edited.", "Ann: Two.", "Bob · Blue: Three."]


async def test_reactions_go_from_a_message_too_whose_author_opted_out_before(
    world: World, ann: Member, bob: Member
) -> None:
    """Its copies are gone by then, and it still stands where it was written."""
    posted = await world.red.say("Ann", ann.channel, "Done!")
    await world.rest()
    await world.blue.put("Bob", bob.newest().ref, "👍")
    await world.rest()
    await ann.use("bridge optout")
    assert world.red.messages[posted.message.id].reactions == {("👍", "Unsilo")}

    await bob.use("bridge optout")

    assert world.red.messages[posted.message.id].reactions == set()


async def test_opting_in_again_brings_back_no_reaction_from_before_when_history_is_read(
    world: World, ann: Member, bob: Member
) -> None:
    posted = await world.blue.say("Bob", bob.channel, "Done!")
    await world.rest()
    copy = ann.newest().ref
    await world.red.put("Ann", copy, "👍")
    await world.rest()
    await ann.use("bridge optout")
    await world.red.put("Ann", copy, "🎉")
    await world.rest()
    await ann.use("bridge optin")
    world.red.core, core = None, world.red.core  # what happens now is heard of from history alone
    await world.red.put("Ann", copy, "❤️")
    world.red.core = core
    await world.bot.app.heard(Connected("again", world.clock.now(), ann.channel.home, "Red"))
    await world.caught_up()
    assert world.blue.messages[posted.message.id].reactions == {("❤️", "Unsilo")}

    for emoji in ("👍", "🎉"):
        await world.red.put("Ann", copy, emoji, present=False)
        await world.red.put("Ann", copy, emoji)
    await world.rest()
    assert {emoji for emoji, _ in world.blue.messages[posted.message.id].reactions} == {"❤️", "👍", "🎉"}


async def test_opting_in_again_brings_nothing_that_was_said_meanwhile(world: World, ann: Member, bob: Member) -> None:
    """Not by a reply below it, nor when it is changed."""
    await ann.use("bridge optout")
    old = await world.red.say("Ann", ann.channel, "Between us")
    await world.rest()
    await ann.use("bridge optin")
    await world.red.say("Ada", old.message.as_thread, "Is that so?")
    await world.red.change(old, "Still between us")
    await world.later(10)

    assert [each.text for each in world.blue.shown(bob.channel)] == [THREAD_WITHOUT_ROOT, "Is that so?"]


async def test_reactions_and_names_go_too(world: World, ann: Member, bob: Member) -> None:
    posted = await world.blue.say("Bob", bob.channel, "Done!")
    await world.rest()
    copy = ann.newest().ref
    await world.red.put("Ann", copy, "🎉")
    await world.red.put("Ann", copy, "👍")
    await world.green.put("Gil", world.green.shown(world.talk(world.green))[-1].ref, "👍")
    await world.rest()
    assert world.blue.messages[posted.message.id].reactions == {("🎉", "Unsilo"), ("👍", "Unsilo")}
    await ann.use("bridge optout")
    again = Reacted("heard late", world.clock.now() - 1, copy, posted.author, Emoji("", "🎉"), present=True)
    await world.bot.app.heard(replace(again, author=replace(posted.author, account=ann.account)))
    await world.red.put("Ann", copy, "❤️")
    await world.rest()

    assert world.blue.messages[posted.message.id].reactions == {("👍", "Unsilo")}
    [shown] = [it for it in world.green.shown(world.talk(world.green)) if it.ours]
    assert shown.reactions == {("👍", "Gil")}
    assert "Ann" not in {row.name for row in await rows(world.database, text("SELECT name FROM reaction"))}


async def test_her_words_are_not_quoted_in_replies(world: World, ann: Member, bob: Member, gil: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, "Mr Smith in bed 4 …")
    await world.rest()
    world.green.trouble("send", busy, times=2)
    on_its_way = {"reply_to": posted.message, "content": quoting("Oh dear.")}
    await world.red.say("Rosa", ann.channel, "", **on_its_way)
    await world.rest()
    assert world.blue.shown(bob.channel)[-1].content.reply is not None
    await ann.use("bridge optout")
    later = await world.red.say("Ann", ann.channel, "And bed 5 …")
    await world.red.say("Rosa", ann.channel, "", reply_to=later.message, content=quoting("Please stop."))
    for _ in range(3):
        await world.later(10)

    shown = [*world.green.shown(gil.channel), *world.blue.shown(bob.channel)]
    assert [it.text for it in shown] == ["Oh dear.", "Please stop."] * 2
    assert [it.content.reply for it in shown] == [None] * 4


async def test_late_events_bring_nothing_back(world: World, ann: Member, bob: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, "One.")
    await world.rest()
    await ann.use("bridge optout")
    unheard = await world.red.say("Ann", ann.channel, "Two.")
    world.clock.advance(60)
    await ann.use("bridge optin")
    await world.bot.app.heard(posted)
    await world.bot.app.heard(replace(posted, key="told anew"))
    await world.bot.app.heard(replace(unheard, key="told late"))
    await world.red.change(unheard, "Two, edited.")
    await world.red.change(posted, "One, edited.")
    await world.later(16 * 60)
    await world.caught_up()
    assert bob.sees() == []

    await ann.say("Three.")
    assert bob.sees() == ["Ann · Red: Three."]


async def test_opting_out_here_leaves_other_bridges_alone(world: World, ann: Member, bob: Member) -> None:
    channels = (world.red.channel("mats"), world.blue.channel("mats"))
    await world.database.write(lambda unit: unit.bridges.add("Mats", channels, world.clock.now()))
    there, seen = replace(ann, channel=channels[0]), replace(bob, channel=channels[1])
    await ann.say("Of discharge.")
    await there.say("Of mats.")
    await ann.use("bridge optout")
    await there.say("More mats.")
    assert (bob.sees(), seen.sees()) == ([], ["Ann · Red: Of mats.", "Ann · Red: More mats."])

    assert texts.opted_out(None) in await ann.told("bridge optout", where="everywhere")
    await there.say("No more mats.")
    assert seen.sees() == []
    assert await there.told("bridge optin") == staying_texts.OPTED_OUT_EVERYWHERE


async def test_whoever_opted_out_here_stays_out_when_the_channel_is_bridged_anew(
    world: World, ann: Member, bob: Member
) -> None:
    channels = tuple(world.talk(platform) for platform in (world.red, world.blue, world.green))
    await ann.use("bridge optout")
    for name in ("Again", "And again"):
        await world.database.write(lambda unit: unit.bridges.remove("Discharge"))
        await world.database.write(lambda unit: unit.bridges.remove("Again"))
        world.clock.advance(1)
        await world.database.write(lambda unit, name=name: unit.bridges.add(name, channels, world.clock.now()))  # type: ignore[misc]
    world.clock.advance(1)
    await ann.say("Not this.")
    assert bob.sees() == []

    await ann.use("bridge optin")
    world.clock.advance(1)
    await ann.say("This.")
    assert bob.sees() == ["Ann · Red: This."]


async def test_whoever_opted_out_everywhere_stays_out_of_new_bridges(world: World, ann: Member) -> None:
    outside = replace(ann, channel=world.red.channel("new"))
    assert await outside.told("bridge optout") == texts.NOT_HERE
    assert await outside.told("bridge optin") == texts.NOT_HERE_IN
    assert texts.taken_back(0) in await outside.told("bridge optout", where="everywhere")
    channels = (world.red.channel("new"), world.blue.channel("new"))
    await world.database.write(lambda unit: unit.bridges.add("New", channels, world.clock.now()))
    await outside.say("Not me.")
    assert world.blue.lines(channels[1]) == []

    back = [texts.opted_in(None), texts.FROM_NOW_ON, texts.HERE_OR_NOT]
    assert await outside.told("bridge optin", where="everywhere") == "\n".join(back)
    await outside.say("Me again.")
    assert world.blue.lines(channels[1]) == ["Ann · Red: Me again."]
    assert await outside.told("bridge optin") == f"{texts.NOT_OUT}\n{texts.IS_COPIED}"


async def test_whom_organisers_keep_out_is_told_so(world: World, ann: Member, bob: Member) -> None:
    bridge = await world.database.read(lambda unit: unit.bridges.of(ann.channel))
    assert bridge is not None
    await ann.use("bridge optout")
    await world.database.write(
        lambda unit: unit.exclusions.add(
            ann.account, bridge.id, Exclusion.BARRED, world.clock.now(), by=ann.channel.home
        )
    )
    said = await ann.told("bridge optin")
    assert said == f"{texts.opted_in('Discharge')}\n{staying_texts.barred(['Red'])}"
    await ann.say("Hello?")

    assert bob.sees() == []


async def test_it_holds_for_all_her_accounts(world: World, ann: Member, bob: Member, gil: Member) -> None:
    abroad = replace(gil, name="Ann from Green")
    await world.database.write(lambda unit: unit.members.link(ann.account, abroad.account, "m", world.clock.now()))
    await abroad.say("From green.")
    await ann.say("From red.")
    assert texts.ALL_ACCOUNTS in await ann.told("bridge optout")
    await abroad.say("Again.")
    assert bob.sees() == []

    await abroad.use("bridge optin")
    await ann.say("From red.")
    assert bob.sees() == ["Ann · Red: From red."]


async def test_accounts_that_are_linked_afterwards_are_kept_alike(world: World, ann: Member, bob: Member) -> None:
    abroad = Member(world, world.green, world.talk(world.green), "Ann from Green")
    await abroad.say("From green.")
    await ann.use("bridge optout", where="everywhere")
    await world.database.write(lambda unit: unit.members.link(abroad.account, ann.account, "m", world.clock.now()))
    accounts = [abroad.account, ann.account]
    await world.database.write(lambda unit: keep_alike(accounts, unit, world.clock.now()))
    await world.rest()
    assert bob.sees() == []

    await world.database.write(lambda unit: unit.members.unlink(abroad.account))
    await abroad.say("Still out.")
    assert bob.sees() == []


async def test_a_platform_that_refuses_keeps_its_copy_and_the_others_go(
    world: World, ann: Member, bob: Member, gil: Member
) -> None:
    await ann.say("One.")
    world.blue.trouble("delete", refused, times=99)
    await ann.use("bridge optout")

    assert gil.sees() == []
    assert bob.sees() == ["Ann · Red: One."]


def quoting(words: str) -> Content:
    """A message that answers another, whose first words stand above it."""
    return Content((Paragraph((Text(words),)),), reply=Excerpt("Ann", "Mr Smith in bed 4"))


async def test_a_question_that_stands_nowhere_yet_is_taken_back_too(world: World, ann: Member, rosa: Member) -> None:
    await profile(ann)
    await rosa.use("bridge hold", seconds="60")
    world.red.shut["talk"] = Refused("The bot may not post here. Let it in.", Why.FORBIDDEN)
    await puts(ann)
    await ann.use("bridge optout")
    await world.later(61)
    assert not question_in(replace(ann, platform=world.blue, channel=world.talk(world.blue)))
