"""Who imports whom is what docs/architecture.md says."""

import sys
import tomllib

from importlinter.cli import lint_imports

from tests.house.tree import ROOT, imported, modules


def test_the_import_contracts_in_pyproject_hold() -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


# What features stand on, and what is the operator's, in folders: no member would notice them missing.
FOUNDATIONS = {"cli", "delivering", "demo", "embedding", "files", "patients", "texts"}


def test_every_feature_is_in_the_contract_that_keeps_features_apart() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [kept_apart] = [contract["modules"] for contract in contracts if contract["name"] == "features are independent"]
    folders = {init.parent.name for init in (ROOT / "bot").glob("*/__init__.py")}

    assert folders >= FOUNDATIONS
    assert sorted(kept_apart) == sorted(f"bot.{feature}" for feature in folders - FOUNDATIONS)


def test_the_contract_needs_the_standard_library_alone() -> None:
    needed = {name for path in modules("adapters/contract") for name in imported(path)}

    assert {
        name
        for name in needed
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("adapters.contract")
    } == set()
