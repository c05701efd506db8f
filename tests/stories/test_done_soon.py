"""What is done once a day is done also where the bot never runs for a whole day, and whole, however much it is."""

from __future__ import annotations

from bot.bot import SOON
from bot.bridging import KEEP_INVITES
from bot.relay import KEEP_KEYS
from storage.portions import PORTION
from tests.stories.conftest import World


async def test_what_was_kept_long_enough_is_gone_hours_after_the_start(world: World) -> None:
    ends = (world.red.channel("falls"), world.blue.channel("falls"))
    old = world.clock.now() - KEEP_INVITES - 1.0
    bridge = await world.database.write(lambda unit: unit.bridges.add("Falls", ends, 0.0))
    await world.database.write(lambda unit: unit.invites.make("a hash", bridge, ends[0], old))

    world.clock.advance(SOON)
    await world.bot.ticked()

    assert await world.database.read(lambda unit: unit.invites.of("a hash")) is None


async def test_what_is_old_goes_in_portions_until_nothing_of_it_is_left(world: World) -> None:
    keys = [f"key {number}" for number in range(2 * PORTION + 1)]
    await world.database.write(lambda unit: unit.inbox.note(keys, world.clock.now() - KEEP_KEYS - 1.0))

    await world.later(600.0)

    assert await world.database.read(lambda unit: unit.inbox.heard(keys)) == set()
