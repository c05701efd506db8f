"""Facts about single rounds."""

from __future__ import annotations

import random
from dataclasses import replace
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from matching.rounds import Person, Plan, Rules, Stage, Why, Wish, between, bound, plan
from matching.rounds.candidates import Edges
from matching.rounds.pairs import best_pairs
from tests.matching.communities import person, topic
from tests.matching.rules import best_pairing

FALLS, BEDS, RECORDS = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
RULES = Rules(employer_share=1.0)


def groups(found: Plan) -> list[tuple[str, ...]]:
    """Who is with whom."""
    return [group.members for group in found.groups]


def chosen(*others: Person, rules: Rules = RULES, by: Person | None = None) -> str:
    """Which of two others somebody is introduced to, when all three accept pairs alone and no trio is permitted."""
    one = by or person("me", "nhs", FALLS)
    [pair] = groups(plan([one, *others], replace(rules, blocks=[tuple(other.id for other in others)]), 1))  # type: ignore[list-item]
    [other] = set(pair) - {one.id}
    return other


def why(*people: Person, rules: Rules = RULES, of: str = "me") -> Why:
    """Why somebody is in no group."""
    return plan(people, rules, 1).unplaced[of]


def test_people_of_two_sectors_with_the_same_problem_meet() -> None:
    everybody = [
        person("a", "nhs", FALLS),
        person("b", "care", FALLS),
        person("c", "nhs", BEDS),
        person("d", "care", BEDS),
    ]

    assert groups(plan(everybody, RULES, 1)) == [("a", "b"), ("c", "d")]


def test_the_total_counts_more_than_the_best_pair() -> None:
    everybody = [
        person("a", "nhs", (1.0, 0.6, 0.0)),
        person("b", "care", (1.0, 0.5, 0.0)),  # closest to a, who is all that d has
        person("c", "nhs", FALLS),
        person("d", "care", (0.6, 1.0, 0.0)),
    ]

    assert groups(plan(everybody, RULES, 1)) == [("a", "d"), ("b", "c")]


def test_a_tie_says_which_topics_overlap() -> None:
    [group] = plan([person("a", "nhs", BEDS, FALLS), person("b", "care", RECORDS, BEDS, FALLS)], RULES, 1).groups

    assert [(tie.one, tie.other, tie.overlap, tie.topics) for tie in group.ties] == [("a", "b", 1.0, (0, 1))]


def test_an_odd_one_makes_a_trio() -> None:
    everybody = [person("a", "nhs", FALLS), person("b", "care", FALLS), person("c", "nhs", FALLS)]

    assert groups(plan(everybody, RULES, 1)) == [("a", "b", "c")]


def test_an_odd_one_whom_no_trio_may_take_learns_that_all_are_taken() -> None:
    everybody = [person("a", "nhs", FALLS), person("b", "care", FALLS), person("c", "nhs", FALLS)]

    found = plan(everybody, replace(RULES, blocks=[("c", "a")]), 1)

    assert list(found.unplaced.values()) == [Why.ALL_TAKEN]


def test_who_wants_a_trio_gets_three_sectors_when_there_are() -> None:
    sectors = ("nhs", "nhs", "nhs", "care", "care", "supplier")
    everybody = [person(f"{at}", sector, FALLS, wish=Wish.TRIO) for at, sector in enumerate(sectors)]

    first, second = plan(everybody, RULES, 1).groups

    assert {len(first.members), len(second.members)} == {3}
    assert max(first.weight, second.weight) == pytest.approx(3 * 0.95 / 2)


def test_who_wants_a_circle_gets_four_to_six() -> None:
    everybody = [person(f"{at:02}", ("nhs", "care")[at % 2], FALLS, wish=Wish.CIRCLE) for at in range(11)]

    assert sorted(len(group.members) for group in plan(everybody, RULES, 1).groups) in ([5, 6], [4, 4, 3])


def test_who_wants_a_trio_is_never_put_one_to_one() -> None:
    assert why(person("me", "nhs", FALLS, wish=Wish.TRIO), person("b", "care", FALLS)) is Why.GROUP_SIZE


