"""Somebody opts out while a message of theirs waits, is being sent, or may have been: in a minute no copy is left."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from adapters.contract.commands import Command
from adapters.contract.refs import MessageRef
from storage.outbox import State, delivery
from tests.fakes.platform import busy, lost
from tests.rows import rows
from tests.stories.asking import Member
from tests.stories.conftest import World

WITHIN, STEP = 60.0, 5.0  # seconds


async def states(world: World) -> set[str]:
    """How far the deliveries to blue are."""
    lane = str(world.talk(world.blue))
    return {state for (state,) in await rows(world.database, select(delivery.c.state).where(delivery.c.lane == lane))}


@pytest.mark.parametrize("how_far", ["waiting", "being sent", "unsure"])
async def test_a_minute_after_she_opted_out_no_copy_is_left(
    world: World, how_far: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = Member(world, world.red, world.talk(world.red), "Ann")
    sending, go_on, send = asyncio.Event(), asyncio.Event(), world.blue.send

    async def slowly(*args: Any, **more: Any) -> MessageRef:
        sending.set()
        await go_on.wait()
        return await send(*args, **more)

    match how_far:
        case "waiting":
            world.blue.trouble("send", busy)
        case "being sent":
            monkeypatch.setattr(world.blue, "send", slowly)
        case "unsure":
            world.blue.trouble("send", lost, performs=True)
            world.blue.trouble("find", busy, times=2)
    await world.red.say("Ann", ann.channel, "Mr Smith in bed 4 …")
    if how_far == "being sent":
        async with asyncio.timeout(5):
            await sending.wait()
    else:
        await world.rest()
    assert await states(world) == {State.WAITING if how_far == "waiting" else State.SENDING}

    await world.bot.app.asked(Command("bridge optout", ann.caller, ann.channel, {}))
    go_on.set()
    for _ in range(int(WITHIN / STEP)):
        await world.later(STEP)

    assert world.blue.shown(world.talk(world.blue)) == []
    assert world.green.shown(world.talk(world.green)) == []
    assert ("send", str(world.talk(world.blue))) in world.blue.calls
