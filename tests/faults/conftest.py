"""What the exam of faults is taken with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.stories.conftest import World, running


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A running bot between three bridged communities."""
    async with running(database_url) as made:
        yield made
