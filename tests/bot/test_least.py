"""The bot needs no rights: it starts, is ready and stops where it may write to nothing but its database's folder."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from tests import forks
from tests.bot.test_run import GLANCE, PATIENCE, TEAM, Stage, stage

__all__ = ["stage"]

# Everything that is mounted becomes read-only, but for the folder; then nothing of the caller's rights is left.
ALONE = """
mount --bind "$1" "$1" || exit 99
awk '{print $2}' /proc/self/mounts | sort -u | while read -r place; do
  case "$place" in "$1"|/proc*) ;; *) mount -o remount,bind,ro "$place" 2>/dev/null ;; esac
done
cd "$1" || exit 99
touch "$2" 2>/dev/null && exit 98
shift 2
exec unshare --user --map-user=65534 --map-group=65534 setpriv --no-new-privs --inh-caps=-all "$@"
"""
APART = ("unshare", "--user", "--map-root-user", "--mount")


@pytest.fixture
def apart() -> tuple[str, ...]:
    """How a process gets its own view of the file system; where the machine does not allow it, the test is skipped."""
    tools = all(map(shutil.which, ("unshare", "setpriv", "mount", "awk")))
    if not tools or subprocess.run([*APART, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets no process have its own view of the file system")
    return APART


def rights(pid: int) -> str:
    """What the system says of a process."""
    return Path(f"/proc/{pid}/status").read_text(encoding="utf-8")


async def test_it_runs_without_rights_on_a_read_only_file_system(stage: Stage, apart: tuple[str, ...]) -> None:
    port = unused_port()
    elsewhere = Path(__file__).with_suffix(".written")
    settings = {**stage.settings, "PORT": str(port), "EMBEDDING_MODEL": str(stage.folder)}
    bot = await asyncio.create_subprocess_exec(
        *(*apart, "sh", "-c", ALONE, "sh", str(stage.folder), str(elsewhere), sys.executable, "-m", "bot", "run"),
        env=forks.environment(**settings, TMPDIR="/nowhere"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            await stage.sandbox.slack.connected(TEAM, 1)
            status = rights(bot.pid)
            ready = 0
            while ready != 200 and bot.returncode is None:
                await asyncio.sleep(GLANCE)
                async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                    ready = response.status
            os.kill(bot.pid, signal.SIGTERM)
            _, said = await bot.communicate()
    finally:
        if bot.returncode is None:
            bot.kill()

    assert (ready, bot.returncode) == (200, 0), said.decode()
    assert "CapEff:\t0000000000000000" in status and "NoNewPrivs:\t1" in status
    assert {path.name.partition(".")[0] for path in stage.folder.iterdir()} == {"unsilo"}
