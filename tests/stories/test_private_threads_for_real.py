"""What people say in a private thread of a bridged channel stays there, through both real adapters."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
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
    """The room of two people of the server, which is a thread of the joined channel."""
    both = [AccountRef("discord", "", town.discord[name]) for name in ("dana", "dave")]
    [discord] = [platform for platform in town.platforms if platform.name == "discord"]
    thread = await discord.open_private(both)
    assert thread.id == town.discord["channel"] and thread.thread
    return thread


async def is_kept(town: Town, thread: ChannelRef, message: str) -> bool:
    """Whether the bot keeps a message of a thread, as it does with all that are to cross."""
    key = MessageRef(thread, message).key
    return await town.database.read(lambda unit: unit.messages.by_key(key)) is not None


async def test_what_two_who_were_introduced_say_in_their_thread_does_not_cross(town: Town) -> None:
    thread = await private_thread(town)
    said = await town.on_discord("post", "dave", channel=thread.thread, text="Between us")
    await town.on_discord("edit", "dave", channel=thread.thread, message=said["message"], text="Between us two")
    await town.on_discord("post", "dave", text="For everybody")
    await town.slack_shows("For everybody")

    assert not await is_kept(town, thread, said["message"])


async def test_nor_when_the_bot_reads_what_it_missed(town: Town) -> None:
    thread = await private_thread(town)
    said = await town.on_discord("post", "dave", channel=thread.thread, text="Between us")
    town.bot.catchup.ask(CommunityRef("discord", town.discord["guild"]))
    await town.bot.catchup.rest()

    assert not await is_kept(town, thread, said["message"])


async def test_a_private_thread_that_is_itself_joined_crosses(sqlite_url: str) -> None:
    async with open_town(sqlite_url) as town:
        thread = await private_thread(town)
        room = ChannelRef("slack", town.slack["team"], town.slack["room"])
        await town.database.write(lambda unit: unit.bridges.add("Chosen", (thread, room), 0.0))
        await town.on_discord("post", "dave", channel=thread.thread, text="For the organisers")

        await town.slack_shows("For the organisers", "room")
