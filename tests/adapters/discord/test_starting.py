"""How the Discord adapter starts, through the real library: commands once, wrong tokens, missing intents."""

from __future__ import annotations

import asyncio
import logging

import pytest

from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Connected
from adapters.discord.platform import DiscordPlatform
from tests.adapters.discord.room import DiscordRoom
from tests.adapters.rooms import DECLARATIONS, PATIENCE, Listener


class discord_room_again:
    """A second run of the same bot, until it is connected."""

    def __init__(self, room: DiscordRoom, listener: Listener) -> None:
        self._platform = DiscordPlatform("the-token", api_url=room.server.api_url)
        self._listener = listener
        self._seen = {it.key for it in listener.incomings}

    async def __aenter__(self) -> None:
        self._running = asyncio.create_task(self._platform.run(self._listener, DECLARATIONS))
        await self._listener.wait(Connected, lambda it: it.key not in self._seen)

    async def __aexit__(self, *_: object) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await self._platform.close()


async def test_commands_are_registered_once(room: DiscordRoom, listener: Listener) -> None:
    fault = room.fault("PUT */applications/*/commands", "delay", times=100)
    async with discord_room_again(room, listener):
        pass
    assert fault.seen == 0


async def test_a_wrong_token_is_named(room: DiscordRoom, listener: Listener) -> None:
    platform = DiscordPlatform("another-token", api_url=room.server.api_url)
    with pytest.raises(Refused, match="DISCORD_TOKEN") as refused:
        await platform.run(listener, ())
    await platform.close()
    assert refused.value.why is Why.UNAUTHORISED


async def test_a_missing_intent_is_named(room: DiscordRoom, listener: Listener) -> None:
    room.server.add_bot("deaf", name="Deaf", privileged=())
    platform = DiscordPlatform("deaf", api_url=room.server.api_url)
    with pytest.raises(Refused, match="Message Content Intent"):
        await platform.run(listener, ())
    await platform.close()


async def test_a_server_that_is_down_is_said_once_with_one_full_stop(
    room: DiscordRoom, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    await room.server.down()
    said = asyncio.Event()
    handler = logging.Handler()
    handler.emit = lambda record: said.set()  # type: ignore[method-assign]
    logger = logging.getLogger("adapters.discord.connection")
    logger.addHandler(handler)
    platform = DiscordPlatform("the-token", api_url=room.server.api_url)
    with caplog.at_level("WARNING", logger.name):
        running = asyncio.create_task(platform.run(listener, ()))
        async with asyncio.timeout(PATIENCE):
            await said.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    logger.removeHandler(handler)
    assert "No connection to Discord: Discord cannot be reached. Trying again in 1 s" in caplog.messages
