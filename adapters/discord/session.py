"""What all calls share: the HTTP API, who the bot is, and which places and names it knows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.contract.errors import Refused, Why
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from adapters.discord import refs
from adapters.discord.names import CDN
from adapters.discord.places import Place, Places
from adapters.discord.read import Reader
from adapters.discord.rest import Rest
from adapters.discord.webhooks import Webhooks

# Discord's application flags: the intent is switched on, in an app of any size or of a small one.
_READS_MESSAGES = 1 << 18 | 1 << 19


@dataclass(frozen=True, slots=True)
class Me:
    """The application, its bot user, and whether it may read what people write."""

    application: str
    user: str
    reads_messages: bool


class Session:
    """One bot's view of Discord. Use within one loop."""

    def __init__(self, rest: Rest, cdn: str = CDN) -> None:
        self.rest = rest
        self.cdn = cdn
        self.places = Places()
        self.webhooks = Webhooks(rest)
        self.barred: set[ChannelRef] = set()  # where a right was missing, until rights there change
        self.begun: dict[frozenset[AccountRef], ChannelRef] = {}  # private threads into which not all were let yet
        self.up: Callable[[], bool] = lambda: False  # whether the gateway is heard; told by whoever listens
        self._me: Me | None = None
        self._asking = asyncio.Lock()

    async def me(self) -> Me:
        """Who the bot is. Asked once."""
        async with self._asking:
            if self._me is None:
                application = await self.rest.get("/applications/@me")
                user = await self.rest.get("/users/@me")
                reads = bool(application.get("flags", 0) & _READS_MESSAGES)
                self._me = Me(application["id"], user["id"], reads)
                self.places.bot = user["id"]
            return self._me

    async def reader(self) -> Reader:
        """Reads what Discord tells, for this bot."""
        me = await self.me()
        return Reader(me.application, me.user, self.places.public_name, self.places.role, self.cdn)

    async def place(self, id: str) -> Place:
        """A channel or thread, from memory if it is known there. A thread's channel comes to be known with it."""
        known = self.places.get(id)
        if known is None:
            await self.me()  # what the bot began itself is told by whose it is
            known = self.places.learn(channel := await self.rest.get(f"/channels/{id}"))
            if known.parent is not None and self.places.get(known.parent) is None:
                await self.place(known.parent)
                known = self.places.learn(channel)
        return known

    async def holder(self, message: MessageRef) -> ChannelRef:
        """The channel or thread in which Discord keeps a message: a forum's first ones lie in their threads."""
        channel = message.channel
        if channel.thread is None and channel.community != refs.DIRECT and (await self.place(channel.id)).forum:
            return channel.in_thread(message.id)
        return channel

    @contextmanager
    def noting(self, channel: ChannelRef) -> Iterator[None]:
        """Calls in a channel: when one is forbidden, the channel is remembered as barred."""
        try:
            yield
        except Refused as refused:
            if refused.why is Why.FORBIDDEN and channel.community != refs.DIRECT:
                self.barred |= {channel, channel.parent}
            raise
