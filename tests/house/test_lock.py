"""The locks pin and hash everything that is installed, for any machine; PyTorch and what its GPU builds need, too."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

GPU_ONLY = ("nvidia", "cuda", "triton")
UNBOUNDED = {"cryptography", "holidays", "regex", "structlog", "tzdata"}  # no major version of theirs says what breaks
ENTRY = re.compile(r"^(?P<requirement>[a-z0-9][^\\\n]+?)(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n", re.MULTILINE)
LOCK, TORCH, CPU, GPU, TOOLS = (
    (ROOT / f"requirements{name}.lock").read_text(encoding="utf-8") for name in ("", "-torch", "-cpu", "-gpu", "-tools")
)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def wanted() -> Mapping[str, Requirement]:
    """What pyproject.toml asks for, tests and checks included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = map(Requirement, project["dependencies"] + project["optional-dependencies"]["dev"])
    return {canonicalize_name(requirement.name): requirement for requirement in asked}


def locked() -> Mapping[str, str]:
    """The version that the lock gives each package on this machine."""
    entries = [Requirement(entry["requirement"]) for entry in ENTRY.finditer(LOCK)]
    here = [entry for entry in entries if entry.marker is None or entry.marker.evaluate()]
    versions: dict[str, str] = {
        canonicalize_name(entry.name): str(entry.specifier).removeprefix("==") for entry in here
    }
    assert len(versions) == len(here), "a package is locked twice"
    return versions


def needed(requirements: Iterator[Requirement], seen: set[str]) -> set[str]:
    """The names of all packages that these requirements bring to this machine, theirs included; fills `seen`."""
    for requirement in requirements:
        name = canonicalize_name(requirement.name)
        if name in seen or name.startswith(GPU_ONLY):
            continue
        seen.add(name)
        extras = ("", *requirement.extras)
        theirs = map(Requirement, metadata.requires(name) or [])
        needed(
            (their for their in theirs if not their.marker or any(their.marker.evaluate({"extra": e}) for e in extras)),
            seen,
        )
    return seen


@pytest.mark.parametrize("lock", [LOCK, TORCH, CPU, GPU, TOOLS], ids=["all", "torch", "cpu", "gpu", "tools"])
def test_a_lock_holds_comments_and_hashed_pins_alone(lock: str) -> None:
    assert [line for line in ENTRY.sub("", lock).splitlines() if not line.startswith("#")] == []
    assert ENTRY.search(lock)


@pytest.mark.parametrize("lock", [LOCK, TORCH, GPU, TOOLS], ids=["all", "torch", "gpu", "tools"])
def test_a_lock_names_no_index_and_no_build_of_one_machine(lock: str) -> None:
    assert re.findall(r"://|--\w*index|--find|==[^ ]*\+|@", lock) == []


def test_pytorch_and_what_its_gpu_builds_need_have_locks_of_their_own() -> None:
    [version] = re.findall(r"^TORCH := (.+)$", MAKEFILE, re.MULTILINE)

    assert [entry["requirement"] for entry in ENTRY.finditer(TORCH)] == [version]
    assert [entry["requirement"] for entry in ENTRY.finditer(CPU)] == [f"{version}+cpu"]
    assert metadata.version("torch").partition("+")[0] == version.removeprefix("torch==")
    assert [
        entry["requirement"] for entry in ENTRY.finditer(GPU) if not entry["requirement"].startswith(GPU_ONLY)
    ] == []
    assert [name for name in locked() if name == "torch" or name.startswith(GPU_ONLY)] == []


def test_nothing_is_installed_into_a_new_environment_without_its_hash() -> None:
    [securely] = re.findall(r"^SECURELY := (.+)$", MAKEFILE, re.MULTILINE)
    installs = [line for line in MAKEFILE.splitlines() if "$(PIP) install" in line]

    assert {path for line in installs for path in re.findall(r"-r (\S+\.lock)", line)} == {
        "requirements.lock", "requirements-torch.lock", "requirements-cpu.lock", "requirements-gpu.lock",
        "requirements-tools.lock",
    }  # fmt: skip
    assert {"--no-deps", "--only-binary=:all:", "--require-hashes"} <= set(securely.split())
    assert [line for line in installs if "$(SECURELY)" not in line] == [
        "\t$(PIP) install --no-deps --no-build-isolation --editable ."
    ]


def test_the_lock_gives_what_pyproject_asks_for() -> None:
    pins = locked()

    assert [str(asked) for name, asked in wanted().items() if pins[name] not in asked.specifier] == []


def test_what_the_bot_needs_is_kept_from_a_major_version_that_nobody_has_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = list(map(Requirement, project["dependencies"]))
    open_ended = {it.name for it in asked if not any(each.operator in ("<", "==", "~=") for each in it.specifier)}

    assert open_ended == UNBOUNDED


def test_everything_needed_is_locked_and_installed_so() -> None:
    names = needed(iter(wanted().values()), set()) - {"torch"}
    pins = locked()

    assert {name: metadata.version(name) for name in names} == {name: pins[name] for name in names}
