"""The Discord server: one aiohttp application on one loopback port."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.discord.api import BASE, Api, refusal
from sandbox.discord.cdn import REQUEST_LIMIT, Cdn
from sandbox.discord.furnish import Furniture
from sandbox.discord.gateway import Gateway
from sandbox.discord.people import People
from sandbox.discord.people_governing import GoverningPeople
from sandbox.discord.people_interacting import InteractingPeople
from sandbox.discord.routes import (
    channels,
    commands,
    events,
    guilds,
    interactions,
    messages,
    reactions,
    threads,
    tokens,
    users,
    webhooks,
)
from sandbox.discord.state import state
from sandbox.discord.world import World
from sandbox.faults import Faults
from sandbox.ledger import Ledger
from sandbox.limits import Limiter
from sandbox.striking import striking

SUBJECTS = (users, guilds, channels, messages, reactions, threads, webhooks, tokens, commands, interactions, events)


class DiscordServer(Furniture):
    """Discord on loopback. `now` gives seconds since the epoch; `limits=False` lifts the rate limits.

    `api_url`, `gateway_url` and `cdn_url` are where a client library must be pointed once `start` has returned.
    """

    def __init__(self, ledger: Ledger, *, now: Callable[[], float] = time.time, limits: bool = True) -> None:
        world = World(ledger, now)
        super().__init__(world)
        self.ledger = ledger
        self.faults = Faults()
        self.limiter = Limiter(time.monotonic, limits)
        self.gateway = Gateway(world, self.faults, self.limiter)
        self.api_url = ""
        self.gateway_url = ""
        self.cdn_url = ""
        self.acts: dict[str, Callable[..., Awaitable[dict[str, Any]]]] = {
            **People(world).acts,
            **InteractingPeople(world).acts,
            **GoverningPeople(world, self.gateway).acts,
        }
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._port = 0

    async def start(self, port: int = 0) -> None:
        """Listen on loopback, on any free port by default. OSError when the port is taken."""
        app = web.Application(middlewares=[striking(self.faults, refusal)], client_max_size=REQUEST_LIMIT * 2)
        app.router.add_get("/gateway/", self.gateway.connect)
        app.router.add_get("/gateway", self.gateway.connect)
        app.add_routes(Cdn(self.world).routes())
        Api(self.world, self.limiter, *(subject.ROUTES for subject in SUBJECTS)).mount(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        self._port = port
        await self.up()
        host = f"127.0.0.1:{self._port}"
        self.api_url = f"http://{host}{BASE}"
        self.gateway_url = self.world.gateway_url = self.gateway.url = f"ws://{host}/gateway"
        self.cdn_url = self.world.cdn_url = f"http://{host}/cdn"

    async def stop(self) -> None:
        """Stop listening and end every connection; harmless when done twice."""
        runner, self._runner, self._site = self._runner, None, None
        self.gateway.stop()
        if runner is not None:
            await self.gateway.drop()
            await runner.cleanup()

    async def down(self) -> None:
        """Refuse connections and end those there are. Sessions end too: what happens meanwhile is never delivered."""
        site, self._site = self._site, None
        if site is None or self._runner is None or self._runner.server is None:
            return
        await site.stop()
        self.gateway.forget()
        for handler in self._runner.server.connections:
            if handler.transport is not None:
                handler.transport.abort()

    async def up(self) -> None:
        """Listen (again) on the same port."""
        if self._runner is None or self._site is not None:
            return
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await self._site.start()
        self._port = self._runner.addresses[0][1]

    def state(self) -> dict[str, Any]:
        """Everything the page shows, as JSON."""
        return state(self.world)

    async def settled(self) -> None:
        """Wait until every connected bot has read all events, and none is still to come late."""
        await self.gateway.settled()

    async def drop_connections(self, code: int | None = None) -> None:
        """End all gateway connections, abruptly or with a close code. Their sessions can be resumed."""
        await self.gateway.drop(code)

    def reconnect(self) -> None:
        """Op 7: ask every bot to reconnect and resume."""
        self.gateway.reconnect()

    def invalidate(self, *, resumable: bool = False) -> None:
        """Op 9: tell every bot that its session is invalid."""
        self.gateway.invalidate(resumable=resumable)

    def refuse_resumes(self, refused: bool = True) -> None:
        """Answer every RESUME with an invalid session."""
        self.gateway.resumes = not refused

    def refuse_identifies(self, refused: bool = True) -> None:
        """Answer every IDENTIFY with an invalid session."""
        self.gateway.identifies = not refused

    def ignore_heartbeats(self, ignored: bool = True, *, every_ms: int = 41_250) -> None:
        """Leave heartbeats unanswered; new connections are asked for one `every_ms`."""
        self.gateway.heartbeats = not ignored
        self.gateway.heartbeat_ms = every_ms

    def release(self) -> None:
        """Deliver the events that a "hold" fault kept back, the last first."""
        self.gateway.release()
