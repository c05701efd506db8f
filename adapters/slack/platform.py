"""Slack, as the contract has it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from aiohttp import web as aiohttp_web
from yarl import URL

from adapters.contract.commands import Declaration
from adapters.contract.content import Attachment, Content, Emoji
from adapters.contract.errors import Later, Refused, Why
from adapters.contract.incoming import Author, Past
from adapters.contract.lines import Line
from adapters.contract.marked import _
from adapters.contract.platform import Capabilities, Core, Persona, Profile
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef, MessageRef
from adapters.slack import emoji as emojis
from adapters.slack import files, history, refs, render, split
from adapters.slack.connection import Connection, Workspace
from adapters.slack.errors import DOWN_AFTER
from adapters.slack.inbox import Inbox
from adapters.slack.pace import Pace
from adapters.slack.web import Http, Json

_OVERLAP = 60.0  # seconds by which Slack's clock and ours may differ
_FILES_OVERLAP = 5.0  # the same for files, which are told apart by their names only
_GROUP_LIMIT = 8  # people in a group conversation, besides the bot


class SlackPlatform:
    """All the Slack workspaces in which the bot is installed.

    `api_url` moves every call and transfer to another base address; `ping_seconds` is how often Socket Mode
    connections are checked, `again_seconds` how often a workspace that was lost is asked after.
    `now` is the clock, in seconds, by which calls are paced, and `sleep` waits by it.
    """

    name = refs.PLATFORM

    def __init__(
        self,
        workspaces: Sequence[Workspace],
        *,
        api_url: str | None = None,
        ping_seconds: float = 5.0,
        again_seconds: float = 300.0,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._http = Http(api_url)
        self._connections = [
            Connection(each, self._http, ping_seconds, again_seconds, Pace(now, sleep)) for each in workspaces
        ]

    def routes(self) -> list[aiohttp_web.RouteDef]:
        """What the bot's web application must serve when a workspace has no app token."""
        return [aiohttp_web.post("/slack/events", Inbox(self._connections).serve)]

    def capabilities(self, channel: ChannelRef) -> Capabilities:
        """What the channel can take."""
        return Capabilities(file_limit=files.FILE_LIMIT, files_apart=True)

    def parts(self, channel: ChannelRef, content: Content) -> tuple[Content, ...]:
        """Content in pieces that fit one message each."""
        return split.parts(content)

    def link(self, place: ChannelRef | MessageRef) -> str:
        """The place's address; empty before the workspace is connected."""
        team = (place.channel if isinstance(place, MessageRef) else place).community
        url = next((each.url for each in self._connections if each.me.team == team), "")
        return refs.permalink(url, place) if url else ""

    def linked(self, url: str) -> ChannelRef | MessageRef | None:
        """What a link into one of the connected workspaces leads to."""
        return refs.linked(url, {host: each.me.team for each in self._connections if (host := URL(each.url).host)})

    async def run(self, core: Core, declarations: Sequence[Declaration]) -> None:
        """Connect to every workspace and feed the core until cancelled.

        Raises `Refused` when one cannot be had at the start; one that is lost later disturbs no other.
        """
        running = [asyncio.create_task(each.run(core, declarations)) for each in self._connections]
        try:
            await asyncio.gather(*running)  # none of them ends but by being refused
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await asyncio.gather(*(connection.close() for connection in self._connections), return_exceptions=True)
            await self._http.close()

    def connections(self) -> list[Line]:
        """Whether each workspace can be heard."""
        return [connection.line for connection in self._connections]

    async def send(
        self, channel: ChannelRef, content: Content, *, token: str, persona: Persona | None = None
    ) -> MessageRef:
        """Post one part; its `metadata` holds the token."""
        connection = self._of(channel.community)
        api = connection.web
        if persona is None:
            content = connection.prefix.content(content)
        if content.files:
            return await files.share(api, channel, content, persona)
        body = render.request(content, persona, channel=channel.id, thread=channel.thread, token=token)
        try:
            answer = await api.post("chat.postMessage", **body)
        except Refused as refused:
            if "blocks" not in body or "blocks" not in refused.code:
                raise
            # Better plain than not at all: the text has all the words.
            answer = await api.post("chat.postMessage", **{key: body[key] for key in body if key != "blocks"})
        return refs.message(channel.community, channel.id, str(answer["ts"]), channel.thread)

    async def find(
        self, channel: ChannelRef, content: Content, *, token: str, persona: Persona | None, since: float
    ) -> tuple[MessageRef, ...]:
        """Our messages with the token. Files carry none: theirs are told by author, names and sizes."""
        connection = self._of(channel.community)
        name = render.identity(persona).get("username")

        def sought(message: Json) -> bool:
            if not connection.me.wrote(message):
                return False
            if not content.files:
                return render.token_of(message) == token
            by = name is None or message.get("username") in (None, name)
            return by and files.same(message.get("files") or [], content.files)

        after = since - (_FILES_OVERLAP if content.files else _OVERLAP)
        found = [each async for each in history.messages(connection.web, channel, after) if sought(each)]
        stamps = sorted(str(message["ts"]) for message in found)
        return tuple(refs.message(channel.community, channel.id, ts, channel.thread) for ts in stamps)

    async def edit(self, message: MessageRef, content: Content, *, persona: Persona | None = None) -> None:
        """Change what a message says; its author's name and its files stay."""
        if content.files:
            return
        connection = self._of(message.channel.community)
        api = connection.web
        if persona is None:
            content = connection.prefix.content(content)
        # By default an edit would be parsed anew, and names in it could come to ping.
        body = {"blocks": [], **render.message(content), "parse": "none"}
        try:
            await api.post("chat.update", channel=message.channel.id, ts=message.id, **body)
        except Refused as refused:
            if "blocks" not in refused.code:
                raise
            await api.post("chat.update", channel=message.channel.id, ts=message.id, **{**body, "blocks": []})

    async def delete(self, message: MessageRef) -> None:
        """Remove a message, and the files that we posted with it."""
        connection = self._of(message.channel.community)
        try:
            found = await history.message(connection.web, message)
            if found is not None:
                await files.delete(connection.web, found.get("files") or [], connection.me.user)
                await connection.web.post("chat.delete", channel=message.channel.id, ts=message.id)
        except Refused as refused:
            if refused.why is not Why.GONE:
                raise

    async def react(self, message: MessageRef, emoji: Emoji, *, present: bool) -> None:
        """Put the bot's reaction on a message, or take it off."""
        api = self._of(message.channel.community).web
        where = {"channel": message.channel.id, "timestamp": message.id, "name": emojis.short_name(emoji)}
        try:
            await api.post("reactions.add" if present else "reactions.remove", **where)
        except Refused as refused:
            if refused.code not in ("already_reacted", "no_reaction"):
                raise

    async def pin(self, message: MessageRef) -> None:
        """Pin a message."""
        api = self._of(message.channel.community).web
        try:
            await api.post("pins.add", channel=message.channel.id, timestamp=message.id)
        except Refused as refused:
            if refused.code != "already_pinned":
                raise

    async def open_private(self, accounts: Sequence[AccountRef], known: ChannelRef | None = None) -> ChannelRef:
        """A direct message with one account, a group conversation with up to eight of one workspace."""
        teams = {account.community for account in accounts}
        if len(teams) != 1 or len(accounts) > _GROUP_LIMIT:
            sentence = _("Slack opens private conversations with one to eight people of one workspace.")
            raise Refused(sentence, Why.UNACCEPTABLE)
        (team,) = teams
        users = ",".join(account.id for account in accounts)
        opened = await self._of(team).web.post("conversations.open", users=users)
        return refs.channel(team, str(opened["channel"]["id"]))

    async def profile(self, account: AccountRef, community: CommunityRef) -> Profile:
        """How an account is called."""
        return (await self._of(community.id).directory.person(account.id)).profile

    async def named(self, channel: ChannelRef, content: Content) -> Content:
        """The content with the names, pictures and files that its event did not tell."""
        return await self._of(channel.community).directory.named(content)

    async def since(self, channel: ChannelRef, after: float) -> AsyncIterator[Past]:
        """What happened in a channel and its threads after a time."""
        here = self._of(channel.community)
        async for past in history.since(here.web, here.me, here.directory.names(), channel, after):
            yield past

    async def reactors(self, message: MessageRef, emoji: Emoji) -> tuple[Author, ...]:
        """Who shows a reaction; in a channel that is shared with others, who of them is a stranger."""
        here = self._of(message.channel.community)
        found = await history.reactors(here.web, here.me, here.directory.names(), message, emoji)
        if not found or not await here.directory.shared(message.channel.id):
            return found
        return tuple([await here.directory.placed(author, here.me) for author in found])

    async def home(self, account: AccountRef, known: CommunityRef | None = None) -> CommunityRef | None:
        """The account's workspace, unless it was closed: such accounts stay in Slack's list of people, marked so."""
        here = self._of(account.community)
        try:
            return None if await here.directory.closed(account.id) else refs.community(account.community)
        except Refused as refused:
            if refused.why is not Why.GONE:
                raise
            return None

    async def runs(self, account: AccountRef, community: CommunityRef) -> bool:
        """Whether somebody is an admin or owner of the workspace."""
        here = self._of(community.id)
        try:
            return await here.directory.runs(account.id, community.id)
        except Refused as refused:
            if refused.why is not Why.GONE:
                raise
            return False

    async def read(self, attachment: Attachment, limit: int) -> bytes:
        """The bytes of a file."""
        connection = self._of(attachment.origin.community)
        if attachment.size > limit:
            raise files.too_large(attachment.name, limit)
        return await files.download(connection.web, attachment, limit)

    def _of(self, team: str) -> Connection:
        for connection in self._connections:
            if connection.me.team == team:
                return connection
        if any(not connection.me.team for connection in self._connections):
            raise Later(_("The Slack workspace is not connected yet."), DOWN_AFTER)
        raise Refused(_("The bot is not installed in the Slack workspace {team}.", team=team), Why.FORBIDDEN)
