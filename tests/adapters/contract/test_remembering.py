"""What a platform has told is asked for once by all who wait for it, and no longer than somebody does."""

from __future__ import annotations

import asyncio

import pytest

from adapters.contract.errors import Later
from adapters.contract.remembering import Remembered


class Slow:
    """A platform that answers when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.ended: list[str] = []
        self.failing = False

    async def __call__(self, key: str) -> str:
        self.asked.append(key)
        told = f"{key} {len(self.asked)}"
        try:
            await self.gate.wait()
        finally:
            self.ended.append(told)
        if self.failing:
            raise Later("busy", 1.0)
        return told


async def begun() -> None:
    """Let all tasks come as far as they can."""
    for _ in range(4):
        await asyncio.sleep(0)


def asking(names: Remembered[str, str], *keys: str) -> list[asyncio.Task[str]]:
    return [asyncio.create_task(names.get(key)) for key in keys]


async def test_all_who_wait_for_the_same_wait_for_one_answer() -> None:
    slow = Slow()
    names = Remembered(slow, 60.0, 10)
    waiting = asking(names, *["ann"] * 50, *["bob"] * 50)
    await begun()
    slow.gate.set()

    assert set(await asyncio.gather(*waiting)) == {"ann 1", "bob 2"}
    assert (await names.get("ann"), slow.asked) == ("ann 1", ["ann", "bob"])


async def test_a_failure_is_told_to_all_who_waited_and_to_nobody_later() -> None:
    slow = Slow()
    names = Remembered(slow, 60.0, 10)
    waiting = asking(names, "ann", "ann")
    await begun()
    slow.failing = True
    slow.gate.set()

    assert [type(told) for told in await asyncio.gather(*waiting, return_exceptions=True)] == [Later, Later]
    assert names.known("ann") is None
    slow.failing = False
    assert (await names.get("ann"), slow.asked) == ("ann 2", ["ann", "ann"])


async def test_who_stops_waiting_leaves_the_answer_to_the_others() -> None:
    slow = Slow()
    names = Remembered(slow, 60.0, 10)
    first, second = asking(names, "ann", "ann")
    await begun()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    slow.gate.set()

    assert (await second, slow.asked) == ("ann 1", ["ann"])


async def test_with_the_last_who_stops_waiting_the_asking_has_ended() -> None:
    slow = Slow()
    names = Remembered(slow, 60.0, 10)
    waiting = asking(names, "ann", "ann")
    await begun()
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)

    assert slow.ended == ["ann 1"]
    slow.gate.set()
    assert await names.get("ann") == "ann 2"


async def test_what_changed_while_it_was_asked_for_is_asked_for_anew() -> None:
    slow = Slow()
    names = Remembered(slow, 60.0, 10)
    (before,) = asking(names, "ann")
    await begun()
    names.forget("ann")
    (after,) = asking(names, "ann")
    await begun()
    slow.gate.set()

    assert (await before, await after, await names.get("ann")) == ("ann 1", "ann 2", "ann 2")


async def test_what_is_old_is_asked_for_again_and_known_until_then() -> None:
    slow = Slow()
    slow.gate.set()
    names = Remembered(slow, 0.0, 10)
    await names.get("ann")

    assert (names.known("ann"), await names.get("ann"), names.known("ann")) == ("ann 1", "ann 2", "ann 2")


async def test_no_more_is_remembered_than_so_many_and_the_oldest_goes_first() -> None:
    slow = Slow()
    slow.gate.set()
    names = Remembered(slow, 60.0, 2)
    for name in ("ann", "bob", "cy"):
        await names.get(name)

    assert [names.known(name) for name in ("ann", "bob", "cy")] == [None, "bob 2", "cy 3"]
