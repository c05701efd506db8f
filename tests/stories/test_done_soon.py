"""What is done once a day is done also where the bot never runs for a whole day."""

from __future__ import annotations

from bot.bot import SOON
from bot.bridging import KEEP_INVITES
from tests.stories.conftest import World


async def test_what_was_kept_long_enough_is_gone_hours_after_the_start(world: World) -> None:
    ends = (world.red.channel("falls"), world.blue.channel("falls"))
    old = world.clock.now() - KEEP_INVITES - 1.0
    bridge = await world.database.write(lambda unit: unit.bridges.add("Falls", ends, 0.0))
    await world.database.write(lambda unit: unit.invites.make("a hash", bridge, ends[0], old))

    world.clock.advance(SOON)
    await world.bot.ticked()

    assert await world.database.read(lambda unit: unit.invites.of("a hash")) is None
