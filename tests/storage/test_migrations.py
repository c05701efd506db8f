"""The written schema is the sum of its migrations, and a database that is newer than the program is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.database import Database
from storage.migrate import TooNew, upgrade
from storage.schema import metadata


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_the_migrations_make_the_declared_tables(empty_url: str) -> None:
    async with Database(empty_url) as database:
        await upgrade(database)
        await upgrade(database)
        async with database.engine.connect() as connection:
            assert await connection.run_sync(differences) == []


async def test_a_newer_database_is_refused_and_not_touched(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))

    with pytest.raises(TooNew, match="from the future"):
        await upgrade(database)

    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() == "from the future"
