"""A copy is recorded while something else happens to its message: whichever commits first, the copy becomes right."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from adapters.contract import codec
from adapters.contract.content import Content, Emoji, Paragraph, Text
from adapters.contract.incoming import Author, Deleted, Edited, Incoming, Reacted
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from bot.delivering.copying import made
from bot.delivering.showing import fingerprint
from bot.relay.hear import hear
from bot.relay.pace import Pace
from bot.withdrawing import stop, take_back
from storage.database import Database, Unit
from storage.messages import Message
from storage.outbox import Delivery, Op
from tests.storage.meeting import Work, meet

HERE = ChannelRef("discord", "G1", "D1")
THERE = ChannelRef("slack", "T1", "C1")
ANN = Author(AccountRef("discord", "G1", "U1"), "Ann")
SAID, CHANGED = (Content((Paragraph((Text(words),)),)) for words in ("Who has a bed?", "Who has two beds?"))
REF = MessageRef(HERE, "m1")
NOW = 100.0
MOST = 60  # statements: more than any of these has


async def gone(unit: Unit) -> None:
    await told(unit, Deleted("deleted", NOW, (REF,)))


async def changed(unit: Unit) -> None:
    await told(unit, Edited("edited", NOW, REF, ANN, CHANGED))


async def reacted(unit: Unit) -> None:
    await told(unit, Reacted("reacted", NOW, REF, ANN, Emoji("+1", "👍"), present=True))


async def opted_out(unit: Unit) -> None:
    bridge = await unit.bridges.of(HERE)
    assert bridge is not None
    await take_back([ANN.account], bridge.id, unit, NOW)


async def muted(unit: Unit) -> None:
    bridge = await unit.bridges.of(HERE)
    assert bridge is not None
    await stop([ANN.account], bridge, unit, NOW)


async def told(unit: Unit, incoming: Incoming) -> None:
    await hear(incoming, unit, NOW, Pace())


@pytest.fixture
async def shared(postgres_url: str) -> AsyncIterator[Database]:
    """A database with one bridge; on PostgreSQL, where units of work run side by side."""
    async with Database(postgres_url) as database:
        await database.write(lambda unit: unit.bridges.add("Beds", (HERE, THERE), 0.0))
        yield database


async def posting(database: Database) -> tuple[Message, Work]:
    """A message whose copy was just posted, a second time since nobody knows of the first; and how that is recorded."""
    facts = {"posted": True, "account": str(ANN.account), "author": codec.encode(ANN)}
    words = {"content": codec.encode(SAID), "hash": fingerprint(SAID)}

    async def claim(unit: Unit) -> tuple[Message, Delivery | None]:
        message = await unit.messages.expect(REF, NOW - 1, **facts, **words)
        await unit.outbox.add(Op.SYNC, message.id, [THERE], NOW - 1)
        await unit.lanes.lease("me", 30.0, NOW, 10)
        return message, await unit.lanes.take(str(THERE), "me", NOW)

    message, delivery = await database.write(claim)
    assert delivery is not None

    async def record(unit: Unit) -> None:
        place = {"part": 0, "files": False, "named": True, "hash": fingerprint(SAID)}
        await made(message, str(THERE), MessageRef(THERE, "c1"), unit, NOW, **place)  # type: ignore[arg-type]
        await unit.outbox.add(Op.HEAL, message.id, [THERE], NOW + 60, detail=f"{delivery.token}.0")
        await unit.outbox.done(delivery.id, message.id, message.hash)

    return message, record


async def left(database: Database, id: int) -> str:
    """What is wrong for good: shown otherwise than it should be, and nothing waits that would change it."""

    async def look(unit: Unit) -> str:
        message, copies = await unit.messages.by_id(id), await unit.copies.of(id, str(THERE))
        assert message is not None and len(copies) == 1
        shown = message.deleted_at is None and message.hash == copies[0].hash
        reactions, waiting = await unit.reactions.of(id), set()
        while (delivery := await unit.lanes.take(str(THERE), "me", NOW + 100)) is not None:
            waiting.add(delivery.op)
            await unit.outbox.done(delivery.id, 0, "")
        if not shown and Op.SYNC not in waiting:
            return f"{message} stays shown as {copies}"
        if not shown and message.deleted_at is None and message.content is None:
            return "its text is lost"
        return "a reaction is not shown" if reactions and not waiting & {Op.SYNC, Op.REACT} else ""

    return await database.write(look)


@pytest.mark.parametrize("happens", [gone, changed, reacted, opted_out, muted])
@pytest.mark.parametrize("recorded_first", [False, True])
async def test_what_happens_while_a_copy_is_recorded_reaches_the_copy(
    shared: Database, happens: Callable[[Unit], Awaitable[None]], recorded_first: bool
) -> None:
    wrong: list[str] = []
    for nth in range(MOST):
        message, record = await posting(shared)
        first, second = (record, happens) if recorded_first else (happens, record)
        if not await meet(shared, first, second, nth):
            break
        wrong.append(await left(shared, message.id))
        await shared.write(lambda unit: unit.messages.forget(NOW + 1, NOW + 1))

    assert len(wrong) not in (0, MOST)
    assert [problem for problem in wrong if problem] == []
