"""`/peers` as a member has it, without the platforms: from words to cards, on a database full of people."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.contract.refs import AccountRef
from bot.clock import SystemClock
from bot.embedding.understanding import Understanding
from bot.people.finding import Finder, judge
from bot.profiles import texts_of
from bot.texts import REGIONS, ROLES
from matching import Matcher
from storage.consents import Kind
from storage.database import Database
from storage.migrate import upgrade
from storage.profiles import Said, Sector, Stage
from storage.searches import Only

Rows = NDArray[np.float32]

SECTORS = tuple(Sector)
KEYS = tuple(Said)
STAGES = tuple(Stage)
HEARTBEAT = 0.005  # seconds between two looks at whether the loop is held up


async def asked(
    matcher: Matcher, some: Rows, words: Sequence[Sequence[str]], said: Sequence[str], times: int
) -> tuple[str, ...]:
    """How long the start takes, the memory then, how long an answer takes, and for how long the loop was held up.

    That is told by the clock, and by what this process computed meanwhile: the rest is other work on the machine.
    """
    with tempfile.TemporaryDirectory(prefix="unsilo-bench-") as folder:
        path = Path(folder) / "bench.sqlite3"
        async with Database(f"sqlite+aiosqlite:///{path}") as database, SystemClock() as clock:
            await upgrade(database)
            fill(path, matcher.name, some, words)
            understanding = Understanding(database, clock, lambda: matcher, texts_of)
            begun = time.perf_counter()
            running, lag = asyncio.create_task(understanding.run()), Lag()
            beating = asyncio.create_task(lag.beat())
            await understanding.rest()
            started, held = time.perf_counter() - begun, memory()
            finder, took = Finder(database, understanding), []
            reader = AccountRef("slack", "T1", "U-reader")
            for number in range(times):
                begun = time.perf_counter()
                prepared = await finder.find(reader, said[-1 - number], Only(), time.time())
                assert prepared is not None
                peers = await database.read(lambda unit, it=prepared: judge(it, reader, Only(), unit, time.time()))  # type: ignore[misc]
                took.append(time.perf_counter() - begun)
                assert peers.cards
            for task in (running, beating):
                task.cancel()
            await asyncio.gather(running, beating, return_exceptions=True)
    p50, p99 = np.percentile(took, (50, 99)) * 1e3
    return (
        f"{started:.1f} s",
        f"{held:.0f} MB",
        f"{p50:.0f} ms",
        f"{p99:.0f} ms",
        f"{lag.worst * 1e3:.0f} ms, {lag.own * 1e3:.0f} ms",
    )


class Lag:
    """For how long the loop was held up: by the clock, and at most by this process itself, by what it computed then."""

    def __init__(self) -> None:
        self.worst = self.own = 0.0

    async def beat(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            begun, used = time.perf_counter(), time.process_time()
            await asyncio.sleep(HEARTBEAT)
            late = time.perf_counter() - begun - HEARTBEAT
            self.worst = max(self.worst, late)
            self.own = max(self.own, min(late, time.process_time() - used))


def memory() -> float:
    """What this process holds (resident set), in MB; 0 where the system has no /proc."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def fill(path: Path, model: str, some: Rows, words: Sequence[Sequence[str]]) -> None:
    """Write so many members into an SQLite database at once, as their forms would have one by one."""
    people = range(len(words))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO profile VALUES (?, ?, ?, ?, ?, '', 0, '', 0, 0)",
            ((f"p{it}", f"slack:T1/U{it}", *_kind(it)) for it in people),
        )
        connection.executemany(
            "INSERT INTO profile_topic VALUES (?, '', ?, 0)",
            ((f"p{it}", STAGES[it % len(STAGES)].value) for it in people if it % 3),
        )
        connection.executemany("INSERT INTO profile_text VALUES (?, ?, ?, 0)", _texts(words))
        connection.executemany(
            "INSERT INTO understood VALUES (?, ?, ?, 0, 0)", ((f"p{it}", model, it + 1) for it in people)
        )
        connection.executemany("INSERT INTO text_vector VALUES (?, ?, ?, ?)", _vectors(some))
        connection.execute("INSERT INTO vector_mark VALUES (1, ?)", (len(words),))
        connection.executemany(
            "INSERT INTO consent (account, kind, wording, given_at) VALUES (?, ?, '', 0)",
            ((f"slack:T1/U{it}", Kind.FOUND) for it in people),
        )


def _kind(number: int) -> tuple[str, str, str]:
    """Somebody's sector, region and role: so different that of many people there is every kind."""
    draw = random.Random(number)
    return draw.choice(SECTORS).value, draw.choice(["", *REGIONS]), draw.choice(["", *ROLES])


def _texts(words: Sequence[Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    for number, texts in enumerate(words):
        yield from ((f"p{number}", key.value, text) for key, text in zip(KEYS, texts, strict=True))


def _vectors(some: Rows) -> Iterator[tuple[str, str, int, bytes]]:
    for number, rows in enumerate(some):
        for key, row in zip(KEYS, rows, strict=True):
            yield f"p{number}", key.value, len(row), row.astype("<f2").tobytes()
