"""Writes the locks: every package at one version, with the sha256 of each of its files, for any machine.

Usage: ``python tools/lock.py torch==2.13.0``. The command line names PyTorch's version. It has a lock of its own,
with every build that PyPI has and the one that this machine offers, and what only its GPU builds need has another.
"""

import json
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK, TORCH, GPU = (ROOT / f"requirements{name}.lock" for name in ("", "-torch", "-gpu"))
RESOLVER = "uv==0.13.9"  # resolves for all platforms at once; used here only, so not installed with the project
GPU_ONLY = re.compile(r"(nvidia|cuda|triton)\b")
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
WRITTEN = "# Written by `make lock`: do not edit. One lock for Python 3.11 and newer on any platform.\n"
HEADER = f"""\
{WRITTEN}# PyTorch goes first (requirements-torch.lock); then
#   pip install --no-deps --require-hashes -r requirements.lock
"""
TORCH_HEADER = f"""\
{WRITTEN}# PyTorch in every build that PyPI has, and in one for processors alone:
#   pip install --no-deps --require-hashes -r requirements-torch.lock
"""
GPU_HEADER = f"""\
{WRITTEN}# What PyTorch needs on Linux beyond requirements.lock, unless it is the build for processors alone:
#   pip install --no-deps --require-hashes -r requirements-gpu.lock
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


def offered(first: str) -> str:
    """Returns the hash of the build that this machine would install."""
    options = ["--dry-run", "--no-deps", "--ignore-installed", "--quiet", "--report=-"]
    command = [sys.executable, "-m", "pip", "install", *options, first]
    said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout)
    return f"sha256:{said['install'][0]['download_info']['archive_info']['hashes']['sha256']}"


def entries(resolved: str) -> Iterator[str]:
    """Yields the entries of `resolved`: a requirement and its indented hashes."""
    yield from filter(None, re.split(r"^(?=\S)", resolved, flags=re.MULTILINE))


def torch_lock(resolved: str, first: str, before: str, here: str) -> str:
    """The lock of PyTorch: the builds that were resolved, that were known `before` of this version, and `here`."""
    name = first.partition("==")[0]
    [found] = [entry for entry in entries(resolved) if entry.startswith(f"{name}==")]
    known = HASH.findall(before) if f"\n{first} " in before else []
    hashes = sorted({*HASH.findall(found), *known, here})
    return TORCH_HEADER + " \\\n    ".join([first, *(f"--hash={each}" for each in hashes)]) + "\n"


def main(first: str) -> None:
    """Resolves anew and replaces the locks."""
    resolved = resolve(first)
    before = TORCH.read_text(encoding="utf-8") if TORCH.exists() else ""
    own = f"{first.partition('==')[0]}=="
    others = [entry for entry in entries(resolved) if not entry.startswith(own)]
    TORCH.write_text(torch_lock(resolved, first, before, offered(first)), encoding="utf-8")
    GPU.write_text(GPU_HEADER + "".join(filter(GPU_ONLY.match, others)), encoding="utf-8")
    LOCK.write_text(HEADER + "".join(each for each in others if not GPU_ONLY.match(each)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
