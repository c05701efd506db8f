"""Communities that nobody hears any more, for the bot was taken out while it did not listen."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.lines import Line
from adapters.contract.refs import CommunityRef
from bot.rollcall import LOOK
from tests.fakes.platform import FakePlatform
from tests.stories.conftest import World, running


class Wired(FakePlatform):
    """A platform that tells which of its communities it hears."""

    up = True
    here = True

    def connections(self) -> Sequence[Line]:
        return [Line(self.name, f"The line of {self.name}", (self.community,) if self.here else (), self.up)]


async def lost(world: World) -> list[CommunityRef]:
    return await world.database.read(lambda unit: unit.communities.lost(world.clock.now() + 1))


async def test_one_that_no_connection_knows_twice_in_a_row_is_lost(sqlite_url: str) -> None:
    async with running(sqlite_url) as before:
        wired = Wired("red", before.clock.now)
    async with running(sqlite_url, platforms=(wired, before.blue, before.green), clock=before.clock) as world:
        wired.here = False
        await world.later(LOOK)
        once = await lost(world)
        await world.later(LOOK)

        assert (once, await lost(world)) == ([], [wired.community])


async def test_one_whose_connection_is_down_or_that_was_there_in_between_is_not(sqlite_url: str) -> None:
    async with running(sqlite_url) as before:
        wired = Wired("red", before.clock.now)
    async with running(sqlite_url, platforms=(wired, before.blue, before.green), clock=before.clock) as world:
        for wired.here, wired.up in ((False, True), (True, True), (False, True), (False, False), (False, False)):
            await world.later(LOOK)

        assert await lost(world) == []


async def test_one_of_a_platform_that_is_not_set_up_any_more_is_lost(sqlite_url: str) -> None:
    elsewhere = CommunityRef("black", "home")
    async with running(sqlite_url) as world:
        await world.database.write(lambda unit: unit.communities.connected(elsewhere, "Black", 0.0))
        await world.later(LOOK)
        await world.later(LOOK)

        assert await lost(world) == [elsewhere]  # the others cannot tell, and are left alone
