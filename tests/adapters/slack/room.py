"""A workspace of the sandbox with the real adapter in it, and a person who acts and looks."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from adapters.contract.commands import Declaration
from adapters.contract.content import Emoji
from adapters.contract.incoming import Connected
from adapters.contract.refs import MessageRef
from adapters.slack import SlackPlatform, Workspace, emoji, refs
from adapters.slack.manifest import manifest
from adapters.slack.markup import unescape
from sandbox.faults import Fault
from sandbox.ledger import Entry, Ledger
from sandbox.slack import SlackServer
from tests.adapters.rooms import DECLARATIONS, PATIENCE, Listener, Seen, until

Json = dict[str, Any]
PING = 0.5  # seconds between checks of a connection


class SlackRoom:
    """A room on the sandbox's Slack."""

    running: asyncio.Task[None]

    def __init__(
        self,
        server: SlackServer,
        *,
        http: bool = False,
        again: float = 6.0,
        more: Sequence[str] = (),
        prefix: str = "",
        declarations: Sequence[Declaration] = DECLARATIONS,
    ) -> None:
        self.server = server
        self.prefix = prefix
        self.ws = server.add_workspace("T0NHS", "Riverside Trust", manifest=manifest(declarations, prefix))
        self.pat = server.add_user(self.ws.id, "Pat", admin=True)
        self.place = server.add_channel(self.ws.id, "talk")
        self.channel = refs.channel(self.ws.id, self.place.id)
        self.nowhere = refs.channel(self.ws.id, "C0NOWHERE")
        self.person = refs.account(self.ws.id, self.pat.id)
        app = self.ws.app
        tokens = {"signing_secret": app.signing_secret} if http else {"app_token": app.app_token}
        workspaces = [
            Workspace("riverside", app.bot_token, **tokens, prefix=prefix),
            *(self._another(team) for team in more),
        ]
        self.platform = SlackPlatform(workspaces, api_url=server.api_url, ping_seconds=PING, again_seconds=again)

    def _another(self, team: str) -> Workspace:
        ws = self.server.add_workspace(team, team, manifest=manifest(DECLARATIONS))
        self.server.add_user(team, "Bea")
        self.server.add_channel(team, "talk")
        return Workspace(team, ws.app.bot_token, ws.app.app_token)

    async def act(self, name: str, /, **arguments: Any) -> Json:
        """Pat does something in the channel."""
        where = {"community": self.ws.id, "user": self.pat.id, "channel": self.place.id, **arguments}
        return await self.server.acts[name](**{word: value for word, value in where.items() if value is not None})

    async def say(self, text: str, thread: MessageRef | None = None, **more: Any) -> MessageRef:
        posted = await self.act("post", text=text, thread=thread.id if thread else None, **more)
        return refs.message(self.ws.id, self.place.id, posted["message"], thread.id if thread else None)

    async def change(self, message: MessageRef, text: str) -> None:
        await self.act("edit", message=message.id, text=text)

    async def remove(self, message: MessageRef) -> None:
        await self.act("delete", message=message.id)

    async def put(self, message: MessageRef, char: str, present: bool) -> None:
        name = emoji.short_name(Emoji("", char))
        await self.act("react" if present else "unreact", message=message.id, emoji=name)

    async def leave(self) -> None:
        await self.server.acts["deactivate"](community=self.ws.id, user=self.pat.id, who=self.pat.id)

    def demote(self) -> None:
        self.ws.users[self.pat.id].admin = False

    async def attach(self, name: str, alt: str, data: bytes) -> MessageRef:
        content = base64.b64encode(data).decode()
        return await self.say("", files=[{"name": name, "content_base64": content, "alt": alt, "type": "image/png"}])

    async def seen(self) -> list[Seen]:
        return [self._seen(message) for message in self.place.messages.values() if self._shown(message)]

    async def pinned(self) -> list[str]:
        return self.place.pins[::-1]

    def _shown(self, message: Json) -> bool:
        return message.get("subtype") not in ("channel_join", "tombstone")

    def _seen(self, message: Json) -> Seen:
        files = [self.ws.files[file["id"]] for file in message.get("files", [])]
        return Seen(
            refs.message(self.ws.id, self.place.id, message["ts"], message.get("thread_ts")),
            message.get("username") or self.ws.users[message["user"]].display_name,
            unescape(message["text"]),
            tuple((file.name, file.alt, file.content) for file in files),
            frozenset(emoji.character(reaction["name"]) for reaction in message.get("reactions", [])),
        )

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until something has happened on the server."""
        await until(self.server.ledger, met)

    @property
    def told(self) -> list[str]:
        """What Pat alone has been told."""
        return [message["text"] for message in self.ws.ephemerals.get(self.pat.id, [])]

    @property
    def forms(self) -> list[str]:
        """The forms that Pat has open."""
        return self.ws.stacks.get(self.pat.id, [])

    async def use(self, name: str, **answers: str) -> list[str]:
        first, _, rest = name.partition(" ")
        await self.act("command", name=f"{self.prefix}{first}", text=rest)
        if answers:
            await self.until(lambda: bool(self.forms))
            await self.submit(answers)
        return await self._answered()

    async def submit(self, answers: Json) -> None:
        """Pat fills the open form in and sends it."""
        acted = {"community": self.ws.id, "user": self.pat.id, "form": self.forms[-1]}
        await self.server.acts["submit"](**acted, values=answers)

    async def menu(self, name: str, message: MessageRef) -> list[str]:
        await self.act("menu", message=message.id, name=name)
        if next((each.form for each in DECLARATIONS if each.name == name), False):
            await self.until(lambda: bool(self.forms))
            await self.submit({})
        return await self._answered()

    async def press(self, message: MessageRef, label: str) -> list[str]:
        blocks = self.place.messages[message.id]["blocks"]
        buttons = [button for block in blocks if block["type"] == "actions" for button in block["elements"]]
        [button] = [button for button in buttons if button["text"]["text"] == label]
        await self.act("press", message=message.id, action=button["action_id"], value=button.get("value"))
        return await self._answered()

    async def _answered(self) -> list[str]:
        await self.until(lambda: bool(self.told))
        return self.told

    def fault(self, route: str, action: Any, **more: Any) -> Fault:
        """Something goes wrong on the server."""
        return self.server.faults.add(Fault(route, action, **more))

    def busy(self) -> None:
        self.fault("POST */chat.postMessage", "status", status=429, headers={"Retry-After": "3"})

    def lose_answer(self) -> None:
        self.fault("POST */chat.postMessage", "reset_after")

    def noted(self, act: str) -> list[Entry]:
        """What the bot or the platform did of one kind."""
        return [entry for entry in self.server.ledger.entries if entry.act == act and entry.who != "person"]


@asynccontextmanager
async def slack_room(
    listener: Listener,
    *,
    http: bool = False,
    again: float = 6.0,
    more: Sequence[str] = (),
    prefix: str = "",
    declarations: Sequence[Declaration] = DECLARATIONS,
) -> AsyncIterator[SlackRoom]:
    """A room with the adapter connected, over HTTP or in Socket Mode; `more` workspaces stand beside it.

    `again`: seconds between looks whether a workspace that was lost is back.
    """
    server = SlackServer(Ledger(time.time), limits=False)
    server.deliveries.retries = (0.0, 0.0, 0.0)
    await server.start()
    room = SlackRoom(server, http=http, again=again, more=more, prefix=prefix, declarations=declarations)
    room.running = running = asyncio.create_task(room.platform.run(listener, declarations))
    app = web.Application()
    app.add_routes(room.platform.routes())
    runner = web.AppRunner(app)
    try:
        async with asyncio.timeout(PATIENCE):
            for team in server.workspaces:
                await listener.wait(Connected, lambda it, team=team: it.community.id == team)  # type: ignore[misc]
            if http:
                await _serve(runner, room)
            else:
                await server.connected(room.ws.id, 2)
        yield room
    finally:
        await server.stop()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await runner.cleanup()


async def _serve(runner: web.AppRunner, room: SlackRoom) -> None:
    """Give the sandbox an address to send to."""
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    await room.server.use_http(room.ws.id, f"http://{host}:{port}/slack/events")
