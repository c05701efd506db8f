"""Whoever works lanes, or adds to them, waits for nobody who is at another."""

from __future__ import annotations

import asyncio

from storage.database import Database, Unit
from tests.storage.test_outbox import ELSEWHERE, HERE, LANE, LONG, THERE, lease, message

PATIENCE = 10.0  # seconds; no figure: it ends a test that hangs


async def test_what_is_heard_does_not_wait_for_the_lane_that_it_goes_to(postgres_url: str) -> None:
    released, commit = asyncio.Event(), asyncio.Event()

    async def release(unit: Unit) -> None:
        await unit.lanes.release(LANE, "first")
        released.set()
        await commit.wait()

    async with Database(postgres_url) as database, Database(postgres_url) as other:
        await message(database, "one", THERE)
        await lease(database, "first")
        releasing = asyncio.create_task(database.write(release))
        await released.wait()
        async with asyncio.timeout(PATIENCE):
            id = await message(other, "two", THERE)
        commit.set()
        await releasing

    assert id


async def test_signs_of_life_wait_for_no_lane_that_is_being_changed(postgres_url: str) -> None:
    changed, commit = asyncio.Event(), asyncio.Event()

    async def change(unit: Unit) -> None:
        await unit.lanes.release(LANE, "me")
        changed.set()
        await commit.wait()

    async with Database(postgres_url) as database, Database(postgres_url) as other:
        await message(database, "one", THERE, ELSEWHERE)
        assert set(await lease(database, "me")) == {LANE, str(ELSEWHERE)}
        changing = asyncio.create_task(database.write(change))
        await changed.wait()
        async with asyncio.timeout(PATIENCE):
            kept = await other.write(lambda unit: unit.lanes.sign([LANE, str(ELSEWHERE)], "me", LONG, 2.0))
        commit.set()
        await changing

    assert kept == [str(ELSEWHERE)]


async def test_signs_of_life_keep_what_is_ours_of_what_we_work(database: Database) -> None:
    await message(database, "one", THERE, ELSEWHERE)
    await lease(database, "me")
    lanes = [LANE, str(HERE)]
    assert await database.write(lambda unit: unit.lanes.sign(lanes, "me", LONG, 2.0)) == [LANE]
    assert await database.write(lambda unit: unit.lanes.sign(lanes, "you", LONG, 2.0)) == []
    assert await lease(database, "you", 2.0 + LONG / 2) == []


async def test_no_lane_is_taken_when_there_is_no_room_for_any(database: Database) -> None:
    await message(database, "one", THERE)
    assert await database.write(lambda unit: unit.lanes.lease("me", LONG, 2.0, -1)) == []
    assert await database.write(lambda unit: unit.lanes.lease("me", LONG, 2.0, 0)) == []
    assert await database.write(lambda unit: unit.lanes.lease("me", LONG, 2.0, 1)) == [LANE]
