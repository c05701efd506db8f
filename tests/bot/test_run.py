"""`unsilo run` against the sandbox: a wrong token, scope or intent is named, and the bot stops when asked to."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from sandbox.server import Sandbox

ROOT = Path(__file__).parents[2]
PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs
TEAM, TOKEN = "T0NORTH", "discord-token-of-the-tests"


@dataclass
class Stage:
    """A sandbox with one workspace and one server, and the bot's settings for them."""

    sandbox: Sandbox
    settings: dict[str, str]
    folder: Path

    async def run(self, **changed: str) -> asyncio.subprocess.Process:
        """Start `unsilo run` with these settings."""
        bare = {name: it for name, it in os.environ.items() if not name.startswith(("SLACK", "DISCORD", "DATABASE"))}
        env = {**bare, **self.settings, **changed, "PYTHONPATH": str(ROOT)}
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self.folder, env=env, stderr=asyncio.subprocess.PIPE
        )

    async def refused(self, **changed: str) -> str:
        """What `unsilo run` says before it exits with 2."""
        process = await self.run(**changed)
        async with asyncio.timeout(PATIENCE):
            _, said = await process.communicate()
        assert process.returncode == 2, said.decode()
        return said.decode()


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
    process = await stage.run(PORT=str(port), EMBEDDING_MODEL=str(stage.folder))
    async with asyncio.timeout(4 * PATIENCE), aiohttp.ClientSession() as session:
        await stage.sandbox.slack.connected(TEAM, 1)
        ready, told = False, dict[str, Any]()
        while not ready or told["stage"] != "broken":  # each look waits for its answer
            async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                ready, told = response.status == 200, (await response.json())["matching"]
    process.send_signal(signal.SIGTERM)
    await process.communicate()

    assert "holds no .safetensors file" in told["reason"]
    assert process.returncode == 0


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_the_bot_stops_when_it_is_asked_to(stage: Stage, sign: signal.Signals) -> None:
    process = await stage.run()
    async with asyncio.timeout(PATIENCE):
        await stage.sandbox.slack.connected(TEAM, 1)
    process.send_signal(sign)
    async with asyncio.timeout(100):
        await process.communicate()

    assert process.returncode == 0


@pytest.mark.parametrize(
    ("platform", "reason"),
    [("slack", "The Slack workspace slack is not connected."), ("discord", "Discord is not connected.")],
)
async def test_the_bot_says_when_it_is_ready_and_when_a_platform_is_away(
    stage: Stage, platform: str, reason: str
) -> None:
    port = unused_port()
    process = await stage.run(PORT=str(port))

    async def until(status: int) -> Any:
        while True:  # each look waits for its answer
            async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                if response.status == status:
                    return await response.json()

    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        await stage.sandbox.slack.connected(TEAM, 1)
        ready = await until(200)
        await getattr(stage.sandbox, platform).down()
        away = await until(503)
        await getattr(stage.sandbox, platform).up()
        await until(200)
    process.send_signal(signal.SIGTERM)
    await process.communicate()

    assert ready["reasons"] == []
    assert away["reasons"] == [reason]
