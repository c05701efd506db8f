"""Slack's adapter takes the exam through the real SDK, in Socket Mode and over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.conformance import Exam
from tests.adapters.rooms import Listener
from tests.adapters.slack.room import SlackRoom, slack_room


@pytest.fixture(params=["Socket Mode", "HTTP"])
async def room(request: pytest.FixtureRequest, listener: Listener) -> AsyncIterator[SlackRoom]:
    async with slack_room(listener, http=request.param == "HTTP") as room:
        yield room


class TestSlack(Exam):
    """The exam of the Slack adapter."""
