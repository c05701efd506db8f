"""The gateway connection, kept by discord.py, of which only the frames are used."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

INTENTS = discord.Intents(
    guilds=True,
    guild_messages=True,
    dm_messages=True,
    guild_reactions=True,
    dm_reactions=True,
    message_content=True,
    emojis_and_stickers=True,
)
_DISPATCH = 0
Hear = Callable[[str, dict[str, Any]], None]


def point(api_url: str, gateway_url: str) -> None:
    """Send discord.py to other addresses. It keeps both for the whole process: the last call decides for all bots."""
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


class Gateway(discord.Client):
    """discord.py without its memory: `hear` gets each event's name and data, in order, before anything else does."""

    def __init__(self, hear: Hear) -> None:
        super().__init__(
            intents=INTENTS,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            enable_debug_events=True,
        )
        self._hear = hear

    async def on_socket_raw_receive(self, frame: str) -> None:
        """A frame as it came. discord.py starts these in order, and this one never waits: the order stays."""
        told = json.loads(frame)
        if told["op"] == _DISPATCH:
            self._hear(told["t"], told["d"])
