"""Bringing a database's schema up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from storage.database import Database, translated
from storage.schema import metadata

_HERE = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 0x756E73696C6F  # "unsilo": a lock's number is one for the whole server


class TooNew(Exception):
    """The database was written by a newer version; `args[0]` says so to the operator."""


async def upgrade(database: Database) -> None:
    """Bring the schema to the newest version.

    Raises TooNew, and writes nothing, when it is newer than ours; Unavailable when the database is away.
    """
    with translated():
        async with database.slow.begin() as connection:
            await connection.run_sync(_upgrade)


def is_there(url: str) -> bool:
    """Whether there can be a database at an address: whoever opens a file of SQLite's that is not there makes it."""
    file = file_of(url)
    return file is None or file.exists()


def file_of(url: str) -> Path | None:
    """The file of SQLite's that an address names; None for a server's."""
    address = make_url(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


async def is_made(database: Database) -> bool:
    """Whether a database has a schema of ours. Raises Unavailable when it is away."""
    with translated():
        async with database.engine.connect() as connection:
            await connection.execution_options(reader=True)
            return bool(await connection.run_sync(_current))


def where(url: str | URL) -> str:
    """An address as it can be shown: a file with its whole path, and no password."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return str(Path(address.database).absolute()) if address.database else "an address without a file"
    socket = {name: said for name, said in address.query.items() if name == "host"}
    return str(URL.create("postgresql", None, None, address.host, address.port, address.database, socket))


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
    current = _current(connection)
    known = {script.revision for script in scripts.walk_revisions()}
    return current, scripts.get_current_head() or "", not current or current in known


def _current(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def newest() -> str:
    """The newest version that we know, by the names of the files: to run all of them takes longer than to ask."""
    return max(path.name for path in (_HERE / "versions").glob("[0-9]*.py")).partition("_")[0]


def _upgrade(connection: Connection) -> None:
    if _current(connection) == newest():
        return
    if connection.dialect.name == "postgresql":  # others that start at the same time wait, and find it done
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
    current = _current(connection)
    if current == newest():
        return
    settings = config(connection)
    scripts = ScriptDirectory.from_config(settings)
    if current and current not in {script.revision for script in scripts.walk_revisions()}:
        raise TooNew(
            f"The database has schema {current}, which this version of Unsilo does not know. Install the newer version."
        )
    command.upgrade(settings, "head")
