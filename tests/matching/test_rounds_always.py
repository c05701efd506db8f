"""What holds of every round, whatever the community, the settings and the history."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.rounds import Person, Plan, Rules, Why, between, bound, plan
from tests.matching import rules as say
from tests.matching.communities import RULES, people

ROUNDS = st.tuples(people(14), RULES, st.integers(0, 3))
Round = tuple[list[Person], Rules, int]


def made(round: Round) -> tuple[Plan, list[list[Person]], list[Person]]:
    """The plan of a round, its groups as people, and who is in none."""
    everybody = {person.id: person for person in round[0]}
    found = plan(*round)
    groups = [[everybody[id] for id in group.members] for group in found.groups]
    return found, groups, [everybody[id] for id in found.unplaced]


@settings(max_examples=100, deadline=None)
@given(ROUNDS)
def test_everybody_is_in_one_group_or_has_a_reason(round: Round) -> None:
    _, groups, left = made(round)

    assert sorted(person.id for group in [*groups, left] for person in group) == sorted(p.id for p in round[0])


@settings(max_examples=100, deadline=None)
@given(ROUNDS)
def test_every_group_keeps_every_rule(round: Round) -> None:
    _, groups, _ = made(round)

    assert [group for group in groups if not say.permitted(group, round[1])] == []
    assert say.within_share([person for group in groups for person in group], say.seats(round[0], round[1]))


@settings(max_examples=100, deadline=None)
@given(ROUNDS)
def test_nobody_is_left_over_whom_the_rules_permit_to_place(round: Round) -> None:
    _, groups, left = made(round)
    placed = [person for group in groups for person in group]
    limit = say.seats(round[0], round[1])

    def fits(joining: tuple[Person, ...], group: list[Person]) -> bool:
        return say.permitted([*group, *joining], round[1]) and say.within_share([*placed, *joining], limit)

    assert [pair for pair in combinations(left, 2) if fits(pair, [])] == []
    assert [trio for trio in combinations(left, 3) if fits(trio, [])] == []
    assert [(one, group) for one in left for group in groups if fits((one,), group)] == []
    for group in (group for group in groups if len(group) == 2):
        for one, other in combinations(left, 2):
            if say.within_share([*placed, one, other], limit):
                for a, b in (group, group[::-1]):
                    assert not (say.permitted([one, a], round[1]) and say.permitted([other, b], round[1]))


@settings(max_examples=100, deadline=None)
@given(ROUNDS)
def test_a_round_can_be_replayed_from_its_seed_in_whatever_order_people_come(round: Round) -> None:
    everybody, rules, seed = round

    assert plan(everybody[::-1], rules, seed) == plan(everybody, rules, seed)


@settings(max_examples=100, deadline=None)
@given(ROUNDS)
def test_an_alternate_can_stand_in_for_another_member(round: Round) -> None:
    found, groups, _ = made(round)
    everybody = {person.id: person for person in round[0]}
    seats = {id for group in found.groups for id in group.members}

    assert set(found.alternates) <= seats
    for group in groups:
        for member in group:
            for tie in found.alternates.get(member.id, ()):
                stands_in = everybody[tie.other]
                assert tie.one == member.id and stands_in not in group
                assert stands_in.sector != member.sector
                assert all(say.may(stands_in, other, round[1]) for other in (group if len(group) > 2 else [member]))
                assert stands_in.wish.smallest <= len(group) <= stands_in.wish.largest


@settings(max_examples=100, deadline=None)
@given(ROUNDS)
def test_ties_say_what_overlaps(round: Round) -> None:
    found, _, _ = made(round)
    everybody = {person.id: person for person in round[0]}

    for group in found.groups:
        assert [(tie.one, tie.other) for tie in group.ties] == list(combinations(group.members, 2))
        for tie in group.ties:
            one, other = everybody[tie.one], everybody[tie.other]
            of, at = one.topics[tie.topics[0]], other.topics[tie.topics[1]]
            assert tie.overlap == pytest.approx(say.overlap(one, other), abs=2e-6)
            assert tie.overlap == pytest.approx(
                say.overlap(replace(one, topics=(of,)), replace(other, topics=(at,))), abs=2e-6
            )
            assert (tie.weight > 0) == (one.sector != other.sector)


@settings(max_examples=100, deadline=None)
@given(ROUNDS)
def test_a_reason_is_true(round: Round) -> None:
    found, _, left = made(round)
    everybody, rules, _ = round
    talking = [person for person in everybody if person.topics]
    for person in left:
        why = found.unplaced[person.id]
        others = [other for other in talking if other is not person and other.sector != person.sector]
        free = [other for other in others if not say.apart(person, other, rules)]
        fitting = [other for other in free if say.may(person, other, rules)]
        assert (why is Why.NO_TOPIC) == (not person.topics)
        if person.topics:
            assert (why is Why.NO_OTHER_SECTOR) == (not others)
            assert (why in {Why.OWN_LIMITS, Why.ALL_MET}) == (bool(others) and not free)
            assert (why in {Why.NONE_CLOSE, Why.COMPETITORS}) == (bool(free) and not fitting)
            assert (why in {Why.EMPLOYER_SHARE, Why.GROUP_SIZE, Why.ALL_TAKEN}) == bool(fitting)


@settings(max_examples=60, deadline=None)
@given(ROUNDS)
def test_two_people_alone_may_meet_as_in_a_round(round: Round) -> None:
    for one, other in combinations(round[0], 2):
        expected = say.may(one, other, round[1]) and one.sector != other.sector
        assert (between(one, other, round[1]) is not None) == expected


@settings(max_examples=60, deadline=None)
@given(people(7), RULES, st.integers(0, 3))
def test_no_way_to_group_people_is_worth_more_than_the_bound(everybody: list[Person], rules: Rules, seed: int) -> None:
    worth = {
        frozenset((one.id, other.id)): tie.weight
        for one, other in combinations(everybody, 2)
        if (tie := between(one, other, replace(rules))) is not None
    }

    def total(groups: list[tuple[Person, ...]]) -> float:
        return sum(
            sum(worth.get(frozenset((one.id, other.id)), 0.0) for one, other in combinations(group, 2))
            / (len(group) - 1)
            for group in groups
        )

    best = max(map(total, say.partitions(tuple(everybody), rules)))
    assert best <= bound(everybody, rules) + 1e-5
    assert plan(everybody, replace(rules, employer_share=1.0), seed).weight <= best + 1e-5


@settings(max_examples=100, deadline=None)
@given(ROUNDS)
def test_a_plan_is_within_both_bounds(round: Round) -> None:
    found, groups, _ = made(round)
    placed = [person.id for group in groups for person in group]

    assert found.weight <= bound(round[0], round[1], placed) + 1e-5
    assert bound(round[0], round[1], placed) <= bound(round[0], round[1]) + 1e-5
