"""What no round can be worth more than: proven for all pairs, not only for candidates."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from scipy.sparse import csr_array, vstack

from matching.rounds.assignment import UNIT, Arcs, assign
from matching.rounds.candidates import Edges, candidates, permitted, underpriced
from matching.rounds.pool import Floats, Pool
from matching.rounds.values import Person, Rules

TURNS, EACH = 4, 16  # turns of adding candidates; how many each person gets in one
MARGIN = 1e-5  # more than a bound from above of a weight errs by


def bound(people: Iterable[Person], rules: Rules, placed: Collection[str] = ()) -> float:
    """At most this is any plan worth, by the weights of its groups, that places at least these people.

    Everybody gets a price, such that no two who may meet are worth more together than their prices: then the sum of
    prices is a bound. In a group of k somebody has at least one tie across sectors, which counts 1/(k - 1): for those
    who must be placed a price may be below 0, and counts that much only. The candidates' best prices are raised where
    a pair that was no candidate is worth more. Employers' shares are not looked at, so that the bound holds for any.
    """
    pool = Pool([person for person in people if person.topics], rules)
    edges, worth = _best_prices(pool)
    least = np.array([(person.id in placed) / (person.wish.largest - 1) for person in pool.people])
    if least.any():
        worth = _prices_of_placing(edges, least, worth)
    _raise(pool, worth)
    return float(np.where(worth > 0, worth, worth * least).sum())


def _best_prices(pool: Pool) -> tuple[Edges, Floats]:
    """Candidates and their best prices: those that the prices do not cover become candidates too, a few times over."""
    edges = candidates(pool)
    for _ in range(TURNS):
        worth = assign(Arcs.of(pool.size, edges)).worth / (2 * UNIT)
        more = edges.new(pool, underpriced(pool, worth, EACH, MARGIN))
        if not len(more.one):
            break
        edges = edges.joined(more, pool.size)
    return edges, worth


def _prices_of_placing(edges: Edges, least: Floats, otherwise: Floats) -> Floats:
    """The best prices when everybody's shares in ties come to at most 1, and at least to this."""
    from scipy.optimize import linprog  # takes a second, and the bot itself asks for no bound

    count = len(edges.one)
    ends = np.concatenate((edges.one, edges.other)), np.tile(np.arange(count), 2)
    shares = csr_array((np.ones(2 * count), ends), shape=(len(least), count))
    limits = np.concatenate((np.ones(len(least)), -least))
    solved = linprog(-edges.weight, A_ub=vstack([shares, -shares]), b_ub=limits, bounds=(0, None), method="highs")
    if solved.status != 0:  # somebody was placed by a pair that is no candidate: then by prices alone
        return otherwise
    upper, lower = np.split(-solved.ineqlin.marginals, 2)
    worth: Floats = np.where(least > 0, upper - lower, np.maximum(upper, 0))
    return worth


def _raise(pool: Pool, worth: Floats) -> None:
    """Raise prices until no pair that may meet is worth more than its two prices."""
    edges = permitted(pool, underpriced(pool, worth, pool.size, -MARGIN))
    short = np.flatnonzero(edges.weight > worth[edges.one] + worth[edges.other])
    ends = zip(edges.one[short].tolist(), edges.other[short].tolist(), strict=True)
    for (a, b), weight in zip(ends, edges.weight[short].tolist(), strict=True):
        lacking = max(weight - worth[a] - worth[b], 0.0)
        worth[a] += lacking / 2
        worth[b] += lacking / 2
