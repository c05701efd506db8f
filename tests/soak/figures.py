"""What the exam measured, beside what is demanded: a table for whoever runs it, and a verdict for each test."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. It passes when it is at most `limit`, or at least so much when `floor` is set."""

    exam: str
    database: str
    what: str
    reached: float
    limit: float
    unit: str = ""
    floor: bool = False
    load: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether it is as it should be."""
        return self.reached >= self.limit if self.floor else self.reached <= self.limit

    def cells(self) -> tuple[str, ...]:
        """A row of the table."""
        sign = "≥" if self.floor else "≤"
        reached, limit = (f"{value:,.6g} {self.unit}".strip() for value in (round(self.reached, 3), self.limit))
        return self.exam, self.database, self.what, reached, f"{sign} {limit}", f"{self.load:.1f}"


@dataclass
class Figures:
    """The figures of one test, which are kept with those of the whole run."""

    database: str
    everything: list[Figure]
    own: list[Figure] = field(default_factory=list)

    def at_most(self, exam: str, what: str, reached: float, limit: float, unit: str = "") -> None:
        """Note something that is to be small."""
        self._note(Figure(exam, self.database, what, reached, limit, unit, load=os.getloadavg()[1]))

    def at_least(self, exam: str, what: str, reached: float, limit: float, unit: str = "") -> None:
        """Note something that is to be large."""
        self._note(Figure(exam, self.database, what, reached, limit, unit, floor=True, load=os.getloadavg()[1]))

    def missed(self) -> list[str]:
        """What is not as it should be, in words."""
        return [" ".join(figure.cells()) for figure in self.own if not figure.passed]

    def _note(self, figure: Figure) -> None:
        self.own.append(figure)
        self.everything.append(figure)


def table(figures: Sequence[Figure]) -> Table:
    """All figures; `load` is the machine's load average of five minutes when each was noted."""
    made = Table()
    for head in ("exam", "database", "what", "reached", "demanded", "load"):
        made.add_column(head, justify="left" if head in ("exam", "database", "what") else "right")
    for figure in figures:
        made.add_row(*figure.cells(), style="" if figure.passed else "bold red")
    return made


def percentile(values: Sequence[float], share: float) -> float:
    """What this share of the values stays under; 0.0 when there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
