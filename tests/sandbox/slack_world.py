"""A small workspace on the loopback Slack, and a bot made of the real slack_bolt and slack_sdk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.ledger import Ledger
from sandbox.slack import Channel, SlackServer, User, Workspace

Json = dict[str, Any]
PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs
ANYTHING = re.compile(".*")


@dataclass(slots=True)
class Clock:
    """The sandbox's time, in seconds since the epoch; it stands still unless told otherwise."""

    at: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass(slots=True)
class World:
    """Ann (an admin) and Bob in #general of one workspace, where the bot is too."""

    server: SlackServer
    ws: Workspace
    ann: User
    bob: User
    general: Channel
    client: AsyncWebClient
    clock: Clock

    @property
    def ledger(self) -> Ledger:
        return self.server.ledger

    @property
    def where(self) -> dict[str, str]:
        """Ann in #general: most acts' first arguments."""
        return {"community": self.ws.id, "user": self.ann.id, "channel": self.general.id}

    async def post(self, text: str, **more: Any) -> str:
        """Ann posts in #general; returns the message's ts."""
        return str((await self.server.acts["post"](**{**self.where, "text": text, **more}))["message"])

    async def say(self, text: str, **more: Any) -> str:
        """The bot posts in #general; returns the message's ts."""
        return str((await self.client.chat_postMessage(channel=self.general.id, text=text, **more))["ts"])

    async def act(self, name: str, /, **arguments: Any) -> Json:
        """Ann does something in the workspace."""
        return await self.server.acts[name](**{"community": self.ws.id, "user": self.ann.id, **arguments})

    def message(self, ts: str) -> Json:
        """A message of #general as Slack keeps it."""
        return self.general.messages[ts]

    def noted(self, act: str) -> list[Json]:
        """The data of the platform's or the bot's entries of one act."""
        return [entry.data for entry in self.ledger.entries if entry.act == act and entry.who != "person"]


@asynccontextmanager
async def slack_world(
    *,
    limits: bool = False,
    clock: Clock | None = None,
    scopes: Iterable[str] | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> AsyncIterator[World]:
    """Start the loopback Slack. Without a clock it runs on the real time, which signatures need."""
    still = clock or Clock()
    server = SlackServer(Ledger(still), limits=limits, **({"now": still} if clock else {}))
    server.deliveries.retries = (0.0, 0.0, 0.0)
    await server.start()
    ws = server.add_workspace("T0NHS", "Riverside Trust", scopes=scopes, manifest=manifest)
    ann = server.add_user(ws.id, "Ann Lee", admin=True, email="ann@riverside.example")
    bob = server.add_user(ws.id, "Bob")
    general = server.add_channel(ws.id, "general", general=True)
    client = AsyncWebClient(ws.app.bot_token, base_url=server.api_url, proxy="", retry_handlers=[])
    try:
        yield World(server, ws, ann, bob, general, client, still)
    finally:
        await server.stop()


@dataclass(slots=True)
class Bot:
    """A Bolt app that hears everything and remembers it."""

    app: AsyncApp
    heard: list[Json] = field(default_factory=list)
    retries: list[tuple[str, str]] = field(default_factory=list)

    @property
    def events(self) -> list[Json]:
        """The events heard."""
        return [body["event"] for body in self.heard if body.get("type") == "event_callback"]

    def kinds(self) -> list[str]:
        """The events' types and subtypes, such as `message` and `message.bot_message`."""
        return [".".join(filter(None, (event["type"], event.get("subtype")))) for event in self.events]


def make_bot(world: World) -> Bot:
    """A Bolt app for the world's workspace, listening to every event."""
    app = AsyncApp(
        client=world.client,
        signing_secret=world.ws.app.signing_secret,
        ignoring_self_events_enabled=False,
        process_before_response=True,
    )
    bot = Bot(app)

    @app.middleware
    async def remember(body: Json, context: AsyncBoltContext, req: Any, next: Any) -> None:
        bot.heard.append(body)
        headers = req.headers
        bot.retries.append(
            (headers.get("x-slack-retry-num", [""])[0], headers.get("x-slack-retry-reason", [""])[0]),
        )
        await next()

    @app.event(ANYTHING)
    async def any_event() -> None: ...

    return bot


@asynccontextmanager
async def socket_mode(world: World, bot: Bot, connections: int = 1) -> AsyncIterator[list[AsyncSocketModeHandler]]:
    """Connect the bot in Socket Mode."""
    handlers = [
        AsyncSocketModeHandler(bot.app, world.ws.app.app_token, proxy="", ping_interval=1) for _ in range(connections)
    ]
    try:
        for handler in handlers:
            await handler.client.connect()  # type: ignore[no-untyped-call]
        await soon(world.server.connected(world.ws.id, connections))
        yield handlers
    finally:
        for handler in handlers:
            await handler.client.close()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def http_mode(world: World, bot: Bot) -> AsyncIterator[str]:
    """Serve the bot over HTTP and enter its address in the app's settings."""

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bot.app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.router.add_post("/slack/events", receive)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        await world.server.use_http(world.ws.id, url)
        yield url
    finally:
        await runner.cleanup()


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def buttons() -> list[Json]:
    """A Yes and a No with the same action, and a choice of seats."""
    each = [{"type": "button", "action_id": "rsvp", "text": plain(word), "value": word} for word in ("Yes", "No")]
    options = [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}]
    select = {"type": "static_select", "action_id": "seats", "options": options}
    return [{"type": "actions", "elements": [element]} for element in (*each, select)]


async def soon(awaitable: Any) -> Any:
    """What the awaitable returns, within the tests' patience."""
    async with asyncio.timeout(PATIENCE):
        return await awaitable


async def refused(awaitable: Any) -> Json:
    """The body of the refusal that a call of the real client must get."""
    with pytest.raises(SlackApiError) as error:
        await awaitable
    body: Json = error.value.response.data
    return body
