"""The gateway connection: discord.py opens, keeps and resumes it, and hands over every event unread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
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
Hear = Callable[[str, dict[str, Any]], None]
_log = logging.getLogger(__name__)


def point(api_url: str, gateway_url: str) -> None:
    """Send discord.py to other addresses. It keeps both for the whole process: the last call decides for all bots."""
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


class Gateway(discord.Client):
    """discord.py without its memory: `hear` gets each event's name and data, in order. It may raise."""

    def __init__(self, hear: Hear) -> None:
        super().__init__(intents=INTENTS, max_messages=None, chunk_guilds_at_startup=False)
        # discord.py would make objects of its own of every event, and end the connection at the first that it cannot
        # read. It needs none of them: its web socket takes from the raw READY all that a RESUME needs.
        self._connection.parsers = _Parsers(hear)


class _Parsers(dict[str, Callable[[Any], None]]):
    """What discord.py calls with an event's data, by the event's name."""

    def __init__(self, hear: Hear) -> None:
        super().__init__()
        self._hear = hear

    def __missing__(self, name: str) -> Callable[[Any], None]:
        return partial(self._told, name)

    def _told(self, name: str, data: Any) -> None:
        try:
            self._hear(name, data)
        except Exception:
            _log.exception("Discord sent a %s that cannot be read", name)
