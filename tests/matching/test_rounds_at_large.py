"""What is done differently among many people leads to the same as what is done among few."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.community import RULES, THREE, community
from matching.rounds import assignment, best, candidates, plan, planning
from matching.rounds.assignment import UNIT, Arcs, assign, settled
from matching.rounds.best import Best
from matching.rounds.candidates import Edges
from matching.rounds.chaining import chain
from matching.rounds.groups import Groups
from matching.rounds.pairs import NOBODY
from matching.rounds.pool import Pool


def graph(seed: int, people: int = 60, edges: int = 500) -> Arcs:
    """Random edges; some people have none."""
    draw = np.random.default_rng(seed)
    keys = np.unique(draw.integers(0, people * people, edges))
    one, other = keys // people, keys % people
    kept = one < other
    weight = np.round(draw.uniform(0.01, 1.0, kept.sum()), 6)
    return Arcs.of(people + 3, Edges(one[kept], other[kept], weight))


def total(arcs: Arcs, chosen: np.ndarray) -> int:
    """Twice what the choices are worth; every one is by an arc, or of oneself."""
    ends = zip(arcs.origin.tolist(), arcs.target.tolist(), strict=True)
    weights = dict(zip(ends, arcs.weight.tolist(), strict=True))
    assert sorted(chosen.tolist()) == list(range(len(chosen)))
    return sum(weights[number, other] for number, other in enumerate(chosen.tolist()) if number != other)


@pytest.fixture
def few_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment, "MANY", 0)
    monkeypatch.setattr(assignment, "FIRST", 1)


@pytest.mark.parametrize("seed", range(20))
def test_choices_that_begin_with_few_arcs_end_with_the_best(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    arcs = graph(seed)
    best_choices = total(arcs, assign(arcs).chosen)
    monkeypatch.setattr(assignment, "MANY", 0)
    monkeypatch.setattr(assignment, "FIRST", 1)
    found = assign(arcs)

    assert total(arcs, found.chosen) == best_choices
    assert (found.worth[arcs.origin] + found.worth[arcs.target] >= 2 * arcs.weight).all(), "the prices prove it"
    assert found.worth.sum() == best_choices


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.usefixtures("few_is_many")
def test_with_a_gap_they_lack_no_more_than_that(seed: int) -> None:
    arcs = graph(seed)
    loose, exact = assign(arcs, gap=0.05), assign(arcs)

    assert total(arcs, exact.chosen) * 0.95 <= total(arcs, loose.chosen) <= total(arcs, exact.chosen)
    assert len(loose.arcs.weight) < len(arcs.weight)


@pytest.mark.parametrize("seed", range(5))
def test_settled_prices_are_near_those_of_the_best_choices(seed: int) -> None:
    arcs = graph(seed)
    proven = assign(arcs).worth.sum() / 2

    assert proven / UNIT <= settled(arcs).sum() / UNIT + 0.3
    assert settled(arcs).sum() <= proven * 1.15
    assert (settled(arcs)[-3:] == 0).all(), "whom nobody can choose"


@pytest.mark.parametrize("held", [10, 10**6])
@pytest.mark.parametrize("least", [-10.0, 1.0])
def test_the_best_of_a_product_are_the_same_whatever_the_blocks(
    held: int, least: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(best, "HELD", held)
    worth = np.random.default_rng(1).normal(size=(90, 70)).astype(np.float32)
    one, other = np.arange(90), np.arange(90, 160)
    found = Best(4)
    for at in range(0, 90, 20):
        found.look(one[at : at + 20], other, worth[at : at + 20], np.float32(least))
    rows, columns = (-worth).argsort(axis=1).argsort(axis=1) < 4, (-worth).argsort(axis=0).argsort(axis=0) < 4
    expected = np.nonzero((rows | columns) & (worth >= least))

    assert sorted(found.keys(160).tolist()) == sorted((expected[0] * 160 + expected[1] + 90).tolist())


@pytest.mark.parametrize("seed", range(3))
def test_a_round_of_many_is_worth_what_that_of_few_is(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    people = community(150, THREE, seed)
    few = plan(people, RULES, 1)
    monkeypatch.setattr(planning, "MANY", 0)
    monkeypatch.setattr(assignment, "MANY", 0)
    monkeypatch.setattr(candidates, "BLOCK", 32)
    many = plan(people, RULES, 1)

    assert many.weight == pytest.approx(few.weight, rel=0.005)
    assert len(many.unplaced) == len(few.unplaced)


@pytest.mark.parametrize("seed", range(3))
def test_chains_lead_from_greedy_pairs_to_nearly_what_a_plan_is_worth(seed: int) -> None:
    people = community(150, THREE, seed)
    pool = Pool(people, RULES)
    edges, groups = candidates.candidates(pool), Groups(pool)
    for at in np.argsort(-edges.weight, kind="stable").tolist():
        pair = [int(edges.one[at]), int(edges.other[at])]
        if (groups.group_of[pair] == NOBODY).all():
            groups.add(pair)
    reached = [placed_and_worth(groups)]
    for _ in range(4):
        chain(groups, edges)
        reached.append(placed_and_worth(groups))
    planned = plan(people, RULES, 1)

    assert reached == sorted(reached), "nobody is left over anew, and no chain loses anything but for placing somebody"
    assert reached[0][1] < 0.98 * planned.weight < 0.99 * planned.weight < reached[-1][1]
    assert reached[0][0] < reached[-1][0], "chains place who was left over"


def placed_and_worth(groups: Groups) -> tuple[int, float]:
    """How many people are in a group, and the weights of all groups, summed."""
    everybody = list(range(len(groups.members)))
    sizes = np.array([len(members) for members in groups.members])
    return int(sizes.sum()), round(float((groups.sums(everybody) / (sizes - 1)).sum()), 5)
