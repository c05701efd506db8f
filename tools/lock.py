"""Writes the locks: every package at one version, with the sha256 of each of its files, for any machine.

Usage: ``python tools/lock.py torch==2.13.0``. The command line names PyTorch's version. It has a lock of its own;
so have its build for processors alone, where this machine offers one, and what only its GPU builds need.
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
LOCK, TORCH, CPU, GPU, TOOLS = (ROOT / f"requirements{name}.lock" for name in ("", "-torch", "-cpu", "-gpu", "-tools"))
SECURELY = ("--no-deps", "--only-binary=:all:", "--require-hashes")  # no code of a package runs while it is installed
# uv resolves for all platforms at once. Neither is installed with the project. Of atheris, 3.1 has no build for 3.11.
TOOLS_WANTED = (
    "uv>=0.13,<1",
    "atheris==3.0.0; sys_platform == 'linux' and platform_machine == 'x86_64' and python_version < '3.14'",
)
GPU_ONLY = re.compile(r"(nvidia|cuda|triton)\b")
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
WRITTEN = "# Written by `make lock`: do not edit. One lock for Python 3.11 and newer on any platform.\n"
HEADER = f"""\
{WRITTEN}# PyTorch goes first (requirements-torch.lock); then
#   pip install --no-deps --require-hashes -r requirements.lock
"""
TORCH_HEADER = f"""\
{WRITTEN}# PyTorch in every build that PyPI has:
#   pip install --no-deps --require-hashes -r requirements-torch.lock
"""
CPU_HEADER = f"""\
{WRITTEN}# PyTorch in its build for processors alone, where a machine offers it. It is tried first:
#   pip install --no-deps --require-hashes -r requirements-cpu.lock
"""
GPU_HEADER = f"""\
{WRITTEN}# What PyTorch needs on Linux beyond requirements.lock, unless it is the build for processors alone:
#   pip install --no-deps --require-hashes -r requirements-gpu.lock
"""
TOOLS_HEADER = f"""\
{WRITTEN}# What `make lock` and `make fuzz` bring along:
#   pip install --no-deps --require-hashes -r requirements-tools.lock
"""


def resolve(*wanted: str, project: bool = True) -> str:
    """Returns what the requirements `wanted` need, and with `project` what `pyproject.toml` and its `dev` extra do.

    As requirements with hashes. The resolver is the one that is locked.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home / "venv", with_pip=True)
        bin_ = home / "venv" / "bin"
        install = [str(bin_ / "python"), "-m", "pip", "install", "--quiet", *SECURELY, f"--requirement={TOOLS}"]
        subprocess.run(install, check=True)
        (home / "wanted.in").write_text("\n".join(wanted), encoding="utf-8")
        options = ["--universal", "--python-version=3.11", "--generate-hashes", "--upgrade", "--quiet"]
        shape = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        sources = [str(home / "wanted.in"), *(["--extra=dev", str(ROOT / "pyproject.toml")] if project else [])]
        command = [str(bin_ / "uv"), "pip", "compile", *options, *shape, *sources]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def offered(first: str) -> tuple[str, str]:
    """Returns the version and the hash of the build that this machine would install."""
    options = ["--dry-run", "--no-deps", "--ignore-installed", "--quiet", "--report=-"]
    command = [sys.executable, "-m", "pip", "install", *options, first]
    said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout)
    [found] = said["install"]
    return found["metadata"]["version"], found["download_info"]["archive_info"]["hashes"]["sha256"]


def entries(resolved: str) -> Iterator[str]:
    """Yields the entries of `resolved`: a requirement and its indented hashes."""
    yield from filter(None, re.split(r"^(?=\S)", resolved, flags=re.MULTILINE))


def cpu_lock(first: str, before: str, version: str, hash: str) -> str:
    """The lock of PyTorch's build for processors alone: what is offered here, and what was known `before` of it."""
    pinned = f"{first}+cpu"
    known = set(HASH.findall(before)) if f"\n{pinned} " in before else set()
    if f"torch=={version}" == pinned:
        known.add(f"sha256:{hash}")
    lines = [pinned, *(f"--hash={each}" for each in sorted(known))] if known else []
    return CPU_HEADER + " \\\n    ".join(lines) + "\n"


def main(first: str) -> None:
    """Resolves anew and replaces the locks."""
    tools = resolve(*TOOLS_WANTED, project=False)
    resolved = resolve(first)
    before = CPU.read_text(encoding="utf-8")
    own = f"{first.partition('==')[0]}=="
    builds = [entry for entry in entries(resolved) if entry.startswith(own)]
    others = [entry for entry in entries(resolved) if not entry.startswith(own)]
    TOOLS.write_text(TOOLS_HEADER + tools, encoding="utf-8")
    CPU.write_text(cpu_lock(first, before, *offered(first)), encoding="utf-8")
    TORCH.write_text(TORCH_HEADER + "".join(builds), encoding="utf-8")
    GPU.write_text(GPU_HEADER + "".join(filter(GPU_ONLY.match, others)), encoding="utf-8")
    LOCK.write_text(HEADER + "".join(each for each in others if not GPU_ONLY.match(each)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
