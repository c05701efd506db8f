"""A message is reported and moderated through both real adapters: by menus, forms, buttons and private messages."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.contract.content import Text
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from bot import texts as shared
from bot.bridging import status_texts
from bot.introductions import questions
from bot.moderating import texts
from tests.stories.test_people_for_real import fill_on_discord, profile_on_discord, profile_on_slack
from tests.stories.town import Town, open_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """A bridged channel on either side, and a room of the organisers."""
    async with open_town(sqlite_url) as opened:
        on_slack, on_discord = opened.slack, opened.discord
        ends = (
            ChannelRef("slack", on_slack["team"], on_slack["channel"]),
            ChannelRef("discord", on_discord["guild"], on_discord["channel"]),
        )
        slack, discord = CommunityRef("slack", on_slack["team"]), CommunityRef("discord", on_discord["guild"])
        await opened.database.write(lambda unit: unit.bridges.add("Falls", ends, 0.0))
        await opened.database.write(
            lambda unit: unit.communities.give_room(slack, ChannelRef("slack", slack.id, on_slack["room"]))
        )
        await opened.database.write(
            lambda unit: unit.communities.give_room(discord, ChannelRef("discord", discord.id, on_discord["room"]))
        )
        yield opened


async def name_organisers(town: Town) -> None:
    """An organiser on either side is named: they have letter boxes."""
    slack, discord = CommunityRef("slack", town.slack["team"]), CommunityRef("discord", town.discord["guild"])
    pat, dana = AccountRef("slack", slack.id, town.slack["pat"]), AccountRef("discord", "", town.discord["dana"])
    for home, account in ((slack, pat), (discord, dana)):
        await town.database.write(lambda unit, home=home, who=account: unit.organisers.add(home, who, who, 0.0))  # type: ignore[misc]


async def test_a_report_from_discord_reaches_both_sides_and_its_author_is_banned(town: Town) -> None:
    await name_organisers(town)
    posted = await town.on_slack("post", "paul", text="Buy my pills!")
    copy = await town.discord_shows("Buy my pills!")

    menu = await town.on_discord("menu", "dave", message=copy.id, name="Report a message")
    await town.sandbox.discord.acts["submit"](
        community=town.discord["guild"],
        user=town.discord["dave"],
        form=menu["interaction"],
        values={"why": "It sells pills."},
    )
    await town.discord_told(texts.thanks(["North Trust", "Care Commons"]), "dave")
    theirs = await town.slack_letter("It sells pills.")
    ours = await town.discord_letter("It sells pills.")
    said_there = await town.slack_shows("Somebody reported", "room")
    assert "dave" not in json.dumps(theirs).lower()
    assert posted["message"].replace(".", "") in json.dumps(theirs["blocks"])
    assert f"<@{town.discord['dave']}>" in ours.content
    assert f"/{town.discord['guild']}/{town.discord['channel']}/{copy.id}" in ours.content

    await town.press_on_slack(said_there, "Moderate", "paul", "room")
    await town.slack_told(shared.ORGANISERS_ONLY, "paul")
    await town.press_on_slack(said_there, "Moderate", "pat", "room")
    assert texts.MODERATE_HOW in (await town.slack_told("A message by "))["text"]

    await town.on_discord("menu", "dave", message=copy.id, name="Moderate")
    await town.discord_told(shared.ORGANISERS_ONLY, "dave")
    await town.on_discord("menu", message=copy.id, name="Moderate")
    choice = await town.discord_told("A message by ")
    await town.press_on_discord(choice, "Ban")
    await town.slack_letter(texts.barred("Care Commons", "Falls"))
    await town.press_on_discord(choice, "Remove everywhere")
    await town.discord_told(texts.REMOVED)
    shown = town.sandbox.discord.world.channels[town.discord["channel"]].messages
    await town.until(lambda: copy.id not in shown)

    await town.on_slack("post", "paul", text="And more pills!")
    await town.on_slack("post", "pat", text="Sorry about that.")
    await town.discord_shows("Sorry about that.")
    assert not any("pills" in message.content for message in shown.values())
    await town.slack_shows("Buy my pills!")  # on Slack, the bot may not remove it


async def test_a_report_from_slack_leads_each_side_to_its_own_channel(town: Town) -> None:
    await name_organisers(town)
    posted = await town.on_discord("post", "dave", text="Buy my pills!")
    copy = await town.slack_shows("Buy my pills!")
    await town.on_slack("menu", "paul", message=copy["ts"], name="report")
    await town.fill_on_slack({"why": "Pills."}, "paul")
    await town.slack_told(texts.thanks(["Care Commons", "North Trust"]), "paul")
    theirs = await town.discord_letter("Pills.")
    ours = await town.slack_letter("Pills.")

    assert "Paul" not in theirs.content
    assert town.slack["paul"] not in theirs.content
    assert f"/{town.discord['channel']}/{posted['message']}" in theirs.content
    assert town.slack["paul"] in json.dumps(ours["blocks"])
    assert copy["ts"].replace(".", "") in json.dumps(ours["blocks"])

    await town.on_slack("menu", message=copy["ts"], name="moderate")
    choice = await town.slack_told("A message by ")
    await town.press_on_slack(choice, "Remove everywhere")
    await town.slack_told(texts.REMOVED)
    shown = town.sandbox.discord.world.channels[town.discord["channel"]].messages
    await town.until(lambda: posted["message"] not in shown)


async def test_who_runs_a_server_moderates_from_a_private_message_as_long_as_they_do(town: Town) -> None:
    await town.on_discord("command", name="organisers nowhere", options={})
    await town.on_discord("command", name="bridge bots", options={"bots": "off"})
    await town.on_discord("post", "dave", text="Buy my pills!")
    copy = await town.slack_shows("Buy my pills!")
    await town.on_slack("menu", "paul", message=copy["ts"], name="report")
    await town.fill_on_slack({"why": "Pills."}, "paul")
    letter = await town.discord_letter("Pills.")
    button = letter.components[0]["components"][0]
    pressed = {"channel": letter.channel_id, "message": letter.id, "action": button["custom_id"]}

    await town.on_discord("press", **pressed)
    await town.discord_told(texts.MODERATE_HOW)
    town.sandbox.discord.world.guilds[town.discord["guild"]].members[town.discord["dana"]].roles.clear()
    await town.on_discord("press", **pressed)
    await town.discord_told(texts.NOT_FROM_HERE)


async def test_people_are_muted_by_mention_on_both_platforms(town: Town) -> None:
    await town.on_slack("command", name="bridge", text=f"mute <@{town.slack['paul']}|paul> 1d")
    await town.slack_told(texts.is_barred(Text(""), "Falls", Text("")).removesuffix("."))
    await town.on_discord("command", name="bridge ban", options={"who": f"<@{town.discord['dave']}>"})
    await town.discord_told(texts.is_barred(Text(""), "Falls").removesuffix("."))
    await town.on_slack("command", name="bridge", text="banned")
    listed = (await town.slack_told(texts.by_organisers(Text(""), "Care Commons")))["text"]

    assert texts.by_organisers(Text(""), "North Trust") in listed
    assert town.discord["dave"] not in listed


@pytest.mark.parametrize("whom", ["<@U0NOBODY>", "<@100000000000000001>", "U0NOBODY", "the bot"])
async def test_nobody_is_banned_who_is_nobody_here(town: Town, whom: str) -> None:
    bots = (
        town.sandbox.slack.workspace(town.slack["team"]).me.id,
        next(iter(town.sandbox.discord.world.bots.values())).user.id,
    )
    on_slack, on_discord = (f"<@{id}>" for id in bots) if whom == "the bot" else (whom, whom)
    await town.on_slack("command", name="bridge", text=f"ban {on_slack}")
    await town.slack_told(shared.WHO)
    await town.on_discord("command", name="bridge ban", options={"who": on_discord})
    await town.discord_told(shared.WHO)

    bridge = (await town.database.read(lambda unit: unit.bridges.all()))[0]
    assert await town.database.read(lambda unit: unit.exclusions.barred(bridge.id, 0.0)) == []


async def test_a_guest_from_another_organisation_becomes_no_organiser(town: Town) -> None:
    team = town.slack["team"]
    zed = town.sandbox.slack.share_channel(team, town.slack["channel"], "T0BEDS", "Zed")
    await town.on_slack("command", name="organisers", text=f"add <@{zed.id}|zed>")
    await town.slack_told(status_texts.NOT_OF_HERE)
    assert await town.database.read(lambda unit: unit.organisers.of(CommunityRef("slack", team))) == []

    await town.on_slack("command", name="organisers", text=f"add <@{town.slack['paul']}|paul>")
    await town.slack_told(" may now organise")
    named = await town.database.read(lambda unit: unit.organisers.of(CommunityRef("slack", team)))
    assert [each.id for each in named] == [town.slack["paul"]]


async def test_an_answer_without_a_name_is_reported_where_it_was_read_and_removed(town: Town) -> None:
    await name_organisers(town)
    await profile_on_slack(town, "nhs", "Falls at night")
    await profile_on_discord(town, "social care", "Falls at night")
    opened = await town.on_discord("command", "dave", name="ask")
    await fill_on_discord(town, opened, {"words": "Who measures falls?", "where": ["both"]})
    question = await town.slack_shows("Who measures falls?")
    await town.press_on_slack(question, questions.ANSWER, "paul")
    await town.fill_on_slack({"words": "You are all useless."}, "paul")
    letter = await town.discord_letter("You are all useless.")
    await town.delivered()
    box = next(it for it in town.sandbox.discord.world.channels.values() if letter.id in it.messages)

    at = {"channel": box.id, "message": letter.id}
    form = await town.on_discord("press", "dave", **at, action=_action(letter, questions.REPORT))
    await fill_on_discord(town, form, {"why": "It insults us."})
    await town.discord_told(texts.thanks(["Care Commons", "North Trust"]), "dave")
    await town.on_discord("menu", "dave", **at, name="Report a message")
    await town.discord_told(texts.REPORTED_ALREADY, "dave")
    ours, theirs = await town.discord_letter("It insults us."), await town.slack_letter("It insults us.")
    assert f"<@{town.discord['dave']}>" in ours.content and "dave" not in json.dumps(theirs).lower()
    for who in ("paul", town.slack["paul"].lower()):
        assert who not in json.dumps([theirs, ours.content, letter.content]).lower()

    await town.delivered()
    here = _place(town, ours.id)
    await town.on_discord("press", channel=here, message=ours.id, action=_action(ours, "Moderate"))
    choice = await town.discord_told("An answer that a member of North Trust gave")
    await town.on_discord("press", channel=here, message=choice.id, action=_action(choice, "Remove it"))
    await town.until(lambda: letter.id not in box.messages)


def _place(town: Town, message: str) -> str:
    return next(id for id, it in town.sandbox.discord.world.channels.items() if message in it.messages)


def _action(message: Any, label: str) -> str:
    [button] = [it for row in message.components for it in row["components"] if it["label"] == label]
    return str(button["custom_id"])
