"""`make audit` says what is known of the lock's packages, and never takes silence for a good answer."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from typing import Any

import pytest

from tests.house.tree import ROOT

TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "audit.py"))
judged: Callable[[str], tuple[int, list[str]]] = TOOL["judged"]
FINE = {"name": "aiohttp", "version": "3", "vulns": []}
WEAK = {"name": "jinja2", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
UNKNOWN = {"name": "rich", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([FINE], 0),
        ([FINE, WEAK], 1),
        ([FINE, WEAK, UNKNOWN], 1),
        ([FINE, UNKNOWN], 2),
        ([UNKNOWN], 2),
        ([], 2),
    ],
)
def test_an_answer_is_good_only_when_everything_was_asked(answers: list[dict[str, Any]], code: int) -> None:
    ended, lines = judged(json.dumps({"dependencies": answers}))

    assert ended == code
    assert ("jinja2 1: PYSEC-1, mended in 2" in lines) == (WEAK in answers)
    assert any("rich" in line for line in lines) == (UNKNOWN in answers and len(answers) > 1)


@pytest.mark.parametrize("said", ["", "Connection refused", "{}"])
def test_without_a_network_it_says_so(said: str) -> None:
    assert judged(said) == (2, [TOOL["NO_ANSWER"]])


def test_everything_in_the_lock_is_asked_about() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    asked = TOOL["pinned"](lock, ["torch==2.0"])

    assert len(asked) == sum("==" in line and not line.startswith((" ", "#")) for line in lock.splitlines()) + 1
    assert "torch==2.0" in asked and any(each.startswith("aiohttp==") for each in asked)
