"""Our packages are ours: the registry has others called `adapters`, `matching` and `storage`."""

import subprocess
import sys
import tomllib
from importlib import import_module

import pytest

from tests.house.tree import PACKAGES, ROOT, modules


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_lies_in_this_repository(name: str) -> None:
    assert import_module(name).__file__ == str(ROOT / name / "__init__.py")


def test_the_distribution_holds_our_packages_and_no_others() -> None:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]

    assert found == {"include": [f"{name}*" for name in PACKAGES]}


def test_the_sandbox_runs_without_the_rest_of_the_project() -> None:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in modules("sandbox")
        if path.stem not in {"__init__", "__main__"}
    ]
    others = set(PACKAGES) - {"sandbox"}
    program = f"import sys, {', '.join(names)}; print(sorted({{n.partition('.')[0] for n in sys.modules}} & {others}))"

    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)

    assert (answer.stdout, answer.stderr) == ("[]\n", "")
