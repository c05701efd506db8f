"""Events on their way to the core: as many as fit, in order, and what did not is told."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord import lanes
from adapters.discord.lanes import Lanes
from tests.adapters.rooms import PATIENCE

MOST = 20


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few fit that a test can fill it."""
    monkeypatch.setattr(lanes, "_MOST", MOST)


class Slow:
    """A core that records nothing until it may."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.recorded: list[int] = []
        self.missed = 0
        self.told = asyncio.Event()

    async def record(self, item: int) -> None:
        await self.may.wait()
        self.recorded.append(item)

    async def miss(self) -> None:
        self.missed += 1
        self.told.set()


async def test_no_more_wait_than_fit_and_the_rest_is_looked_up_once_there_is_room() -> None:
    slow = Slow()
    async with asyncio.timeout(PATIENCE), Lanes(slow.record, slow.miss, PATIENCE) as line:
        for number in range(3 * MOST):
            line.put("ward", number)
        early = slow.missed
        slow.may.set()
        await slow.told.wait()

    assert (early, slow.missed) == (0, 1)
    assert slow.recorded == list(range(MOST))


async def test_what_no_history_shows_is_taken_in_all_the_same_and_in_its_turn() -> None:
    slow = Slow()
    async with asyncio.timeout(PATIENCE), Lanes(slow.record, slow.miss, PATIENCE) as line:
        for number in range(2 * MOST):
            line.put("ward", number)
        line.put("ward", -1, seldom=True)
        slow.may.set()
        await slow.told.wait()

    assert slow.recorded == [*range(MOST), -1]


async def test_what_comes_when_there_is_room_again_waits_as_before() -> None:
    slow = Slow()
    async with asyncio.timeout(PATIENCE), Lanes(slow.record, slow.miss, PATIENCE) as line:
        for number in range(2 * MOST):
            line.put("ward", number)
        slow.may.set()
        await slow.told.wait()
        line.put("ward", 99)

    assert (slow.recorded[-1], slow.missed) == (99, 1)
