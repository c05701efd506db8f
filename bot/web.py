"""The bot's one web application: whether it is alive, and what the platforms bring over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

BODY_LIMIT = 1024 * 1024


@asynccontextmanager
async def serving(host: str, port: int, routes: Iterable[web.RouteDef]) -> AsyncIterator[int]:
    """Serve while the context is open; yields the port. Raises OSError when the port is taken."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app.add_routes([web.get("/healthz", _alive), *routes])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")
