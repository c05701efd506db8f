"""The bot's connection: opened, watched, and opened again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord

from adapters.contract.commands import Declaration
from adapters.contract.errors import Later, Refused, Unsure, Why
from adapters.contract.platform import Core
from adapters.discord.commands import app_commands, same_commands
from adapters.discord.errors import INTENT, TOKEN
from adapters.discord.gateway import Gateway, point
from adapters.discord.hearing import Hearing
from adapters.discord.session import Session
from adapters.discord.turns import Sleep, Turns, jittered

JSON = dict[str, Any]
_log = logging.getLogger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_TURNED_AWAY = 300.0  # seconds until the bot asks again to be let in
_GOODBYE = 3.0  # seconds for ending in good order


class Connection:
    """Feeds one core until it is cancelled. `sleep` waits between two attempts to connect, for seconds."""

    def __init__(self, session: Session, token: str, api_url: str | None, core: Core, sleep: Sleep) -> None:
        self._session = session
        self._token = token
        self._api_url = api_url
        self._core = core
        self._sleep = sleep
        self._turns = Turns(sleep)

    async def run(self, declarations: Sequence[Declaration]) -> None:
        """Connect, and connect again whenever that is needed. Returns only when cancelled.

        Raises Refused when Discord does not let the bot in at all. When it has been in, it keeps asking.
        """
        commands = app_commands(declarations)
        wait, been_in = 0.0, False
        async with Hearing(self._session, self._core, {each.name: each for each in declarations}) as hearing:
            while True:
                began = time.monotonic()
                try:
                    problem = await self._connected(commands, hearing)
                    lasted = time.monotonic() - began
                    wait = _FIRST_WAIT if not wait or lasted > _LONGEST_WAIT else min(2 * wait, _LONGEST_WAIT)
                except Refused as refused:
                    been_in = been_in or hearing.welcome
                    if not been_in:
                        raise
                    if hearing.welcome:
                        hearing.turned_away(str(refused))
                    problem, wait = str(refused).rstrip("."), _TURNED_AWAY
                _log.warning("No connection to Discord: %s. Trying again in %.0f s", problem, wait)
                await self._sleep(jittered(wait))

    async def _connected(self, commands: list[JSON], hearing: Hearing) -> str:
        """Connect, and return what ended the connection. Raises Refused."""
        try:
            await self._prepare(commands)
            await self._listen(hearing)
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

    async def _listen(self, hearing: Hearing) -> None:
        client = Gateway(hearing.hear, self._turns, self._session.rest.counting())
        self._session.up = lambda: client.up
        tasks = [asyncio.create_task(client.start(self._token)), asyncio.create_task(self._turned_away())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await task
        except (discord.LoginFailure, discord.PrivilegedIntentsRequired, discord.ConnectionClosed) as error:
            raise _refused(error) from error
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GOODBYE):
                    await client.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _turned_away(self) -> None:
        """Wait until a call was turned away; raises Refused if Discord does not know the token any more."""
        rest = self._session.rest
        rest.turned_away.clear()
        while True:
            await rest.turned_away.wait()
            rest.turned_away.clear()
            try:
                await rest.get("/users/@me")
            except (Later, Unsure) as error:
                rest.turned_away.set()
                await self._sleep(error.after if isinstance(error, Later) else _FIRST_WAIT)


def _refused(error: discord.DiscordException) -> Refused | discord.DiscordException:
    """What to tell the operator when Discord turns the connection away for good (its "Gateway Close Event Codes")."""
    if isinstance(error, discord.ConnectionClosed):
        if error.code == 4014:
            return Refused(INTENT, Why.FORBIDDEN)
        return Refused(TOKEN, Why.UNAUTHORISED) if error.code == 4004 else error
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return Refused(INTENT, Why.FORBIDDEN)
    return Refused(TOKEN, Why.UNAUTHORISED)
