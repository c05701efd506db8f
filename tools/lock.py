"""Writes requirements.lock: every package at one version, with the sha256 of each of its files, for any machine.

Usage: ``python tools/lock.py torch==2.13.0``. The command line names what goes in before the lock
(PyTorch, in the machine's own build): it and what only its GPU builds need stay out, its other dependencies are locked.
"""

import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
RESOLVER = "uv==0.13.9"  # resolves for all platforms at once; used here only, so not installed with the project
GPU_ONLY = re.compile(r"(nvidia|cuda|triton)\b")
HEADER = """\
# Written by `make lock`: do not edit. One lock for Python 3.11 and newer on any platform.
# PyTorch goes first, in the build for your machine (the Makefile names its version); then
#   pip install --no-deps --require-hashes -r requirements.lock
"""


def resolve(first: str) -> str:
    """Returns what `pyproject.toml`, its `dev` extra and the requirement `first` need, as requirements with hashes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home / "venv", with_pip=True)
        bin_ = home / "venv" / "bin"
        subprocess.run([bin_ / "python", "-m", "pip", "install", "--quiet", RESOLVER], check=True)
        (home / "first.in").write_text(first, encoding="utf-8")
        options = ["--universal", "--python-version=3.11", "--extra=dev", "--generate-hashes", "--upgrade", "--quiet"]
        shape = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        sources = [str(ROOT / "pyproject.toml"), str(home / "first.in")]
        command = [str(bin_ / "uv"), "pip", "compile", *options, *shape, *sources]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def locked(resolved: str, first: str) -> Iterator[str]:
    """Yields the entries of `resolved` (a requirement and its indented hashes) that belong into the lock."""
    for entry in re.split(r"^(?=\S)", resolved, flags=re.MULTILINE):
        if entry and not entry.startswith(first.partition("==")[0] + "==") and not GPU_ONLY.match(entry):
            yield entry


def main(first: str) -> None:
    """Resolves anew and replaces the lock."""
    LOCK.write_text(HEADER + "".join(locked(resolve(first), first)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
