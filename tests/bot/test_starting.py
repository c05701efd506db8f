"""The true executables start, and import only what the command needs: an operator waits for nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.forks import environment, unsilo

MODULE = [sys.executable, "-X", "importtime", "-m", "bot"]
SCRIPT = [sys.executable, "-X", "importtime", str(Path(sys.executable).parent / "unsilo")]
DATABASES = {"sqlalchemy", "alembic", "pydantic_settings", "numpy"}
REST = {"aiohttp", "dateparser", "discord", "holidays", "scipy", "slack_bolt", "slack_sdk", "torch", "transformers"}


@pytest.mark.parametrize(
    ("command", "says", "needless"),
    [
        ([*SCRIPT, "--help"], "Unsilo joins Slack and Discord communities", DATABASES | REST),
        ([*MODULE, "bridge", "list"], "There is no bridge yet.", REST),
    ],
)
def test_a_command_imports_only_what_it_needs(
    command: list[str], says: str, needless: set[str], tmp_path: Path
) -> None:
    assert unsilo("db", "upgrade", folder=tmp_path).returncode == 0
    ended = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=100)
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()}

    assert ended.returncode == 0 and says in ended.stdout
    assert "typer" in imported
    assert imported & needless == set()
