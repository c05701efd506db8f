"""A round from beginning to end."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from threadpoolctl import threadpool_limits

from matching.rounds import alternates, explaining
from matching.rounds.assignment import UNIT, Arcs, settled
from matching.rounds.candidates import Edges, candidates, underpriced
from matching.rounds.chaining import chain
from matching.rounds.filling import place_everybody
from matching.rounds.groups import Groups
from matching.rounds.growing import grow
from matching.rounds.improving import improve
from matching.rounds.pairs import NOBODY, best_pairs
from matching.rounds.pool import Flags, Pool
from matching.rounds.values import Person, Plan, Rules, Tie, Why

MANY = 2_000  # people; among fewer, candidates are nearly everybody who comes into question
MISSED = 6  # for each person in each other sector


def plan(people: Iterable[Person], rules: Rules, seed: int) -> Plan:
    """Bring everybody who opted in into groups of the highest total weight that keep every rule.

    Pairs first, then trios and circles; then whoever is left over is placed wherever the rules permit it. The same
    people, rules and seed give the same plan, in whatever order the people come. Raises ValueError when two have one
    id, or a vector is zero, not finite, or of another length than the rest.

    Products are made in one thread: several wait for each other as soon as anything else runs beside them.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _planned(people, rules, seed)


def _planned(people: Iterable[Person], rules: Rules, seed: int) -> Plan:
    known: dict[str, Person] = {}
    for person in people:
        if known.setdefault(person.id, person) is not person:
            raise ValueError("two people have one id")
    order = np.random.default_rng(seed).permutation(len(known))
    everybody = [known[id] for id in sorted(known)]
    shuffled = [everybody[at] for at in order.tolist()]
    groups = Groups(Pool([person for person in shuffled if person.topics], rules))
    edges = _edges(groups.pool)
    _form(groups, edges)
    place_everybody(groups)
    chain(groups, edges)
    improve(groups, edges)
    place_everybody(groups)  # what was divided anew may have room for others
    left = np.flatnonzero(groups.group_of == NOBODY)
    unplaced = {person.id: Why.NO_TOPIC for person in shuffled if not person.topics}
    whys = explaining.reasons(groups, left)
    unplaced |= {groups.pool.people[number].id: why for number, why in zip(left.tolist(), whys, strict=True)}
    return Plan(explaining.told(groups), _alternates(groups, edges), dict(sorted(unplaced.items())), seed)


def between(one: Person, other: Person, rules: Rules) -> Tie | None:
    """What joins two people, if the rules permit to introduce them one-to-one; sizes and shares are not looked at."""
    if not one.topics or not other.topics or one.id == other.id:
        return None
    pool = Pool([one, other], rules)
    if not len(candidates(pool).one):
        return None
    return explaining.ties(pool, np.array([0]), np.array([1]))[0]


def _edges(pool: Pool) -> Edges:
    """The candidates; among many people also those whom settled prices show to be missed."""
    edges = candidates(pool)
    if pool.size <= MANY:
        return edges
    worth = settled(Arcs.of(pool.size, edges)) / UNIT
    return edges.joined(edges.new(pool, underpriced(pool, worth, MISSED, 1e-4)), pool.size)


def _form(groups: Groups, edges: Edges) -> None:
    """The groups that people like best: of a supplier's people, those with the fewest introductions take part."""
    pool = groups.pool
    fewest_first = np.argsort([person.introductions for person in pool.people], kind="stable").astype(np.int64)
    takes_part: Flags = np.zeros(pool.size, dtype=np.bool_)
    takes_part[groups.seats.first(fewest_first)] = True
    likes = np.array([person.wish.likes for person in pool.people], dtype=np.int64)
    partners = best_pairs(pool.size, edges.among(takes_part & (likes == 2)))
    for number in np.flatnonzero(partners != NOBODY).tolist():
        if number < partners[number]:
            groups.add([number, int(partners[number])])
    for size in (3, 4):
        grow(groups, np.flatnonzero(takes_part & (likes == size)), size)


def _alternates(groups: Groups, edges: Edges) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, list[Tie]] = {}
    for tie in explaining.ties(groups.pool, *alternates.choose(groups, edges)):
        found.setdefault(tie.one, []).append(tie)
    return {id: tuple(found[id]) for id in sorted(found)}
