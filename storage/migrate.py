"""Bringing a database's schema up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, translated
from storage.schema import metadata

_HERE = Path(__file__).parent / "migrations"


class TooNew(Exception):
    """The database was written by a newer version; `args[0]` says so to the operator."""


async def upgrade(database: Database) -> None:
    """Bring the schema to the newest version.

    Raises TooNew, and writes nothing, when it is newer than ours; Unavailable when the database is away.
    """
    with translated():
        async with database.engine.begin() as connection:
            await connection.run_sync(_upgrade)


async def versions(database: Database) -> tuple[str, str, bool]:
    """The schema's version (empty when there is none), the newest that we know, and whether we know the schema's.

    Raises Unavailable when the database is away.
    """
    with translated():
        async with database.engine.connect() as connection:
            await connection.execution_options(reader=True)
            return await connection.run_sync(_versions)


async def writable(database: Database) -> bool:
    """Whether the database takes changes: one that changes nothing is tried, and taken back."""
    try:
        async with database.engine.connect() as connection:
            await connection.execute(text("CREATE TABLE unsilo_doctor (id INTEGER)"))
            await connection.rollback()
    except DBAPIError:
        return False
    return True


def config(connection: Connection) -> Config:
    """Alembic's configuration for one connection."""
    made = Config()
    made.set_main_option("script_location", str(_HERE))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    made.attributes["metadata"] = metadata
    return made


def _versions(connection: Connection) -> tuple[str, str, bool]:
    scripts = ScriptDirectory.from_config(config(connection))
    current = MigrationContext.configure(connection).get_current_revision() or ""
    known = {script.revision for script in scripts.walk_revisions()}
    return current, scripts.get_current_head() or "", not current or current in known


def newest() -> str:
    """The newest version that we know, by the names of the files: to run all of them takes longer than to ask."""
    return max(path.name for path in (_HERE / "versions").glob("[0-9]*.py")).partition("_")[0]


def _upgrade(connection: Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current == newest():
        return
    settings = config(connection)
    scripts = ScriptDirectory.from_config(settings)
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise TooNew(
            f"The database has schema {current}, which this version of Unsilo does not know. Install the newer version."
        )
    command.upgrade(settings, "head")
