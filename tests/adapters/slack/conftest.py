"""What the tests of the Slack adapter may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.rooms import Listener
from tests.adapters.slack.room import SlackRoom, slack_room


@pytest.fixture
async def room(listener: Listener) -> AsyncIterator[SlackRoom]:
    """A workspace of the sandbox with the adapter connected in Socket Mode."""
    async with slack_room(listener) as room:
        yield room


@pytest.fixture
async def http_room(listener: Listener) -> AsyncIterator[SlackRoom]:
    """The same over HTTP."""
    async with slack_room(listener, http=True) as room:
        yield room
