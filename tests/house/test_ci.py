"""What continuous integration runs is what the README names, and any failure fails it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

MAKE = """#!/bin/sh
echo "make $*"
case "$1" in lint) exit "$CHECKED" ;; test) exit "$TESTED" ;; esac
"""


@pytest.mark.parametrize(("checked", "tested", "ended"), [(0, 0, 0), (2, 0, 2), (0, 2, 2), (2, 1, 1), (0, 5, 5)])
def test_it_checks_and_tests_and_fails_when_either_fails(tmp_path: Path, checked: int, tested: int, ended: int) -> None:
    for name, text in {"make": MAKE, "chromium": "#!/bin/sh\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    results = {"CHECKED": str(checked), "TESTED": str(tested)}
    path = f"{tmp_path}:{os.environ['PATH']}"

    ran = subprocess.run([ROOT / ".ci" / "run"], env={"PATH": path, **results}, capture_output=True, text=True)

    assert (ran.stdout.splitlines(), ran.returncode) == (["make lint", "make test"], ended)


def test_tests_fail_when_none_runs() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ntest: $(READY)\n")[2].partition("\n\n")[0]

    assert recipe == "\t$(BIN)/python -m pytest -n 4 --dist worksteal"
