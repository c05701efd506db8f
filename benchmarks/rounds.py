"""How good and how fast a round is planned, beside what one would use instead.

`python -m benchmarks.rounds` takes some minutes; `--exact` lets rustworkx solve 10,000 people too, which takes longer.
Every way gets the same people, rules and weights. What the others are given is everybody's candidates, and the time for
finding those counts for them too; but the random round looks at no topic. They make pairs alone, so that communities in
which two of five want a trio or a circle are planned by ours only. `--ours` leaves the others out.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import networkx
import numpy as np
import rustworkx
from rich.console import Console
from rich.table import Table

from benchmarks.community import RULES, THREE, community
from benchmarks.report import heading
from matching.rounds import Person, Wish, bound, plan
from matching.rounds.candidates import Edges, candidates
from matching.rounds.groups import weights
from matching.rounds.pool import Pool

SIZES = {100: 9, 1_000: 6, 10_000: 1}  # people, and communities of that size
EVEN = {"nhs": 0.36, "supplier": 0.33, "social care": 0.31}
WISHES = (Wish.PAIR, Wish.PAIR, Wish.PAIR, Wish.TRIO, Wish.CIRCLE)
Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One round: its time and its processor time in seconds, the total weight, and how many people it placed."""

    seconds: float
    processor: float
    weight: float
    placed: int


class Watch:
    """Time since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Seconds by the clock, and of this process's on all processors."""
        return time.perf_counter() - self._start[0], time.process_time() - self._start[1]


@dataclass(frozen=True, slots=True)
class Case:
    """A community and what bounds any round of it: any at all, and any that places as many as ours does."""

    people: list[Person]
    most: float
    most_placing: float


def ours(people: list[Person]) -> tuple[Outcome, list[str]]:
    """The plan, and whom it placed."""
    watch = Watch()
    found = plan(people, RULES, 1)
    seconds = watch.read()
    placed = [id for group in found.groups for id in group.members]
    return Outcome(*seconds, found.weight, len(placed)), placed


def random_round(people: list[Person]) -> Outcome:
    """Everybody meets the first in a shuffled list whom the rules permit; topics are not looked at."""
    watch = Watch()
    pool = Pool(people, RULES)
    waiting = np.random.default_rng(1).permutation(pool.size)
    pairs: Pairs = []
    while len(waiting) > 1:
        one, rest = waiting[0], waiting[1:]
        me = np.full(len(rest), one)
        suits = np.flatnonzero(pool.across(me, rest) & pool.may_meet(me, rest))
        if len(suits):
            pairs.append((int(one), int(rest[suits[0]])))
            rest = np.delete(rest, suits[0])
        waiting = rest
    return _outcome(pool, pairs, watch)


def by_edges(choose: Callable[[Edges], Pairs]) -> Callable[[list[Person]], Outcome]:
    """A way that chooses among candidates."""

    def round(people: list[Person]) -> Outcome:
        watch = Watch()
        pool = Pool(people, RULES)
        pairs = choose(candidates(pool))
        return _outcome(pool, pairs, watch)

    return round


def greedy(edges: Edges) -> Pairs:
    """The heaviest pair first."""
    taken: set[int] = set()
    pairs = []
    for at in np.argsort(-edges.weight, kind="stable").tolist():
        one, other = int(edges.one[at]), int(edges.other[at])
        if one not in taken and other not in taken:
            taken |= {one, other}
            pairs.append((one, other))
    return pairs


def by_networkx(edges: Edges) -> Pairs:
    """networkx's exact matching."""
    graph = networkx.Graph()
    graph.add_weighted_edges_from(_triples(edges))
    return [(one, other) for one, other in networkx.max_weight_matching(graph)]


def by_rustworkx(edges: Edges) -> Pairs:
    """rustworkx's exact matching, which takes whole numbers."""
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(int(max(edges.one.max(), edges.other.max())) + 1))
    graph.add_edges_from(_triples(edges))
    return [(one, other) for one, other in rustworkx.max_weight_matching(graph, weight_fn=int)]


def _triples(edges: Edges) -> list[tuple[int, int, int]]:
    units = np.rint(edges.weight * 1e6).astype(np.int64)
    return list(zip(edges.one.tolist(), edges.other.tolist(), units.tolist(), strict=True))


def _outcome(pool: Pool, pairs: Pairs, watch: Watch) -> Outcome:
    seconds = watch.read()
    one, other = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return Outcome(*seconds, float(weights(pool, one, other).sum()), 2 * len(pairs))


def table(title: str, cases: Sequence[Case], rows: dict[str, list[Outcome]]) -> Table:
    """The medians of all communities of one size, and the lowest share of a bound."""
    made = Table(title=title, title_justify="left", title_style="bold")
    made.add_column("")
    for head in ("time", "processor", "of the bound, lowest", "with all placed, lowest", "people placed"):
        made.add_column(head, justify="right")
    for name, outcomes in rows.items():
        pairs = list(zip(cases, outcomes, strict=True))
        made.add_row(
            name,
            f"{median(outcome.seconds for outcome in outcomes):.2f} s",
            f"{median(outcome.processor for outcome in outcomes):.2f} s",
            _shares([outcome.weight / case.most for case, outcome in pairs]),
            _shares([outcome.weight / case.most_placing for case, outcome in pairs]),
            f"{median(outcome.placed / len(case.people) for case, outcome in pairs):.2%}",
        )
    return made


def _shares(shares: list[float]) -> str:
    return f"{median(shares):.2%}, {min(shares):.2%}"


def main() -> None:
    """Print a table for each size of community."""
    say = Console(width=120)
    heading(say)
    plan(community(60, THREE, 0), RULES, 1)  # what is loaded once
    alone = "--ours" in sys.argv
    for name, made in {"as they are": _as_they_are, "of like size": _even, "with trios and circles": _mixed}.items():
        for size, count in SIZES.items():
            ways = {} if alone or made is _mixed else _ways(size)
            cases, rows = _measured([made(size, seed) for seed in range(count)], ways)
            say.print(table(f"{size:,} people in three sectors {name}, {count} communities", cases, rows))
            say.print(f"load {os.getloadavg()[0]:.1f}")


def _as_they_are(size: int, seed: int) -> list[Person]:
    return community(size, THREE, seed)


def _even(size: int, seed: int) -> list[Person]:
    return community(size, EVEN, seed)


def _mixed(size: int, seed: int) -> list[Person]:
    return [replace(each, wish=WISHES[at % len(WISHES)]) for at, each in enumerate(community(size, THREE, seed))]


def _ways(size: int) -> dict[str, Callable[[list[Person]], Outcome]]:
    """What one would use instead, as far as it ends in time."""
    ways = {"at random": random_round, "greedy": by_edges(greedy)}
    if size <= 1_000:
        ways["networkx, exact pairs"] = by_edges(by_networkx)
    if size <= 1_000 or "--exact" in sys.argv:
        ways["rustworkx, exact pairs"] = by_edges(by_rustworkx)
    return ways


def _measured(
    communities: list[list[Person]], ways: dict[str, Callable[[list[Person]], Outcome]]
) -> tuple[list[Case], dict[str, list[Outcome]]]:
    cases: list[Case] = []
    rows: dict[str, list[Outcome]] = {"unsilo": [], **{name: [] for name in ways}}
    for people in communities:
        outcome, placed = ours(people)
        rows["unsilo"].append(outcome)
        for name, way in ways.items():
            rows[name].append(way(people))
        cases.append(Case(people, bound(people, RULES), bound(people, RULES, placed)))
    return cases, rows


if __name__ == "__main__":
    main()
