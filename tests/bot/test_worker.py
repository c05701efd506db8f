"""The thread for work that would hold up the loop: it takes in so much from those who ask, and no more."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.embedding.worker import MOST, Full, Worker


async def test_a_thread_that_is_busy_takes_in_so_many_and_no_more() -> None:
    worker, gate = Worker("busy"), threading.Event()
    try:
        crowd = [asyncio.create_task(worker.ask(gate.wait)) for _ in range(MOST + 1)]
        await asyncio.sleep(0)
        for each in crowd[1:]:
            each.cancel()
        with pytest.raises(Full):
            for _ in range(2):
                await asyncio.wait_for(worker.ask(lambda: None), 0.01)
        own = asyncio.create_task(worker.do(lambda: "done"))
        gate.set()
        assert await own == "done"
        await asyncio.gather(*crowd, return_exceptions=True)
    finally:
        gate.set()
        worker.stop()