def test_a_pair_takes_in_who_wants_a_trio() -> None:
    everybody = [person("a", "nhs", FALLS), person("b", "care", FALLS), person("c", "supplier", FALLS, wish=Wish.TRIO)]

    assert groups(plan(everybody, RULES, 1)) == [("a", "b", "c")]


def test_two_who_are_left_over_part_a_pair_rather_than_stay_alone() -> None:
    """The heaviest pair is b and c; a fits b alone, d fits c alone, and no trio is permitted."""
    a, b = person("a", "nhs", (1.0, 1.2, 0.0)), person("b", "care", (1.0, 0.1, 0.0))
    c, d = person("c", "nhs", (1.0, 0.0, 0.1)), person("d", "care", (1.0, 0.0, 1.2))
    rules = replace(RULES, blocks=[("a", "d"), ("a", "c"), ("b", "d")])

    assert groups(plan([a, b, c, d], rules, 1)) == [("a", "b"), ("c", "d")]


def test_fewer_introductions_go_first() -> None:
    assert chosen(person("new", "care", FALLS), person("keen", "care", FALLS, introductions=9)) == "new"


def test_those_who_share_no_community_go_first() -> None:
    near = person("near", "care", FALLS, communities=frozenset({"x"}))
    me = person("me", "nhs", FALLS, communities=frozenset({"x", "y"}))

    assert chosen(near, person("far", "care", FALLS, communities=frozenset({"z"})), by=me) == "far"


def test_more_distant_sectors_go_first() -> None:
    rules = replace(RULES, distances={("care", "nhs"): 0.5})

    assert chosen(person("close", "care", FALLS), person("distant", "charity", FALLS), rules=rules) == "distant"


def test_a_told_sector_goes_before_an_untold_one() -> None:
    assert chosen(person("untold", None, FALLS), person("told", "care", FALLS)) == "told"


def test_one_region_goes_before_another() -> None:
    me = person("me", "nhs", FALLS, region="north")

    assert chosen(person("s", "care", FALLS, region="south"), person("n", "care", FALLS, region="north"), by=me) == "n"


def test_stages_one_step_apart_go_first() -> None:
    me = person("me", "nhs", topic(*FALLS, stage=Stage.DOING))
    same, done = (person(stage.name, "care", topic(*FALLS, stage=stage)) for stage in (Stage.DOING, Stage.DONE))

    assert chosen(same, done, by=me) == "DONE"


def test_members_move_their_own_weights() -> None:
    others = person("care", "care", FALLS), person("charity", "charity", FALLS)
    topics = topic(*FALLS), topic(*BEDS, weight=2.0)

    assert chosen(*others, by=person("me", "nhs", FALLS, leanings={"charity": 1.5})) == "charity"
    assert chosen(*others, by=person("me", "nhs", FALLS, leanings={"charity": 0.5})) == "care"
    assert (
        chosen(person("falls", "care", FALLS), person("beds", "care", BEDS), by=person("me", "nhs", *topics)) == "beds"
    )


@pytest.mark.parametrize(
    ("expected", "people", "rules"),
    [
        (Why.NO_TOPIC, [person("me", "nhs"), person("b", "care", FALLS)], {}),
        (Why.NO_OTHER_SECTOR, [person("me", "nhs", FALLS), person("b", "nhs", FALLS)], {}),
        (
            Why.OWN_LIMITS,
            [person("me", "nhs", FALLS, refused_sectors=frozenset({"care"})), person("b", "care", FALLS)],
            {},
        ),
        (
            Why.OWN_LIMITS,
            [person("me", "nhs", FALLS, refused_employers=frozenset({"x"})), person("b", "care", FALLS, employer="x")],
            {},
        ),
        (Why.ALL_MET, [person("me", "nhs", FALLS), person("b", "care", FALLS)], {"earlier": [("b", "me")]}),
        (Why.ALL_MET, [person("me", "nhs", FALLS), person("b", "care", FALLS)], {"blocks": [("me", "b")]}),
        (Why.ALL_MET, [person("me", "nhs", FALLS, employer="x"), person("b", "care", FALLS, employer="x")], {}),
        (
            Why.ALL_MET,
            [person("me", "nhs", FALLS), person("b", "care", FALLS, refused_sectors=frozenset({"nhs"}))],
            {},
        ),
        (Why.NONE_CLOSE, [person("me", "nhs", FALLS), person("b", "care", BEDS)], {}),
        (
            Why.COMPETITORS,
            [person("me", "supplier", FALLS, supplier=True), person("b", "charity", FALLS, supplier=True)],
            {},
        ),
        (Why.GROUP_SIZE, [person("me", "nhs", FALLS, wish=Wish.CIRCLE), person("b", "care", FALLS)], {}),
    ],
)
def test_whoever_is_not_placed_learns_why(expected: Why, people: list[Person], rules: dict[str, object]) -> None:
    assert why(*people, rules=replace(RULES, **rules)) is expected  # type: ignore[arg-type]


