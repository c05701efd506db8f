"""A machine that stands still for longer than a lease, and goes on."""

from __future__ import annotations

import asyncio

import pytest

from storage.database import Unit
from tests.fakes.platform import lost
from tests.stories.conftest import World

LONGER_THAN_A_LEASE = 31.0  # seconds


@pytest.mark.parametrize("database_kind", ["sqlite"])  # elsewhere leases go by the database's clock
async def test_a_lane_that_is_leased_anew_before_it_is_begun_is_worked_once(world: World) -> None:
    lane = str(world.talk(world.blue))

    async def stand_still(unit: Unit) -> list[str]:
        free = await unit.lanes.lease("another", 1.0, world.clock.now(), 10)
        world.clock.time += LONGER_THAN_A_LEASE
        await unit.lanes.unblock([lane])
        return free

    world.blue.trouble("send", lost)
    await world.red.say("Ann", world.talk(world.red), "once")
    await world.rest()
    world.clock.advance(6)
    await asyncio.sleep(0)  # the dispatcher asks for what is due; in the same commit:
    free = await world.database.write(stand_still)
    await world.rest()

    assert (free, world.lines(world.blue)) == ([], ["Ann · Red: once"])
