"""Members who read Welsh, through both real adapters: why a message did not arrive, and what there is not."""

from __future__ import annotations

import json

import pytest

from adapters.contract.content import Button, Content, Paragraph, Text
from adapters.contract.refs import ChannelRef
from bot import texts
from sandbox.faults import Fault
from tests.stories.test_language import pseudo as pseudo
from tests.stories.test_language import translated as translated
from tests.stories.town import open_town

BLOCKED = "⟦AutoMod of the Discord server blocked the message.⟧"


@pytest.mark.usefixtures("translated")
async def test_what_only_the_adapters_know_is_said_in_the_readers_language(sqlite_url: str) -> None:
    async with open_town(sqlite_url) as town:
        on_slack, on_discord = town.slack, town.discord
        here = ChannelRef("discord", on_discord["guild"], on_discord["channel"])
        ends = (ChannelRef("slack", on_slack["team"], on_slack["channel"]), here)
        await town.database.write(lambda unit: unit.bridges.add("Falls", ends, 0.0))
        await town.on_slack("command", "paul", name="language", text="cymraeg")
        await town.slack_told("⟦I speak Cymraeg", "paul")
        await town.on_discord("command", "dave", name="language", options={"name": "cymraeg"})
        await town.discord_told("⟦I speak Cymraeg", "dave")

        refused = json.dumps({"code": 200000, "message": "Message was blocked by automatic moderation"})
        town.sandbox.discord.faults.add(Fault("POST */webhooks/*", "status", status=400, body=refused))
        await town.on_slack("post", "paul", text="Naughty.")
        letter = await town.slack_letter(BLOCKED)
        assert "did not reach Care Commons. Everybody in your own channel can still see it.⟧" in letter["text"]

        await town.on_slack("command", "paul", name="bridge", text="frobnicate now")
        told = await town.slack_told("⟦Here is what you can use:⟧", "paul")
        assert told["text"].startswith("⟦There is no command `/bridge frobnicate`.⟧\n")
        assert "`/bridge create`: ⟦Start a bridge with this channel⟧" in told["text"]

        [platform] = [it for it in town.platforms if it.name == "discord"]
        old = Content((Paragraph((Text("Shall we?"),)),), buttons=(Button("Yes", "gone", "7"),))
        await platform.send(here, old, token="t1")
        await town.press_on_discord(await town.discord_shows("Shall we?"), "Yes", "dave")
        said = await town.discord_told("This button", "dave")
        assert said.content == f"⟦{texts.UNKNOWN_COMMAND}⟧"
