"""Discord's adapter takes the exam through the real library."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.conformance import Exam
from tests.adapters.discord.room import DiscordRoom, discord_room
from tests.adapters.rooms import Listener


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def room(listener: Listener) -> AsyncIterator[DiscordRoom]:
    async with discord_room(listener) as room:
        yield room


class TestDiscord(Exam):
    """The exam of the Discord adapter."""
