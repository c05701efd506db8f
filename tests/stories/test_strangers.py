"""People of other organisations in a shared channel: what they write stays there, unless organisers want it copied."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from adapters.contract.incoming import Author, Posted
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.bridging import pinned
from bot.bridging import strangers_texts as texts
from bot.texts import staying_texts
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.town import Town, open_town


async def stranger_says(who: Member, text: str, **more: Any) -> Posted:
    """Zed of another organisation writes in a member's channel, which is shared with his."""
    zed = Author(who.platform.account("Zed"), "Zed", stranger=True)
    posted = await who.platform.say("Zed", who.channel, text, author=zed, **more)
    await who.world.rest()
    return posted


async def test_what_strangers_write_stays_and_members_words_cross(rosa: Member, ann: Member, bert: Member) -> None:
    posted = await stranger_says(ann, "Buy our beds.")
    await ann.platform.change(posted, "Buy our better beds.")
    await ann.platform.say("Ann", posted.message.as_thread, "No, thanks.")
    await ann.world.later(60)
    await ann.say("Good morning.")

    assert not any("beds" in line for line in bert.sees())
    assert [line for line in bert.sees() if "Ann" in line] == ["Ann · Red: No, thanks.", "Ann · Red: Good morning."]
    assert texts.COPIED not in await rosa.told("bridge status")


async def test_a_strangers_reaction_stays_and_a_members_crosses(world: World, ann: Member, bert: Member) -> None:
    posted = await world.blue.say("Bert", bert.channel, "Beds are free.")
    await world.rest()
    copy = ann.newest()
    core, world.red.core = world.red.core, None
    reacted = await world.red.put("Zed", copy.ref, "👍")
    world.red.core = core
    await world.bot.app.heard(replace(reacted, author=replace(reacted.author, stranger=True)))
    await world.red.put("Ann", copy.ref, "🎉")
    await world.rest()

    assert world.blue.messages[posted.message.id].reactions == {("🎉", "Unsilo")}


async def test_organisers_let_their_words_cross_and_everybody_reads_so(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    world.red.text_limit = world.blue.text_limit = 4000  # notices are long
    await stranger_says(ann, "Before.")
    world.clock.advance(1)
    answer = await rosa.told("bridge strangers", strangers="on")
    await stranger_says(ann, "After.")

    assert texts.ON_MEANS in answer
    assert bert.sees() == ["Zed · guest of Red: After."]
    assert texts.changed("Red", "Discharge", on=True) in bert.notices()
    assert texts.COPIED in await rosa.told("bridge status")
    assert "what people of other organisations write leaves their channel: on" in await rosa.told("bridge log")
    assert texts.PINNED_HERE in text_of(rosa.pinned()[0].content)
    assert texts.pinned_there(["Red"]) in text_of(bert.pinned()[0].content)
    assert texts.ON_ALREADY in await rosa.told("bridge strangers", strangers="on")


async def test_what_was_written_before_does_not_cross_when_it_is_heard_late(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    world.clock.advance(60)
    await rosa.use("bridge strangers", strangers="on")
    await stranger_says(ann, "Written before.", at=world.clock.now() - 30)

    assert bert.sees() == []


async def test_organisers_take_it_back_and_copies_still_go_with_what_they_are_of(
    world: World, rosa: Member, ann: Member, bert: Member
) -> None:
    world.red.text_limit = 4000
    await rosa.use("bridge strangers", strangers="on")
    first = await stranger_says(ann, "After.")
    assert texts.OFF_MEANS in await rosa.told("bridge strangers", strangers="off")
    world.clock.advance(60)
    await stranger_says(ann, "Later.")
    shown = bert.sees()
    await world.red.remove(first.message)
    await world.rest()

    assert shown == ["Zed · guest of Red: After."]
    assert bert.sees() == []
    assert texts.PINNED_HERE not in text_of(rosa.pinned()[0].content)
    assert texts.OFF_ALREADY in await rosa.told("bridge strangers", strangers="off")


async def test_only_organisers_let_them(ann: Member, bert: Member) -> None:
    await ann.use("bridge strangers", strangers="on")
    await stranger_says(ann, "After.")

    assert bert.sees() == []


async def test_through_slack_connect_a_stranger_is_told_from_a_member(sqlite_url: str) -> None:
    async with open_town(sqlite_url) as town:
        await bridged(town)
        zed = town.sandbox.slack.share_channel(town.slack["team"], town.slack["channel"], "T0BEDS", "Zed")
        town.slack["zed"] = zed.id
        [stays] = texts.pinned_stays("slack")
        notice = await town.slack_shows(stays)
        assert texts.PINNED_HERE not in notice["text"]
        assert stays not in (await town.discord_shows("Falls")).content
        hello = await town.on_discord("post", text="Hello from the care home.")
        copy = await town.slack_shows("Hello from the care home.")
        await town.on_slack("react", "zed", message=copy["ts"], emoji="eyes")
        await town.on_slack("post", "zed", text="Buy our beds.")
        await town.on_slack("react", "paul", message=copy["ts"], emoji="tada")
        await town.on_slack("post", "paul", text="Who has a free bed?")
        await town.discord_shows("Who has a free bed?")
        there = town.sandbox.discord.world.channels[town.discord["channel"]]
        await town.until(lambda: there.messages[hello["message"]].reactions)

        assert [it.content for it in there.messages.values() if "Buy" in it.content] == []
        assert len(there.messages[hello["message"]].reactions) == 1

        await town.on_slack("command", "zed", text="", name="/unsilo")
        await town.slack_told(staying_texts.STRANGER, "zed")
        await town.on_slack("command", text="strangers on", name="/bridge")
        await town.slack_shows(texts.PINNED_HERE)
        await town.on_slack("post", "zed", text="Our beds are cheap.")
        shown = await town.discord_shows("Our beds are cheap.")
        assert shown.author.name == f"Zed · {shared.guest_of('North Trust')}"


async def bridged(town: Town) -> None:
    """The two channels are in a bridge."""
    ends = (
        ChannelRef("slack", town.slack["team"], town.slack["channel"]),
        ChannelRef("discord", town.discord["guild"], town.discord["channel"]),
    )
    await town.database.write(lambda unit: pinned.add("Falls", ends, unit, 0.0))


async def test_where_no_channel_can_be_shared_the_switch_stays_off(world: World, rosa: Member, bert: Member) -> None:
    world.red.homeless = True
    assert await rosa.told("bridge strangers", strangers="on") == texts.NOTHING_SHARED
    assert texts.COPIED not in await rosa.told("bridge status")
    world.red.homeless = False
    assert texts.ON_MEANS in await rosa.told("bridge strangers", strangers="on")
