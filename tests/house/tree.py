"""What lies in this repository."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "adapters", "matching", "storage", "sandbox")
CODE = (*PACKAGES, "tests", "benchmarks", "tools")
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__"}


def modules(*folders: str) -> list[Path]:
    """Every Python file in these folders of the repository."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file of the repository, without what tools leave behind (their folders end in `_cache` or `.egg-info`)."""
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.name.endswith(("_cache", ".egg-info")) or path.name in {".env", ".hypothesis"}:
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """The full names of what a module imports, wherever in it (not the relative imports: they stay in the package)."""
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names
