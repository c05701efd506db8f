"""Trios and circles: each grown from its best pair. `improving` divides them anew afterwards."""

from __future__ import annotations

import numpy as np

from matching.rounds.candidates import compatible
from matching.rounds.groups import Groups, weights
from matching.rounds.pool import Flags, Floats, Numbers, Pool


def grow(groups: Groups, who: Numbers, size: int) -> bool:
    """Make groups of `size` among people who are in none and accept it. Says whether there is one."""
    table = _Table(groups.pool, who)
    free = np.ones(len(who), dtype=np.bool_)
    made: list[list[int]] = []
    for one, other in table.best_first():
        if free[one] and free[other]:
            members = table.grown([one, other], size, free)
            if len(members) == size and _seated(groups, who[members]):
                free[members] = False
                made.append(members)
                groups.add(who[members].tolist())
    return bool(made)


def _seated(groups: Groups, members: Numbers) -> bool:
    return len(groups.seats.first(members)) == len(members)


class _Table:
    """Who may be in a group with whom, and what it is worth, among some people: of each, by position."""

    def __init__(self, pool: Pool, who: Numbers) -> None:
        self.may: Flags = compatible(pool, who, who)
        self.worth: Floats = np.zeros((len(who), len(who)))
        one, other = np.nonzero(np.triu(self.may) & pool.across(who[:, None], who[None, :]))
        self.worth[one, other] = self.worth[other, one] = weights(pool, who[one], who[other])
        self._pairs = one, other

    def best_first(self) -> list[tuple[int, int]]:
        """The pairs of two sectors, the heaviest first."""
        one, other = self._pairs
        order = np.argsort(-self.worth[one, other], kind="stable")
        return list(zip(one[order].tolist(), other[order].tolist(), strict=True))

    def grown(self, members: list[int], size: int, free: Flags) -> list[int]:
        """These and who suits them best, one after the other: fewer than `size` when nobody free suits them all."""
        while len(members) < size:
            fits = self.may[members].all(axis=0) & free
            fits[members] = False
            if not fits.any():
                break
            members = [*members, int(np.where(fits, self.worth[members].sum(axis=0), -1.0).argmax())]
        return members
