"""A power cut: of what SQLite's log holds, everything that was acknowledged by then is there afterwards."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path

from storage.database import Database, Unit
from tests.conftest import sqlite

PAGE = 4096
UNITS = 40


def test_a_power_cut_loses_nothing_that_was_acknowledged(sqlite_template: Path, tmp_path: Path) -> None:
    """The log is cut after every 4 KiB; what was acknowledged when it was that long must be readable."""
    file = Path(shutil.copy(sqlite_template, tmp_path / "unsilo.sqlite3"))
    log = file.with_name(f"{file.name}-wal")
    acknowledged: list[tuple[int, str]] = []
    whole, base = asyncio.run(_written(file, log, acknowledged))

    found = 0
    for cut in range(0, len(whole) + PAGE, PAGE):
        here = tmp_path / f"cut-{cut}.sqlite3"
        here.write_bytes(base)
        here.with_name(f"{here.name}-wal").write_bytes(whole[:cut])
        with sqlite3.connect(here) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            keys = {key for (key,) in connection.execute("SELECT key FROM heard")}
        connection.close()
        assert {key for size, key in acknowledged if size <= cut} <= keys
        found = max(found, len(keys))
    assert found == UNITS


async def _written(file: Path, log: Path, acknowledged: list[tuple[int, str]]) -> tuple[bytes, bytes]:
    """Write keys, and note how long the log was when each was acknowledged; the log and the file in the end."""
    async with Database(sqlite(file)) as database:
        for number in range(UNITS):
            key = f"heard {number}"

            async def hear(unit: Unit, key: str = key) -> None:
                await unit.inbox.first_time(key, 0.0)

            await database.write(hear)
            acknowledged.append((len(_bytes(log)), key))
        return _bytes(log), _bytes(file)


def _bytes(file: Path) -> bytes:
    return file.read_bytes()
