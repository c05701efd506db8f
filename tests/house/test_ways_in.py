"""No screen can forget that ways into meetings are for those who say yes: it finds none in what it reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bot.events.ways_in import WORDS
from tests.house.tree import ROOT, modules, parsed

DESCRIBED = {"ways_in.py", "making.py", "importing.py"}  # where descriptions are read as they were written, by forms
KEPT = {"timing.py"}  # through which everything is kept


def read(tree: ast.Module) -> Iterator[str]:
    """Descriptions that are read as they were written."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value, "about") if ast.unparse(value) not in ("ways_in", "texts"):
                yield ast.unparse(node)


def written(tree: ast.Module) -> Iterator[str]:
    """Events that are made, and words of events that are changed, past the door."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith((".events.add", ".events.change")):
            continue
        made = ast.unparse(node.func).endswith(".add")
        said = [it for it in node.keywords if it.arg is None or (it.arg in WORDS and ast.unparse(it.value) != "''")]
        if made or said:
            yield ast.unparse(node)


def test_only_forms_read_a_description_as_it_was_written() -> None:
    found = {path.name for path in modules("bot/events") if list(read(parsed(path)))}
    assert found == DESCRIBED


def test_what_is_written_of_an_event_is_kept_through_one_door() -> None:
    found = {path.name for path in modules("bot") if list(written(parsed(path)))}
    assert found == KEPT
    assert ROOT.joinpath("bot/events/timing.py").exists()
