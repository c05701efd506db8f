"""The groups of a round in the making: who is in which, and which others are permitted."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from matching.rounds.pairs import NOBODY
from matching.rounds.pool import Flags, Floats, Numbers, Pool
from matching.rounds.seats import Seats


class Groups:
    """Groups of two or more. Nobody is in two, and every group keeps every rule."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.seats = Seats(pool)
        self.members: list[list[int]] = []
        self.group_of: Numbers = np.full(pool.size, NOBODY, dtype=np.int64)
        self.smallest: Numbers = np.array([person.wish.smallest for person in pool.people], dtype=np.int64)
        self._largest = [person.wish.largest for person in pool.people]
        self.largest: Numbers = np.array(self._largest, dtype=np.int64)

    def add(self, members: list[int]) -> None:
        """Make a group of people who are in none."""
        self.members.append([])
        self.change(len(self.members) - 1, members)

    def replace(self, old: tuple[int, ...], new: list[list[int]]) -> list[int]:
        """Divide the people of some groups, and others who are in none, among these; says which groups these are now.

        Where these are fewer than before, the last of the old ones have no members.
        """
        for group in old:
            self.change(group, [])
        places = [*old, *range(len(self.members), len(self.members) + len(new) - len(old))][: len(new)]
        self.members += [[] for _ in range(len(new) - len(old))]
        for group, members in zip(places, new, strict=True):
            self.change(group, members)
        return places

    def change(self, group: int, members: list[int]) -> None:
        """Give a group other members: those who leave are in none then, those who come were in none."""
        self.seats.give_back(self.members[group])
        self.group_of[self.members[group]] = NOBODY
        if (self.group_of[members] != NOBODY).any():
            raise ValueError("somebody would be in two groups")
        self.seats.take(members)
        self.group_of[members] = group
        self.members[group] = members

    def drop_empty(self) -> None:
        """Take out groups without members: the numbers of the others change."""
        self.members = [members for members in self.members if members]
        for group, members in enumerate(self.members):
            self.group_of[members] = group

    def left(self) -> Numbers:
        """Who is in no group, and may be in one as far as their employer's share goes."""
        return np.flatnonzero((self.group_of == NOBODY) & self.seats.free())

    def room(self, group: int) -> bool:
        """Whether its members accept one more."""
        return len(self.members[group]) < min(map(self._largest.__getitem__, self.members[group]))

    def accept(self, people: Numbers, size: int) -> Flags:
        """Who accepts a group of this size."""
        accepted: Flags = (self.smallest[people] <= size) & (size <= self.largest[people])
        return accepted

    def sums(self, chosen: list[int]) -> Floats:
        """For each of these groups, the sum of its ties' weights."""
        ties = [(at, *pair) for at, group in enumerate(chosen) for pair in combinations(self.members[group], 2)]
        places, one, other = np.array(ties, dtype=np.int64).reshape(-1, 3).T
        return np.bincount(places, weights(self.pool, one, other), minlength=len(chosen)).astype(np.float64)


def weights(pool: Pool, one: Numbers, other: Numbers) -> Floats:
    """What it is worth that these meet."""
    return pool.weights(one, other, pool.likeness(one, other).strength)
