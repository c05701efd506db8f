"""What people say in a private thread of a bridged channel stays there, through both real adapters."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from bot.relay import texts
from bot.texts.carried_texts import PRIVATE_THREAD
from tests.stories.test_people_for_real import fill_on_discord, profile_on_discord
from tests.stories.town import Town, open_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """A channel on Slack and one on Discord are joined."""
    async with open_town(sqlite_url) as opened:
        ends = (
            ChannelRef("slack", opened.slack["team"], opened.slack["channel"]),
            ChannelRef("discord", opened.discord["guild"], opened.discord["channel"]),
        )
        await opened.database.write(lambda unit: unit.bridges.add("Falls", ends, 0.0))
        yield opened


async def private_thread(town: Town) -> ChannelRef:
    """A private thread of the joined channel that somebody of the server began."""
    made = await town.on_discord("start_thread", "dana", name="Us two", private=True)
    thread = town.sandbox.discord.world.channels[made["thread"]]
    assert thread.type == 12 and thread.parent_id == town.discord["channel"]
    return ChannelRef("discord", town.discord["guild"], town.discord["channel"], thread.id)


async def room(town: Town) -> ChannelRef:
    """The room of two people of the server, which is a private thread that the bot began in the joined channel."""
    both = [AccountRef("discord", "", town.discord[name]) for name in ("dana", "dave")]
    [discord] = [platform for platform in town.platforms if platform.name == "discord"]
    thread = await discord.open_private(both)
    assert town.sandbox.discord.world.channels[thread.id].parent_id == town.discord["channel"]
    return thread


async def is_kept(town: Town, thread: ChannelRef, message: str) -> bool:
    """Whether the bot keeps a message of a thread, as it does with all that are to cross."""
    key = MessageRef(thread, message).key
    return await town.database.read(lambda unit: unit.messages.by_key(key)) is not None


@pytest.mark.parametrize(("begun", "told"), [(room, texts.NOT_BRIDGED), (private_thread, PRIVATE_THREAD)])
async def test_nothing_that_is_said_or_done_in_a_private_thread_crosses_or_is_kept(
    town: Town, begun: Any, told: str
) -> None:
    thread = await begun(town)
    here = {"channel": thread.thread or thread.id}
    said = await town.on_discord("post", "dana", **here, text="Between us")
    again = await town.on_discord("post", "dana", **here, text="Between us, too")
    await town.on_discord("edit", "dana", **here, message=said["message"], text="Between us two")
    await town.on_discord("react", "dana", **here, message=said["message"], emoji="👍")
    await town.on_discord("unreact_all", "dana", **here, message=said["message"])
    await town.on_discord("delete", "dana", **here, message=again["message"])
    await town.on_discord("command", "dana", **here, name="unsilo")
    await town.discord_told(told)
    await town.on_discord("post", "dave", text="For everybody")
    await town.slack_shows("For everybody")

    assert [await is_kept(town, thread, it["message"]) for it in (said, again)] == [False, False]


async def test_nor_when_the_bot_reads_what_it_missed(town: Town) -> None:
    thread = await private_thread(town)
    said = await town.on_discord("post", "dana", channel=thread.thread, text="Between us")
    town.bot.catchup.ask(CommunityRef("discord", town.discord["guild"]))
    await town.bot.catchup.rest()

    assert not await is_kept(town, thread, said["message"])


async def test_a_private_thread_that_is_itself_joined_crosses(sqlite_url: str) -> None:
    async with open_town(sqlite_url) as town:
        thread = await private_thread(town)
        there = ChannelRef("slack", town.slack["team"], town.slack["room"])
        await town.database.write(lambda unit: unit.bridges.add("Chosen", (thread, there), 0.0))
        await town.on_discord("post", "dana", channel=thread.thread, text="For the organisers")

        copy = await town.slack_shows("For the organisers", "room")
        shown = town.sandbox.slack.workspace(town.slack["team"]).channels[town.slack["room"]].messages
        [said] = [it for it in town.sandbox.discord.world.channels[thread.thread or ""].messages.values() if it.content]
        await town.on_discord("react", "dana", channel=thread.thread, message=said.id, emoji="👍")
        await town.until(lambda: copy.get("reactions"))
        await town.on_discord("delete", "dana", channel=thread.thread, message=said.id)
        await town.until(lambda: copy["ts"] not in shown)


async def test_a_question_that_is_put_in_a_private_thread_comes_to_no_channel(town: Town) -> None:
    await profile_on_discord(town, "nhs", "Falls at night", "dana")
    thread = await private_thread(town)
    opened = await town.on_discord("command", "dana", channel=thread.thread, name="ask")
    await fill_on_discord(town, opened, {"words": "Who measures falls?", "where": "both"}, "dana")
    await town.discord_told(PRIVATE_THREAD, "dana")

    await town.on_discord("post", "dave", text="For everybody")
    await town.slack_shows("For everybody")
    channels = town.sandbox.discord.world.channels
    assert not [it for it in channels[town.discord["channel"]].messages.values() if "Who measures" in it.content]
