"""A round's rules in plain words, person by person: written apart from the code that they examine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

import numpy as np

from matching.rounds import Person, Rules


def overlap(one: Person, other: Person) -> float:
    """The cosine of the two closest topics."""
    return max(
        float(np.dot(a.vector.astype(float), b.vector.astype(float)))
        / float(np.linalg.norm(a.vector.astype(float)) * np.linalg.norm(b.vector.astype(float)))
        for a in one.topics
        for b in other.topics
    )


def apart(one: Person, other: Person, rules: Rules) -> bool:
    """Whether something but closeness keeps two people apart."""
    together = {one.id, other.id}
    return (
        one.id == other.id
        or any(set(pair) == together for pair in (*rules.blocks, *rules.earlier))
        or (one.employer is not None and one.employer == other.employer)
        or one.sector in other.refused_sectors
        or other.sector in one.refused_sectors
        or one.employer in other.refused_employers
        or other.employer in one.refused_employers
    )


def may(one: Person, other: Person, rules: Rules) -> bool:
    """Whether two people may be in one group."""
    if not one.topics or not other.topics or apart(one, other, rules):
        return False
    close = overlap(one, other)
    return close >= rules.floor and close > 0 and not (one.supplier and other.supplier and close > rules.ceiling)


def permitted(group: Sequence[Person], rules: Rules) -> bool:
    """Whether these people may be a group, as far as they alone decide."""
    return (
        len({person.sector for person in group}) > 1
        and all(person.wish.smallest <= len(group) <= person.wish.largest for person in group)
        and all(may(one, other, rules) for one, other in combinations(group, 2))
    )


def seats(people: Sequence[Person], rules: Rules) -> int:
    """How many of one supplier's people may take part, of those who said what they work on."""
    return max(1, int(rules.employer_share * sum(1 for person in people if person.topics)))


def within_share(placed: Sequence[Person], limit: int) -> bool:
    """Whether no supplier has more people among the placed than its share."""
    employers = [person.employer for person in placed if person.supplier and person.employer is not None]
    return all(employers.count(employer) <= limit for employer in employers)


def best_pairing(weights: dict[tuple[int, int], float], size: int) -> float:
    """The highest sum of weights of any set of pairs, by trying every one."""

    @cache
    def best(free: int) -> float:
        if not free:
            return 0.0
        first = free.bit_length() - 1
        rest = free & ~(1 << first)
        found = best(rest)
        for other in range(first):
            if rest >> other & 1 and (other, first) in weights:
                found = max(found, weights[other, first] + best(rest & ~(1 << other)))
        return found

    return best((1 << size) - 1)


def partitions(people: tuple[Person, ...], rules: Rules) -> Iterator[list[tuple[Person, ...]]]:
    """Every way to put people into permitted groups, some into none."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    yield from partitions(rest, rules)
    for count in range(1, min(6, len(people))):
        for others in combinations(rest, count):
            group = (first, *others)
            if permitted(group, rules):
                remaining = tuple(person for person in rest if person not in others)
                for more in partitions(remaining, rules):
                    yield [group, *more]
