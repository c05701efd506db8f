"""The exam's L7: what the database is asked when something is heard, and for each copy that is made of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from adapters.contract.incoming import Posted
from adapters.contract.refs import AccountRef, ChannelRef
from storage.database import Unit
from tests.fakes.platform import FakePlatform
from tests.stories.conftest import World, running
from tests.stories.statements import statements

# For each kind of Incoming: statements when it is heard, and for each channel that it is brought to.
COSTS = {"post": (7, 9), "edit": (10, 8), "react": (9, 9), "unreact": (7, 9), "delete": (10, 15)}
# Looking for lanes with work, for when the next thing is due, and news for other processes belong to no Incoming.
# Nor does noting the earlier text of an edited message, which is asked only while that text is still kept: PostgreSQL
# may keep it until the next sweep, when the last two copies are recorded at the same moment.
ROUND = ("BEGIN", "UPDATE lane SET owner", "SELECT min(", "UPDATE delivery SET earlier")
EARLIER = 60
Act = Callable[[], Awaitable[object]]


@pytest.mark.parametrize("channels", [2, 5, 20])
async def test_what_is_heard_costs_a_fixed_number_of_statements(database_url: str, channels: int) -> None:
    async with running(database_url) as world:
        home = await bridged(world, channels)
        assert await costs(world, home) == {
            kind: heard + (channels - 1) * each for kind, (heard, each) in COSTS.items()
        }


async def test_the_number_does_not_grow_with_what_is_known(database_url: str) -> None:
    async with running(database_url) as world:
        home = await bridged(world, 2)
        before = await costs(world, home)
        for number in range(EARLIER):
            await world.red.say(f"somebody {number}", home, f"message {number}")
        await world.database.write(grown)
        await world.rest()
        assert await costs(world, home) == before


async def grown(unit: Unit) -> None:
    """More bridges, and more people who linked their accounts."""
    for number in range(EARLIER):
        ends = tuple(ChannelRef(platform, "home", f"elsewhere {number}") for platform in ("red", "blue"))
        await unit.bridges.add(f"Bridge {number}", ends, 0.0)
        await unit.members.link(
            AccountRef("red", "home", f"{number}"), AccountRef("blue", "home", f"{number}"), f"member {number}", 0.0
        )


async def bridged(world: World, channels: int) -> ChannelRef:
    """The first of so many channels that mirror each other."""
    platforms: tuple[FakePlatform, ...] = (world.red, world.blue, world.green)
    ends = tuple(platforms[number % 3].channel(f"room {number}") for number in range(channels))
    await world.database.write(lambda unit: unit.bridges.add("Wards", ends, world.clock.now()))
    world.clock.advance(1)
    await world.red.say("ann", ends[0], "Hello.")  # her number among those of her name is known from now on
    await world.caught_up()
    return ends[0]


async def costs(world: World, home: ChannelRef) -> dict[str, int]:
    """How many statements each kind of Incoming costs, until every channel shows it."""
    posted: list[Posted] = []

    async def post() -> None:
        posted.append(await world.red.say("ann", home, "Three people wait."))

    acts: dict[str, Act] = {
        "post": post,
        "edit": lambda: world.red.change(posted[0], f"Two people wait. {world.clock.now()}"),
        "react": lambda: world.red.put("bob", posted[0].message, "👍"),
        "unreact": lambda: world.red.put("bob", posted[0].message, "👍", False),
        "delete": lambda: world.red.remove(posted[0].message),
    }
    return {kind: await asked(world, act) for kind, act in acts.items()}


async def asked(world: World, act: Act) -> int:
    """How many statements something costs until the bot rests."""
    world.clock.time += 1  # nothing that is done in rounds begins
    await world.idle()
    with statements() as seen:
        await act()
        await world.rest()
    return sum(not each.lstrip().startswith(ROUND) for each in seen)
