"""What the tests of the Discord adapter may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.room import DiscordRoom, discord_room
from tests.adapters.rooms import Listener


@pytest.fixture
async def room(listener: Listener) -> AsyncIterator[DiscordRoom]:
    """A server of the sandbox with the adapter connected."""
    async with discord_room(listener) as room:
        yield room
