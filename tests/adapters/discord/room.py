"""A server of the sandbox with the real adapter in it, and a person who acts and looks."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from adapters.contract.commands import Declaration
from adapters.contract.incoming import Connected
from adapters.contract.refs import MessageRef
from adapters.contract.walk import text_of
from adapters.discord import refs
from adapters.discord.commands import slash_names
from adapters.discord.markup import read_markup
from adapters.discord.names import Names
from adapters.discord.platform import DiscordPlatform
from sandbox.discord import Channel, DiscordServer, Message
from sandbox.discord.model import Attachment as File
from sandbox.faults import Fault
from sandbox.ledger import Ledger
from tests.adapters.rooms import DECLARATIONS, PATIENCE, Listener, Seen, until

JSON = dict[str, Any]


class DiscordRoom:
    """A room on the sandbox's Discord."""

    def __init__(self, server: DiscordServer, declarations: Sequence[Declaration] = DECLARATIONS) -> None:
        self.server = server
        self.declarations = declarations
        self.guild = server.add_guild(name="Care Tech Circle")
        self.pat = server.add_user(self.guild, "pat", "Pat", admin=True)
        self.place = server.add_channel(self.guild, "talk")
        self.forum = server.add_channel(self.guild, "questions", kind="forum")
        self.bot = server.add_bot("the-token")
        self.channel = refs.channel(self.guild.id, self.place.id)
        self.nowhere = refs.channel(self.guild.id, "100000000000000000")  # an id of October 2015
        self.person = refs.account(self.pat.id)
        self.waits: list[float] = []
        self._waited = asyncio.Condition()
        self.platform = DiscordPlatform("the-token", api_url=server.api_url, cdn_url=server.cdn_url, sleep=self._wait)

    async def _wait(self, seconds: float) -> None:
        """What the adapter waits between two attempts to connect is noted, and takes a moment only."""
        self.waits.append(seconds)
        async with self._waited:
            self._waited.notify_all()
        await asyncio.sleep(min(seconds, 0.02))

    async def until_waited(self, met: Callable[[list[float]], bool]) -> None:
        """Wait until the adapter has waited so."""
        async with asyncio.timeout(PATIENCE), self._waited:
            await self._waited.wait_for(lambda: met(self.waits))

    async def govern(self, act: str, /, **arguments: Any) -> JSON:
        """Pat does something as one who runs the server."""
        return await self.server.acts[act](community=self.guild.id, user=self.pat.id, **arguments)

    async def act(self, act: str, /, **arguments: Any) -> JSON:
        """Pat does something, in the channel unless another is named."""
        where = {"community": self.guild.id, "user": self.pat.id, "channel": self.place.id}
        return await self.server.acts[act](**{**where, **arguments})

    async def say(self, text: str, thread: MessageRef | None = None, **more: Any) -> MessageRef:
        if thread is not None and thread.id not in self.server.world.channels:
            await self.act("start_thread", message=thread.id, name="Thread")
        posted = await self.act("post", text=text, thread=thread.id if thread else None, **more)
        return MessageRef(self.channel.in_thread(thread.id if thread else None), posted["message"])

    async def change(self, message: MessageRef, text: str) -> None:
        await self.act("edit", channel=refs.target(message.channel), message=message.id, text=text)

    async def remove(self, message: MessageRef) -> None:
        await self.act("delete", channel=refs.target(message.channel), message=message.id)

    async def put(self, message: MessageRef, char: str, present: bool) -> None:
        act = "react" if present else "unreact"
        await self.act(act, channel=refs.target(message.channel), message=message.id, emoji=char)

    async def leave(self) -> None:
        await self.govern("leave")

    def demote(self) -> None:
        self.guild.members[self.pat.id].roles.clear()

    async def attach(self, name: str, alt: str, data: bytes) -> MessageRef:
        content = base64.b64encode(data).decode()
        return await self.say("", files=[{"name": name, "content_base64": content, "alt": alt, "type": "image/png"}])

    async def seen(self) -> list[Seen]:
        threads = [each for each in self.guild.threads.values() if each.parent_id == self.place.id]
        return [self._seen(message, place) for place in (self.place, *threads) for message in said(place)]

    async def pinned(self) -> list[str]:
        return [each.id for each in sorted(self.place.messages.values(), key=lambda it: it.pinned or 0) if each.pinned]

    def _seen(self, message: Message, place: Channel) -> Seen:
        thread = place.id if place.is_thread else None
        return Seen(
            MessageRef(self.channel.in_thread(thread), message.id),
            message.author.shown,
            text_of(read_markup(message.content, Names())),
            tuple((shown_name(file), file.description or "", file.content) for file in message.attachments),
            frozenset(each.emoji["name"] for each in message.reactions.values() if each.users),
        )

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until something has happened on the server."""
        await until(self.server.ledger, met)

    async def use(self, name: str, **answers: str) -> list[str]:
        spoken = next(spoken for spoken, each in slash_names(self.declarations).items() if each.name == name)
        outcome = await self.act("command", name=spoken)
        if outcome["form"]:
            form = outcome["form"]["id"]
            acted = {"community": self.guild.id, "user": self.pat.id, "form": form, "values": answers}
            await self.server.acts["submit"](**acted)
        return await self._told()

    async def menu(self, name: str, message: MessageRef) -> list[str]:
        title = next(each.title for each in self.declarations if each.name == name)
        outcome = await self.act("menu", message=message.id, name=title)
        if outcome["form"]:
            form = outcome["form"]["id"]
            await self.server.acts["submit"](community=self.guild.id, user=self.pat.id, form=form, values={})
        return await self._told()

    async def press(self, message: MessageRef, label: str) -> list[str]:
        components = self.place.messages[message.id].components
        [button] = [each for row in components for each in row["components"] if each["label"] == label]
        await self.act("press", message=message.id, action=button["custom_id"])
        return await self._told()

    async def _told(self) -> list[str]:
        """What Pat alone is told, once it has been said."""
        await self.until(lambda: any(message.content for message in self.private))
        return [message.content for message in self.private if message.content]

    @property
    def private(self) -> list[Message]:
        """The messages that only Pat sees."""
        return list(self.server.world.ephemerals.get(self.pat.id, {}).values())

    def fault(self, route: str, action: Any, **more: Any) -> Fault:
        """Something goes wrong on the server."""
        return self.server.faults.add(Fault(route, action, **more))

    def busy(self) -> None:
        body = '{"message": "You are being rate limited.", "retry_after": 1.5, "global": false}'
        for route in ("POST */webhooks/*/*", "POST */channels/*/messages"):
            self.fault(route, "status", status=429, body=body, headers={"Retry-After": "2", "Via": "1.1 google"})

    def lose_answer(self) -> None:
        for route in ("POST */webhooks/*/*", "POST */channels/*/messages"):
            self.fault(route, "reset_after")


def said(place: Channel) -> list[Message]:
    """The messages of a place that somebody said to everybody."""
    return [each for each in place.messages.values() if each.type in (0, 19) and each.seen_by is None]


def shown_name(file: File) -> str:
    """What people see as a file's name."""
    return f"{file.title}.{file.filename.rpartition('.')[2]}" if file.title else file.filename


@asynccontextmanager
async def discord_room(
    listener: Listener, declarations: Sequence[Declaration] = DECLARATIONS
) -> AsyncIterator[DiscordRoom]:
    """A room with the adapter connected."""
    server = DiscordServer(Ledger(time.time), limits=False)
    await server.start()
    room = DiscordRoom(server, declarations)
    running = asyncio.create_task(room.platform.run(listener, declarations))
    try:
        await listener.wait(Connected)
        yield room
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await room.platform.close()
        await server.stop()
