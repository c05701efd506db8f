"""A sandbox in which all is well, and what the doctor says of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from adapters.contract.refs import ChannelRef
from bot import doctor
from bot.settings import Settings, SlackWorkspace
from sandbox.discord.model import Bot, Channel, Guild
from sandbox.discord.permissions import BRIDGE, Permission
from sandbox.server import Sandbox
from sandbox.slack.model import Channel as SlackChannel
from sandbox.slack.model import Workspace
from storage.database import Database
from storage.migrate import upgrade
from tests.keys import OLD

TEAM, TOKEN = "T0NORTH", "discord-token-of-the-tests"
PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs


@dataclass
class Surgery:
    """A workspace and a server with a bridged channel each, the bot in both, and its settings."""

    sandbox: Sandbox
    url: str
    workspace: Workspace
    slack: SlackChannel
    guild: Guild
    discord: Channel
    bot: Bot
    token: str = TOKEN
    changed: dict[str, Any] = field(default_factory=dict)

    def settings(self) -> Settings:
        """The bot's settings: those in which all is well, but for what the test changed."""
        app = self.workspace.app
        given: dict[str, Any] = {
            "slack": {"north": SlackWorkspace(bot_token=SecretStr(app.bot_token), app_token=SecretStr(app.app_token))},
            "slack_api_url": self.sandbox.slack.api_url,
            "discord_token": SecretStr(self.token),
            "discord_api_url": self.sandbox.discord.api_url,
            "database_url": self.url,
            "secret_keys": SecretStr(OLD),
            **self.changed,
        }
        return Settings.model_construct(**given)

    def tokens(self, bot_token: str = "", app_token: str | None = "") -> None:
        """Set other Slack tokens than the right ones."""
        app = self.workspace.app
        self.changed["slack"] = {
            "north": SlackWorkspace.model_construct(
                bot_token=SecretStr(bot_token or app.bot_token),
                app_token=None if app_token is None else SecretStr(app_token or app.app_token),
                signing_secret=None,
                command_prefix="",
            )
        }

    async def bridge(self, *channels: ChannelRef) -> None:
        """Bridge further channels."""
        async with Database(self.url) as database:
            await database.write(lambda unit: unit.bridges.add("Further", channels, time.time()))

    async def problems(self) -> list[str]:
        """What the doctor finds wrong; what is optional does not count."""
        return [line for line in await self.lines() if line.startswith("problem: ")]

    async def lines(self) -> Sequence[str]:
        """Everything that the doctor says."""
        async with asyncio.timeout(PATIENCE):
            return [doctor.line(finding) async for finding in doctor.examine(self.settings())]


@asynccontextmanager
async def surgery(url: str) -> AsyncIterator[Surgery]:
    """All is well, with this database."""
    async with Sandbox(limits=False) as sandbox:
        workspace = sandbox.slack.add_workspace(TEAM, "North")
        slack = sandbox.slack.add_channel(TEAM, "talk")
        guild = sandbox.discord.add_guild(name="Commons")
        discord = sandbox.discord.add_channel(guild, "talk")
        bot = sandbox.discord.add_bot(TOKEN, guilds=[guild], permissions=BRIDGE | Permission.MANAGE_MESSAGES)
        async with Database(url) as database:
            await upgrade(database)
            ends = (ChannelRef("slack", TEAM, slack.id), ChannelRef("discord", guild.id, discord.id))
            await database.write(lambda unit: unit.bridges.add("Talk", ends, time.time()))
        yield Surgery(sandbox, url, workspace, slack, guild, discord, bot)
