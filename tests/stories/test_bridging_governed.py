"""Organisers govern a bridge: they pause it, choose its direction and rules, see how it is doing, and mend it."""

from __future__ import annotations

import pytest

from adapters.contract.content import Content, Text
from adapters.contract.refs import CommunityRef
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.bridging import status, status_texts, texts
from bot.texts import staying_texts
from storage.bridges import Direction
from tests.fakes.platform import busy, unacceptable
from tests.stories.asking import Member
from tests.stories.conftest import World

# The world's three channels are joined already, by the operator.


@pytest.fixture
def gwen(world: World) -> Member:
    """Runs the green community."""
    return Member(world, world.green, world.talk(world.green), "Gwen", admin=True)


async def test_a_paused_channel_neither_sends_nor_receives_and_nothing_is_copied_later(
    world: World, rosa: Member, bert: Member, gwen: Member
) -> None:
    await bert.use("bridge pause")
    await rosa.say("During the pause.")
    await bert.say("Among ourselves.")
    assert bert.sees() == ["Bert: Among ourselves."]
    assert gwen.sees() == ["Rosa · Red: During the pause."]

    world.clock.advance(60)
    await bert.use("bridge resume")
    await world.caught_up()
    await world.later(16 * 60)
    await world.caught_up()
    await rosa.say("After it.")

    assert bert.sees() == ["Bert: Among ourselves.", "Rosa · Red: After it."]
    assert "Bert · Blue: Among ourselves." not in rosa.sees()
    assert [line.split(".")[0] for line in gwen.notices() if "their channel" in line] == [
        "Blue paused their channel in the bridge “Discharge”",
        "Blue resumed their channel in the bridge “Discharge”",
    ]


async def test_what_was_missed_while_the_bot_was_away_during_a_pause_is_not_copied_later(
    world: World, rosa: Member, bert: Member
) -> None:
    await bert.use("bridge pause")
    core, world.blue.core, world.red.core = world.blue.core, None, None
    await bert.say("Nobody told the bot.")
    await rosa.say("Nor of this.")
    world.blue.core = world.red.core = core
    world.clock.advance(60)
    await bert.use("bridge resume")
    await world.later(16 * 60)
    await world.caught_up()

    assert rosa.sees() == ["Rosa: Nor of this."]
    assert bert.sees() == ["Bert: Nobody told the bot."]


async def test_while_a_channel_is_paused_deletions_cross_and_edits_wait_for_the_next_one(
    world: World, rosa: Member, bert: Member
) -> None:
    kept = await world.red.say("Rosa", rosa.channel, "Beds are ful.")
    gone = await world.red.say("Rosa", rosa.channel, "Mr Smith in bed 4 …")
    await world.rest()
    await bert.use("bridge pause")
    await world.red.change(kept, "Beds are full.")
    await world.red.remove(gone.message)
    await world.rest()
    assert bert.sees() == ["Rosa · Red: Beds are ful."]

    world.clock.advance(60)
    await bert.use("bridge resume")
    world.clock.advance(1)
    await world.red.change(kept, "Beds are full again.")
    await world.rest()
    assert bert.sees() == ["Rosa · Red: Beds are full again."]


async def test_an_edit_does_not_bring_a_message_of_the_pause(world: World, rosa: Member, bert: Member) -> None:
    await bert.use("bridge pause")
    posted = await world.red.say("Rosa", rosa.channel, "During the pause.")
    world.clock.advance(60)
    await bert.use("bridge resume")
    world.clock.advance(1)
    await world.red.change(posted, "During the pause, edited.")
    await world.rest()

    assert bert.sees() == []
    assert "Rosa · Red: During the pause, edited." in world.lines(world.green)


async def test_reactions_of_a_pause_do_not_cross_but_taking_one_back_does(
    world: World, rosa: Member, bert: Member
) -> None:
    posted = await world.red.say("Rosa", rosa.channel, "Done!")
    await world.rest()
    copy = bert.newest()
    await world.blue.put("Bert", copy.ref, "👍")
    await world.rest()
    await bert.use("bridge pause")
    await world.blue.put("Bert", copy.ref, "🎉")
    await world.blue.put("Bert", copy.ref, "👍", present=False)
    await world.rest()

    assert world.red.messages[posted.message.id].reactions == set()


