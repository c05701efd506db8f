"""What the gateway tells, on its way to the core: in order, and until it is recorded."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

from adapters.contract.commands import Declaration
from adapters.contract.errors import PlatformError, Refused
from adapters.contract.incoming import ChannelFound, CommunityLost, Incoming
from adapters.contract.platform import Core
from adapters.contract.refs import ChannelRef
from adapters.discord.answering import answer
from adapters.discord.lanes import Lanes
from adapters.discord.places import Place
from adapters.discord.read import REMOVED, channel_found, channel_lost, community_lost, connected
from adapters.discord.session import Session

JSON = dict[str, Any]
_log = logging.getLogger(__name__)
_GOODBYE = 3.0  # seconds for ending in good order
_MOST_ASKED = 1_000  # commands, presses and forms that are being answered; who comes then is told so by Discord
_HEARD = frozenset(
    {
        "GUILD_CREATE",
        "GUILD_DELETE",
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE",
        "MESSAGE_REACTION_REMOVE_ALL",
        "MESSAGE_REACTION_REMOVE_EMOJI",
        "CHANNEL_DELETE",
        "THREAD_DELETE",
    }
)
_SELDOM = frozenset({"GUILD_DELETE", "CHANNEL_DELETE", "THREAD_DELETE"})  # no history shows what is not there
# After these, rights may be other ones: of one channel, and of all channels of a server. Of members without the
# members intent, GUILD_MEMBER_UPDATE tells the bot itself alone.
_CHANNEL_RIGHTS = frozenset({"CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE"})
_SERVER_RIGHTS = frozenset({"GUILD_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "GUILD_MEMBER_UPDATE"})
_Event = tuple[str, JSON, float]


class Hearing:
    """Hands events to the core. `welcome` says whether Discord has let the bot in since the last `turned_away`."""

    def __init__(self, session: Session, core: Core, declarations: Mapping[str, Declaration]) -> None:
        self._session = session
        self._core = core
        self._declarations = declarations
        self._lanes: Lanes[_Event | ChannelFound | CommunityLost] = Lanes(self._record, self._missed, _GOODBYE)
        self._answers: set[asyncio.Task[None]] = set()
        self.welcome = False

    async def __aenter__(self) -> Self:
        await self._lanes.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(self._lanes.__aexit__(kind, error, trace), _ended(self._answers))

    def hear(self, name: str, data: JSON) -> None:
        """Take an event in. What is not as Discord promises raises; the line goes on without it."""
        if name == "READY":
            self.welcome = True
            for guild in self._session.places.guilds().keys() - {each["id"] for each in data["guilds"]}:
                self.hear("GUILD_DELETE", {"id": guild})
        try:
            self._session.places.note(name, data)
        finally:
            self._pass_on(name, data)

    def turned_away(self, why: str) -> None:
        """Discord does not let the bot in any more: all its servers are lost."""
        self.welcome = False
        for guild in self._session.places.guilds():
            self._lanes.put(guild, community_lost(guild, why, time.time()), seldom=True)

    def _pass_on(self, name: str, data: JSON) -> None:
        if name == "INTERACTION_CREATE" and len(self._answers) >= _MOST_ASKED:
            _log.warning("Somebody on Discord was not answered: %d others wait already", len(self._answers))
        elif name == "INTERACTION_CREATE":
            task = asyncio.create_task(answer(self._session, self._core, self._declarations, data))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
        elif name in _HEARD and not data.get("unavailable"):
            self._lanes.put(self._lane(name, data), (name, data, time.time()), seldom=name in _SELDOM)
        for channel in [*self._unbarred(name, data)]:
            self._session.barred.discard(channel)
            self._lanes.put(channel.community, channel_found(channel, time.time()), seldom=True)

    def _unbarred(self, name: str, data: JSON) -> Iterator[ChannelRef]:
        """The channels in which the bot was forbidden something that it may be allowed now."""
        for channel in self._session.barred:
            in_channel = name in _CHANNEL_RIGHTS and data["id"] in (channel.id, channel.thread)
            in_server = name in _SERVER_RIGHTS and channel.community == (data.get("guild_id") or data.get("id"))
            if in_channel or in_server:
                yield channel

    def _lane(self, name: str, data: JSON) -> str:
        """Whose order matters: a server itself, or a channel with its threads."""
        if name in ("GUILD_CREATE", "CHANNEL_DELETE"):
            return str(data["id"])
        id = str(data.get("channel_id") or data["id"])
        known = self._session.places.get(id)
        return (known.parent if known else data.get("parent_id")) or id

    async def _record(self, event: _Event | ChannelFound | CommunityLost) -> None:
        if not isinstance(event, tuple):
            await self._core.heard(event)
            return
        incomings: list[Incoming | None] = []
        try:
            incomings = await self._read(*event)
        except PlatformError:
            raise
        except Exception:  # it would be no better the next time
            _log.exception("Discord sent a %s that cannot be read", event[0])
        for incoming in incomings:
            if incoming is not None:
                await self._core.heard(incoming)

    async def _read(self, name: str, data: JSON, at: float) -> list[Incoming | None]:
        if name == "GUILD_CREATE":
            return [connected(data["id"], data["name"], at)]
        if name == "GUILD_DELETE":
            return [community_lost(data["id"], REMOVED, at)]
        place = await self._place(name, data)
        told = (await self._session.reader()).event(name, data, place, at)
        if name == "THREAD_DELETE" and place.forum:  # a post, which may be a channel of its own for the bot
            return [told, channel_lost(place, at)]
        return [told]

    async def _place(self, name: str, data: JSON) -> Place:
        """Where an event happened. What Discord does not show any more is taken for a plain channel."""
        if name in ("CHANNEL_DELETE", "THREAD_DELETE"):
            return self._session.places.get(data["id"]) or self._session.places.learn(data)
        if "guild_id" not in data:
            known = self._session.places.get(data["channel_id"])  # which an event that lacks its server does not change
            return known or self._session.places.learn({"id": data["channel_id"], "type": 1})
        try:
            return await self._session.place(data["channel_id"])
        except Refused:
            return Place(data["channel_id"], data["guild_id"])

    async def _missed(self) -> None:
        for guild, name in self._session.places.guilds().items():
            await self._core.heard(connected(guild, name, time.time()))


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    """Let tasks finish for some seconds; then cancel them."""
    pending = list(tasks)
    if pending:
        await asyncio.wait(pending, timeout=_GOODBYE)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
