"""What is for a platform that is not set up here waits; what is for nobody who is known is not written."""

from __future__ import annotations

from sqlalchemy import select

from adapters.contract.content import plain
from adapters.contract.refs import ChannelRef
from bot import notices
from bot.texts.reason_texts import NOT_SET_UP
from storage.outbox import delivery
from storage.personal import unnamed
from tests.rows import rows
from tests.stories.conftest import World


async def test_what_is_for_a_platform_that_is_not_set_up_waits_and_holds_up_nothing(world: World) -> None:
    there = [ChannelRef("elsewhere", "home", "talk"), world.talk(world.blue)]
    await world.database.write(lambda unit: notices.post(unit, "news", plain("News."), there, world.clock.now()))
    await world.rest()
    for _ in range(6):
        await world.later(600)

    assert world.lines(world.blue) == ["Unsilo: News."]
    [waits] = await rows(world.database, select(delivery.c.state, delivery.c.error))
    assert (waits.state, waits.error) == ("waiting", NOT_SET_UP)


async def test_nothing_is_written_to_somebody_of_whom_only_a_hash_is_kept(world: World) -> None:
    nobody = unnamed("salt", "slack:T1/U1").letter_box
    await world.database.write(lambda unit: notices.post(unit, "news", plain("News."), [nobody], world.clock.now()))

    assert await rows(world.database, select(delivery.c.id)) == []
