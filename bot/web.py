"""The bot's one web application: whether it is alive, whether messages flow, and what the platforms bring over HTTP."""

from __future__ import annotations

import asyncio
import hmac
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot import metrics
from bot.door import Door
from bot.health import Health
from bot.watch import Watch

BODY_LIMIT = 1024 * 1024
IDLE = 95.0  # seconds between two requests of one connection: longer than proxies keep theirs, who may be closing it


class CannotServe(Exception):
    """The port is taken, or the address is not this machine's; `args[0]` says why."""


@dataclass(frozen=True, slots=True)
class Status:
    """The pages that tell how the bot is doing.

    Its figures, and of which communities they are, are not for everybody: they are served to who sends the `token`;
    when there is none, only as long as nobody but this machine reaches the server (`private`).
    """

    health: Health
    watch: Watch
    token: str | None
    private: bool

    def routes(self) -> list[web.RouteDef]:
        """What to serve."""
        return [web.get("/readyz", self._ready), web.get("/metrics", self._metrics)]

    async def _ready(self, request: web.Request) -> web.Response:
        report = await self.health.report()
        told = report.as_json() if self._may_read(request) else {"ready": not report.reasons}
        return web.json_response(told, status=503 if report.reasons else 200)

    async def _metrics(self, request: web.Request) -> web.Response:
        if not self._may_read(request):
            raise web.HTTPForbidden(text="Set METRICS_TOKEN, and send it as a bearer token.\n")
        text = metrics.exposition(self.watch, await self.health.report())
        return web.Response(body=text, headers={"Content-Type": metrics.CONTENT_TYPE})

    def _may_read(self, request: web.Request) -> bool:
        if self.token is None:
            return self.private
        authorization = request.headers.get("Authorization", "")
        return hmac.compare_digest(authorization.encode(errors="replace"), f"Bearer {self.token}".encode())


@asynccontextmanager
async def serving(host: str, port: int, routes: Iterable[web.RouteDef], door: Door | None = None) -> AsyncIterator[int]:
    """Serve while the context is open; yields the port. Raises CannotServe."""
    door = door or Door()
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[door.note])
    app.add_routes([web.get("/healthz", _alive), *routes])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0, keepalive_timeout=IDLE)
    await runner.setup()
    assert runner.server is not None, "it is set up"
    listening: asyncio.Server | None = None
    try:
        try:
            listening = await asyncio.get_running_loop().create_server(door.to(runner.server), host, port, backlog=128)
        except OSError as error:
            raise CannotServe(
                f"Nothing can be served at HOST {host}, PORT {port}: {why(error)}. Set HOST or PORT to others."
            ) from error
        yield listening.sockets[0].getsockname()[1]
    finally:
        if listening is not None:
            listening.close()
        await runner.cleanup()


def why(error: OSError) -> str:
    """Why an address cannot be used, in the words of the system alone."""
    own = os.strerror(error.errno) if error.errno is not None and error.errno > 0 else error.strerror
    return str(own or error).lower()


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")
