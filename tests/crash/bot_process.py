"""The bot as the operator runs it, in a process of its own that can be told where to die.

Its environment holds the bot's settings, and for the exam: `STEPS`, the file into which it writes the steps it makes;
`KILL_AT`, the step at which it dies; `PLANT`, the bug to run with. Waits that would only make the exam slow are short
here: for looking after an unsure delivery, for healing, and for a dead process's lease.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from bot import cli, compose, dispatcher, performer
from bot.settings import Settings
from tests.crash.killing import Steps
from tests.crash.plants import PLANTS

LEASE = 0.7
LOG = "bot.log"  # beside the settings' HOME


def main(environment: Mapping[str, str]) -> None:
    """`unsilo run` in this environment."""
    os.environ.update(environment)
    os.chdir(environment["HOME"])  # no .env of a developer's checkout
    os.dup2(os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND), sys.stderr.fileno())
    dispatcher.LOOK_AFTER, dispatcher.LOOK_ROUND, performer.HEAL_AFTER = 0.3, 0.3, 1.0
    if plant := environment.get("PLANT"):
        PLANTS[plant]()
    run = compose.run

    async def counted(settings: Settings) -> None:
        steps = Steps(Path(environment["STEPS"]), environment.get("KILL_AT", ""))
        steps.watch(asyncio.get_running_loop())
        await run(settings, lease=LEASE)

    compose.run = counted  # type: ignore[assignment]
    cli.app(["run"])
