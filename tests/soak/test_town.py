"""The exam's own instruments, which would otherwise be found broken only by whoever runs it."""

from __future__ import annotations

import pytest

from tests.soak.town import open_town


@pytest.mark.timeout(300)
async def test_the_loop_and_the_memory_of_the_running_bot_are_looked_at() -> None:
    async with open_town("", 2) as town:
        await town.looked.wait()
        assert max(town.lags) < 10
        assert town.memory[0] > 50
