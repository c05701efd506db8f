"""Programs of people who meet, or do not want to: nobody is named before all said yes, or asked against their will."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import sqlite
from tests.machine.meetings import Meetings
from tests.machine.test_machine import exam, folder

__all__ = ["folder"]  # a fixture

PROGRAMS, STEPS = 26, 20
SOAK_PROGRAMS = 1_000


def on_sqlite(folder: Path, template: Path, part: int) -> type[Meetings]:
    """The machine, with a new SQLite file for each program: the same ones in every run."""
    numbers = itertools.count()

    def url() -> str:
        path = folder / f"{next(numbers)}.sqlite3"
        shutil.copy(template, path)
        return sqlite(path)

    return seed(part)(type("OnSqlite", (Meetings,), {"url": staticmethod(url)}))


@pytest.mark.timeout(600)
def test_nobody_is_named_before_all_said_yes_or_asked_against_their_will(folder: Path, sqlite_template: Path) -> None:
    run_state_machine_as_test(on_sqlite(folder, sqlite_template, 0), settings=exam(PROGRAMS, STEPS))


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_nor_in_many_programs(folder: Path, sqlite_template: Path) -> None:
    run_state_machine_as_test(on_sqlite(folder, sqlite_template, 2), settings=exam(SOAK_PROGRAMS, 2 * STEPS))
