"""A plain relay, the way most are written: what one would use instead, on the same two libraries.

Bolt acknowledges before the listener runs, discord.py's handler is its own task, and each sends to the other channels
of the bridge one after the other. Nothing is stored, looked for, tried again or converted. It knows nothing of ours.

Run it as `python -m benchmarks.plain BRIDGES` with JSON, `[["slack:T1/C1", "discord:1/2"], …]`, and the tokens and
addresses in the environment.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Targets = list[tuple[str, str]]  # platform and channel


class Relay:
    """Both connections, and what goes from one channel to which others."""

    def __init__(self, bridges: list[list[str]]) -> None:
        ends = [[(end.partition(":")[0], end.rpartition("/")[2]) for end in bridge] for bridge in bridges]
        self._targets: dict[str, Targets] = {
            channel: [other for other in bridge if other[1] != channel] for bridge in ends for _, channel in bridge
        }
        client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
        self._slack = AsyncApp(client=client)
        self._slack.event("message")(self._from_slack)
        intents = discord.Intents.default()
        intents.message_content = True
        self._discord = discord.Client(intents=intents)
        self._discord.event(self.on_message)
        self._users: dict[str, tuple[str, str]] = {}
        self._webhooks: dict[str, discord.Webhook] = {}

    async def run(self) -> None:
        """Connect and relay until cancelled."""
        await AsyncSocketModeHandler(self._slack, os.environ["SLACK_APP_TOKEN"]).connect_async()  # type: ignore[no-untyped-call]
        await self._discord.start(os.environ["DISCORD_TOKEN"])

    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote on Discord."""
        if not message.author.bot:
            name, picture = message.author.display_name, message.author.display_avatar.url
            await self._send(str(message.channel.id), name, picture, message.clean_content)

    async def _from_slack(self, event: dict[str, Any]) -> None:
        if "subtype" in event or "bot_id" in event:
            return
        if event["user"] not in self._users:
            profile = (await self._slack.client.users_info(user=event["user"]))["user"]["profile"]
            self._users[event["user"]] = profile["display_name"] or profile["real_name"], profile["image_72"]
        name, picture = self._users[event["user"]]
        await self._send(event["channel"], name, picture, event["text"])

    async def _send(self, source: str, name: str, picture: str, text: str) -> None:
        for platform, channel in self._targets.get(source, ()):
            if platform == "slack":
                await self._slack.client.chat_postMessage(channel=channel, text=text, username=name, icon_url=picture)
            else:
                hook = await self._webhook(channel)
                await hook.send(
                    text, username=name, avatar_url=picture, allowed_mentions=discord.AllowedMentions.none()
                )

    async def _webhook(self, id: str) -> discord.Webhook:
        if id not in self._webhooks:
            channel = self._discord.get_channel(int(id))
            assert isinstance(channel, discord.TextChannel)
            self._webhooks[id] = await channel.create_webhook(name="Relay")
        return self._webhooks[id]


async def main() -> None:
    """Relay until SIGTERM."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    relaying = asyncio.ensure_future(Relay(json.loads(sys.argv[1])).run())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, relaying.cancel)
    await asyncio.wait([relaying])


if __name__ == "__main__":
    asyncio.run(main())
