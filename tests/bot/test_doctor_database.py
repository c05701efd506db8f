"""What `unsilo doctor` finds wrong with a database, on SQLite and on PostgreSQL; the rest is still looked at."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import aiosqlite
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot import doctor
from bot.settings import Settings
from storage.database import Database
from storage.keys import name_of
from storage.migrate import file_of
from tests.conftest import sqlite
from tests.keys import NEW, OLD
from tests.storage.test_sealing import LINK, WORDS, add


async def said(url: str, *keys: str) -> list[str]:
    """What the doctor says of a database, with no platform set up."""
    settings = Settings.model_construct(database_url=url, secret_keys=SecretStr(",".join(keys)))
    lines = [doctor.line(finding) async for finding in doctor.examine(settings)]
    assert lines[0].startswith("problem: no platform is set up. Set SLACK_BOT_TOKEN")
    return lines[1:]


async def marked(url: str, version: str) -> None:
    """Say that the schema has that version."""
    async with Database(url) as database, database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


async def test_a_database_that_is_up_to_date_is_fine(database_url: str) -> None:
    first, second = await said(database_url, OLD)

    assert first.startswith("ok: the database, with schema ")
    assert second == "ok: the secrets in the database, which are encrypted"


async def test_that_there_is_no_key_is_noted_and_a_problem_once_a_link_lies_in_the_clear(database_url: str) -> None:
    _, before = await said(database_url)
    async with Database(database_url) as database:
        await database.write(lambda unit: add(unit, about=WORDS))
        async with database.engine.begin() as connection:
            await connection.execute(text("UPDATE event SET link = :link"), {"link": LINK})
    _, after = await said(database_url)
    _, with_key = await said(database_url, NEW)

    assert before.startswith("note: there is no key (SECRET_KEYS): what people write is kept in the clear (their pro")
    assert before.endswith("are refused. Run `unsilo secrets key --save`, which writes one into .env, and keep a copy "
                           "apart from the database.")  # fmt: skip
    assert after.startswith(
        "problem: 1 joining links are in the database in the clear. Run `unsilo secrets key --save`"
    )
    assert with_key.startswith("note: 2 texts in the database are not encrypted with the first key. Run `unsilo secr")


async def test_a_key_that_is_missing_is_named(database_url: str) -> None:
    async with Database(database_url, (OLD,)) as database:
        await database.write(lambda unit: add(unit, about=WORDS, link=LINK))
    for keys in ((NEW,), ()):
        line = (await said(database_url, *keys))[1]
        assert line.startswith("problem: 2 texts in the database cannot be read") and f"({name_of(OLD)})" in line
    _, older = await said(database_url, NEW, OLD)

    assert older.startswith("note: 2 texts in the database are not encrypted with the first key")


async def test_an_empty_database_is_named(empty_url: str) -> None:
    async with Database(empty_url) as database, database.engine.begin():
        """A file of SQLite's is there now, and holds nothing."""
    (line,) = await said(empty_url)

    assert line.startswith("problem: the database has schema none, and this version of Unsilo needs 0")
    assert line.endswith("Run `unsilo db upgrade`.")


async def test_an_older_schema_is_named(database_url: str) -> None:
    await marked(database_url, "0001")
    (line,) = await said(database_url)

    assert line.startswith("problem: the database has schema 0001, and this version of Unsilo needs 0")


async def test_a_newer_schema_is_named(database_url: str) -> None:
    await marked(database_url, "9999")
    (line,) = await said(database_url)

    assert line.startswith("problem: the database has schema 9999, which is newer than this version of Unsilo (0")


async def test_a_database_that_takes_no_changes_is_named(postgres_url: str) -> None:
    async with Database(postgres_url) as database, database.engine.begin() as connection:
        name = (await connection.execute(text("SELECT current_database()"))).scalar()
        await connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    (line,) = await said(postgres_url)

    assert line.startswith("problem: the database cannot be written to. Let the user ")


@pytest.mark.parametrize("kind", ["folder", "foreign"])
async def test_a_database_that_cannot_be_opened_is_named(kind: str, tmp_path: Path) -> None:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    else:
        path.write_text("Dear diary, " * 200)
    (line,) = await said(sqlite(path))

    assert line.startswith("problem: the database cannot be opened: ")


async def test_files_that_every_user_of_the_machine_can_read_are_noted(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file, settings = file_of(sqlite_url), tmp_path / ".env"
    assert file is not None
    settings.touch(0o600)
    file.chmod(0o600)
    closed = await said(sqlite_url, OLD)
    for each in (file, settings):
        each.chmod(0o644)
    opened = await said(sqlite_url, OLD)

    assert not any("every user" in line for line in closed)
    assert [line for line in opened if "every user" in line] == [
        "note: .env can be read by every user of this machine. Run `chmod 600 .env`.",
        f"note: {file} can be read by every user of this machine. Run `chmod 600 {file}`.",
    ]


def test_no_thread_outlives_the_look_at_a_database_that_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine the driver's thread ends late: by then there was no loop that it could tell so."""
    stop = aiosqlite.Connection.stop

    def late(self: aiosqlite.Connection) -> asyncio.Future[None] | None:
        self._tx.put_nowait((None, lambda: time.sleep(0.3)))
        return stop(self)

    monkeypatch.setattr(aiosqlite.Connection, "stop", late)
    before = set(threading.enumerate())
    asyncio.run(said(sqlite(tmp_path)))

    assert set(threading.enumerate()) <= before
