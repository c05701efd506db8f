"""The bot as the operator runs it, in a process of its own that can be told where to die.

Its environment holds the bot's settings, and for the exam: `STEPS`, the file into which it writes the steps it makes;
`FATAL_STEP`, the step at which it dies, or `FATAL_LINES`, a file with lines in which it dies; `PLANT`, the bug to run
with; `WAITS`, for how long it waits where that would make the exam slow; `TIME`, the file with the time that a test
moves; `UNDERSTANDS`, that it finds people, by the words that their texts share.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bot import care, catchup, compose, hearing
from bot.delivering import dispatcher, outcomes, performer, suspects
from bot.introductions import planning
from bot.relay import pace
from bot.settings import Settings
from tests.crash.killing import Steps
from tests.crash.moved import Time, lives_in
from tests.crash.plants import PLANTS
from tests.fakes.embedder import matcher

LOG = "bot.log"  # beside the settings' HOME


class Waits(NamedTuple):
    """In seconds: for a dead process's lease, before an unsure post is looked for, between looks, before healing."""

    lease: float
    look_after: float
    look_round: float
    heal_after: float


AS_THEY_ARE = Waits(30.0, outcomes.LOOK_AFTER, dispatcher.LOOK_ROUND, performer.HEAL_AFTER)
SHORT = Waits(0.7, 0.3, 0.3, 1.0)


def end_with_the_exam() -> None:
    """An exam that is killed leaves no bot behind that would take the processor from the next."""
    if exam := multiprocessing.parent_process():
        exam.join()
        os._exit(1)


def main(environment: Mapping[str, str]) -> None:
    """`unsilo run` in this environment."""
    threading.Thread(target=end_with_the_exam, daemon=True).start()
    os.environ.update(environment)
    os.chdir(environment["HOME"])  # no .env of a developer's checkout
    os.dup2(os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND), sys.stderr.fileno())
    from bot import cli  # not before: its console looks then whether it is on a terminal

    # What is examined is the way of messages; loading the model would take the processor from dozens of bots.
    compose.CONNECTED_FIRST = 3600.0
    catchup.OVERLAP = 0.0
    pace.LIMIT = 1_000_000  # two people write whole chapters within seconds
    waits = Waits(*map(float, environment["WAITS"].split()))
    outcomes.LOOK_AFTER, dispatcher.LOOK_ROUND, performer.HEAL_AFTER = waits[1:]
    suspects.LIVED = waits.look_round
    care.FOR = waits.look_round  # who is careful hears one thing at a time: most bots are to hear many
    hearing.ASIDE_AFTER = sys.maxsize
    suspects.GIVE_UP_AFTER = sys.maxsize  # a line has many a step, and one message may be at all of those deaths
    performer.HEAL_AT_LAST = 9 * waits.heal_after  # as much later as it is for users
    planning.PATIENCE = 20 * waits.lease  # the same: whoever died while it laid a plan down leaves it for so long
    if shared := environment.get("TIME"):
        lives_in(Time(Path(shared)))
    if environment.get("UNDERSTANDS"):
        compose.CONNECTED_FIRST = 0.0
        compose.matching.load = lambda model: matcher()  # type: ignore[attr-defined]
    if plant := environment.get("PLANT"):
        PLANTS[plant]()
    lines = environment.get("FATAL_LINES")
    fatal_lines = Path(lines).read_text(encoding="utf-8").splitlines() if lines else []
    run = compose.run

    async def counted(settings: Settings) -> None:
        steps = Steps(Path(environment["STEPS"]), fatal_step=environment.get("FATAL_STEP", ""), fatal_lines=fatal_lines)
        steps.watch(asyncio.get_running_loop())
        await asyncio.create_task(run(settings, lease=waits.lease))  # a task of ours, whose steps are counted

    compose.run = counted  # type: ignore[assignment]
    cli.app(["run"])
