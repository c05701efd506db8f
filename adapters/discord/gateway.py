"""The gateway connection: discord.py opens, keeps and resumes it, and hands over every event unread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route

from adapters.discord.turns import Turns

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
_HANDSHAKE = 60.0  # seconds
_CLEAN = 1000  # Discord closes so at times for no reason that it tells; what it cannot forgive has another code
_log = logging.getLogger(__name__)


def point(api_url: str, gateway_url: str) -> None:
    """Send discord.py to other addresses. It keeps both for the whole process: the last call decides for all bots."""
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


class Gateway(discord.Client):
    """discord.py without its memory: `hear` gets each event's name and data, in order. It may raise.

    discord.py makes calls of its own when it logs in; `counting` has them count as ours.
    """

    def __init__(self, hear: Hear, turns: Turns, counting: aiohttp.TraceConfig) -> None:
        super().__init__(intents=INTENTS, max_messages=None, chunk_guilds_at_startup=False, http_trace=counting)
        self._turns = turns
        # discord.py would make objects of its own of every event, and end the connection at the first that it cannot
        # read. It needs none of them: its web socket takes from the raw READY all that a RESUME needs.
        self._connection.parsers = _Parsers(hear)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Open one connection after the other, resuming the session, until one ends in a way that nothing mends.

        In place of discord.py's own loop, which identifies again and again as long as Discord ends each session.
        """
        resumed: dict[str, Any] = {}
        while not self.is_closed():
            await (self._turns.resume() if resumed else self._turns.identify())
            try:
                async with asyncio.timeout(_HANDSHAKE):
                    self.ws = await DiscordWebSocket.from_client(self, initial=True, **resumed)
                while True:
                    await self.ws.poll_event()
            except ReconnectWebSocket as ended:
                resumed = self._session_left() if ended.resume else {}
            except (OSError, aiohttp.ClientError, discord.ConnectionClosed) as error:
                if self.is_closed():
                    return
                resumed = self._session_left()
                if not resumed or (isinstance(error, discord.ConnectionClosed) and error.code != _CLEAN):
                    raise
                _log.warning("The connection to Discord ended: %s. It is resumed", error or type(error).__name__)

    @property
    def up(self) -> bool:
        """Whether the connection stands, with a session. discord.py closes it when heartbeats get no answer."""
        return not self.is_closed() and self.ws is not None and self.ws.open and self.ws.session_id is not None

    def _session_left(self) -> dict[str, Any]:
        """What a RESUME needs; nothing when there was no session yet."""
        if self.ws is None or self.ws.session_id is None:
            return {}
        return {
            "resume": True,
            "session": self.ws.session_id,
            "sequence": self.ws.sequence,
            "gateway": self.ws.gateway,
        }


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
