"""`unsilo doctor` names a single fault exactly, says how to mend it, and names no other. Nothing is posted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from email.utils import formatdate
from pathlib import Path
from time import time

import pytest

from adapters.contract.examination import Finding
from adapters.contract.refs import ChannelRef
from adapters.discord.rights import NEEDED, OPTIONAL
from adapters.slack.manifest import SCOPES
from bot.doctor import line
from sandbox.discord.permissions import Permission
from sandbox.faults import Fault
from tests import forks
from tests.bot.surgery import TEAM, TOKEN, Surgery, surgery


def test_what_ends_with_a_full_stop_gets_no_second_one() -> None:
    assert line(Finding("the database is gone.", "Bring it back.")) == "problem: the database is gone. Bring it back."


@pytest.fixture
async def room(sqlite_url: str) -> AsyncIterator[Surgery]:
    async with surgery(sqlite_url) as made:
        yield made


async def test_where_all_is_well_nothing_is_wrong_and_nothing_was_posted(room: Surgery) -> None:
    lines = await room.lines()

    assert [line for line in lines if not line.startswith("ok: ")] == []
    assert len(lines) == 10
    assert not room.slack.messages and not room.discord.messages


@pytest.mark.parametrize(
    ("bot_token", "app_token", "says"),
    [
        ("xoxb-wrong", "", "does not accept the bot token of the Slack workspace north"),
        ("", "xapp-wrong", "connections:write"),
        ("", None, "the Slack workspace north has neither an app token nor a signing secret"),
    ],
)
async def test_a_wrong_slack_token_is_named(room: Surgery, bot_token: str, app_token: str | None, says: str) -> None:
    room.tokens(bot_token, app_token)
    (problem,) = await room.problems()

    assert says in problem and "https://api.slack.com/apps" in problem


async def test_each_missing_scope_is_named(room: Surgery) -> None:
    app = room.workspace.app
    whole = app.scopes
    for scope in SCOPES:
        app.scopes = whole - {scope}
        (problem,) = await room.problems()

        assert f"lacks the bot scope {scope}. Add it" in problem


async def test_a_slack_channel_without_the_bot_is_named(room: Surgery) -> None:
    del room.slack.members[room.workspace.me.id]
    (problem,) = await room.problems()

    assert problem == (
        f"problem: the bot is not in the Slack channel slack:{TEAM}/{room.slack.id}. Invite it there with /invite."
    )


async def test_an_archived_slack_channel_is_named(room: Surgery) -> None:
    room.slack.archived = True
    (problem,) = await room.problems()

    assert f"{room.slack.id} is archived. Unarchive it" in problem


async def test_a_slack_channel_that_is_gone_is_named(room: Surgery) -> None:
    del room.workspace.channels[room.slack.id]
    (problem,) = await room.problems()

    assert f"the Slack channel slack:{TEAM}/{room.slack.id}" in problem


async def test_a_bridged_workspace_without_a_token_is_named(room: Surgery) -> None:
    await room.bridge(ChannelRef("slack", "T0ELSE", "C1"), ChannelRef("slack", "T0ELSE", "C2"))
    problems = await room.problems()

    assert len(problems) == 2
    assert "no token is set for the Slack workspace T0ELSE" in problems[0]


async def test_a_wrong_discord_token_is_named(room: Surgery) -> None:
    room.token = "wrong"
    (problem,) = await room.problems()

    assert "Discord does not accept the bot's token" in problem and "DISCORD_TOKEN" in problem


async def test_an_intent_that_is_off_is_named(room: Surgery) -> None:
    room.bot.privileged = frozenset({"members"})
    (problem,) = await room.problems()

    assert problem.startswith("problem: the Message Content Intent is off on Discord. Switch it on at ")


async def test_no_right_is_asked_for_that_the_bot_does_not_use(room: Surgery) -> None:
    room.bot.privileged = frozenset({"message_content"})

    assert await room.problems() == []


async def test_a_server_without_the_bot_is_named(room: Surgery) -> None:
    del room.guild.members[room.bot.id]
    (problem,) = await room.problems()

    assert f"the bot is not in the Discord server {room.guild.id}" in problem
    assert f"client_id={room.bot.id}&" in problem


@pytest.mark.parametrize("name", NEEDED)
async def test_a_permission_that_a_channel_denies_is_named(room: Surgery, name: str) -> None:
    room.sandbox.discord.set_rights(room.discord, room.bot, deny=Permission(NEEDED[name]))
    (problem,) = await room.problems()

    assert f"the bot lacks {name} in the Discord channel discord:{room.guild.id}/{room.discord.id}. Grant it" in problem


@pytest.mark.parametrize("name", OPTIONAL)
async def test_an_optional_permission_is_noted(room: Surgery, name: str) -> None:
    room.sandbox.discord.set_rights(room.discord, room.bot, deny=Permission(OPTIONAL[name]))
    lines = await room.lines()

    assert [line[:20] for line in lines if not line.startswith("ok: ")] == [f"note: the bot lacks {name}"[:20]]


async def test_what_everybody_is_denied_and_the_bot_allowed_is_no_problem(room: Surgery) -> None:
    bit = Permission(NEEDED["Send Messages"])
    room.sandbox.discord.set_rights(room.discord, None, deny=bit)
    room.sandbox.discord.set_rights(room.discord, room.bot, allow=bit)

    assert await room.problems() == []


async def test_a_channel_full_of_webhooks_is_named(room: Surgery) -> None:
    for number in range(15):
        room.sandbox.discord.add_webhook(room.discord, f"Feed {number}")
    (problem,) = await room.problems()

    assert "has 15 webhooks, and none is the bot's. Delete one" in problem


async def test_a_discord_channel_that_is_gone_is_named(room: Surgery) -> None:
    del room.guild.channels[room.discord.id]
    (problem,) = await room.problems()

    assert f"{room.discord.id} does not exist. Take the channel off its bridge." in problem


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_is_wrong_is_named_once(room: Surgery, hours: int) -> None:
    wrong = {"Date": formatdate(time() + hours * 3600, usegmt=True)}
    for server, route in ((room.sandbox.slack, "GET */api.test"), (room.sandbox.discord, "GET */gateway")):
        server.faults.add(Fault(route, "status", status=200, body="{}", headers=wrong))
    (problem,) = await room.problems()

    assert "the clock of this machine is " in problem and ("behind" if hours > 0 else "ahead of") in problem


async def test_a_platform_that_is_down_is_named(room: Surgery) -> None:
    await room.sandbox.discord.down()
    (problem,) = await room.problems()

    assert "Discord cannot be looked at" in problem


async def run(room: Surgery, folder: Path, *words: str, **changed: str) -> tuple[int, str]:
    """What a command of the operator's prints, and its exit code."""
    settings = {
        "SLACK_BOT_TOKEN": room.workspace.app.bot_token,
        "SLACK_APP_TOKEN": room.workspace.app.app_token,
        "SLACK_COMMAND_PREFIX": "care-",
        "SLACK_API_URL": room.sandbox.slack.api_url,
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": room.sandbox.discord.api_url,
        "DATABASE_URL": room.url,
    }
    with forks.running(*words, folder=folder, **{**settings, **changed}) as command:
        ended = await command.ended()
    return ended.returncode, ended.stdout


