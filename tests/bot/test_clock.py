"""The machine's clock, when somebody sets it."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, tzinfo

import pytest

from bot import clock
from bot.clock import SystemClock

PATIENCE = 20.0  # seconds; no figure: it ends a test that hangs
HOUR = 3600.0


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """By how many seconds the machine's clock is ahead, for a test to change."""
    seconds, tell = [0.0], time.time

    class Set(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Set:
            return cls.fromtimestamp(time.time(), tz)

    monkeypatch.setattr(time, "time", lambda: tell() + seconds[0])
    for module in ("schedulers.base", "triggers.interval"):
        monkeypatch.setattr(f"apscheduler.{module}.datetime", Set)
    monkeypatch.setattr(clock, "PULSE", 0.05)
    return seconds


@pytest.mark.parametrize("step", [-HOUR, HOUR])
async def test_rounds_go_on_when_the_clock_is_set(ahead: list[float], step: float) -> None:
    async with SystemClock() as machine, asyncio.timeout(PATIENCE):
        gone = asyncio.Queue[float]()
        machine.every("round", 0.1, lambda: gone.put_nowait(machine.now()))
        await gone.get()
        ahead[0] = step
        for _ in range(5):
            await gone.get()


async def test_what_is_to_be_done_at_a_time_is_done_when_the_clock_is_set_beyond_it(ahead: list[float]) -> None:
    async with SystemClock() as machine, asyncio.timeout(PATIENCE):
        woken = asyncio.Event()
        machine.wake("reminder", machine.now() + HOUR / 2, woken.set)
        await asyncio.sleep(0.1)
        ahead[0] = HOUR
        await woken.wait()


async def test_a_clock_that_is_set_back_again_and_again_does_not_put_a_round_off_each_time(
    ahead: list[float],
) -> None:
    async with SystemClock() as machine, asyncio.timeout(PATIENCE):
        gone = asyncio.Event()
        machine.every("round", 1.0, gone.set)
        while not gone.is_set():
            ahead[0] -= 10.0
            await asyncio.sleep(0.2)
