"""Discord as a `Platform`: one bot in any number of servers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence

from adapters.contract.commands import Declaration
from adapters.contract.content import Attachment, Content, Emoji
from adapters.contract.incoming import Author, Past
from adapters.contract.lines import Line
from adapters.contract.platform import Capabilities, Core, Persona, Profile
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from adapters.contract.scheduling import Scheduled
from adapters.discord import (
    addresses,
    files,
    finding,
    history,
    pins,
    posting,
    reactions,
    refs,
    rooms,
    scheduling,
    split,
)
from adapters.discord.connection import Connection
from adapters.discord.members import Members
from adapters.discord.names import CDN
from adapters.discord.rest import API, Rest
from adapters.discord.session import Session
from adapters.discord.turns import Sleep


class DiscordPlatform:
    """The bot with this token. `api_url` moves HTTP and gateway to another base address, `cdn_url` the pictures.

    `sleep` waits between two attempts to connect, and `clock` times the rate limits, both in seconds.

    Use within one loop; `close` it when done. What each call promises is written at the contract's `Platform`.
    """

    name = refs.PLATFORM

    def __init__(
        self,
        token: str,
        *,
        api_url: str | None = None,
        cdn_url: str = CDN,
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._token = token
        self._sleep = sleep
        self._api_url = api_url.rstrip("/") if api_url else None
        self._session = Session(Rest(token, self._api_url or API, clock), cdn_url.rstrip("/"))
        self._members = Members(self._session)

    async def close(self) -> None:
        """Close all connections."""
        await self._session.rest.close()

    def capabilities(self, channel: ChannelRef) -> Capabilities:
        """What the channel can take."""
        limit = self._session.places.file_limit(channel.community)
        threads = channel.community != refs.DIRECT and not self._session.places.is_room(channel)
        return Capabilities(file_limit=limit, threads=threads)

    def parts(self, channel: ChannelRef, content: Content) -> tuple[Content, ...]:
        """Pieces of one message each."""
        return split.parts(content)

    def link(self, place: ChannelRef | MessageRef) -> str:
        """The address of a channel or message."""
        return addresses.link(self._session.places, place)

    def linked(self, url: str) -> ChannelRef | MessageRef | None:
        """What a link leads to."""
        return addresses.linked(self._session.places, url)

    async def run(self, core: Core, declarations: Sequence[Declaration]) -> None:
        """Connect and feed the core."""
        try:
            await Connection(self._session, self._token, self._api_url, core, self._sleep).run(declarations)
        finally:
            await self.close()

    def connections(self) -> list[Line]:
        """Whether the servers can be heard: all by one connection."""
        guilds = tuple(refs.community(guild) for guild in self._session.places.guilds())
        return [Line(refs.PLATFORM, "Discord", guilds, self._session.up())]

    async def send(
        self, channel: ChannelRef, content: Content, *, token: str, persona: Persona | None = None
    ) -> MessageRef:
        """Post one part."""
        with self._session.noting(channel):
            return await posting.send(self._session, channel, content, token, persona)

    async def find(
        self, channel: ChannelRef, content: Content, *, token: str, persona: Persona | None, since: float
    ) -> tuple[MessageRef, ...]:
        """What earlier sends made."""
        with self._session.noting(channel):
            return await finding.find(self._session, channel, content, token, persona, since)

    async def edit(self, message: MessageRef, content: Content, *, persona: Persona | None = None) -> None:
        """Change a message of ours."""
        with self._session.noting(message.channel):
            await posting.edit(self._session, message, content, persona)

    async def delete(self, message: MessageRef) -> None:
        """Remove a message."""
        with self._session.noting(message.channel):
            await posting.delete(self._session, message)

    async def react(self, message: MessageRef, emoji: Emoji, *, present: bool) -> None:
        """Put the bot's reaction on a message or take it off."""
        with self._session.noting(message.channel):
            await reactions.react(self._session, message, emoji, present=present)

    async def pin(self, message: MessageRef) -> None:
        """Pin a message of ours."""
        with self._session.noting(message.channel):
            await pins.pin(self._session, message)

    async def schedule(self, community: CommunityRef, entry: Scheduled, known: str) -> str:
        """Show an event in the server's own list."""
        return await scheduling.schedule(self._session, community, entry, known)

    async def scheduled(self, community: CommunityRef, title: str, starts_at: float) -> str:
        """An event in it that we made earlier."""
        return await scheduling.scheduled(self._session, community, title, starts_at)

    async def unschedule(self, community: CommunityRef, known: str) -> None:
        """Mark it as cancelled."""
        await scheduling.unschedule(self._session, community, known)

    async def open_private(self, accounts: Sequence[AccountRef], known: ChannelRef | None = None) -> ChannelRef:
        """A DM; a private thread for several people, or for one who takes no DMs."""
        return await rooms.open_private(self._session, accounts, known)

    async def profile(self, account: AccountRef, community: CommunityRef) -> Profile:
        """How an account is called."""
        return await self._members.profile(account.id, community.id)

    async def home(self, account: AccountRef, known: CommunityRef | None = None) -> CommunityRef | None:
        """A server in which an account is: asked one by one, which needs no intent."""
        guild = await self._members.home(account.id, None if known is None else known.id)
        return None if guild is None else refs.community(guild)

    async def runs(self, account: AccountRef, community: CommunityRef) -> bool:
        """Whether somebody owns the server, or has a role with Manage Server."""
        return await self._members.runs(account.id, community.id)

    async def named(self, channel: ChannelRef, content: Content) -> Content:
        """Content with its names."""
        return await self._members.named(channel.community, content)

    async def since(self, channel: ChannelRef, after: float) -> AsyncIterator[Past]:
        """What was missed."""
        with self._session.noting(channel):
            missed = await history.happened(self._session, channel, after)
        for each in missed:
            yield each

    async def reactors(self, message: MessageRef, emoji: Emoji) -> tuple[Author, ...]:
        """Who shows a reaction."""
        with self._session.noting(message.channel):
            return await reactions.reactors(self._session, message, emoji)

    async def read(self, attachment: Attachment, limit: int) -> bytes:
        """A file's bytes."""
        return await files.read(self._session, attachment, limit)
