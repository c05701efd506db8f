"""A small guild on the loopback Discord, and a bot made of the real discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands

from sandbox.discord import Bot, Channel, DiscordServer, Guild, User
from sandbox.ledger import Entry, Ledger

PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs
TOKEN = "discord-bot-token"


@dataclass(slots=True)
class Clock:
    """The sandbox's time, in seconds since the epoch; it stands still unless told otherwise."""

    at: float = 1_780_000_000.0

    def __call__(self) -> float:
        return self.at


class Listener(discord.Client):
    """A client that remembers everything it hears, and lets a test wait for it."""

    def __init__(self, **options: Any) -> None:
        intents = options.pop("intents", None) or discord.Intents.all()
        intents.presences = False
        super().__init__(intents=intents, guild_ready_timeout=0.05, enable_debug_events=True, **options)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[tuple[str, tuple[Any, ...]]] = []
        self._news = asyncio.Event()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.heard.append((event, args))
        self._news.set()
        super().dispatch(event, *args, **kwargs)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits 5 s here before it identifies again; the sandbox does not ask for that."""

    async def until(self, event: str, fits: Callable[..., bool] = lambda *_: True, times: int = 1) -> Any:
        """The first argument of the `times`-th event of that name that fits, waited for if need be."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self._news.clear()
                found = [args for name, args in self.heard if name == event and fits(*args)]
                if len(found) >= times:
                    return found[times - 1][0] if found[times - 1] else None
                await self._news.wait()

    def count(self, event: str, fits: Callable[..., bool] = lambda *_: True) -> int:
        """How many events of that name that fit have been heard."""
        return sum(name == event and fits(*args) for name, args in self.heard)


@dataclass(slots=True)
class World:
    """Ann (a moderator) and Bob in #general of one guild, where the bot is too."""

    server: DiscordServer
    guild: Guild
    ann: User
    bob: User
    general: Channel
    bot: Bot
    clock: Clock
    http: aiohttp.ClientSession

    @property
    def ledger(self) -> Ledger:
        return self.server.ledger

    async def act(self, act: str, user: User | None = None, channel: Channel | str | None = None, **more: Any) -> Any:
        """Somebody (Ann) does something in a channel (#general)."""
        place = self.general if channel is None else channel
        where = place if isinstance(place, str) else place.id
        who = (user or self.ann).id
        return await self.server.acts[act](community=self.guild.id, user=who, channel=where, **more)

    async def post(self, text: str = "", **more: Any) -> str:
        """Ann posts in #general; returns the message's id."""
        answer = await self.act("post", text=text, **more)
        return str(answer["message"])

    async def call(self, method: str, path: str, body: Any = None, *, token: str | None = TOKEN) -> tuple[int, Any]:
        """One REST call without a library: its status and JSON."""
        headers = {"Authorization": f"Bot {token}"} if token else {}
        async with self.http.request(method, self.server.api_url + path, json=body, headers=headers) as response:
            return response.status, await response.json() if response.status != 204 else None

    async def bot_posts(self, **body: Any) -> Any:
        """The bot posts in #general; the message."""
        status, message = await self.call("POST", f"/channels/{self.general.id}/messages", body)
        assert status == 200, message
        return message

    def did(self, *acts: str) -> list[Entry]:
        """What the bot did, as the ledger has it."""
        return self.ledger.acts("bot", *acts)

    @asynccontextmanager
    async def client(self, **options: Any) -> AsyncIterator[Listener]:
        """The real discord.py, connected and ready."""
        listener = Listener(**options)
        running = asyncio.create_task(listener.start(TOKEN))
        try:
            ready = asyncio.create_task(listener.until("ready"))
            await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED)
            ready.cancel()
            if running.done():
                running.result()
            yield listener
        finally:
            await listener.close()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def discord_world(monkeypatch: pytest.MonkeyPatch, *, limits: bool = False) -> AsyncIterator[World]:
    """A running server with the guild, and discord.py pointed at it."""
    clock = Clock()
    server = DiscordServer(Ledger(clock), now=clock, limits=limits)
    guild = server.add_guild(name="Care Tech Circle")
    ann = server.add_user(guild, "ann", "Ann", admin=True)
    bob = server.add_user(guild, "bob", "Bob")
    general = server.add_channel(guild, "general")
    bot = server.add_bot(TOKEN)
    await server.start()
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
    monkeypatch.setattr(discord.asset.Asset, "BASE", server.cdn_url)
    try:
        async with aiohttp.ClientSession() as http:
            yield World(server, guild, ann, bob, general, bot, clock, http)
    finally:
        await server.stop()


def text_channel(client: Listener, world: World) -> discord.TextChannel:
    """#general as the client sees it."""
    channel = client.get_channel(int(world.general.id))
    assert isinstance(channel, discord.TextChannel)
    return channel
