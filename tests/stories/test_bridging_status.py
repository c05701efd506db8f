"""What organisers read of how their bridge is doing is true of what people wrote."""

from __future__ import annotations

from dataclasses import replace

from bot.bridging import status_texts
from tests.stories.asking import Member
from tests.stories.conftest import World


async def test_status_tells_how_messages_leave_and_counts_no_announcement_as_a_copy(
    world: World, rosa: Member, bert: Member
) -> None:
    await rosa.use("bridge hold", seconds="6")
    said = await rosa.told("bridge status")
    assert status_texts.waits(6) in said and status_texts.bots(True) in said
    assert said.count("Last copy made here: none yet.") == 3, "notices were posted in all"

    await bert.say("Good morning.")
    assert (await rosa.told("bridge status")).count("Last copy made here: none yet.") == 1
    await rosa.use("bridge bots", bots="off")
    assert status_texts.bots(False) in await rosa.told("bridge status")


async def test_status_says_where_nothing_moves_though_a_channel_is_set_to_send(
    world: World, rosa: Member, bert: Member
) -> None:
    gwen = replace(bert, platform=world.green, channel=world.talk(world.green), name="Gwen")
    for who in (bert, gwen):
        await who.use("bridge pause")

    assert (await rosa.told("bridge status")).count(status_texts.NOTHING_MOVES) == 1
