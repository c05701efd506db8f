"""A statement is compiled once for a process, whichever engine or database it is asked of."""

from __future__ import annotations

from sqlalchemy import func, select

from storage.compiled import compiled
from storage.database import Database, Unit
from storage.inbox import heard
from storage.keys import name_of
from storage.schema import Session
from tests.keys import NEW, OLD

OURS = (name_of(OLD), name_of(NEW))  # keys that no other test has in this order


async def ask(unit: Unit) -> int:
    """Something that nobody else asks."""
    return await _asked(unit.connection, "compiled once")


async def _asked(connection: Session, label: str) -> int:
    return int((await connection.scalars(select(func.count().label(label)).select_from(heard))).one())


async def test_what_was_written_is_read_and_asked_of_the_next_database_as_it_is(database_url: str) -> None:
    async with Database(database_url, (OLD, NEW)) as database:
        assert await database.write(ask) == 0
        known = set(compiled(OURS))
        assert await database.read(ask) == 0
    async with Database(database_url, (OLD, NEW)) as database:
        assert await database.write(ask) == await database.read(ask) == 0

    assert known
    assert set(compiled(OURS)) == known


async def test_databases_with_other_keys_share_nothing(database_url: str) -> None:
    async with Database(database_url, (OLD, NEW)) as database:
        await database.write(ask)
    async with Database(database_url, (NEW, OLD)) as database:
        await database.write(ask)

    statements = [list(compiled(keys).values()) for keys in (OURS, OURS[::-1])]
    assert all(statements)
    assert not {id(each) for each in statements[0]} & {id(each) for each in statements[1]}