async def test_channels_that_stay_paused_are_named_when_the_bridge_goes_on(
    world: World, rosa: Member, bert: Member, gwen: Member
) -> None:
    await bert.use("bridge pause")
    await rosa.use("bridge pause", what="all")
    said = await rosa.told("bridge resume", what="all")

    assert said.endswith(texts.still_paused(["Blue"])) and "of Blue is still paused" in said
    assert any("of Blue is still paused" in line for line in gwen.notices())


async def test_the_whole_bridge_can_be_paused(world: World, rosa: Member, bert: Member, gwen: Member) -> None:
    await bert.use("bridge pause")
    await rosa.use("bridge pause", what="all")
    await rosa.say("Nobody else sees this.")
    assert gwen.sees() == []
    resumed = await bert.told("bridge resume")
    assert texts.BRIDGE_STILL_PAUSED in resumed and texts.RESUMED[Direction.BOTH] not in resumed
    assert await bert.told("bridge pause", what="all") == texts.already(paused=True, whole=True)
    world.clock.advance(1)
    await gwen.use("bridge resume", what="all")
    await rosa.say("Now they do.")

    assert gwen.sees() == bert.sees() == ["Rosa · Red: Now they do."]
    assert texts.BRIDGE_PAUSED not in await rosa.told("bridge status")


async def test_a_channel_may_only_receive_or_only_send(world: World, rosa: Member, bert: Member, gwen: Member) -> None:
    said = await bert.told("bridge direction", direction="in")
    told = len(gwen.notices())
    assert await bert.told("bridge direction", direction="in") == texts.directed_already(Direction.IN)
    assert len(gwen.notices()) == told
    await gwen.use("bridge direction", direction="out")
    await rosa.say("From Red.")
    await bert.say("From Blue.")
    await gwen.say("From Green.")

    assert said == texts.directed("Blue", "Discharge", Direction.IN)
    assert bert.sees() == ["Rosa · Red: From Red.", "Bert: From Blue.", "Gwen · Green: From Green."]
    assert gwen.sees() == ["Gwen: From Green."]
    assert rosa.sees() == ["Rosa: From Red.", "Gwen · Green: From Green."]
    assert staying_texts.only_receives("Discharge") in await bert.told("unsilo")
    assert "choose one of" in await bert.told("bridge direction", direction="sideways")
    assert "choose one of" in await bert.told("bridge direction")


async def test_everybody_may_read_the_rules_and_organisers_change_them(
    world: World, rosa: Member, bert: Member
) -> None:
    ann = Member(world, world.red, rosa.channel, "Ann")
    assert texts.NO_RULES in await ann.told("bridge rules")
    assert (await ann.use("bridge rules")).buttons == ()
    assert [button.label for button in (await rosa.use("bridge rules")).buttons] == ["Change the rules"]

    assert await ann.told("bridge change-rules", rules="Anything goes.") == shared.ORGANISERS_ONLY
    await rosa.use("bridge change-rules", rules="Be kind.")

    assert bert.notices() == [f"{texts.rules_changed('Red', 'Discharge')}\nBe kind."]
    assert "Be kind." in await ann.told("bridge rules")


async def test_somebody_who_was_named_may_organise_their_own_community_alone(
    world: World, rosa: Member, bert: Member
) -> None:
    ann = Member(world, world.red, rosa.channel, "Ann")
    abroad = Member(world, world.blue, bert.channel, "Ann")
    assert await rosa.told("organisers add", who="Ann") == shared.WHO
    assert await rosa.told("organisers add", who="<@Ann|ann.archer>") == status_texts.may_organise(Text("@Ann"))
    assert await rosa.told("organisers add", who="<@Ann>") == status_texts.NAMED_ALREADY

    assert "Paused" not in await ann.told("bridge status")
    assert await abroad.told("bridge status") == shared.ORGANISERS_ONLY
    assert await ann.told("organisers list") == "Red: everybody who runs it, @Ann"
    assert status_texts.and_more("Red: everybody who runs it", 1) in await bert.told("bridge people")
    assert "Ann" not in await bert.told("bridge people")
    assert "@Ann" in await rosa.told("bridge people")

    nobody = (status_texts.NOBODY_IS_TOLD, status_texts.TOLD_AGAIN)
    assert await rosa.told("organisers remove", who="<@Ann>") == (
        "\n".join((status_texts.may_not_organise(Text("@Ann")), status_texts.MAY_STILL, *nobody))
    )
    assert await rosa.told("organisers remove", who="<@Ann>") == status_texts.NOT_NAMED
    assert await ann.told("bridge status") == shared.ORGANISERS_ONLY


