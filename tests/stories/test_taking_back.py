"""What somebody takes back goes wherever it is: waiting, on its way, landed unseen; however much it is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from adapters.contract.commands import Command
from adapters.contract.content import Content, Excerpt, Paragraph, Text
from adapters.contract.refs import MessageRef
from bot.withdrawing import opt_out
from storage.copies import copy
from storage.database import Unit
from storage.exclusions import EVERYWHERE, Exclusion
from storage.messages import message
from storage.outbox import delivery, lane
from storage.schema import Company, Session
from tests.fakes.platform import Shown, busy, lost
from tests.rows import rows
from tests.stories.asking import Member
from tests.stories.conftest import PATIENCE, World

MANY = 2000
FIRST = 1_000_000  # far from what the database counts up to


@pytest.fixture
def ann(world: World) -> Member:
    """Writes in the red community."""
    return Member(world, world.red, world.talk(world.red), "Ann")


@pytest.fixture
def bob(world: World) -> Member:
    """Writes in the blue community."""
    return Member(world, world.blue, world.talk(world.blue), "Bob")


@pytest.fixture
def gil(world: World) -> Member:
    """Reads in the green community."""
    return Member(world, world.green, world.talk(world.green), "Gil")


async def test_what_waits_is_held_or_is_just_being_sent_does_not_stay(
    world: World, ann: Member, bob: Member, gil: Member
) -> None:
    await world.database.write(lambda unit: unit.bridges.hold(ann.channel, 30.0))
    await ann.say("Held.")
    await world.database.write(lambda unit: unit.bridges.hold(ann.channel, 0.0))
    world.blue.trouble("send", busy)
    world.green.trouble("send", lost, performs=True)
    await ann.say("On its way.")
    assert gil.sees() == ["Ann · Red: On its way."]
    await ann.use("bridge optout")
    await world.later(10)
    await world.later(70)
    assert bob.sees() == gil.sees() == []

    await world.later(600)  # when two copies are done with at the same moment, the sweep lets their text go
    await world.idle()
    assert await texts_kept(world) == 0


async def test_a_message_that_lands_after_she_opted_out_is_removed(
    world: World, ann: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending, go_on, send = asyncio.Event(), asyncio.Event(), world.blue.send

    async def slowly(*args: Any, **more: Any) -> MessageRef:
        sending.set()
        await go_on.wait()
        return await send(*args, **more)

    monkeypatch.setattr(world.blue, "send", slowly)
    await world.red.say("Ann", ann.channel, "Too late.")
    async with asyncio.timeout(5):
        await sending.wait()
    await world.bot.app.asked(Command("bridge optout", ann.caller, ann.channel, {}))
    go_on.set()
    await world.rest()

    assert bob.sees() == []
    assert ("send", str(bob.channel)) in world.blue.calls


async def test_what_landed_though_the_answer_was_lost_is_found_and_removed(
    world: World, ann: Member, bob: Member
) -> None:
    world.blue.trouble("send", lost, performs=True)
    world.blue.trouble("find", busy, times=3)
    await ann.say("Did it land?")
    await ann.use("bridge optout")
    for _ in range(6):
        await world.later(10)

    assert bob.sees() == []
    assert await texts_kept(world) == 0


async def test_a_double_that_lands_after_she_opted_out_is_removed(world: World, ann: Member, bob: Member) -> None:
    world.blue.trouble("send", lost)
    await ann.say("Once.")
    await world.later(6)
    [copy] = [it for it in world.blue.messages.values() if it.ours]
    await ann.use("bridge optout")
    late = replace(copy, ref=MessageRef(bob.channel, "late"))
    world.blue.messages["late"] = late
    await world.later(70)

    assert bob.sees() == []
    assert await texts_kept(world) == 0


async def test_a_reply_that_landed_unseen_is_looked_for_as_it_was(world: World, ann: Member, bob: Member) -> None:
    posted = await world.red.say("Ann", ann.channel, "Mr Smith in bed 4 …")
    await world.rest()
    world.blue.trouble("send", lost, performs=True)
    world.blue.trouble("find", busy)
    quoting = Content((Paragraph((Text("Oh dear."),)),), reply=Excerpt("Ann", "Mr Smith in bed 4"))
    await world.red.say("Rosa", ann.channel, "", reply_to=posted.message, content=quoting)
    await ann.use("bridge optout")
    assert any("Mr Smith" in row.earlier for row in await rows(world.database, select(delivery.c.earlier)))
    for _ in range(3):
        await world.later(10)

    [shown] = world.blue.shown(bob.channel)
    assert (shown.text, shown.content.reply) == ("Oh dear.", None)


async def test_what_was_being_heard_at_that_very_moment_is_taken_back_soon(
    world: World, ann: Member, bob: Member
) -> None:
    # As another process would record it that did not see the wish yet.
    bridge = await world.database.read(lambda unit: unit.bridges.of(ann.channel))
    assert bridge is not None
    await ann.say("At that very moment.")
    await world.database.write(
        lambda unit: unit.exclusions.add(ann.account, bridge.id, Exclusion.OPTED_OUT, world.clock.now())
    )
    assert bob.sees() == ["Ann · Red: At that very moment."]
    await world.later(16)
    await world.caught_up()

    assert bob.sees() == []


async def test_thousands_of_messages_go_at_once_and_others_do_not_wait_behind_them(
    world: World, ann: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(world, ann, bob)
    said, send = asyncio.Event(), world.blue.send

    async def sent(*args: Any, **more: Any) -> MessageRef:
        ref = await send(*args, **more)
        said.set()
        return ref

    monkeypatch.setattr(world.blue, "send", sent)
    asked: list[Counting] = []

    async def opted_out(unit: Unit) -> int:
        asked.append(Counting(unit.connection))
        return await opt_out([ann.account], EVERYWHERE, Unit(asked[-1], unit.woken), world.clock.now())

    assert await world.database.write(opted_out) == MANY
    assert asked[-1].statements < 20
    world.clock.advance(1)
    await world.red.say("Rosa", ann.channel, "Is anybody there?")
    async with asyncio.timeout(PATIENCE):
        await said.wait()

    assert bob.sees()[-1] == "Rosa · Red: Is anybody there?"
    removals = select(func.count()).select_from(delivery).where(delivery.c.message_id >= FIRST)
    [(left,)] = await rows(world.database, removals)
    assert MANY / 2 < left <= MANY


@dataclass
class Counting:
    """A connection that counts what it is asked."""

    connection: Session
    statements: int = 0

    @property
    def company(self) -> Company:
        return self.connection.company

    @property
    def dialect(self) -> Any:
        return self.connection.dialect

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        self.statements += 1
        return await self.connection.execute(statement, parameters)

    async def scalars(self, statement: Any, parameters: Any = None) -> Any:
        self.statements += 1
        return await self.connection.scalars(statement, parameters)


async def fill(world: World, ann: Member, bob: Member) -> None:
    """Ann has written very much, and it has been copied to blue."""
    now, red, blue = world.clock.now(), str(ann.channel), str(bob.channel)
    written, copied = [], []
    for number in range(MANY):
        ref = MessageRef(bob.channel, f"copy{number}")
        world.blue.messages[ref.id] = Shown(ref, "Ann · Red", Content(), now, ours=True)
        posted = {
            "id": FIRST + number,
            "key": f"{red}/old{number}",
            "lane": red,
            "channel": red,
            "remote": f"old{number}",
        }
        written.append({**posted, "account": str(ann.account), "posted": True, "sent_at": now})
        stands = {"key": ref.key, "message_id": FIRST + number, "lane": blue, "channel": blue, "remote": ref.id}
        copied.append({**stands, "part": 0, "files": False, "hash": "", "state": "alive", "made_at": now})

    async def work(unit: Unit) -> None:
        await unit.connection.execute(insert(message), written)
        await unit.connection.execute(insert(copy), copied)
        await unit.connection.execute(insert(lane), [{"key": blue}])

    await world.database.write(work)


async def texts_kept(world: World) -> int:
    """How many messages' texts the bot keeps."""
    kept = select(func.count()).select_from(message).where(message.c.content.is_not(None))
    [(count,)] = await rows(world.database, kept)
    return int(count)


async def test_a_copy_that_an_edit_does_not_find_any_more_was_removed_by_a_moderator(world: World) -> None:
    """The platform tells of the removal after the bot has come upon it by itself."""
    posted = await world.red.say("Ann", world.talk(world.red), "Beds are ful.")
    await world.rest()
    [copy] = [shown.ref for shown in world.blue.shown(world.talk(world.blue)) if "Beds" in shown.text]
    del world.blue.messages[copy.id]
    await world.red.change(posted, "Beds are full.")
    await world.rest()
    assert any("full" in line for line in world.lines(world.green))

    await world.blue.remove(copy)
    await world.rest()

    assert [
        line for platform in (world.red, world.blue, world.green) for line in world.lines(platform) if "Beds" in line
    ] == []
