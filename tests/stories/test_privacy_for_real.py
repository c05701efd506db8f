"""Everybody gets what is held of them as files in a private message, and it is removed again, on both platforms."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.contract.refs import ChannelRef
from bot.privacy import texts
from tests.stories.town import Json, Town, open_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """The bot runs between both platforms."""
    async with open_town(sqlite_url) as opened:
        slack = ChannelRef("slack", opened.slack["team"], opened.slack["channel"])
        discord = ChannelRef("discord", opened.discord["guild"], opened.discord["channel"])
        await opened.database.write(lambda unit: unit.bridges.add("Falls", (slack, discord), 0.0))
        yield opened


async def test_both_get_their_data_and_the_letters_go_when_they_want_it(town: Town) -> None:
    await town.on_slack("post", "paul", text="Hello from Paul.")
    copy = await town.discord_shows("Hello from Paul.")
    await town.on_slack("command", "paul", name="mydata")
    await town.on_discord("command", "dave", name="mydata")
    files = await town.until(lambda: slack_files(town))
    written = json.loads(next(content for name, content in files.items() if name.endswith(".json")))
    assert written["accounts"] == [f"slack:{town.slack['team']}/{town.slack['paul']}"]
    assert [row["channel"] for row in written["held"]["messages"]] == [
        f"slack:{town.slack['team']}/{town.slack['channel']}"
    ]
    letter = await town.until(lambda: discord_letter(town))
    assert texts.YOUR_DATA in letter.content

    await town.on_slack("command", "paul", name="forget")
    asked = await town.slack_told(texts.WHAT_GOES, "paul")
    await town.press_on_slack(asked, texts.YES_REMOVE, "paul")
    await town.slack_told("Receipt: your data was removed on ", "paul")
    shown = town.sandbox.discord.world.channels[town.discord["channel"]].messages
    assert await town.until(lambda: copy.id not in shown)
    assert await town.until(lambda: not slack_letters(town))


def slack_letters(town: Town) -> list[Json]:
    """What the bot wrote to Paul privately."""
    channels = town.sandbox.slack.workspace(town.slack["team"]).channels.values()
    private = (it for it in channels if it.kind == "im")
    return [it for place in private for it in place.messages.values() if it.get("subtype") != "tombstone"]


def slack_files(town: Town) -> dict[str, bytes]:
    """The files in Paul's private messages, by name, once both are there."""
    known = town.sandbox.slack.workspace(town.slack["team"]).files
    found = [known[file["id"]] for letter in slack_letters(town) for file in letter.get("files", [])]
    return {file.name: file.content for file in found} if len(found) == 2 else {}


def discord_letter(town: Town) -> Any:
    """What the bot wrote to Dave privately, with both files."""
    private = [it for it in town.sandbox.discord.world.channels.values() if town.discord["dave"] in it.recipients]
    letters = [message for place in private for message in place.messages.values()]
    return next((message for message in letters if len(message.attachments) == 2), None)
