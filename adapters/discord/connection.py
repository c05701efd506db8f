"""The bot's connection: in come events and interactions, out go what the core hears and is asked."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord

from adapters.contract.commands import Declaration
from adapters.contract.errors import Later, PlatformError, Refused, Unsure, Why
from adapters.contract.incoming import Incoming
from adapters.contract.platform import Core
from adapters.discord.answering import answer
from adapters.discord.commands import app_commands, same_commands
from adapters.discord.errors import INTENT, TOKEN
from adapters.discord.gateway import Gateway, point
from adapters.discord.lanes import Lanes
from adapters.discord.places import Place
from adapters.discord.read import connected
from adapters.discord.session import Session

JSON = dict[str, Any]
_log = logging.getLogger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_GOODBYE = 3.0  # seconds for ending in good order
_HEARD = frozenset(
    {
        "GUILD_CREATE",
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
_Event = tuple[str, JSON, float]


class Connection:
    """Feeds one core until it is cancelled."""

    def __init__(self, session: Session, token: str, api_url: str | None, core: Core) -> None:
        self._session = session
        self._token = token
        self._api_url = api_url
        self._core = core
        self._declarations: Mapping[str, Declaration] = {}
        self._lanes = Lanes(self._record, self._missed)
        self._answers: set[asyncio.Task[None]] = set()

    async def run(self, declarations: Sequence[Declaration]) -> None:
        """Connect, and connect again whenever that is needed. Raises Refused; returns only when cancelled."""
        self._declarations = {each.name: each for each in declarations}
        commands = app_commands(declarations)
        wait = 0.0
        async with self._lanes:
            try:
                while True:
                    began = time.monotonic()
                    problem = await self._connected(commands)
                    lasted = time.monotonic() - began
                    wait = _FIRST_WAIT if not wait or lasted > _LONGEST_WAIT else min(2 * wait, _LONGEST_WAIT)
                    _log.warning("No connection to Discord: %s. Trying again in %.0f s", problem, wait)
                    await asyncio.sleep(wait)
            finally:
                await _ended(self._answers, patience=_GOODBYE)

    async def _connected(self, commands: list[JSON]) -> str:
        """Connect, and return what ended the connection. Raises Refused."""
        try:
            await self._prepare(commands)
            await self._listen()
        except Refused:
            raise
        except (Later, Unsure, OSError, aiohttp.ClientError, discord.DiscordException) as error:
            return str(error).rstrip(".") or type(error).__name__  # a time-out has no words
        except Exception:
            _log.exception("What Discord said ended the connection")
        return "it ended"

    async def _prepare(self, commands: list[JSON]) -> None:
        """Find out whether the bot may do its work, and register its commands if they changed."""
        me = await self._session.me()
        if not me.reads_messages:
            raise Refused(INTENT, Why.FORBIDDEN)
        path = f"/applications/{me.application}/commands"
        if not same_commands(commands, await self._session.rest.get(path)):
            await self._session.rest.call("PUT", path, commands)
        if self._api_url is not None:
            point(self._api_url, (await self._session.rest.get("/gateway"))["url"])

    async def _listen(self) -> None:
        client = Gateway(self._hear)
        listening = asyncio.create_task(client.start(self._token))
        try:
            # Not awaited itself: Python 3.11's wait_for, in discord.py, can swallow a cancellation.
            await asyncio.wait([listening])
            await listening
        except (discord.LoginFailure, discord.PrivilegedIntentsRequired, discord.ConnectionClosed) as error:
            raise _refused(error) from error
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GOODBYE):
                    await client.close()
            await _ended({listening}, patience=0)

    def _hear(self, name: str, data: JSON) -> None:
        """Take an event in. What is not as Discord promises raises; the line goes on without it."""
        try:
            self._session.places.note(name, data)
        finally:
            self._pass_on(name, data)

    def _pass_on(self, name: str, data: JSON) -> None:
        if name == "INTERACTION_CREATE":
            task = asyncio.create_task(answer(self._session, self._core, self._declarations, data))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
        elif name in _HEARD and not data.get("unavailable"):
            self._lanes.put(self._lane(data), (name, data, time.time()))

    def _lane(self, data: JSON) -> str:
        """Whose order matters: a channel with its threads."""
        id = str(data.get("parent_id") or data.get("channel_id") or data["id"])
        known = self._session.places.get(id)
        return known.parent or id if known else id

    async def _record(self, event: _Event) -> None:
        incoming: Incoming | None = None
        try:
            incoming = await self._read(*event)
        except PlatformError:
            raise
        except Exception:  # it would be no better the next time
            _log.exception("Discord sent a %s that cannot be read", event[0])
        if incoming is not None:
            await self._core.heard(incoming)

    async def _read(self, name: str, data: JSON, at: float) -> Incoming | None:
        if name == "GUILD_CREATE":
            return connected(data["id"], data["name"], at)
        place = await self._place(name, data)
        return (await self._session.reader()).event(name, data, place, at)

    async def _place(self, name: str, data: JSON) -> Place:
        """Where an event happened. What Discord does not show any more is taken for a plain channel."""
        if name in ("CHANNEL_DELETE", "THREAD_DELETE"):
            return self._session.places.get(data["id"]) or self._session.places.learn(data)
        if "guild_id" not in data:
            return self._session.places.learn({"id": data["channel_id"], "type": 1})
        try:
            return await self._session.place(data["channel_id"])
        except Refused:
            return Place(data["channel_id"], data["guild_id"])

    async def _missed(self) -> None:
        for guild, name in self._session.places.guilds().items():
            await self._core.heard(connected(guild, name, time.time()))


def _refused(error: discord.DiscordException) -> Refused | discord.DiscordException:
    """What to tell the operator when Discord turns the connection away for good (its "Gateway Close Event Codes")."""
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return Refused(INTENT, Why.FORBIDDEN)
    if isinstance(error, discord.LoginFailure) or (isinstance(error, discord.ConnectionClosed) and error.code == 4004):
        return Refused(TOKEN, Why.UNAUTHORISED)
    return error


async def _ended(tasks: set[asyncio.Task[None]], patience: float) -> None:
    """Let tasks finish for some seconds; then cancel them."""
    pending = list(tasks)
    if pending and patience:
        await asyncio.wait(pending, timeout=patience)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
