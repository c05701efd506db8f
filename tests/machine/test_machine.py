"""Programs that Hypothesis invents, over three communities and all faults; every failure is kept as a plain story."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.cache import LRUCache
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import sqlite
from tests.machine.machine import Machine

PROGRAMS, STEPS, PARTS = 200, 30, 4
SOAK_PROGRAMS, SOAK_STEPS, SOAK_PARTS = 5_000, 50, 10


@pytest.fixture
def folder(memory: Path) -> Iterator[Path]:
    """Where the databases are."""
    with tempfile.TemporaryDirectory(dir=memory) as made:
        yield Path(made)


@pytest.fixture(autouse=True)
def same_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs do not depend on what else is imported: Hypothesis also tries numbers that stand in our modules."""
    nothing = Constants()
    monkeypatch.setattr(providers, "_get_local_constants", lambda: nothing)
    monkeypatch.setattr(providers, "CONSTANTS_CACHE", LRUCache(1024))


def exam(programs: int, steps: int, *, shorten: bool = False) -> settings:
    """So many programs of at most so many steps. To `shorten` one that fails takes minutes: the long exam has them."""
    return settings(
        max_examples=programs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if shorten else (Phase.generate,),
    )


def on(folder: Path, template: Path, part: int) -> type[Machine]:
    """The machine, with a new SQLite file for each program: the same ones in every run, others in each part."""
    numbers = itertools.count()

    def url() -> str:
        path = folder / f"{next(numbers)}.sqlite3"
        shutil.copy(template, path)
        return sqlite(path)

    return seed(part)(type("OnSqlite", (Machine,), {"url": staticmethod(url)}))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_everything_arrives_once(folder: Path, sqlite_template: Path, part: int) -> None:
    run_state_machine_as_test(on(folder, sqlite_template, part), settings=exam(PROGRAMS // PARTS, STEPS))


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(PARTS, PARTS + SOAK_PARTS))
def test_whatever_happens_in_long_programs_everything_arrives_once(
    folder: Path, sqlite_template: Path, part: int
) -> None:
    """In parts, since all of them take hours; with `-n`, as many at once as there are processors."""
    programs = SOAK_PROGRAMS // SOAK_PARTS
    run_state_machine_as_test(on(folder, sqlite_template, part), settings=exam(programs, SOAK_STEPS, shorten=True))
