"""`python -m benchmarks.lots [--people N]`: how long a round holds the database's writer, bit by bit.

While it does, messages wait. The units of work of a round are those of the bot itself, on a SQLite file: who is asked
about it, its plan laid down, the plan carried out lot by lot, and the questions that it leads to. Of each kind the
median and the longest are printed, from the unit's beginning to its commit, with the processor time of the whole.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.report import heading
from bot.introductions import calling, hours, planning, ticks
from bot.introductions.planning import Planned
from matching.rounds.values import Rows
from storage.consents import Kind
from storage.database import Database, Unit
from storage.migrate import upgrade
from storage.profiles import Sector
from storage.schema import metadata

TUESDAY = 1_770_112_800.0  # 3 February 2026, 10am in London: two days before a round
THURSDAY = TUESDAY + 2 * 86_400.0
BEFORE = TUESDAY - 6 * 86_400.0
SECTORS = (Sector.NHS, Sector.NHS, Sector.SUPPLIER, Sector.SOCIAL_CARE)
PROBLEMS = 400
Row = dict[str, Any]
Work = Callable[[Unit], Awaitable[object]]
LAID = f"the plan laid down for {planning.LAID_AT_ONCE} people"


@dataclass
class Held:
    """For how long units of one kind held the writer, in seconds."""

    seconds: list[float] = field(default_factory=list)
    processor: float = 0.0

    def cells(self, name: str) -> tuple[str, ...]:
        """A row of the table."""
        each = sorted(self.seconds)
        share = self.processor / len(each)
        return (name, str(len(each)), *(f"{it * 1000:.0f} ms" for it in (median(each), each[-1], share)))


def members(people: int) -> dict[str, list[Row]]:
    """Members with profiles who take part, on Slack and Discord, with a problem that some dozens share."""
    rows: dict[str, list[Row]] = {"profile": [], "profile_text": [], "consent": [], "intro_member": []}
    for number in range(people):
        person = f"p{number:06}"
        account = f"slack:T0NORTH/U{number:06}" if number % 2 else f"discord:/{10**17 + number}"
        sector = SECTORS[number % len(SECTORS)].value
        rows["profile"].append({"person": person, "account": account, "sector": sector, "made_at": BEFORE,
                                "employer": f"{sector} {number % max(4, people // 6)}"})  # fmt: skip
        rows["profile_text"].append({"person": person, "said": "problem", "approved_at": BEFORE,
                                     "text": f"problem {number % PROBLEMS} as number {number} sees it"})  # fmt: skip
        rows["consent"].append({"account": account, "kind": Kind.INTRODUCTIONS, "wording": "", "given_at": BEFORE})
        rows["intro_member"].append(
            {"person": person, "account": account, "name": f"Member {number}", "joined_at": BEFORE, "wording": "2",
             "frequency": "monthly", "size": "pair", "zone": "Europe/London", "days": "01234", "starts": 540,
             "ends": 1020, "seen_at": BEFORE}
        )  # fmt: skip
    return rows


async def embed(texts: Any) -> Rows:
    """Vectors of made-up texts: those of one problem are close."""
    found = np.zeros((len(texts), 64), dtype=np.float32)
    for at, text in enumerate(texts):
        problem, number = int(text.split()[1]), int(text.split()[4])
        found[at] = _direction(problem) + 0.6 * _direction(PROBLEMS + number)
    return found


def _direction(seed: int) -> Rows:
    drawn: Rows = np.random.default_rng(seed).normal(size=64).astype(np.float32)
    return drawn / np.linalg.norm(drawn)


async def measured(database: Database, people: int) -> dict[str, Held]:
    """One round of so many people."""
    held = {name: Held() for name in ("asking who takes part", "a plan begun", LAID, "a lot of the plan", "questions")}

    async def unit(name: str, work: Work) -> None:
        began, used = time.perf_counter(), time.process_time()
        await database.write(work)
        held[name].seconds.append(time.perf_counter() - began)
        held[name].processor += time.process_time() - used

    for table, rows in members(people).items():
        await database.write(lambda unit, table=table, rows=rows: unit.connection.execute(  # type: ignore[misc]
            metadata.tables[table].insert(), rows))  # fmt: skip
    due = await database.read(lambda unit: calling.due(unit, TUESDAY))
    for at in range(0, people, calling.AT_ONCE):
        some = due[at : at + calling.AT_ONCE]
        await unit("asking who takes part", lambda unit, some=some: calling.call(unit, some, 7, TUESDAY))  # type: ignore[misc]
    await database.write(_everybody_says_yes)
    found = await database.read(lambda unit: planning.pool(unit, THURSDAY))
    if found is None or len(found.everybody) != people:
        raise SystemExit("not everybody is in the round")
    made = await planning.planned(found, embed)
    await _laid_down(database, made, unit)
    while await database.read(lambda unit: unit.rounds.next_lots(1)):
        await unit("a lot of the plan", lambda unit: planning.carry_on(unit, THURSDAY))
    crowd = await database.read(lambda unit: unit.profiles.crowd())
    for _ in range(100):
        await unit("questions", lambda unit: ticks.ask_next(unit, THURSDAY + 3600.0, crowd))
    return held


async def _laid_down(database: Database, made: Planned, unit: Callable[[str, Work], Awaitable[None]]) -> None:
    """The units of work of `planning.lay_down`."""
    id = made.round.id
    await unit("a plan begun", lambda unit: unit.rounds.begin(id, THURSDAY, planning.PATIENCE))
    lots = planning.laid_down(made, await database.read(lambda unit: unit.rounds.seats(id)))
    for at in range(0, len(lots) + 1, planning.LAID_AT_ONCE):
        some, last = lots[at : at + planning.LAID_AT_ONCE], at + planning.LAID_AT_ONCE > len(lots)
        await unit(LAID, partial(planning.lay, round_id=id, lots=some, began_at=THURSDAY, last=last))


async def _everybody_says_yes(unit: Unit) -> None:
    """All were reached, and take part."""
    coming = await unit.rounds.coming(hours.next_round(TUESDAY))
    if coming is None:
        raise SystemExit("no round was called")
    seat, message, delivery = (metadata.tables[name] for name in ("intro_seat", "message", "delivery"))
    copy = metadata.tables["copy"]
    await unit.connection.execute(seat.update().values(answer=calling.YES))
    asked = await unit.connection.execute(delivery.select())
    rows = [
        {"key": f"copy {row['message_id']}", "message_id": row["message_id"], "lane": row["lane"], "part": 0,
         "channel": row["channel"], "remote": str(row["message_id"]), "files": False, "hash": "", "state": "alive",
         "made_at": TUESDAY}
        for row in asked.mappings()
    ]  # fmt: skip
    await unit.connection.execute(copy.insert(), rows)
    await unit.connection.execute(delivery.delete())
    await unit.connection.execute(message.update().values(content=None, author=None))


async def main(people: int) -> None:
    """Measure, and print a table."""
    say = Console(width=120)
    heading(say)
    table = Table(title=f"A round of {people:,} people on SQLite", title_justify="left", title_style="bold")
    for head in ("unit of work", "how many", "median", "longest", "processor time of one"):
        table.add_column(head, justify="left" if head == "unit of work" else "right")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'lots.sqlite3'}"
        async with Database(url) as database:
            await upgrade(database)
            for name, held in (await measured(database, people)).items():
                table.add_row(*held.cells(name))
    say.print(table)
    say.print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    asyncio.run(main(parser.parse_args().people))
