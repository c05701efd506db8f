"""Both platforms tell which channels are private: there, a form asks for the channel's name."""

from __future__ import annotations

import re

from bot.bridging import texts
from sandbox.discord.permissions import Permission
from tests.stories.test_people_for_real import fill_on_discord, press_form_on_discord
from tests.stories.town import Town, open_town

NAME_DIFFERS = texts.NAME_DIFFERS.split(".")[0]


async def invited(town: Town) -> str:
    """Slack's organiser has started a bridge in a private channel, after typing a wrong name; a code for it."""
    workspace = town.sandbox.slack.workspace(town.slack["team"])
    town.slack["channel"] = town.sandbox.slack.add_channel(workspace.id, "board-papers", private=True).id
    for typed, answer in (("board", NAME_DIFFERS), ("board-papers", texts.created("Falls"))):
        await town.on_slack("command", name="bridge", text="create")
        await town.fill_on_slack({"name": "Falls", "rules": "Be kind.", "channel": typed})
        await town.slack_told(answer)
    await town.on_slack("command", name="bridge", text="invite")
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", (await town.slack_told("The code is "))["text"])
    assert found is not None
    return found[0]


async def test_a_private_channel_on_each_side_joins_after_its_name_was_typed(sqlite_url: str) -> None:
    async with open_town(sqlite_url) as town:
        code = await invited(town)
        channel = town.sandbox.discord.world.channels[town.discord["channel"]]
        [bot] = town.sandbox.discord.world.bots.values()
        town.sandbox.discord.set_rights(channel, bot, allow=Permission.VIEW_CHANNEL)
        town.sandbox.discord.set_rights(channel, deny=Permission.VIEW_CHANNEL)
        await town.on_discord("command", name="bridge join", options={"code": code})
        offer = await town.discord_told("This channel is private")
        for typed, answer in (("board", NAME_DIFFERS), ("falls", texts.asked("North Trust"))):
            opened = await press_form_on_discord(town, offer, "Join this private channel", "dana")
            await fill_on_discord(town, opened, {"channel": typed}, "dana")
            await town.discord_told(answer)

        request = await town.slack_shows(texts.request_private("Care Commons", "Falls"))
        await town.press_on_slack(request, "Approve")
        await town.slack_shows(texts.joined("Care Commons", "Falls"))
