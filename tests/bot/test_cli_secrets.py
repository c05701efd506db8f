"""Keys from a terminal."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from storage.keys import is_key
from tests.forks import Run


def test_a_new_key_is_written_into_the_settings_once(unsilo: Run, tmp_path: Path) -> None:
    settings = tmp_path / ".env"
    settings.write_text("KEEP_DAYS=30\n# SECRET_KEYS=")
    first, again = unsilo("secrets", "key", "--save"), unsilo("secrets", "key", "--save")
    *before, line = settings.read_text().splitlines()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    made = unsilo("secrets", "key", "--save", folder=fresh)

    assert before == ["KEEP_DAYS=30", "# SECRET_KEYS="]
    assert (first.returncode, again.returncode, made.returncode) == (0, 0, 0)
    assert "is set already" in again.stdout and line.removeprefix("SECRET_KEYS=") not in first.stdout
    assert is_key(line.removeprefix("SECRET_KEYS="))
    assert (fresh / ".env").stat().st_mode & 0o777 == 0o600


def test_secrets_are_encrypted_with_a_new_key_and_the_old_one_is_needed_no_more(unsilo: Run, tmp_path: Path) -> None:
    old, new = (unsilo("secrets", "key").stdout.strip() for _ in range(2))
    unsilo("db", "upgrade")
    with sqlite3.connect(tmp_path / "unsilo.sqlite3") as database:
        columns = "key, incoming, reason, at, place, again"
        database.execute(f"INSERT INTO quarantine ({columns}) VALUES ('k', 'the walrus', 'broke', 5, '', 0)")
    without = unsilo("secrets", "rotate")
    first = unsilo("secrets", "rotate", SECRET_KEYS=old)
    lost = unsilo("secrets", "rotate", SECRET_KEYS=new)
    second = unsilo("secrets", "rotate", SECRET_KEYS=f"{new},{old}")
    third = unsilo("secrets", "rotate", SECRET_KEYS=new)
    database = sqlite3.connect(tmp_path / "unsilo.sqlite3")
    [(kept,)] = database.execute("SELECT incoming FROM quarantine")
    database.close()

    assert old != new and (without.returncode, lost.returncode) == (2, 1)
    assert "SECRET_KEYS is not set. Run `unsilo secrets key`" in without.stderr
    assert "1 text(s) cannot be read: their key is not in SECRET_KEYS" in lost.stderr
    assert [(it.returncode, "1 row(s)" in it.stdout) for it in (first, second)] == [(0, True)] * 2
    assert (third.returncode, ": 0 row(s)." in third.stdout, "can be taken out" in third.stdout) == (0, True, True)
    assert kept.startswith("sealed:") and "walrus" not in kept
    assert not any(b"walrus" in file.read_bytes() for file in tmp_path.glob("unsilo.sqlite3*"))
    assert not any(key in it.stdout + it.stderr for key in (old, new) for it in (first, lost, second, third))


def test_an_export_that_lacks_words_says_so(unsilo: Run, tmp_path: Path) -> None:
    key = unsilo("secrets", "key").stdout.strip()
    unsilo("db", "upgrade")
    whole = unsilo("member", "export", "slack:T1/U1")
    with sqlite3.connect(tmp_path / "unsilo.sqlite3") as database:
        columns = "key, incoming, reason, at, place, again"
        database.execute(f"INSERT INTO quarantine ({columns}) VALUES ('k', 'the walrus', 'broke', 5, '', 0)")
    database.close()
    unsilo("secrets", "rotate", SECRET_KEYS=key)
    lacking = unsilo("member", "export", "slack:T1/U1")

    assert (whole.returncode, lacking.returncode) == (0, 1)
    assert "cannot be read" not in whole.stderr
    assert "1 text(s) of this database cannot be read" in lacking.stderr
    assert '"accounts"' in lacking.stdout
