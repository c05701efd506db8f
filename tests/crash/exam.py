"""One run of the exam: a town, a bot that dies in it, and what the oracle says afterwards."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.server import Sandbox
from tests.crash.keeper import Keeper, kept
from tests.crash.oracle import Verdict, judge
from tests.crash.scenario import Story
from tests.crash.town import found

AT_A_TIME = 3
DELIVERS = ("bot/app.py", "bot/dispatcher.py", "storage/")  # what a step on the way of a message passes through

Fresh = Callable[[Path], AbstractAsyncContextManager[str]]


@dataclass(frozen=True)
class Outcome:
    """What a run came to. `deaths`: the step at which each life ended; `steps`: how often each was made before."""

    deaths: tuple[str, ...]
    steps: Counter[str]
    unheard: frozenset[str]
    verdict: Verdict
    given_up: tuple[str, ...]
    answers_lost: int

    @property
    def wrong(self) -> str:
        """What is not as it must be; empty when all is well."""
        if self.verdict != Verdict() or self.given_up or len(self.unheard) > len(self.deaths):
            return f"{self.verdict}, given up: {self.given_up}, unheard: {set(self.unheard)}, deaths: {self.deaths}"
        return ""


@asynccontextmanager
async def bot(fresh: Fresh, *, kills: Sequence[str] = (), plant: str = "") -> AsyncIterator[tuple[Keeper, Story]]:
    """A bot in a town of its own, and the people there."""
    with tempfile.TemporaryDirectory(prefix="unsilo-crash-") as folder:
        home = Path(folder)
        async with (
            fresh(home) as url,
            Sandbox(limits=False) as sandbox,
            kept(found(sandbox), url, home, kills=kills, plant=plant) as keeper,
        ):
            yield keeper, Story(keeper)


async def outcome(keeper: Keeper) -> Outcome:
    """Wait for rest, and judge."""
    await keeper.rest()
    town = keeper.town
    return Outcome(
        tuple(keeper.deaths),
        Counter(keeper.steps.read_text(encoding="utf-8").splitlines()),
        frozenset(keeper.unheard),
        judge(town.slack, town.discord, keeper.unheard),
        tuple(await keeper.database.read(lambda unit: unit.outbox.errors())),
        sum(fault.struck for server in (town.sandbox.slack, town.sandbox.discord) for fault in server.faults.active),
    )


async def run(fresh: Fresh, *, kills: Sequence[str] = (), plant: str = "") -> Outcome:
    """The whole story, in which the answer to one post in each direction is lost."""
    async with bot(fresh, kills=kills, plant=plant) as (keeper, story):
        keeper.town.lose_answers()
        await story.play()
        return await outcome(keeper)


async def chat(fresh: Fresh, *, kills: Sequence[str] = (), plant: str = "") -> Outcome:
    """Three messages on each side, for which nobody waits."""
    async with bot(fresh, kills=kills, plant=plant) as (keeper, story):
        await story.chatter(3)
        return await outcome(keeper)


async def runs(fresh: Fresh, kills: Iterable[Sequence[str]]) -> dict[tuple[str, ...], Outcome]:
    """Many runs, some at a time."""
    gate = asyncio.Semaphore(AT_A_TIME)

    async def one(steps: Sequence[str]) -> tuple[tuple[str, ...], Outcome]:
        async with gate:
            return tuple(steps), await run(fresh, kills=steps)

    return dict(await asyncio.gather(*(one(steps) for steps in kills)))


def delivering(steps: Counter[str]) -> dict[str, int]:
    """The steps on the way of a message from being heard to being recorded as copied, and how often each was made."""
    return {site: times for site, times in steps.items() if any(f" {part}" in f" {site}" for part in DELIVERS)}


def covering(steps: dict[str, int], share: Collection[int]) -> list[str]:
    """Few of these steps that together stand in every line in which any does, of those with numbers in a `share`.

    The share is of the remainders of three.
    """
    left = {line for site in steps for line in site.split() if int(line.rpartition(":")[2]) % 3 in share}
    chosen = []
    while left:
        best = max(sorted(steps), key=lambda site: len(left.intersection(site.split())))
        chosen.append(f"{best}#{(steps[best] + 1) // 2}")
        left -= set(best.split())
    return chosen


def every(steps: dict[str, int]) -> list[str]:
    """Each of these steps, each time it was made."""
    return [f"{site}#{nth}" for site, times in steps.items() for nth in range(1, times + 1)]
