"""The list of parts names everything that is installed, with its version."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name


def test_the_list_of_parts_is_what_is_installed(tmp_path: Path) -> None:
    path = tmp_path / "sbom.json"
    tool = Path(sys.executable).parent / "cyclonedx-py"
    command = [str(tool), "environment", "--no-validate", "--output-file", str(path), sys.prefix]
    subprocess.run(command, check=True, capture_output=True)
    parts = json.loads(path.read_text(encoding="utf-8"))

    listed = {canonicalize_name(part["name"]): part["version"] for part in parts["components"]}
    installed = {canonicalize_name(it.metadata["Name"]): it.version for it in metadata.distributions()}
    assert parts["bomFormat"] == "CycloneDX"
    assert listed == {name: version for name, version in installed.items() if name in listed}
    assert set(installed) - set(listed) <= {"unsilo"}
