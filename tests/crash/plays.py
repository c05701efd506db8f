"""Telling a story to a bot that dies in it, and what the telling came to."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sandbox.ledger import Entry
from storage.database import Unit
from tests.crash.acting import Acting
from tests.crash.exam import Fresh
from tests.crash.gathering import Gathering, gathered
from tests.crash.lines import waits
from tests.crash.telling import Told

SHOWS = ("post", "edit", "delete")  # what the bot does on a platform that people can see
ANSWERS = ("answer", "ephemeral")
PATIENCE = 2.0  # seconds that a bot with a bug gets to be right after all
FEW = 6  # acts on a platform
MOMENT = 0.2  # seconds

Prepare = Callable[[Gathering, Unit], Awaitable[None]]


@dataclass(frozen=True)
class End:
    """What a telling came to. `deaths`: the step at which each life ended, empty when it was killed from outside.

    `left`: the lines in which none died, of those in which one was to.
    """

    told: Told
    deaths: tuple[str, ...]
    steps: frozenset[str]
    left: frozenset[str]
    posts: int

    @property
    def wrong(self) -> str:
        """What is not as it must be; empty when all is well."""
        return "" if self.told == Told() else f"{self.told}, deaths: {self.deaths}"


async def play(
    fresh: Fresh,
    prepare: Prepare,
    tell: Callable[[Gathering], Awaitable[None]],
    *,
    fatal_lines: Collection[str] = (),
    dies_at: Sequence[str] = (),
    seed: int | None = None,
) -> End:
    """Tell a story, in which the bot dies in each of these lines, and at each of these acts on a platform.

    With a `seed`, it is killed at random, too.
    """
    async with gathered(fresh, prepare, fatal_lines=fatal_lines) as here:
        if dies_at:
            here.town.sandbox.ledger.watchers.append(killer(here, dies_at))
        async with random_deaths(here, seed):
            await tell(here)
        await here.ends()
        return end(here)


def end(here: Gathering) -> End:
    """What it came to by now."""
    keeper = here.keeper
    steps, left = frozenset(keeper.steps), frozenset(keeper.fatal_lines)
    return End(here.telling.judge(), tuple(keeper.deaths), steps, left, here.telling.posts)


def killer(here: Gathering, acts: Sequence[str]) -> Callable[[Entry], None]:
    """Kills the bot when a platform has just performed what it asked for: once for each text in each place."""
    known: set[tuple[str, str, str, str]] = set()

    def kill(entry: Entry) -> None:
        if entry.who != "bot" or entry.act not in acts:
            return
        what = (entry.platform, entry.act, entry.channel, str(entry.data.get("text", "")))
        if what not in known:
            known.add(what)
            with contextlib.suppress(ProcessLookupError):  # it died of something else just now
                here.keeper.kill()

    return kill


@asynccontextmanager
async def random_deaths(here: Gathering, seed: int | None) -> AsyncIterator[None]:
    """The bot lives for a few acts on a platform at a time, and a moment; without a seed, it lives.

    Not for a time: on a busy machine a bot would do little in it, and on a fast one the story would soon be told.
    """
    if seed is None:
        yield
        return
    dice = random.Random(seed)
    acts: asyncio.Queue[Entry] = asyncio.Queue()
    here.town.sandbox.ledger.watchers.append(lambda entry: acts.put_nowait(entry) if entry.who == "bot" else None)

    async def kill() -> None:
        while True:
            await here.keeper.connected()
            for _ in range(dice.randint(1, FEW)):
                await acts.get()
            await asyncio.sleep(dice.uniform(0.0, MOMENT))
            with contextlib.suppress(ProcessLookupError):
                here.keeper.kill()

    killing = asyncio.create_task(kill())
    try:
        yield
    finally:
        killing.cancel()
        await asyncio.gather(killing, return_exceptions=True)


async def in_every_line(
    fresh: Fresh,
    prepare: Prepare,
    tell: Callable[[Gathering], Awaitable[None]],
    lines: Collection[str],
    towns: int,
) -> list[End]:
    """Death once in each of these lines, shared out among some towns."""
    shares = [sorted(lines)[number::towns] for number in range(towns)]
    return await asyncio.gather(*(play(fresh, prepare, tell, fatal_lines=share) for share in shares))


def story(told_by: type[Acting], chapter: str) -> Callable[[Gathering], Awaitable[None]]:
    """A chapter of a story, or all of it: `play`."""

    async def tell(here: Gathering) -> None:
        await getattr(told_by(here), chapter)()

    return tell


def delivered(here: Gathering) -> Callable[[], Awaitable[bool]]:
    """Whether nothing is to be done on the platforms any more."""

    async def nothing_left() -> bool:
        return not await here.keeper.open_deliveries()

    return nothing_left


def lines_with(path: str, *pieces: str) -> list[str]:
    """The lines of a module that wait for one of these."""
    found = [wait.line for wait in waits(path) if any(piece in wait.text for piece in pieces)]
    assert len(found) >= len(pieces)
    return found
