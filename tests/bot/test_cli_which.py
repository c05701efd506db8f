"""From which database the operator's commands answer, and that they make none where there is none."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrate import is_made, where
from storage.sealing import new_key
from tests.forks import Run

ASKING = [
    ("bridge", "add", "Falls", "slack:T1/C1", "discord:2/3"),
    ("bridge", "list"),
    ("bridge", "remove", "Falls"),
    ("bridge", "bots", "slack:T1/C1", "off"),
    ("member", "export", "slack:T1/U1"),
    ("member", "erase", "slack:T1/U1", "--yes"),
    ("member", "erasures", "export"),
    ("member", "erasures", "apply", "removed.json"),
    ("audit", "check"),
    ("audit", "touched"),
    ("secrets", "rotate"),
]


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_in_a_wrong_folder_no_database_is_made_and_nothing_is_answered(
    unsilo: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "removed.json").write_text('{"database": "d", "removed": {}}')
    lost = unsilo(*words, SECRET_KEYS=new_key())

    assert (lost.returncode, lost.stdout) == (2, "")
    assert f"There is no database of Unsilo at {tmp_path / 'unsilo.sqlite3'}. " in lost.stderr
    assert "set DATABASE_URL" in lost.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["removed.json"]


def test_a_file_that_holds_nothing_of_ours_answers_nothing(unsilo: Run, tmp_path: Path) -> None:
    (tmp_path / "unsilo.sqlite3").touch()
    lost = unsilo("member", "export", "slack:T1/U1")

    assert (lost.returncode, lost.stdout) == (2, "")
    assert "There is no database of Unsilo at" in lost.stderr


def test_the_doctor_makes_no_database_either(unsilo: Run, tmp_path: Path) -> None:
    looked = unsilo("doctor")

    assert looked.returncode == 1
    assert f"problem: there is no database at {tmp_path / 'unsilo.sqlite3'}. Run this in" in looked.stdout
    assert list(tmp_path.iterdir()) == []


async def test_a_database_without_tables_gets_none(unsilo: Run, empty_url: str) -> None:
    async with Database(empty_url) as database, database.engine.begin():
        """A file of SQLite's is there now, and holds nothing."""
    lost = await asyncio.to_thread(unsilo, "audit", "check", DATABASE_URL=empty_url)

    assert (lost.returncode, lost.stdout) == (2, "")
    assert f"There is no database of Unsilo at {where(empty_url)}. " in lost.stderr
    async with Database(empty_url) as database:
        assert not await is_made(database)


@pytest.mark.usefixtures("made")
def test_it_is_said_from_which_database_an_answer_is(unsilo: Run, tmp_path: Path) -> None:
    answered = unsilo("member", "export", "slack:T1/U1")

    assert answered.stderr == f"The database is {tmp_path / 'unsilo.sqlite3'}.\n"
    assert json.loads(answered.stdout)["held"] == {}


def test_an_address_is_shown_without_its_password() -> None:
    assert where("postgresql+asyncpg://bot:secret@db.example.org:5432/unsilo?ssl=require") == (
        "postgresql://db.example.org:5432/unsilo"
    )
    assert where("postgresql+asyncpg://bot:secret@/unsilo?host=/run/postgresql") == (
        "postgresql:///unsilo?host=%2Frun%2Fpostgresql"
    )


@pytest.mark.parametrize(
    "words", [("member", "erasures", "apply", "nofile"), ("convert", "--names", "nofile")], ids=" ".join
)
def test_a_file_that_is_not_there_is_told_in_words(unsilo: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    refused = unsilo(*words)

    assert refused.returncode == 2
    assert refused.stderr == f"There is no file “nofile”. The folder that was looked in is {tmp_path}.\n"


def test_a_folder_that_is_no_file_is_told_in_words(unsilo: Run, tmp_path: Path) -> None:
    refused = unsilo("member", "erasures", "apply", str(tmp_path))

    assert refused.stderr == f"The file “{tmp_path}” cannot be read: Is a directory.\n"
