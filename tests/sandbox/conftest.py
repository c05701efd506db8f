"""What the tests of the sandbox's Discord may ask for; those of its Slack choose their world's settings themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.discord_world import World, discord_world


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A small guild on the loopback Discord, without rate limits."""
    async with discord_world(monkeypatch) as made:
        yield made
