"""The same journey through both real adapters: a Slack workspace and a Discord server are joined from their chats."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot import texts
from bot.bridging import leaving_texts
from bot.bridging import texts as said
from tests.stories.town import Town, open_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """The bot runs between both platforms, with no bridge."""
    async with open_town(sqlite_url) as opened:
        yield opened


async def test_a_workspace_and_a_server_are_joined_from_their_chats(town: Town) -> None:
    await town.on_slack("command", name="bridge", text="create")
    await town.fill_on_slack({"name": "Falls", "rules": "Be kind."})
    assert said.be_in_channel("slack") not in (await town.slack_told(said.created("Falls")))["text"]

    await town.on_slack("command", "paul", name="bridge", text="invite")
    await town.slack_told(texts.ORGANISERS_ONLY, "paul")
    await town.on_slack("command", name="bridge", text="invite")
    told = await town.slack_told("The code is ")
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", told["text"])
    assert found is not None

    await town.on_discord("command", "dave", name="bridge join", options={"code": found[0]})
    await town.discord_told(texts.ORGANISERS_ONLY, "dave")
    await town.on_discord("command", name="bridge join", options={"code": found[0]})
    offer = await town.discord_told("Be kind.")
    await town.press_on_discord(offer, "Join")
    request = await town.slack_shows(said.request_named("Care Commons", "Falls", "falls"))
    assert "/invite" not in (await town.discord_told(said.asked("North Trust"))).content
    await town.press_on_slack(request, "Approve", "paul")
    await town.press_on_slack(request, "Approve")
    await town.discord_shows("This channel is now in the bridge")

    await town.on_slack("post", "paul", text="Who has tried sensor mats?")
    await town.on_discord("post", "dave", text="We have.")
    copy = await town.discord_shows("Who has tried sensor mats?")
    assert copy.author.shown == "Paul · North Trust"
    await town.slack_shows("We have.")
    settled = await town.slack_shows(said.approved("Care Commons", "Falls"))
    assert (settled["ts"], [it["type"] for it in settled["blocks"] if it["type"] == "actions"]) == (request["ts"], [])

    await town.on_discord("command", name="bridge leave")
    await town.press_on_discord(await town.discord_told(leaving_texts.leaving("Falls")), leaving_texts.YES_LEAVE)
    await town.slack_shows(leaving_texts.left("Care Commons", "Falls"))