def test_two_suppliers_below_the_ceiling_may_meet() -> None:
    far = person("b", "charity", (1.0, 1.0, 0.0), supplier=True)

    assert between(person("a", "supplier", FALLS, supplier=True), far, RULES) is not None


def test_of_one_supplier_those_with_the_fewest_introductions_take_part() -> None:
    staff = [person(f"s{at}", "supplier", FALLS, supplier=True, employer="x", introductions=at) for at in (3, 1, 2)]
    rest = [person(f"n{at}", "nhs", FALLS) for at in range(7)]

    found = plan([*staff, *rest], Rules(employer_share=0.2), 1)

    assert {id for group in found.groups for id in group.members} >= {"s1", "s2"}
    assert found.unplaced["s3"] is Why.EMPLOYER_SHARE


def test_a_seat_that_cannot_be_filled_goes_to_a_colleague() -> None:
    staff = [
        person("first", "supplier", RECORDS, supplier=True, employer="x"),
        person("second", "supplier", FALLS, supplier=True, employer="x", introductions=5),
    ]

    assert groups(plan([*staff, person("n", "nhs", FALLS)], Rules(employer_share=0.0), 1)) == [("n", "second")]


def test_an_alternate_is_another_person_whom_the_rules_permit() -> None:
    everybody = [person(f"{sector}{at}", sector, FALLS) for sector in ("nhs", "care") for at in range(4)]

    found = plan(everybody, RULES, 1)

    assert set(found.alternates) == {person.id for person in everybody}
    serving = [tie.other for ties in found.alternates.values() for tie in ties]
    assert max(map(serving.count, serving)) <= 3


def test_equals_are_drawn_by_the_seed() -> None:
    everybody = [person(f"{sector}{at}", sector, FALLS) for sector in ("nhs", "care") for at in range(6)]

    assert len({tuple(groups(plan(everybody, RULES, seed))) for seed in range(5)}) > 1


def test_a_round_of_nobody_is_empty() -> None:
    assert plan([], RULES, 1) == Plan((), {}, {}, 1)
    assert bound([], RULES) == 0.0


@pytest.mark.parametrize("vector", [(0.0, 0.0, 0.0), (nan, 1.0, 0.0), (inf, 1.0, 0.0), (1.0, 1.0)])
def test_a_vector_that_has_no_direction_is_refused(vector: tuple[float, ...]) -> None:
    with pytest.raises(ValueError):
        plan([person("a", "nhs", vector), person("b", "care", FALLS)], RULES, 1)


@pytest.mark.parametrize(
    "wrong", [{"unsaid": nan}, {"familiar": 0.0}, {"floor": inf}, {"distances": {("a", "b"): -1.0}}]
)
def test_rules_with_which_no_sum_could_be_trusted_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Rules(**wrong)


def test_two_people_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError):
        plan([person("a", "nhs", FALLS), person("a", "care", FALLS)], RULES, 1)


@pytest.mark.parametrize("seed", range(300))
def test_pairs_among_eight_are_the_best_that_there_are(seed: int) -> None:
    draw = random.Random(seed)
    all_pairs = [(one, other) for one in range(8) for other in range(one + 1, 8)]
    pairs = sorted(draw.sample(all_pairs, draw.randint(1, 20)))
    weights = {pair: round(draw.random(), draw.choice([1, 3])) + 0.1 for pair in pairs}
    one, other = np.array(pairs, dtype=np.int64).T

    partners = best_pairs(8, Edges(one, other, np.array([*weights.values()])))

    found = sum(weights[each] for each in enumerate(partners.tolist()) if each[0] < each[1])
    assert found == pytest.approx(best_pairing(weights, 8))