async def test_the_status_names_what_waits_and_what_failed_and_tries_it_again(
    world: World, rosa: Member, bert: Member
) -> None:
    world.blue.trouble("send", unacceptable)
    world.green.trouble("send", busy)
    await rosa.say("once")
    answer = await rosa.use("bridge status")
    blue, green, red = (text_of(answer).partition("Discharge\n")[2]).split("It sends and receives.\n")[1:]
    assert "Failed: 1. The message is not taken here." in blue
    assert "Waiting: 1." in green
    assert "Failed" not in red + green

    ann = Member(world, world.red, rosa.channel, "Ann")
    assert await ann.press(answer, "Try again") == shared.ORGANISERS_ONLY
    assert await rosa.forge("bridge retry", "9" * 30) == shared.NO_BRIDGE
    outside = Member(world, world.blue, world.blue.channel("elsewhere"), "Bert")
    assert await outside.forge("bridge retry", "") == shared.NO_BRIDGE
    assert await rosa.press(answer, "Try again") == status_texts.retried(1)
    await world.later(70)
    assert bert.sees() == ["Rosa · Red: once"]
    assert await rosa.press(answer, "Try again") == status_texts.retried(0)
    assert (await rosa.use("bridge status")).buttons == ()


async def test_a_copy_that_is_there_after_all_is_not_made_again(world: World, rosa: Member, bert: Member) -> None:
    world.blue.trouble("send", unacceptable, performs=True)
    await rosa.say("once")
    await rosa.press(await rosa.use("bridge status"), "Try again")
    await world.later(70)

    assert bert.sees() == ["Rosa · Red: once"]


async def test_the_log_names_people_to_their_own_community_alone(world: World, rosa: Member, bert: Member) -> None:
    await rosa.use("bridge pause")
    await rosa.use("bridge resume")
    await rosa.use("organisers add", who="<@Ann>")
    own, abroad = await rosa.use("bridge log"), await bert.use("bridge log")

    assert [line.partition(": ")[2] for line in text_of(own).splitlines()] == [
        "@Rosa named @Ann as an organiser",
        "@Rosa resumed their channel",
        "@Rosa paused their channel",
    ]
    assert [line.partition(": ")[2] for line in text_of(abroad).splitlines()] == [
        "An organiser of Red resumed their channel",
        "An organiser of Red paused their channel",
    ]


async def test_a_notice_that_a_moderator_removes_stays_with_the_others(
    world: World, rosa: Member, bert: Member
) -> None:
    await rosa.use("bridge pause")
    said = texts.switched("Red", "Discharge", paused=True, whole=False)
    [notice] = [shown for shown in world.blue.shown(bert.channel) if said in shown.text]
    await world.blue.remove(notice.ref)
    await world.rest()

    assert not any(said in line for line in bert.notices())
    assert len([line for line in rosa.notices() if said in line]) == 1
    assert await world.database.read(lambda unit: unit.given_up.errors()) == []


async def test_who_runs_a_community_is_explained_on_the_readers_own_platform_alone(world: World) -> None:
    slack, discord = CommunityRef("slack", "T1"), CommunityRef("discord", "1")

    async def line(home: CommunityRef, reader: CommunityRef) -> str:
        names = {str(slack): "Trust", str(discord): "Care"}
        said = await world.database.read(lambda unit: status.organisers(home, reader, names, unit))
        return text_of(Content((said,)))

    assert await line(slack, slack) == "Trust: everybody who runs it (admins and owners)"
    assert await line(discord, discord) == "Care: everybody who runs it (people with Manage Server)"
    assert await line(discord, slack) == "Care: everybody who runs it"
