"""A migration that dies at any of its statements, and is run again: the newest schema, and every row."""

from __future__ import annotations

import asyncio
import os
import signal
from multiprocessing.context import ForkServerProcess

import pytest
from alembic import command
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import Engine

from storage.database import Database
from storage.migrate import config, upgrade
from storage.schema import metadata
from tests.crash.keeper import KILLED
from tests.forks import processes

FIRST = "0001"
SAYS = "INSERT INTO heard (key, at) VALUES ('said before', 1.0)"


def migrate_and_die(url: str, statement: int) -> None:
    """Migrate in a process of its own, which dies when it is about to send its n-th statement."""
    sent = 0

    def count(*_: object) -> None:
        nonlocal sent
        sent += 1
        if sent == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)

    async def migrate() -> None:
        async with Database(url) as database:
            await upgrade(database)

    asyncio.run(migrate())


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_death_at_every_statement_of_a_migration(empty_url: str) -> None:
    """Each attempt gets one statement further than the one before, until one ends by itself."""
    async with Database(empty_url) as database:
        async with database.engine.begin() as connection:
            await connection.run_sync(_begin)
        deaths = 0
        while await asyncio.to_thread(_dies, empty_url, deaths + 1):
            deaths += 1
            async with database.engine.connect() as connection:
                assert (await connection.execute(text("SELECT key FROM heard"))).scalars().all() == ["said before"]
        async with database.engine.connect() as connection:
            columns = await connection.run_sync(_columns)
            rows = (await connection.execute(text("SELECT key FROM heard"))).scalars().all()

    assert (rows, columns, deaths > 10) == (["said before"], _declared(), True)


def _begin(connection: Connection) -> None:
    command.upgrade(config(connection), FIRST)
    connection.execute(text(SAYS))


def _dies(url: str, statement: int) -> bool:
    process: ForkServerProcess = processes.Process(target=migrate_and_die, args=(url, statement), daemon=True)
    process.start()
    process.join()
    assert process.exitcode in (0, KILLED)
    return process.exitcode == KILLED


def _columns(connection: Connection) -> dict[str, set[str]]:
    found = inspect(connection)
    return {
        table: {column["name"] for column in found.get_columns(table)}
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def _declared() -> dict[str, set[str]]:
    return {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}
