"""What is kept of a text that is gone: enough to tell whether another one is the same, and nothing to find it by."""

from __future__ import annotations

from adapters.contract.content import plain
from adapters.contract.refs import MessageRef
from bot.delivering.showing import fingerprint
from bot.sealing import reseal
from storage.database import Database, Unit
from storage.keys import name_of
from storage.sealing import MARK
from tests.keys import NEW, OLD
from tests.storage.test_sealing import ANN, HERE, THERE, kept


async def test_fingerprints_of_texts_cannot_be_tried_out_by_whoever_has_the_database_alone(database_url: str) -> None:
    message, print_ = MessageRef(HERE, "1"), fingerprint(plain("His NHS number is 999 000 0018"))

    async def written(unit: Unit) -> None:
        row = await unit.messages.expect(message, 1.0)
        await unit.messages.change(row.id, posted=True, account=str(ANN), hash=print_)
        await unit.copies.add(row.id, str(THERE), MessageRef(THERE, "2"), part=0, files=False, named=True,
                              hash=print_, now=1.0)  # fmt: skip
        await unit.held.hold(message, ANN, 1, ["nhs"], 1.0, hash=print_)

    async def same(unit: Unit) -> list[bool]:
        found, held = await unit.messages.by_key(message.key), await unit.held.of(message)
        [copy] = await unit.copies.of(1, str(THERE))
        assert found is not None and held is not None
        assert not found.hash.of(fingerprint(plain("His NHS number is 999 000 0026")))
        return [each.hash.of(print_) for each in (found, held, copy)]

    async with Database(database_url, (OLD,)) as database:
        await database.write(written)
        assert await database.read(same) == [True] * 3
        assert print_ not in await kept(database)
        assert (await kept(database)).count(f"{MARK}{name_of(OLD)}:") == 3
        assert await database.read(lambda unit: unit.messages.repeated(HERE, ANN, print_, 0.0)) == 1
    async with Database(database_url, (NEW, OLD)) as database:
        assert await database.read(same) == [True] * 3
        assert await reseal(database) == 3  # what cannot be read goes, and counts as another text
        assert await database.read(same) == [False] * 3
        await database.write(lambda unit: unit.messages.change(1, hash=print_))
        assert (await kept(database)).count(f"{MARK}{name_of(NEW)}:") == 1


async def test_fingerprints_from_before_there_was_a_key_are_kept_under_it_from_then_on(database_url: str) -> None:
    message, print_ = MessageRef(HERE, "1"), fingerprint(plain("Hello."))

    async def written(unit: Unit) -> None:
        row = await unit.messages.expect(message, 1.0)
        await unit.messages.change(row.id, hash=print_)

    async with Database(database_url) as database:
        await database.write(written)
        assert print_ in await kept(database)
    async with Database(database_url, (OLD,)) as database:
        assert await reseal(database) == 1
        assert print_ not in await kept(database)
        found = await database.read(lambda unit: unit.messages.by_key(message.key))
        assert found is not None and found.hash.of(print_)
