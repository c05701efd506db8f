"""How many of one supplier's people may take part in a round."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matching.rounds.pool import Flags, Numbers, Pool


class Seats:
    """What is left of each supplier employer's share. Other employers, and untold ones, have no limit."""

    def __init__(self, pool: Pool) -> None:
        limit = max(1, int(pool.rules.employer_share * pool.size))
        limited = {person.employer for person in pool.people if person.supplier and person.employer is not None}
        employers = sorted(limited)
        codes = {employer: code for code, employer in enumerate(employers)}
        self._open = np.full(len(employers) + 1, limit, dtype=np.int64)
        self._open[-1] = pool.size
        self._code: Numbers = np.array(
            [
                codes.get(person.employer or "", len(employers)) if person.supplier else len(employers)
                for person in pool.people
            ],
            dtype=np.int64,
        )

    def free(self) -> Flags:
        """For everybody, whether their employer has a seat left."""
        free: Flags = self._open[self._code] > 0
        return free

    def take(self, people: Iterable[int]) -> None:
        """Seat these people."""
        np.subtract.at(self._open, self._code[list(people)], 1)

    def give_back(self, people: Iterable[int]) -> None:
        """Let their seats go."""
        np.add.at(self._open, self._code[list(people)], 1)

    def first(self, people: Numbers) -> Numbers:
        """Of these people, in their order, those for whom there are seats at once."""
        taken = np.zeros_like(self._open)
        chosen = []
        for number in people.tolist():
            code = self._code[number]
            if taken[code] < self._open[code]:
                taken[code] += 1
                chosen.append(number)
        return np.array(chosen, dtype=np.int64)
