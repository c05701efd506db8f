"""What no round can be worth more than: proven for all pairs, not only for candidates."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matching.rounds.assignment import UNIT, Arcs, assign, prices
from matching.rounds.candidates import BLOCK, candidates, permitted, products
from matching.rounds.pool import Floats, Pool
from matching.rounds.values import Person, Rules


def bound(people: Iterable[Person], rules: Rules) -> float:
    """At most this is any plan worth, by the weights of its groups.

    Everybody gets a price, such that no two who may meet are worth more together than their prices: then the sum of
    prices is a bound. The candidates' best prices are raised where a pair that was no candidate is worth more. The
    employers' shares and the sizes that people accept are not looked at, so that the bound holds for any.
    """
    pool = Pool([person for person in people if person.topics], rules)
    arcs = Arcs.of(pool.size, candidates(pool))
    worth = prices(arcs, assign(arcs)) / (2 * UNIT)
    for at in range(0, pool.size, BLOCK):
        _raise(pool, worth, np.arange(at, min(at + BLOCK, pool.size)))
    return float(worth.sum())


def _raise(pool: Pool, worth: Floats, block: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Raise the prices of these people until no pair of theirs is worth more than its two prices."""
    everybody = np.arange(pool.size)
    weighted = pool.rows * np.sqrt(pool.row_weights).astype(np.float32)[:, None]
    most = np.maximum(products(pool, block, everybody, weighted, weighted), 2e-3)
    most *= (pool.distances * 1.0001)[pool.sectors[block]][:, pool.sectors]
    most *= pool.pulls[block][:, pool.sectors] * pool.pulls[:, pool.sectors[block]].T
    rows, columns = np.nonzero(most + 1e-5 > worth[block][:, None] + worth[None, :])
    one, other = block[rows], everybody[columns]
    keys = np.unique(np.minimum(one, other) * pool.size + np.maximum(one, other))
    edges = permitted(pool, keys)
    for a, b, weight in zip(edges.one.tolist(), edges.other.tolist(), edges.weight.tolist(), strict=True):
        lacking = weight - worth[a] - worth[b]
        if lacking > 0:
            worth[a] += lacking / 2
            worth[b] += lacking / 2
