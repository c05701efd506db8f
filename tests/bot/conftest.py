"""What tests of the core may ask for."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests import forks


@pytest.fixture
def unsilo(tmp_path: Path) -> forks.Run:
    """Runs `unsilo` in an empty folder, with an SQLite file in it."""
    return partial(forks.unsilo, folder=tmp_path)


@pytest.fixture
def made(unsilo: forks.Run) -> None:
    """The database is there, as a bot that ran has left it."""
    assert unsilo("db", "upgrade").returncode == 0
