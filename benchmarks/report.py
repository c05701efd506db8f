"""The figures as tables, with the aims beside them, and what falls short of those."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from benchmarks.load import Result

P50, P99, RATE = 10.0, 40.0, 300.0  # the aims: milliseconds, milliseconds, deliveries a second


@dataclass(frozen=True, slots=True)
class Figures:
    """The medians of a bot's rounds. Latencies and `work`, processor time for a copy, in ms; `memory` in MB."""

    name: str
    p50: float
    p99: float
    rate: float
    work: float
    memory: float
    lost: int
    doubled: int

    def cells(self) -> tuple[str, ...]:
        """A row of the table."""
        wrong = f"{self.lost} / {self.doubled}"
        return (
            self.name,
            f"{self.p50:.1f} ms",
            f"{self.p99:.1f} ms",
            f"{self.rate:.0f}",
            f"{self.work:.1f} ms",
            f"{self.memory:.0f} MB",
            wrong if wrong == "0 / 0" else f"[bold red]{wrong}[/]",
        )

    def beside(self, other: Figures) -> tuple[str, ...]:
        """A row that shows these figures as multiples of another's."""
        pairs = (
            (self.p50, other.p50),
            (self.p99, other.p99),
            (self.rate, other.rate),
            (self.work, other.work),
            (self.memory, other.memory),
        )
        ratios = (f"{one / two:.2f} times" if two else "" for one, two in pairs)
        return (f"  ÷ {other.name}", *ratios, "")

    def faults(self) -> list[str]:
        """What must never happen, in sentences."""
        return faults(self.name, self.lost, self.doubled)

    def shortfalls(self) -> list[str]:
        """What falls short of the aims, in sentences."""
        found = [
            f"{self.name}: {what} is {reached:.1f} ms; the aim is under {aim:.0f} ms."
            for what, reached, aim in (("p50", self.p50, P50), ("p99", self.p99, P99))
            if reached >= aim
        ]
        if self.rate < RATE:
            found.append(f"{self.name}: {self.rate:.0f} deliveries/s; the aim is {RATE:.0f}.")
        return found


def faults(name: str, lost: int, doubled: int) -> list[str]:
    """What a bot did wrong, in sentences."""
    return [f"{name}: {lost} copies lost, {doubled} doubled."] if lost or doubled else []


def table(title: str, rows: Sequence[tuple[str, ...]], *, aims: bool = False) -> Group:
    """A table of figures and ratios."""
    made = Table()
    made.add_column("")
    for head in ("p50", "p99", "deliveries/s", "processor a copy", "memory", "lost / doubled"):
        made.add_column(head, justify="right")
    if aims:
        made.add_row("aim", f"< {P50:.0f} ms", f"< {P99:.0f} ms", f"≥ {RATE:.0f}", "", "", "0 / 0", style="dim")
    for row in rows:
        made.add_row(*row, style="dim" if row[0].startswith("  ") else "")
    return Group(Text(f"\n{title}", "bold"), made)


def slow(title: str, rows: Sequence[tuple[str, Sequence[Result], Sequence[Result]]]) -> Group:
    """How long the other channels wait without and with a slow one among them."""
    made = Table()
    made.add_column("")
    for head in ("p50 without", "p50 with", "p99 without", "p99 with"):
        made.add_column(head, justify="right")
    for name, without, having in rows:
        cells = [
            f"{median(result.percentile(share) for result in results):,.1f} ms"
            for share in (0.5, 0.99)
            for results in (without, having)
        ]
        made.add_row(name, *cells)
    return Group(Text(f"\n{title}", "bold"), made)


def heading(say: Console) -> None:
    """Print when and on what machine this runs, and what a commit costs here at least."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    say.print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {cores} cores, {platform.machine()} · {platform.system()} · "
        f"Python {platform.python_version()} · one flush to the disk takes {_flush():.1f} ms"
    )


def _flush() -> float:
    """How long the disk takes to make 4 KiB durable, in milliseconds: the median of some."""
    times = []
    with tempfile.NamedTemporaryFile(prefix="unsilo-bench-", buffering=0) as file:
        for _ in range(50):
            file.write(bytes(4096))
            start = time.perf_counter()
            os.fsync(file.fileno())
            times.append(1000 * (time.perf_counter() - start))
    return median(times)
