"""Socket Mode: web sockets on which the bot gets envelopes and acknowledges them."""

from __future__ import annotations

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import WSMsgType, web

from sandbox.faults import drop
from sandbox.slack.delivery import Undelivered
from sandbox.slack.model import Json, Workspace

CONNECTIONS_PER_APP = 10
TICKET_SECONDS = 30.0  # how long an address from apps.connections.open can be used, once


@dataclass(slots=True, eq=False)
class Connection:
    """One open socket of the bot. A refreshed one gets no more envelopes but may still acknowledge."""

    request: web.Request
    socket: web.WebSocketResponse
    fresh: bool = True


@dataclass(slots=True)
class Sockets:
    """The open sockets of all apps; each envelope goes to one of its app's, in turn."""

    connections: dict[str, list[Connection]] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _tickets: dict[str, tuple[Workspace, float]] = field(default_factory=dict)
    _unacked: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    _turn: itertools.count[int] = field(default_factory=itertools.count)

    def ticket(self, ws: Workspace, base: str) -> str:
        """A new address to connect to."""
        ticket = uuid4().hex
        self._tickets[ticket] = ws, ws.now()
        return f"{base.replace('http', 'ws', 1)}/link?ticket={ticket}&app_id={ws.app.id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        ws, at = self._tickets.pop(request.query.get("ticket", ""), (None, 0.0))
        if ws is None or ws.now() - at > TICKET_SECONDS:
            return web.Response(status=404, text="unknown ticket")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        mine = self.connections.setdefault(ws.app.id, [])
        if len(mine) >= CONNECTIONS_PER_APP:
            await socket.send_json(_goodbye("too_many_websockets"))
            await socket.close()
            return socket
        connection = Connection(request, socket)
        mine.append(connection)
        try:
            debug = {"host": "applink", "build_number": 1, "approximate_connection_time": 18060}
            info = {"app_id": ws.app.id}
            await socket.send_json(
                {"type": "hello", "num_connections": len(mine), "debug_info": debug, "connection_info": info}
            )
            self._tell()
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(frame.data)
        finally:
            mine.remove(connection)
            self._tell()
        return socket

    async def carry(self, ws: Workspace, kind: str, payload: str, attempt: int, reason: str, patience: float) -> Json:
        """Send one envelope and wait until it is acknowledged (see `Carrier`)."""
        fresh = [each for each in self.connections.get(ws.app.id, ()) if each.fresh]
        if not fresh:
            raise Undelivered("no_connection")
        connection = fresh[next(self._turn) % len(fresh)]
        envelope_id = str(uuid4())
        acknowledged: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._unacked[envelope_id] = acknowledged
        try:
            await connection.socket.send_str(_envelope(envelope_id, kind, payload, attempt, reason))
            return await asyncio.wait_for(acknowledged, patience)
        except (TimeoutError, ConnectionError):
            raise Undelivered("timeout") from None
        finally:
            del self._unacked[envelope_id]

    async def connected(self, app_id: str, count: int = 1) -> None:
        """Wait until the app has exactly that many fresh connections."""
        while sum(each.fresh for each in self.connections.get(app_id, ())) != count:
            self.changed.clear()
            await self.changed.wait()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Send disconnect frames; all but `warning` take the connections out of use."""
        for connection in self._all():
            await connection.socket.send_json(_goodbye(reason))
            connection.fresh = reason == "warning"
        self._tell()

    async def drop(self, code: int | None = None) -> None:
        """Close every connection: with a close code, or by breaking it when there is none."""
        for connection in self._all():
            connection.fresh = False
            if code is None:
                drop(connection.request)
            else:
                await connection.socket.close(code=code)
        self._tell()

    def _all(self) -> list[Connection]:
        return [connection for mine in self.connections.values() for connection in mine]

    def _tell(self) -> None:
        self.changed.set()

    def _acknowledged(self, frame: str) -> None:
        answer = json.loads(frame)
        waiting = self._unacked.get(answer.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or {})


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink"}}


def _envelope(envelope_id: str, kind: str, payload: str, attempt: int, reason: str) -> str:
    """The frame as text: its payload was made JSON when the event happened."""
    events = kind == "events_api"
    head: Json = {"envelope_id": envelope_id, "type": kind, "accepts_response_payload": not events}
    if events:
        head |= {"retry_attempt": attempt, "retry_reason": reason}
    return f'{json.dumps(head)[:-1]}, "payload": {payload}}}'
