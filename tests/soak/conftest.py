"""For the exam under load: the databases as in production, how long it lasts, and the table of its figures.

`SOAK_MINUTES` in the environment sets for how many minutes messages are written where the exam names no other time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from rich.console import Console

from benchmarks.postgres import postgres
from tests.soak.figures import Figure, Figures, table

EVERYTHING = pytest.StashKey[list[Figure]]()


@pytest.fixture
def minutes() -> float:
    """How long messages are written."""
    return float(os.environ.get("SOAK_MINUTES", "10"))


@pytest.fixture
def durable_url(database_kind: str) -> Iterator[str]:
    """An empty database that flushes every commit to the disk; empty for a new SQLite file."""
    if database_kind == "sqlite":
        yield ""
        return
    with postgres() as url:
        yield url


@pytest.fixture
def figures(database_kind: str, request: pytest.FixtureRequest) -> Figures:
    """The test's own figures; all of them are shown at the end of the run."""
    return Figures(database_kind, request.config.stash.setdefault(EVERYTHING, []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was measured."""
    if measured := terminalreporter.config.stash.get(EVERYTHING, []):
        console = Console(width=120)
        with console.capture() as shown:
            console.print(table(measured))
        terminalreporter.write_line(shown.get())
