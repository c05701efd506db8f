"""Asks pip-audit whether what the locks of the project and its tools name has weaknesses that are known.

Usage: ``python tools/audit.py torch==2.13.0``; the command line names what is installed beside the lock. It ends with 0
when nothing is known, 1 when something is, and 2 when that could not be asked of everything: silence is no answer.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK, TOOLS = ROOT / "requirements.lock", ROOT / "requirements-tools.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+==[^\s;\\]+)", re.MULTILINE)
COMMAND = ("-m", "pip_audit", "--no-deps", "--disable-pip", "--format=json", "--progress-spinner=off", "--timeout=15")
NO_ANSWER = "Not audited: the list of known weaknesses (PyPI's) cannot be reached from here. Try again with a network."


def pinned(lock: str, beside: Sequence[str]) -> list[str]:
    """Every package at its version, whichever platform it is for."""
    return [*PINNED.findall(lock), *beside]


def judged(said: str) -> tuple[int, list[str]]:
    """What pip-audit's answer means: how to end, and what to say."""
    try:
        answers = json.loads(said)["dependencies"]
    except (ValueError, KeyError):
        return 2, [NO_ANSWER]
    unknown = [each["name"] for each in answers if "skip_reason" in each]
    weak = [
        f"{each['name']} {each['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'no version'}"
        for each in answers
        for found in each.get("vulns", ())
    ]
    if not answers or len(unknown) == len(answers):
        return 2, [NO_ANSWER]
    if unknown:
        weak.append(f"Not audited, for the list does not know them: {', '.join(unknown)}.")
    if not weak:
        return 0, [f"No weakness is known in {len(answers)} packages."]
    return 2 if len(weak) == 1 and unknown else 1, weak


def main(beside: Sequence[str]) -> int:
    """Ask, and say what was found."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "pinned.txt"
        locks = "\n".join(path.read_text(encoding="utf-8") for path in (LOCK, TOOLS))
        listed.write_text("\n".join(pinned(locks, beside)), encoding="utf-8")
        asked = [sys.executable, *COMMAND, f"--requirement={listed}"]
        done = subprocess.run(asked, capture_output=True, encoding="utf-8", check=False)
    code, lines = judged(done.stdout)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
