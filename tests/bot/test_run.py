"""`unsilo run` against the sandbox: a wrong token, scope or intent is named, and the bot stops when asked to."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from sandbox.server import Sandbox
from tests import forks

PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs
GLANCE = 0.05  # seconds between looks at a bot, which is to have the processor meanwhile
TEAM, TOKEN = "T0NORTH", "discord-token-of-the-tests"


@dataclass
class Stage:
    """A sandbox with one workspace and one server, and the bot's settings for them."""

    sandbox: Sandbox
    settings: dict[str, str]
    folder: Path

    def running(self, **changed: str) -> AbstractContextManager[forks.Running]:
        """`unsilo run` with these settings."""
        return forks.running("run", folder=self.folder, **{**self.settings, **changed})

    async def refused(self, **changed: str) -> str:
        """What `unsilo run` says before it exits with 2."""
        with self.running(**changed) as bot:
            async with asyncio.timeout(PATIENCE):
                ended = await bot.ended()
        assert ended.returncode == 2, ended.stderr
        return ended.stderr


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Sandbox(limits=False) as sandbox:
        workspace = sandbox.slack.add_workspace(TEAM, "North")
        guild = sandbox.discord.add_guild(name="Commons")
        sandbox.discord.add_bot(TOKEN, guilds=[guild])
        settings = {
            "SLACK_BOT_TOKEN": workspace.app.bot_token,
            "SLACK_APP_TOKEN": workspace.app.app_token,
            "SLACK_API_URL": sandbox.slack.api_url,
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": sandbox.discord.api_url,
            "PORT": "0",
        }
        yield Stage(sandbox, settings, tmp_path)


async def test_a_wrong_slack_token_is_named(stage: Stage) -> None:
    said = await stage.refused(SLACK_BOT_TOKEN="xoxb-wrong")

    assert "bot token of the workspace slack (invalid_auth)" in said
    assert "https://api.slack.com/apps" in said


async def test_a_wrong_app_token_is_named(stage: Stage) -> None:
    said = await stage.refused(SLACK_APP_TOKEN="xapp-wrong")

    assert "Socket Mode" in said
    assert "connections:write" in said


async def test_a_missing_scope_is_named(stage: Stage) -> None:
    workspace = stage.sandbox.slack.add_workspace("T0SOUTH", "South", scopes=["chat:write", "users:read"])
    said = await stage.refused(
        SLACK__SOUTH__BOT_TOKEN=workspace.app.bot_token, SLACK__SOUTH__APP_TOKEN=workspace.app.app_token
    )

    assert "workspace south lacks the bot scopes" in said
    assert "chat:write.customize" in said


async def test_a_wrong_discord_token_is_named(stage: Stage) -> None:
    assert "DISCORD_TOKEN" in await stage.refused(DISCORD_TOKEN="wrong")


async def test_a_missing_intent_is_named(stage: Stage) -> None:
    stage.sandbox.discord.add_bot("blind", guilds=[], privileged=())

    assert "Message Content Intent" in await stage.refused(DISCORD_TOKEN="blind")


async def test_a_port_that_is_taken_is_named(stage: Stage) -> None:
    taken = stage.sandbox.url.rsplit(":", 1)[1].strip("/")

    assert f"PORT {taken}: " in await stage.refused(PORT=taken)


async def test_without_a_model_the_bot_is_ready_and_says_what_is_wrong_with_matching(stage: Stage) -> None:
    port = unused_port()
    with stage.running(PORT=str(port), EMBEDDING_MODEL=str(stage.folder)) as bot:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            await stage.sandbox.slack.connected(TEAM, 1)
            ready, told = False, dict[str, Any]()
            while not ready or told["stage"] != "broken":
                await asyncio.sleep(GLANCE)
                async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                    ready, told = response.status == 200, (await response.json())["matching"]
            bot.send(signal.SIGTERM)
            ended = await bot.ended()

    assert "holds no .safetensors file" in told["reason"]
    assert ended.returncode == 0


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_the_bot_stops_when_it_is_asked_to(stage: Stage, sign: signal.Signals) -> None:
    with stage.running() as bot:
        async with asyncio.timeout(PATIENCE):
            await stage.sandbox.slack.connected(TEAM, 1)
            bot.send(sign)
            ended = await bot.ended()

    assert ended.returncode == 0


@pytest.mark.parametrize(
    ("platform", "reason"),
    [("slack", "The Slack workspace slack is not connected."), ("discord", "Discord is not connected.")],
)
async def test_the_bot_says_when_it_is_ready_and_when_a_platform_is_away(
    stage: Stage, platform: str, reason: str
) -> None:
    port = unused_port()

    async def until(status: int) -> Any:
        while True:
            async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                if response.status == status:
                    return await response.json()
            await asyncio.sleep(GLANCE)

    with stage.running(PORT=str(port)):
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            await stage.sandbox.slack.connected(TEAM, 1)
            ready = await until(200)
            await getattr(stage.sandbox, platform).down()
            away = await until(503)
            await getattr(stage.sandbox, platform).up()
            await until(200)

    assert ready["reasons"] == []
    assert away["reasons"] == [reason]
