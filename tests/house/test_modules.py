"""A newcomer finds a behaviour in ten minutes: modules are short, say what they hold, and mean one thing by a name."""

import ast
from collections import Counter
from pathlib import Path

from tests.house.tree import CODE, PACKAGES, ROOT, modules, parsed

LONGEST = 300  # lines


def test_no_module_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules(*CODE)
        if "migrations" not in path.parts
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_module_says_what_it_holds() -> None:
    assert [
        str(path.relative_to(ROOT))
        for path in modules(*PACKAGES, "benchmarks", "tools")
        if ast.get_docstring(parsed(path)) is None
    ] == []


def test_a_class_has_its_name_to_itself_in_its_folder() -> None:
    names: Counter[tuple[Path, str]] = Counter()
    for path in modules(*PACKAGES):
        names.update((path.parent, each.name) for each in parsed(path).body if isinstance(each, ast.ClassDef))

    assert [f"{folder.relative_to(ROOT)}: {name}" for (folder, name), number in names.items() if number > 1] == []
