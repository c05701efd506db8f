"""What is said of a finished round: what ties people, and why somebody is in no group."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from matching.rounds.candidates import compatible
from matching.rounds.groups import Groups
from matching.rounds.pool import Flags, Numbers, Pool
from matching.rounds.values import Group, Tie, Why


def ties(pool: Pool, one: Numbers, other: Numbers) -> list[Tie]:
    """What joins each of these pairs."""
    likeness = pool.likeness(one, other)
    worth = pool.weights(one, other, likeness.strength)
    columns = (one, other, likeness.overlap, worth, *likeness.topics)
    return [
        Tie(pool.people[a].id, pool.people[b].id, overlap, weight, (at, of))
        for a, b, overlap, weight, at, of in zip(*(column.tolist() for column in columns), strict=True)
    ]


def told(groups: Groups) -> tuple[Group, ...]:
    """The groups as values, in the order of ids."""
    ids = [person.id for person in groups.pool.people]
    sets = [sorted(members, key=ids.__getitem__) for members in groups.members]
    sets.sort(key=lambda members: ids[members[0]])
    pairs = [pair for members in sets for pair in combinations(members, 2)]
    one, other = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    found = iter(ties(groups.pool, one, other))
    return tuple(
        Group(tuple(ids[number] for number in members), tuple(next(found) for _ in combinations(members, 2)))
        for members in sets
    )


def reasons(groups: Groups, left: Numbers) -> list[Why]:
    """Why each of these is in no group."""
    fits = compatible(groups.pool, left, np.arange(groups.pool.size))
    return [
        next((why for why, possible in _steps(groups, number, row) if not possible.any()), Why.ALL_TAKEN)
        for number, row in zip(left.tolist(), fits, strict=True)
    ]


def _steps(groups: Groups, number: int, fits: Flags) -> Iterator[tuple[Why, Flags]]:
    """What keeps somebody out when nothing is possible: each reason with the people, or else, who are."""
    pool, everybody = groups.pool, np.arange(groups.pool.size)
    me = np.full(pool.size, number)
    across = pool.across(me, everybody)
    if not (across & fits).any():
        yield Why.NO_OTHER_SECTOR, across
        yield Why.OWN_LIMITS, across & _wanted(pool, number)
        across &= pool.may_meet(me, everybody)
        yield Why.ALL_MET, across
        rivals = across & pool.suppliers & pool.suppliers[number]  # nobody else can be close, and yet not fit
        yield Why.NONE_CLOSE, _near(pool, number, np.flatnonzero(rivals))
        yield Why.COMPETITORS, across & fits
    yield Why.EMPLOYER_SHARE, groups.seats.free()[me]
    yield Why.GROUP_SIZE, _of_one_size(groups, number, np.flatnonzero(fits))


def _wanted(pool: Pool, number: int) -> Flags:
    """Whom somebody does not keep away from by their own settings."""
    person = pool.people[number]
    wanted: Flags = ~pool.refused[number, pool.sectors]
    if person.refused_employers:
        wanted &= np.array([other.employer not in person.refused_employers for other in pool.people], dtype=np.bool_)
    return wanted


def _near(pool: Pool, number: int, others: Numbers) -> Flags:
    """Which of the others reach the floor."""
    overlap = pool.likeness(np.full(len(others), number), others).overlap
    near: Flags = (overlap >= pool.rules.floor) & (overlap > 0)
    return near


def _of_one_size(groups: Groups, number: int, fitting: Numbers) -> Flags:
    """Groups with those who fit somebody, of a size that all in it accept: of two, or if there is none of three."""
    pool = groups.pool
    across = pool.across(np.full(len(fitting), number), fitting)
    pairs = across & groups.accept(fitting, 2)
    if groups.smallest[number] == 2 and pairs.any():
        return pairs
    three = groups.accept(fitting, 3)
    fitting, across = fitting[three], across[three]
    sectors = across[:, None] | across[None, :] | pool.across(fitting[:, None], fitting[None, :])
    trios: Flags = compatible(pool, fitting, fitting) & sectors
    return trios
