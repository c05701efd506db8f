"""`python -m benchmarks.rsvp [--people N]`: how fast people are answered who press Yes at once.

Every press goes through the bot's own door, `App.asked`, on SQLite and on PostgreSQL, both of which flush every commit.
Beside it runs what one would write instead in an afternoon: a table of names, and a transaction for each press that
counts before it adds. Ends with 1 when anybody has a place too many, or out of turn.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from adapters.contract.commands import Caller, Press
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from benchmarks.postgres import postgres
from bot.app import App
from bot.clock import SystemClock
from bot.events import Events
from storage.database import Database, Unit
from storage.event_places import PlaceState
from storage.events import EventState
from storage.migrate import upgrade
from storage.rsvps import Seat

PLACES = 50
ENDS = (ChannelRef("slack", "T0NORTH", "C0FALLS"), ChannelRef("discord", "1122", "3344"))
say = Console(highlight=False, width=120)


@dataclass(frozen=True, slots=True)
class Result:
    """How long answers took, in seconds, and whether places went to who came first."""

    name: str
    seconds: float
    waits: list[float]
    right: bool

    def cells(self) -> tuple[str, ...]:
        """A row of the table."""
        waits = sorted(self.waits)
        p50, p99 = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
        rate = f"{len(waits) / self.seconds:.0f}"
        return (self.name, rate, f"{p50 * 1000:.0f} ms", f"{p99 * 1000:.0f} ms", "yes" if self.right else "[red]no[/]")


async def ours(name: str, url: str, people: int) -> Result:
    """Everybody presses Yes, in Slack and Discord in turn."""
    async with Database(url) as database, SystemClock() as clock:
        await upgrade(database)
        id = await database.write(lambda unit: _event(unit, clock.now()))
        app = App(database, (Events(),), clock)

        async def press(number: int) -> None:
            where = ENDS[number % 2]
            account = AccountRef(where.platform, where.community if where.platform == "slack" else "", f"U{number}")
            by = Caller(account, f"p{number}")
            await app.asked(Press("events yes", str(id), by, where, MessageRef(where, "1")))

        seconds, waits = await _timed(press, people)
        found = await database.read(lambda unit: unit.rsvps.people(id))
    seats = [person.seat for person in found]
    right = [person.name for person in found] == [f"p{number}" for number in range(people)]
    wanted = [Seat.SEATED] * min(PLACES, people) + [Seat.WAITING] * max(0, people - PLACES)
    return Result(name, seconds, waits, right and seats == wanted)


async def plain(folder: Path, people: int) -> Result:
    """A transaction for each press, as durable as ours: it counts, and adds a name."""
    database = sqlite3.connect(folder / "plain.sqlite3", isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, name TEXT UNIQUE, seated INTEGER)")
    turn = asyncio.Lock()

    def add(number: int) -> None:
        database.execute("BEGIN IMMEDIATE")
        [(taken,)] = database.execute("SELECT count(*) FROM answer WHERE seated")
        database.execute("INSERT INTO answer (name, seated) VALUES (?, ?)", (f"p{number}", taken < PLACES))
        database.execute("COMMIT")

    async def press(number: int) -> None:
        async with turn:
            await asyncio.to_thread(add, number)

    seconds, waits = await _timed(press, people)
    [(seated,)] = database.execute("SELECT count(*) FROM answer WHERE seated")
    database.close()
    return Result("plain counter, SQLite", seconds, waits, seated == min(PLACES, people))


async def _timed(press: Callable[[int], Awaitable[None]], people: int) -> tuple[float, list[float]]:
    """All at once: how long until everybody is answered, and how long each waits."""
    begun = time.perf_counter()

    async def one(number: int) -> float:
        await press(number)
        return time.perf_counter() - begun

    waits = await asyncio.gather(*(one(number) for number in range(people)))
    return time.perf_counter() - begun, list(waits)


async def _event(unit: Unit, now: float) -> int:
    """An announced event a month ahead, shown in both channels."""
    start = now + 30 * 86400
    local = datetime.fromtimestamp(start, UTC).strftime("%Y-%m-%dT%H:%M")
    id = await unit.events.add(
        now,
        community=ENDS[0].home,
        channel=ENDS[0],
        organiser=AccountRef("slack", "T0NORTH", "U0ANN"),
        title="Falls clinic",
        zone="UTC",
        local=local,
        minutes=60,
        starts_at=start,
        ends_at=start + 3600,
        sponsored=False,
        capacity=PLACES,
        state=EventState.ANNOUNCED,
    )
    for end in ENDS:
        await unit.events.places.add(id, end, 0, PlaceState.APPROVED)
    return id


async def main(people: int) -> int:
    """Measure, and print; the exit code."""
    with tempfile.TemporaryDirectory() as folder, postgres() as url:
        results = [
            await plain(Path(folder), people),
            await ours("Unsilo, SQLite", f"sqlite+aiosqlite:///{folder}/unsilo.sqlite3", people),
            await ours("Unsilo, PostgreSQL", url, people),
        ]
    load = os.getloadavg()[0]
    title = f"{people} people press Yes at once, {PLACES} places · {datetime.now(UTC):%d %B %Y} · load {load:.1f}"
    table = Table("", "answered/s", "p50", "p99", "in turn", title=title)
    for result in results:
        table.add_row(*result.cells())
    say.print(table)
    return 0 if all(result.right for result in results) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    sys.exit(asyncio.run(main(parser.parse_args().people)))
