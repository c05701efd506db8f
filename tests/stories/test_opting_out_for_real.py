"""The pinned notice, and opting out by its button, through both real adapters."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.contract.refs import ChannelRef
from bot.bridging import pinned
from bot.bridging import pinned_texts as said
from bot.opting_out import texts
from tests.stories.town import Town, open_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """The bot runs between both platforms, whose channels the operator joins."""
    async with open_town(sqlite_url) as opened:
        slack = ChannelRef("slack", opened.slack["team"], opened.slack["channel"])
        discord = ChannelRef("discord", opened.discord["guild"], opened.discord["channel"])
        await opened.database.write(lambda unit: pinned.add("Falls", (slack, discord), unit, opened.sandbox.now()))
        yield opened


async def test_the_notice_is_pinned_and_its_button_takes_all_back(town: Town) -> None:
    on_slack = await town.slack_shows(said.PINNED_KEPT[:40])
    on_discord = await town.discord_shows(said.PINNED_KEPT[:40])
    channel = town.sandbox.slack.workspace(town.slack["team"]).channels[town.slack["channel"]]
    assert await town.until(lambda: channel.pins) == [on_slack["ts"]]
    assert await town.until(lambda: on_discord.pinned)

    await town.on_slack("post", "paul", text="Mr Smith in bed 4 …")
    await town.on_discord("post", "dave", text="Who has tried sensor mats?")
    copy = await town.discord_shows("Mr Smith")
    copied = await town.slack_shows("sensor mats")
    await town.press_on_slack(on_slack, "Opt out", "paul")
    await town.slack_told(texts.opted_out("Falls"), "paul")
    await town.press_on_discord(on_discord, "Opt out", "dave")
    await town.discord_told(texts.opted_out("Falls"), "dave")

    shown = town.sandbox.discord.world.channels[town.discord["channel"]].messages
    assert await town.until(lambda: copy.id not in shown)
    assert await town.until(lambda: copied["ts"] not in channel.messages)
