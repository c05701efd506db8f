"""Files take so much memory together and no more, and nobody waits for ever for room."""

from __future__ import annotations

import asyncio
import tracemalloc

from adapters.contract.content import Attachment, Content
from adapters.contract.fitting import FILES_TOGETHER, batches
from adapters.contract.refs import ChannelRef
from bot.delivering.fetching import fetched
from bot.files.transfers import MARGIN, Transfers, most
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform

HERE = ChannelRef("red", "home", "talk")
MEGABYTE = 1024 * 1024


def of_size(size: int, name: str = "a.bin") -> Attachment:
    return Attachment(HERE, name, name, "https://red.example/a", size=size)


async def test_who_does_not_fit_waits_and_the_next_waits_behind_them() -> None:
    transfers, entered = Transfers(), list[str]()
    leave = {name: asyncio.Event() for name in ("first", "large", "small")}

    async def carry(name: str, size: int) -> None:
        async with transfers.room([of_size(size)]):
            entered.append(name)
            await leave[name].wait()

    async def settled() -> list[str]:
        for _ in range(20):
            await asyncio.sleep(0)
        return entered

    async with asyncio.TaskGroup() as group:
        group.create_task(carry("first", 10 * MEGABYTE))
        assert await settled() == ["first"]
        group.create_task(carry("large", 20 * MEGABYTE))
        group.create_task(carry("small", 1 * MEGABYTE))
        assert await settled() == ["first"]
        leave["first"].set()
        assert await settled() == ["first", "large", "small"]
        leave["large"].set()
        leave["small"].set()


async def test_room_is_given_back_when_a_transfer_fails_or_is_given_up() -> None:
    transfers = Transfers()
    for _ in range(3):
        try:
            async with transfers.room([of_size(FILES_TOGETHER)]):
                raise ConnectionError
        except ConnectionError:
            pass
    async with transfers.room([of_size(0)]):  # of unknown size: it takes all
        waiting = asyncio.create_task(transfers.room([of_size(1)]).__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with transfers.room([of_size(0)]):
        pass


def test_of_a_file_is_read_what_its_platform_said_and_a_little_more() -> None:
    assert most(of_size(1000)) == 1000 + MARGIN
    assert most(of_size(0)) == most(of_size(2 * 10**9)) == FILES_TOGETHER


def test_files_go_together_as_far_as_they_fit() -> None:
    photos = [of_size(6 * MEGABYTE, f"{number}.jpg") for number in range(10)]

    assert [len(run) for run in batches(photos, 10)] == [4, 4, 2]
    assert [len(run) for run in batches([of_size(1)] * 25, 10)] == [10, 10, 5]
    assert [len(run) for run in batches([of_size(1), of_size(2 * 10**9), of_size(1)], 10)] == [1, 1, 1]
    assert sum(batches(photos, 10), ()) == tuple(photos)
    assert batches([], 10) == []


async def test_the_largest_picture_is_cleaned_within_its_bounds() -> None:
    clock = FakeClock()
    red = FakePlatform("red", clock.now)
    scan = b"\xff\xda\0\2" + bytes(FILES_TOGETHER - 60)
    red.files["a.jpg"] = b"\xff\xd8" + b"\xff\xe1\0\x0asecrets!" + b"\xff\xc0\0\2" + scan + b"\xff\xd9"
    size = len(red.files["a.jpg"])
    tracemalloc.start()
    try:
        content = await fetched(Content(files=(of_size(size, "a.jpg"),)), size, "", {"red": red}, clock, {})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    [file] = content.files
    assert file.data is not None
    assert (len(file.data), b"secrets!" in file.data) == (size - 12, False)
    assert peak + size < 64 * MEGABYTE  # with the file as it was read