async def test_the_command_ends_with_0_only_when_all_is_well(room: Surgery, tmp_path: Path) -> None:
    well = await run(room, tmp_path, "doctor")
    ill = await run(room, tmp_path, "doctor", DISCORD_TOKEN="wrong")
    unset = await run(room, tmp_path, "doctor", PORT="eighty")

    assert well[0] == 0 and "problem" not in well[1]
    assert ill[0] == 1 and ill[1].count("problem: ") == 1
    assert unset[0] == 1 and unset[1].startswith("problem: a setting is wrong: PORT ")


async def test_the_invitation_is_for_the_tokens_application(room: Surgery, tmp_path: Path) -> None:
    code, said = await run(room, tmp_path, "invite")
    wrong, _ = await run(room, tmp_path, "invite", DISCORD_TOKEN="wrong")

    assert code == 0 and f"client_id={room.bot.id}&" in said and "https://api.slack.com/apps" in said
    assert wrong == 2


async def test_a_workspaces_manifest_has_its_prefix(room: Surgery, tmp_path: Path) -> None:
    _, plain = await run(room, tmp_path, "manifest")
    _, named = await run(room, tmp_path, "manifest", "--workspace", "slack")
    unknown, _ = await run(room, tmp_path, "manifest", "--workspace", "north")

    def commands(said: str) -> list[str]:
        return [each["command"] for each in json.loads(said)["features"]["slash_commands"]]

    assert commands(named) == [f"/care-{each.removeprefix('/')}" for each in commands(plain)]
    assert unknown == 2
