"""One run of the exam: a town, a bot that dies in it, and what the oracle says afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.server import Sandbox
from storage.database import Database
from tests.crash.bot_process import SHORT, Waits
from tests.crash.keeper import Keeper
from tests.crash.lines import ON_THE_WAY
from tests.crash.oracle import Verdict, judge
from tests.crash.scenario import Story
from tests.crash.town import Town, found
from tests.keys import OLD

AT_A_TIME = 6  # a PostgreSQL server takes 100 connections, and each town has up to a dozen
CHAPTERS = 8
SETTLES = 60.0  # seconds that a bot gets to be right: no figure, it ends a test that hangs
AT_ONCE = 2.0  # seconds that a bot with a bug gets to be right after all

Fresh = Callable[[Path], AbstractAsyncContextManager[str]]
Tell = Callable[[Story], Awaitable[None]]


@dataclass(frozen=True)
class Outcome:
    """What a run came to. `deaths`: the step at which each life ended; `steps`: how often each was made before.

    `evidence`: what the bot did and said, where the oracle found something.
    """

    deaths: tuple[str, ...]
    steps: Counter[str]
    unheard: frozenset[str]
    verdict: Verdict
    given_up: tuple[str, ...]
    struck: int
    evidence: str

    @property
    def wrong(self) -> str:
        """What is not as it must be; empty when all is well."""
        if self.verdict != Verdict() or self.given_up or len(self.unheard) > len(self.deaths):
            found = f"{self.verdict}, given up: {self.given_up}, unheard: {set(self.unheard)}, deaths: {self.deaths}"
            return f"{found}\n{self.evidence}"
        return ""


@asynccontextmanager
async def kept(
    town: Town,
    url: str,
    home: Path,
    *,
    kills: Sequence[str] = (),
    fatal_lines: Collection[str] = (),
    plant: str = "",
    waits: Waits = SHORT,
) -> AsyncIterator[Keeper]:
    """A bot that joins the town's two channels, on a database with the newest schema.

    `kills` are the steps at which its first lives end; in each of `fatal_lines` one of its lives ends. `plant` is a bug
    that all of them have.
    """
    async with Database(url, (OLD,)) as database:
        ends = (town.slack.ref, town.discord.ref)
        await database.write(lambda unit: unit.bridges.add("Getting home", ends, 0.0))
        bug = {"PLANT": plant, "WAITS": " ".join(map(str, waits))}
        keeper = Keeper(town, database, {**town.environment(url, home), **bug}, kills)
        keeper.fatal_lines.update(fatal_lines)
        keeper.start()
        try:
            yield keeper
        finally:
            await keeper.close()


@asynccontextmanager
async def bot(
    fresh: Fresh,
    *,
    kills: Sequence[str] = (),
    fatal_lines: Collection[str] = (),
    plant: str = "",
    waits: Waits = SHORT,
) -> AsyncIterator[tuple[Keeper, Story]]:
    """A bot in a town of its own, and the people there."""
    with tempfile.TemporaryDirectory(prefix="unsilo-crash-") as folder:
        home = Path(folder)
        async with (
            fresh(home) as url,
            Sandbox(limits=False) as sandbox,
            kept(found(sandbox), url, home, kills=kills, fatal_lines=fatal_lines, plant=plant, waits=waits) as keeper,
        ):
            yield keeper, Story(keeper)


async def outcome(keeper: Keeper, plant: str = "") -> Outcome:
    """Wait for rest, and judge. What is wrong may come right, but for a planted bug, which is what it is."""
    patience = AT_ONCE if plant else SETTLES
    await keeper.rest()
    town = keeper.town

    async def right() -> bool:
        return judge(town.slack, town.discord, keeper.unheard) == Verdict()

    with contextlib.suppress(TimeoutError):
        await keeper.until("all is well", right, patience)
    await keeper.rest()
    verdict = judge(town.slack, town.discord, keeper.unheard)
    return Outcome(
        tuple(keeper.deaths),
        Counter(keeper.steps),
        frozenset(keeper.unheard),
        verdict,
        tuple(await keeper.database.read(lambda unit: unit.given_up.errors())),
        sum(fault.struck for server in (town.sandbox.slack, town.sandbox.discord) for fault in server.faults.active),
        _evidence(keeper) if verdict != Verdict() and not plant else "",
    )


def _evidence(keeper: Keeper) -> str:
    """What everybody did, with the time of each, and what the bots said: a death that is hard to meet again is read."""
    done = (
        f"{each.at:.3f} {each.platform} {each.who} {each.act} {each.channel} {each.ref} {each.data}"
        for each in keeper.town.sandbox.ledger.entries
    )
    return "\n".join((*done, keeper.log))


async def whole(story: Story) -> None:
    """The whole story, in which the answer to one post in each direction is lost."""
    story.keeper.town.trouble()
    await story.play()


async def run(fresh: Fresh, tell: Tell = whole, *, kills: Sequence[str] = (), plant: str = "") -> Outcome:
    """A story, with what it comes to."""
    async with bot(fresh, kills=kills, plant=plant) as (keeper, story):
        await tell(story)
        return await outcome(keeper, plant)


async def chat(fresh: Fresh, *, kills: Sequence[str] = (), plant: str = "") -> Outcome:
    """Three messages on each side, for which nobody waits."""
    async with bot(fresh, kills=kills, plant=plant) as (keeper, story):
        await story.chatter(3)
        return await outcome(keeper, plant)


async def runs(fresh: Fresh, tell: Tell, kills: Iterable[Sequence[str]]) -> dict[tuple[str, ...], Outcome]:
    """A story many times, with these deaths in each; some at a time."""
    gate = asyncio.Semaphore(AT_A_TIME)

    async def one(steps: Sequence[str]) -> tuple[tuple[str, ...], Outcome]:
        async with gate:
            return tuple(steps), await run(fresh, tell, kills=steps)

    return dict(await asyncio.gather(*(one(steps) for steps in kills)))


async def all_lines(fresh: Fresh, fatal: Iterable[str], towns: int) -> list[tuple[Outcome, set[str]]]:
    """Death once in each of these lines, shared out among some towns; with each outcome, the lines in which none died.

    In each town the story goes on until a bot has died in every line, or until it has been told often enough.
    """
    lines = sorted(fatal)

    async def one(share: set[str]) -> tuple[Outcome, set[str]]:
        async with bot(fresh, fatal_lines=share) as (keeper, story):
            for _ in range(CHAPTERS):
                keeper.town.trouble()
                await story.play()
                story.turn_the_page()
                if not keeper.fatal_lines:
                    break
                await keeper.rest()
                await story.webhook_goes()
            return await outcome(keeper), keeper.fatal_lines

    return await asyncio.gather(*(one(set(lines[number::towns])) for number in range(towns)))


def every(steps: Counter[str]) -> list[str]:
    """Each of these steps on the way of a message, each time it was made."""
    sites = {site: times for site, times in steps.items() if any(f" {part}" in f" {site}" for part in ON_THE_WAY)}
    return [f"{site}#{nth}" for site, times in sites.items() for nth in range(1, times + 1)]


def site(step: str) -> str:
    """Where a step stands, whichever time it was made."""
    return step.rpartition("#")[0]


def lines_of(steps: Iterable[str]) -> set[str]:
    """The lines in which steps stand."""
    return {line for step in steps for line in step.split()}
