"""Feeds the parsers of what comes from outside, guided by what they execute: `python tools/fuzz.py [PARSER [SECONDS]]`.

It needs atheris, which is there for Linux (`make fuzz` installs it). Ends with 1 when a parser broke, hung for 10
seconds or took more than 2 GiB; what broke it is printed, and kept in a file.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What is followed while it executes: all of the bot would take a minute to prepare.
OURS = [
    *("adapters.slack", "adapters.discord", "adapters.contract", "tests.fuzz", "bot.convert", "bot.cli.erasures"),
    *(
        "bot.patients.screening",
        "bot.patients.numbers",
        "bot.patients.births",
        "bot.foreign_calendar",
        "bot.events.importing",
        "bot.events.when",
        "bot.introductions.hours",
    ),
]
FOUND = ROOT / "build"  # where an input is kept that broke a parser
SECONDS = 60


def fuzz(name: str, seconds: int) -> None:
    """Feed one parser for some seconds; never returns."""
    import atheris

    with atheris.instrument_imports(include=OURS):
        from tests.fuzz.parsers import PARSERS

    FOUND.mkdir(exist_ok=True)
    limits = [f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-max_len=4096"]
    told = ["-verbosity=0", "-print_final_stats=1", f"-artifact_prefix={FOUND}/{name}-"]
    atheris.Setup([sys.argv[0], *limits, *told], PARSERS[name])
    atheris.Fuzz()


def everything(seconds: int) -> int:
    """Feed one parser after the other, each in a process of its own; 1 when any broke."""
    from tests.fuzz.parsers import PARSERS

    broken = []
    for name in PARSERS:
        print(f"{name}: {seconds} s", flush=True)
        if subprocess.run([sys.executable, __file__, name, str(seconds)], cwd=ROOT, check=False).returncode:
            broken.append(name)
    print(f"Broke: {', '.join(broken) or 'none'}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    chosen, given = sys.argv[1:2], int(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    if chosen and chosen[0] != "all":
        fuzz(chosen[0], given)
    raise SystemExit(everything(given))
