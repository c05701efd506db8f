"""What the tests of every adapter may ask for."""

from __future__ import annotations

import pytest

from tests.adapters.rooms import Listener


@pytest.fixture
def listener() -> Listener:
    """The Core that the room's adapter talks to."""
    return Listener()
