"""The bot's one web application: whether it is alive, and what the platforms bring over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

BODY_LIMIT = 1024 * 1024


class CannotServe(Exception):
    """The port is taken, or the address is not this machine's; `args[0]` says why."""


@asynccontextmanager
async def serving(host: str, port: int, routes: Iterable[web.RouteDef]) -> AsyncIterator[int]:
    """Serve while the context is open; yields the port. Raises CannotServe."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app.add_routes([web.get("/healthz", _alive), *routes])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise CannotServe(f"Nothing can be served at HOST {host}, PORT {port}: {error.strerror}.") from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")
