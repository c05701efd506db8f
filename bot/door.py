"""How many connections the web server keeps, and for how long it waits for what they want.

Whoever holds connections open, or sends a request letter by letter, is cut off, and keeps nobody else out: when there
are too many, the oldest goes that has not asked anything yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler

MOST = 256  # open connections; each takes one of the process's files, of which systems often allow 1,024
HEAD_WITHIN = 10.0  # seconds from opening a connection until its first request's head is here


class Door:
    """Lets connections in to one server, which is known once it runs. `most` and `within` as above."""

    def __init__(self, most: int = MOST, within: float = HEAD_WITHIN) -> None:
        self._most = most
        self._within = within
        self._asking: dict[web.RequestHandler, web.Request] = {}
        self._known: set[web.RequestHandler] = set()  # has asked something before

    @web.middleware
    async def note(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Know for how long a connection asks: a middleware."""
        connection = request.protocol
        self._asking[connection] = request
        self._known.add(connection)
        try:
            return await handler(request)
        except ConnectionResetError:
            if connection.transport is not None:
                raise
            return web.Response(status=408)  # which nobody gets: it was cut off while its body was read
        finally:
            del self._asking[connection]

    def to(self, server: web.Server) -> Callable[[], asyncio.BaseProtocol]:
        """What makes the other end of each new connection."""

        def enter() -> asyncio.BaseProtocol:
            connections = [each for each in server.connections if each.transport is not None]
            self._known.intersection_update(connections)
            if len(connections) >= self._most and not self._made_room(connections):
                return _Shut()
            connection = server()
            asyncio.get_running_loop().call_later(self._within, self._cut_silent, connection)
            return connection

        return enter

    def _made_room(self, connections: list[web.RequestHandler]) -> bool:
        """Whether a connection could be cut off: the oldest of which no whole request is here."""
        for connection in connections:  # the oldest first
            asked = self._asking.get(connection)
            if asked is None or not asked.content.is_eof():
                connection.force_close()
                return True
        return False

    def _cut_silent(self, connection: web.RequestHandler) -> None:
        if connection not in self._known:
            connection.force_close()


class _Shut(asyncio.Protocol):
    """Ends a connection at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close it without waiting for anything."""
        assert isinstance(transport, asyncio.Transport)
        transport.abort()
