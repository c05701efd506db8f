"""A year of monthly rounds in a made-up community of 600, planned by us and at random, drawn as docs/year.svg.

`python -m benchmarks.year` prints the figures and draws. What is taken from published figures and what is assumed is
said beside each number here, and in docs/rounds.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import combinations
from statistics import mean

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.community import FOUR, RULES, community
from benchmarks.drawing import draw_year
from matching.rounds import Person, between, plan

MEMBERS, MONTHS, YEARS = 600, 12, 5
# Opt-in per round: "typically 15 to 25 %" (Orbiit's help pages, support.orbiit.ai, 6453604).
OPT_IN = 0.15, 0.25
# Of introduced people who answered a survey, 80 % had met; 35 of 56 answered (The Christie NHS Foundation Trust's
# library, 2018). Those who did not answer are counted here as not having talked.
TALKED, ANSWERED = 0.80, 35 / 56
# Assumed: no published figure was found of how many agree when both are asked first.
AGREES = 0.75
# Assumed: what people know before is mostly their own sector.
KNOWN, KNOWN_WITHIN = 6, 0.85

Pair = tuple[str, str]
Groups = list[tuple[str, ...]]
Way = Callable[["Year", list[Person], int], tuple[Groups, dict[str, list[str]]]]


@dataclass
class Year:
    """What happened so far: ties, introductions that were made, talks, and how often each member took part."""

    people: dict[str, Person]
    ties: set[Pair]
    introduced: set[Pair] = field(default_factory=set)
    opted_in: dict[str, int] = field(default_factory=dict)
    introductions: dict[str, int] = field(default_factory=dict)
    talks: list[Pair] = field(default_factory=list)
    months: list[tuple[int, float]] = field(default_factory=list)  # talks on one problem across sectors, E-I index

    def across(self, pair: Pair) -> bool:
        """Whether two are of different sectors."""
        return self.people[pair[0]].sector != self.people[pair[1]].sector

    def ei(self) -> float:
        """Ties across sectors less ties within, over all ties: -1 when all are within, 1 when all are across."""
        across = sum(map(self.across, self.ties))
        return (2 * across - len(self.ties)) / len(self.ties)

    def on_one_problem(self) -> list[Pair]:
        """The talks across sectors of people whose problems reach the floor."""
        return [pair for pair in self.talks if between(self.people[pair[0]], self.people[pair[1]], RULES)]

    def shares(self) -> list[float]:
        """Of those who opted in, introductions for each time."""
        return [self.introductions.get(id, 0) / count for id, count in self.opted_in.items()]


def planned(year: Year, pool: list[Person], seed: int) -> tuple[Groups, dict[str, list[str]]]:
    """Our round: nobody meets whom they were introduced to or know."""
    fair = [replace(person, introductions=year.introductions.get(person.id, 0)) for person in pool]
    found = plan(fair, replace(RULES, earlier=year.introduced | year.ties), seed)
    alternates = {id: [tie.other for tie in ties] for id, ties in found.alternates.items()}
    return [group.members for group in found.groups], alternates


def at_random(year: Year, pool: list[Person], seed: int) -> tuple[Groups, dict[str, list[str]]]:
    """What coffee bots do: a shuffled list, two by two, without repeats where that is possible."""
    waiting = [person.id for person in np.random.default_rng(seed).permutation(np.array(pool, dtype=object))]
    pairs: Groups = []
    while len(waiting) > 1:
        one, rest = waiting[0], waiting[1:]
        new = [other for other in rest if _pair(one, other) not in year.introduced]
        if new:
            pairs.append((one, new[0]))
            rest.remove(new[0])
        waiting = rest
    return pairs, {}


def live(way: Way, seed: int) -> Year:
    """One year. Members, their ties, who opts in and how they answer depend on the seed alone, not on the way."""
    people = {person.id: replace(person, introductions=0) for person in community(MEMBERS, FOUR, seed)}
    draw = np.random.default_rng(seed)
    year = Year(people, _known(people, draw))
    year.months.append((0, year.ei()))
    keenness = draw.beta(2, 8, MEMBERS)  # how often each member opts in; 20 % on average
    for month in range(MONTHS):
        wanted = draw.uniform(*OPT_IN)
        comes = draw.random(MEMBERS) < np.clip(keenness * wanted / keenness.mean(), 0, 1)
        moods = dict(zip(people, draw.random((MEMBERS, 2)).tolist(), strict=True))
        pool = [person for person, here in zip(people.values(), comes.tolist(), strict=True) if here]
        for person in pool:
            year.opted_in[person.id] = year.opted_in.get(person.id, 0) + 1
        groups, alternates = way(year, pool, 1000 * seed + month)
        _ask(year, groups, alternates, moods)
        year.months.append((len(year.on_one_problem()), year.ei()))
    return year


def _ask(year: Year, groups: Groups, alternates: dict[str, list[str]], moods: dict[str, list[float]]) -> None:
    """Ask everybody in a group; who agreed and stays alone is offered an alternate who agreed and is alone too."""
    agreed = [tuple(id for id in group if moods[id][0] < AGREES) for group in groups]
    meeting = [group for group in agreed if len(group) > 1]
    free = {group[0] for group in agreed if len(group) == 1}
    for id in sorted(free):
        other = next((other for other in alternates.get(id, ()) if other in free), None)
        if id in free and other is not None:
            free -= {id, other}
            meeting.append((id, other))
    for group in groups:
        year.introduced |= {_pair(one, other) for one, other in combinations(group, 2)}
    for group in meeting:
        for id in group:
            year.introductions[id] = year.introductions.get(id, 0) + 1
        for one, other in combinations(group, 2):
            year.introduced.add(_pair(one, other))
            if mean((moods[one][1], moods[other][1])) < _even(TALKED * ANSWERED):
                year.talks.append(_pair(one, other))
                year.ties.add(_pair(one, other))


def _even(share: float) -> float:
    """Below which the mean of two even draws falls this often."""
    return float((share / 2) ** 0.5) if share <= 0.5 else float(1 - ((1 - share) / 2) ** 0.5)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _known(people: dict[str, Person], draw: np.random.Generator) -> set[Pair]:
    """Whom members know before: each names some, most of them of their own sector."""
    ties = set()
    ids = list(people)
    sectors = {sector: [id for id in ids if people[id].sector == sector] for sector in FOUR}
    for id, person in people.items():
        others = [other for other in ids if people[other].sector != person.sector]
        for _ in range(draw.poisson(KNOWN / 2)):
            within = draw.random() < KNOWN_WITHIN
            other = str(draw.choice(sectors[str(person.sector)] if within else others))
            if other != id:
                ties.add(_pair(id, other))
    return ties


def gini(values: list[float]) -> float:
    """How unequal values are: 0 when all are equal, near 1 when one has all."""
    ordered = np.sort(values)
    ranks = np.arange(1, len(ordered) + 1)
    return float((2 * ranks - len(ordered) - 1) @ ordered / (len(ordered) * ordered.sum()))


def table(ways: dict[str, list[Year]]) -> Table:
    """The means of all years."""
    made = Table()
    made.add_column(f"mean of {YEARS} years of {MEMBERS} members")
    for name in ways:
        made.add_column(name, justify="right")
    rows: dict[str, Callable[[Year], float]] = {
        "opt-ins": lambda year: sum(year.opted_in.values()),
        "members introduced, times": lambda year: sum(year.introductions.values()),
        "introductions that led to talk": lambda year: len(year.talks),
        "… across sectors": lambda year: sum(map(year.across, year.talks)),
        "… across sectors and on one problem": lambda year: len(year.on_one_problem()),
        "ties across sectors before": lambda year: sum(map(year.across, year.ties - set(year.talks))),
        "ties across sectors after": lambda year: sum(map(year.across, year.ties)),
        "E-I index before": lambda year: year.months[0][1],
        "E-I index after": lambda year: year.months[-1][1],
        "introductions for each opt-in": lambda year: mean(year.shares()),
        "members who opted in and were never introduced, %": lambda year: (
            100 * mean(share == 0 for share in year.shares())
        ),
        "most introductions of one member": lambda year: max(year.introductions.values()),
        "Gini of introductions for each opt-in": lambda year: gini(year.shares()),
    }
    for name, figure in rows.items():
        values = [mean(map(figure, years)) for years in ways.values()]
        made.add_row(name, *(f"{value:,.0f}" if value >= 20 else f"{value:.2f}" for value in values))
    return made


def main() -> None:
    """Live the years, print the figures, draw the picture."""
    ways = {
        name: [live(way, seed) for seed in range(YEARS)]
        for name, way in (("planned", planned), ("at random", at_random))
    }
    Console(width=110).print(table(ways))
    print(draw_year(ways))


if __name__ == "__main__":
    main()
