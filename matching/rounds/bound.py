"""What no round can be worth more than: proven for all pairs, not only for candidates."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from matching.rounds.assignment import UNIT, Arcs, assign, prices
from matching.rounds.candidates import BLOCK, Edges, candidates, permitted, products
from matching.rounds.pool import Floats, Numbers, Pool
from matching.rounds.values import Person, Rules


def bound(people: Iterable[Person], rules: Rules, placed: Collection[str] = ()) -> float:
    """At most this is any plan worth, by the weights of its groups, that places at least these people.

    Everybody gets a price, such that no two who may meet are worth more together than their prices: then the sum of
    prices is a bound. In a group of k somebody has at least one tie across sectors, which counts 1/(k - 1): for those
    who must be placed a price may be below 0, and counts that much only. The candidates' best prices are raised where
    a pair that was no candidate is worth more. Employers' shares are not looked at, so that the bound holds for any.
    """
    pool = Pool([person for person in people if person.topics], rules)
    edges = candidates(pool)
    least = np.array([(person.id in placed) / (person.wish.largest - 1) for person in pool.people])
    worth = _prices_of_placing(edges, least) if least.any() else _prices(pool.size, edges)
    for at in range(0, pool.size, BLOCK):
        _raise(pool, worth, np.arange(at, min(at + BLOCK, pool.size)))
    return float(np.where(worth > 0, worth, worth * least).sum())


def _prices(size: int, edges: Edges) -> Floats:
    arcs = Arcs.of(size, edges)
    return prices(arcs, assign(arcs)) / (2 * UNIT)


def _prices_of_placing(edges: Edges, least: Floats) -> Floats:
    """The best prices when everybody's shares in ties come to at most 1, and at least to this."""
    count = len(edges.one)
    ends = np.concatenate((edges.one, edges.other)), np.tile(np.arange(count), 2)
    shares = csr_array((np.ones(2 * count), ends), shape=(len(least), count))
    limits = np.concatenate((np.ones(len(least)), -least))
    solved = linprog(-edges.weight, A_ub=vstack([shares, -shares]), b_ub=limits, bounds=(0, None), method="highs")
    if solved.status != 0:  # somebody was placed by a pair that is no candidate: then by prices alone
        return _prices(len(least), edges)
    upper, lower = np.split(-solved.ineqlin.marginals, 2)
    worth: Floats = np.where(least > 0, upper - lower, np.maximum(upper, 0))
    return worth


def _raise(pool: Pool, worth: Floats, block: Numbers) -> None:
    """Raise the prices of these people until no pair of theirs is worth more than its two prices."""
    everybody = np.arange(pool.size)
    weighted = pool.rows * np.sqrt(pool.row_weights).astype(np.float32)[:, None]
    most = np.maximum(products(pool, block, everybody, weighted, weighted), 2e-3)
    most *= (pool.distances * 1.0001)[pool.sectors[block]][:, pool.sectors]
    most *= pool.pulls[block][:, pool.sectors] * pool.pulls[:, pool.sectors[block]].T
    rows, columns = np.nonzero(most + 1e-5 > worth[block][:, None] + worth[None, :])
    one, other = block[rows], everybody[columns]
    edges = permitted(pool, np.unique(np.minimum(one, other) * pool.size + np.maximum(one, other)))
    short = np.flatnonzero(edges.weight > worth[edges.one] + worth[edges.other])
    for a, b, weight in zip(
        *(column[short].tolist() for column in (edges.one, edges.other, edges.weight)), strict=True
    ):
        lacking = max(weight - worth[a] - worth[b], 0.0)
        worth[a] += lacking / 2
        worth[b] += lacking / 2
