"""Socket Mode: two connections, so that one stays while Slack has the other renewed.

slack_sdk closes a connection before it opens the next, and Slack renews each every few hours; what happens while none
is open may not be told. Source: Slack's guide to Socket Mode; slack_sdk's client.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.contract.errors import Refused, Why
from adapters.contract.marked import _
from adapters.slack.requests import MALFORMED, answer
from adapters.slack.web import Http, Json, Web, log

CONNECTIONS = 2
_MOST = 1_000  # requests that one connection has being answered; Slack tells once more what is not acknowledged
_ADDRESS_LIFE = 15.0  # seconds; after that a connection is tried at a fresh address


class Sockets:
    """The Socket Mode connections of one app.

    `doubted` is called when Slack does not let the app connect any more, `reconnected` when a connection was lost
    and stands again, or something was left unanswered: something may have been missed.
    """

    def __init__(
        self,
        http: Http,
        app_token: str,
        ping_seconds: float,
        doubted: Callable[[], None],
        reconnected: Callable[[], Awaitable[None]],
    ) -> None:
        self._web = Web(http, app_token)
        self._ping_seconds = ping_seconds
        self._doubted = doubted
        self._reconnected = reconnected
        self._broken = False
        self._lines: list[_Line] = []

    @property
    def up(self) -> bool:
        """Whether one of them stands, and answers the pings."""
        return any(line.up for line in self._lines)

    def _refused(self) -> None:
        self._broken = True
        self._doubted()

    async def open(self, workspace: str, app: AsyncApp) -> None:
        """Connect as far as there is no connection. Raises `Refused`, `Later`."""
        while len(self._lines) < CONNECTIONS:
            address = await self._address(workspace)
            line = _Line(app, self._web, self._ping_seconds, self._reconnected, self._refused)
            self._lines.append(line)
            line.wss_uri = address
            await line.connect()

    async def _address(self, workspace: str) -> str:
        try:
            return await _address(self._web)
        except Refused as refused:
            raise Refused(
                _(
                    "Slack does not let the app of the workspace {workspace} connect in Socket Mode ({code}). Its app "
                    "token (xapp-…) needs the scope connections:write (Basic Information, App-Level Tokens). Socket "
                    "Mode must be switched on, too. Both are at https://api.slack.com/apps.",
                    workspace=workspace,
                    code=refused.code,
                ),
                Why.UNAUTHORISED,
                refused.code,
            ) from refused

    async def mend(self) -> None:
        """Hang up when Slack has refused a connection an address, so that `open` makes new ones."""
        if self._broken:
            self._broken = False
            await self.close(0.0)

    async def close(self, patience: float) -> None:
        """Let what is in flight be acknowledged for so many seconds, then hang up."""
        lines, self._lines = self._lines, []
        await asyncio.gather(*(line.hang_up(patience) for line in lines))


async def _address(web: Web) -> str:
    """Where to connect to, once. Raises `Refused`, `Later`."""
    answer, _headers = await web.call("apps.connections.open", write=False, http_verb="POST")
    return str(answer["url"])


class _Line(SocketModeClient):
    """One connection. An envelope is acknowledged when Bolt has answered 200, which it does once it is recorded."""

    def __init__(
        self,
        app: AsyncApp,
        web: Web,
        ping_seconds: float,
        reconnected: Callable[[], Awaitable[None]],
        refused: Callable[[], None],
    ) -> None:
        super().__init__(web.token, logger=log, web_client=web.client, ping_interval=ping_seconds)
        if web.http.loopback:
            self.proxy = None
        self.message_listeners.append(self._listen)
        self.socket_mode_request_listeners.append(self._answer)
        self._app = app
        self._api = web
        self._reconnected = reconnected
        self._refused = refused
        self._greeted = False
        self._busy: set[asyncio.Task[Any]] = set()  # answering a request
        self._handling: set[asyncio.Task[Any]] = set()  # handling a message of any kind: the SDK loses sight of these

    @property
    def up(self) -> bool:
        """Whether it stands; the SDK calls it stale when pings get no answer."""
        session = self.current_session
        return session is not None and not (self.closed or self.stale or session.closed)

    async def issue_new_wss_url(self) -> str:
        """An address to connect to. When Slack refuses one, this waits to be hung up: the SDK would ask on and on."""
        try:
            return await _address(self._api)
        except Refused:
            self._refused()
            return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]

    async def connect(self) -> None:
        """Connect, at a fresh address after a while: the SDK alone would try a stale one for ever."""
        while not self.closed:
            try:
                async with asyncio.timeout(_ADDRESS_LIFE):
                    await super().connect()  # type: ignore[no-untyped-call]
                return
            except TimeoutError:
                self.wss_uri = None

    async def _answer(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if len(self._busy) >= _MOST:
            log.warning("A request of Slack is left for later: %d others are being answered", _MOST)
            await self._reconnected()
            return
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        try:
            start = time.time()
            headers = build_headers(request)
            response = await answer(self._app, mode="socket_mode", body=request.payload, headers=headers)
            if response.status == 400:
                response = BoltResponse(status=200)  # it will not make more sense the next time
            await send_async_response(client, request, response, start)
        finally:
            self._busy.discard(task)

    async def process_message(self) -> None:
        """Take the next message; the SDK would log one that is no JSON with all its text."""
        try:
            await super().process_message()  # type: ignore[no-untyped-call]
        except MALFORMED as error:
            log.warning("A message of Socket Mode could not be read: %s", type(error).__name__)

    async def run_message_listeners(self, message: Json, raw_message: str) -> None:
        """Handle a message; an envelope that holds nothing readable is acknowledged, or else it would come again."""
        task = asyncio.current_task()
        assert task is not None
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)
        if "envelope_id" in message and not isinstance(message.get("payload"), dict):
            log.warning("An envelope of the type %.40s could not be read", message.get("type"))
            await self.send_socket_mode_response({"envelope_id": message["envelope_id"]})
        else:
            await super().run_message_listeners(message, raw_message)

    async def _listen(self, _: AsyncBaseSocketModeClient, message: Json, __: str | None) -> None:
        if message.get("type") == "hello":
            if self._greeted:
                await self._reconnected()
            self._greeted = True

    async def hang_up(self, patience: float) -> None:
        """Wait for what is being answered, then close; no task of the SDK stays behind."""
        if self._busy:
            await asyncio.wait(set(self._busy), timeout=patience)
        await self.close()  # type: ignore[no-untyped-call]
        tasks = (self.message_processor, self.current_session_monitor, self.message_receiver, *self._handling)
        left = [task for task in tasks if task is not None]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
