"""Groups of three and more are improved: with a neighbour each, they are divided anew in the best permitted way.

Pairs among themselves are as good as can be; what a third costs depends on which pair takes them in, and on who makes
the pairs around. So a larger group and a group to which its members have edges are looked at as one set of people, and
every way to divide it into groups of the same sizes, or into pairs, is weighed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import numpy as np

from matching.rounds.assignment import Arcs
from matching.rounds.candidates import Edges
from matching.rounds.groups import Groups
from matching.rounds.pairs import NOBODY
from matching.rounds.pool import Flags, Floats, Numbers

TURNS = 12
NEIGHBOURS = 12  # of each member, the heaviest
LARGEST = 8  # people in both groups together
NEVER = -1e9
Division = tuple[tuple[int, ...], ...]


def improve(groups: Groups, edges: Edges) -> None:
    """Divide larger groups anew with their neighbours, as long as that raises the total, for some turns at most."""
    neighbours = _Neighbours(groups.pool.size, edges)
    changed = {group for group, members in enumerate(groups.members) if len(members) > 2}
    for _ in range(TURNS):
        couples = [*_couples(groups, neighbours, changed)]
        changed = _divide(groups, couples)
        if not changed:
            break


class _Neighbours:
    """The heaviest edges of whoever is asked about."""

    def __init__(self, size: int, edges: Edges) -> None:
        self._arcs = Arcs.of(size, edges)
        self._known: dict[int, list[int]] = {}

    def of(self, number: int) -> list[int]:
        """Whom the person has the heaviest edges to."""
        if number not in self._known:
            mine = slice(*self._arcs.starts[number : number + 2])
            order = np.argsort(-self._arcs.weight[mine], kind="stable")[:NEIGHBOURS]
            self._known[number] = self._arcs.target[mine][order].tolist()
        return self._known[number]


def _couples(groups: Groups, neighbours: _Neighbours, changed: set[int]) -> Iterator[tuple[int, int]]:
    """A larger group and a neighbour of it, of which one changed lately; each once."""
    seen = set()
    for group in sorted(changed):
        for member in groups.members[group]:
            for other in neighbours.of(member):
                near = int(groups.group_of[other])
                couple = (group, near) if len(groups.members[group]) >= len(groups.members[near]) else (near, group)
                sizes = len(groups.members[group]), len(groups.members[near])
                if near in (NOBODY, group) or couple in seen or max(sizes) < 3 or sum(sizes) > LARGEST:
                    continue
                seen.add(couple)
                yield couple


def _divide(groups: Groups, couples: list[tuple[int, int]]) -> set[int]:
    """Divide couples anew where that gains, the most first, each group once; says which groups are other ones now."""
    best: list[tuple[float, tuple[int, int], Division]] = []
    by_size: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for couple in couples:
        by_size.setdefault((len(groups.members[couple[0]]), len(groups.members[couple[1]])), []).append(couple)
    for sizes, those in by_size.items():
        best += _weighed(groups, sizes, those)
    changed: set[int] = set()
    for _, couple, division in sorted(best, key=lambda it: (-it[0], it[1])):
        if changed.isdisjoint(couple):
            people = [member for group in couple for member in groups.members[group]]
            changed |= set(groups.replace(couple, [[people[at] for at in part] for part in division]))
    return changed


def _weighed(
    groups: Groups, sizes: tuple[int, int], couples: list[tuple[int, int]]
) -> Iterator[tuple[float, tuple[int, int], Division]]:
    """For each couple of these sizes the division that gains most, if any does."""
    people = np.array([groups.members[a] + groups.members[b] for a, b in couples], dtype=np.int64)
    ties, accepted = _ties(groups, people), _accepted(groups, people)
    ways = divisions(*sizes)
    worth = {part: _value(ties, accepted, part) for part in dict.fromkeys(part for way in ways for part in way)}
    values = np.stack([sum(worth[part] for part in way) for way in ways])
    chosen = values.argmax(axis=0)
    gains = values[chosen, np.arange(len(couples))] - values[0]
    for at in np.flatnonzero(gains > 1e-6).tolist():
        yield float(gains[at]), couples[at], ways[int(chosen[at])]


def _ties(groups: Groups, people: Numbers) -> Floats:
    """For each set of people (rows) the weights between each two of them; NEVER where a rule keeps them apart."""
    count, size = people.shape
    first, second = np.triu_indices(size, 1)
    one, other = people[:, first].ravel(), people[:, second].ravel()
    likeness = groups.pool.likeness(one, other)
    may = groups.pool.may_meet(one, other) & groups.pool.close(one, other, likeness.overlap)
    ties = np.zeros((count, size, size))
    worth = np.where(may, groups.pool.weights(one, other, likeness.strength), NEVER)
    ties[:, first, second] = worth.reshape(count, -1)
    return ties


def _accepted(groups: Groups, people: Numbers) -> dict[int, Flags]:
    """For each size of group, who of each set of people accepts it."""
    return {size: groups.accept(people, size) for size in range(2, LARGEST)}


def _value(ties: Floats, accepted: dict[int, Flags], part: tuple[int, ...]) -> Floats:
    """What this part of each set of people is worth as a group: far below 0 when it is not permitted."""
    total: Floats = sum((ties[:, a, b] for a, b in combinations(part, 2)), start=np.zeros(len(ties)))
    permitted = accepted[len(part)][:, part].all(axis=1) & (total > 0)  # above 0: of two sectors
    return np.where(permitted, total / (len(part) - 1), NEVER)


@cache
def divisions(first: int, second: int) -> list[Division]:
    """Every way to divide people, by position, into groups of these sizes, or all into pairs: as it is comes first."""
    everybody = tuple(range(first + second))
    found: list[Division] = [(everybody[:first], everybody[first:])]
    for part in combinations(everybody, first):
        way = part, tuple(at for at in everybody if at not in part)
        if way not in found and (first != second or way[::-1] not in found):
            found.append(way)
    if not (first + second) % 2:
        found += _pairings(everybody)
    return found


def _pairings(people: tuple[int, ...]) -> list[Division]:
    """Every way to make pairs of an even number of people."""
    if not people:
        return [()]
    first, rest = people[0], people[1:]
    return [((first, other), *more) for other in rest for more in _pairings(tuple(at for at in rest if at != other))]
