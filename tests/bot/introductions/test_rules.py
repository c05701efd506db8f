"""What introductions decide: every state with every turn, every set of answers, and who is kept from whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.introductions.rules import (
    DAY,
    DECLINED_FOR,
    Answer,
    Bar,
    Candidate,
    Frequency,
    Known,
    State,
    Turn,
    after,
    barred,
    group_barred,
    leaned,
    may_be_asked,
    procurement,
    quorum,
    silences,
    takes_turn,
    verdict,
)
from storage.profiles import Sector

EXPECTED = {
    (State.PROPOSED, Turn.SEND): State.ASKED,
    (State.PROPOSED, Turn.DROP): State.CLOSED,
    (State.ASKED, Turn.AGREE): State.AGREED,
    (State.ASKED, Turn.END): State.CLOSED,
    (State.AGREED, Turn.SHOW): State.OPEN,
    (State.AGREED, Turn.DROP): State.CLOSED,
    (State.AGREED, Turn.END): State.MET,
    (State.OPEN, Turn.END): State.MET,
}
SETTLED = (State.MET, State.CLOSED)
NAMED = (State.AGREED, State.OPEN, State.MET)


@pytest.mark.parametrize(("state", "turn"), list(product(State, Turn)))
def test_every_turn_in_every_state_leads_where_it_should_or_nowhere(state: State, turn: Turn) -> None:
    assert after(state, turn) == EXPECTED.get((state, turn))


@given(st.lists(st.sampled_from(list(Turn)), max_size=30))
def test_nobody_is_named_but_by_agreeing_and_what_is_settled_stays(turns: list[Turn]) -> None:
    state, agreed = State.PROPOSED, False
    for turn in turns:
        found = after(state, turn)
        if state in SETTLED:
            assert found is None
        if found is not None:
            agreed |= turn is Turn.AGREE
            state = found
        assert state not in NAMED or agreed


def test_from_every_state_there_is_a_way_to_an_end() -> None:
    reached = set(SETTLED)
    for _ in State:
        reached |= {state for (state, _), to in EXPECTED.items() if to in reached}

    assert reached == set(State)


@pytest.mark.parametrize("answers", list(product(Answer, repeat=2)))
@pytest.mark.parametrize("over", [False, True])
def test_two_are_introduced_when_both_say_yes_and_never_otherwise(answers: tuple[Answer, ...], over: bool) -> None:
    both = answers == (Answer.YES, Answer.YES)

    assert verdict(answers, over=over) == (Turn.AGREE if both else Turn.END if over else None)


@given(st.lists(st.sampled_from(list(Answer)), min_size=3, max_size=6), st.booleans())
def test_a_group_needs_enough_yeses_and_waits_for_answers_until_the_time_is_over(
    answers: list[Answer], over: bool
) -> None:
    yes = answers.count(Answer.YES)
    enough = yes >= quorum(len(answers))
    decided = over or Answer.NONE not in answers
    expected = Turn.AGREE if enough and decided else Turn.END if over else None

    assert verdict(answers, over=over) == expected


@given(st.lists(st.sampled_from(list(Answer)), min_size=2, max_size=6))
def test_before_the_time_is_over_no_answer_but_a_yes_changes_what_others_see(answers: Sequence[Answer]) -> None:
    if verdict(answers, over=False) is not Turn.AGREE:
        assert verdict(answers, over=False) is None


def candidate(person: str, sector: Sector = Sector.NHS, employer: str = "", **more: object) -> Candidate:
    known = {"paused": False, **more}
    return Candidate(person, frozenset({f"#{person}"}), sector, employer, **known)  # type: ignore[arg-type]


ANN, BOB = candidate("ann", employer="Leeds Trust"), candidate("bob", Sector.SOCIAL_CARE, "Oak House")


def test_two_of_different_sectors_and_employers_may_be_asked() -> None:
    assert barred(ANN, BOB, None, 0.0) is None


@pytest.mark.parametrize(
    "blocks", [("person", "#bob"), ("employer", "oak house"), ("sector", "social care")], ids=lambda it: it[0]
)
def test_a_block_keeps_both_apart_whoever_made_it(blocks: tuple[str, str]) -> None:
    blocking = candidate("ann", blocks=frozenset({blocks}))

    assert barred(blocking, BOB, None, 0.0) == barred(BOB, blocking, None, 0.0) == Bar.BLOCKED


def test_colleagues_are_not_introduced_however_their_employer_is_written() -> None:
    assert barred(ANN, candidate("cat", Sector.CHARITY, " LEEDS  trust "), None, 0.0) == Bar.EMPLOYER


def test_one_member_with_two_accounts_is_not_introduced_to_themselves() -> None:
    also = Candidate("ann2", ANN.hashes, Sector.SOCIAL_CARE, "", paused=False)

    assert barred(ANN, also, None, 0.0) == Bar.SELF


def test_who_met_never_meets_again_unless_both_ask() -> None:
    assert barred(ANN, BOB, Known(met=True, at=0.0), 100 * DECLINED_FOR) == Bar.MET
    assert barred(ANN, BOB, Known(met=True, at=0.0), 1.0, both_ask=True) is None


def test_who_declined_is_left_in_peace_for_a_year() -> None:
    assert barred(ANN, BOB, Known(met=False, at=0.0), DECLINED_FOR - 1) == Bar.DECLINED
    assert barred(ANN, BOB, Known(met=False, at=0.0), DECLINED_FOR) is None


def test_a_pause_keeps_from_everybody() -> None:
    assert barred(ANN, candidate("cat", Sector.CHARITY, paused=True), None, 0.0) == Bar.PAUSED


def test_a_group_crosses_sectors_and_keeps_every_pair_rule() -> None:
    same = candidate("cat")

    assert group_barred([candidate("ann"), same], {}, 0.0) == Bar.SECTOR
    assert group_barred([ANN, BOB, same], {}, 0.0) is None
    assert group_barred([ANN, BOB, same], {("bob", "cat"): Known(met=True, at=0.0)}, 0.0) == Bar.MET


def test_somebody_is_asked_twice_in_four_weeks_at_most_and_never_about_two_at_once() -> None:
    assert may_be_asked(Frequency.MONTHLY, [], 0, 0.0)
    assert not may_be_asked(Frequency.MONTHLY, [], 1, 0.0)
    assert not may_be_asked(Frequency.MONTHLY, [0.0, 1.0], 0, 2.0)
    assert may_be_asked(Frequency.MONTHLY, [0.0, 1.0], 0, 29 * DAY)
    assert not may_be_asked(Frequency.ASKED, [], 0, 0.0)


@pytest.mark.parametrize(
    ("frequency", "rounds"),
    [(Frequency.TWO_WEEKLY, 1), (Frequency.MONTHLY, 2), (Frequency.THREE_MONTHLY, 6)],
)
def test_rounds_come_as_often_as_somebody_chose(frequency: Frequency, rounds: int) -> None:
    turns = [number for number in range(1, 13) if takes_turn(frequency, 0.0, number * 14 * DAY)]

    assert turns[0] == rounds
    assert not takes_turn(Frequency.ASKED, 0.0, 1e9)


def test_two_silences_in_a_row_pause_and_an_answer_starts_anew() -> None:
    assert silences(0, answered=False) == (1, False)
    assert silences(1, answered=False) == (2, True)
    assert silences(1, answered=True) == (0, False)


def test_a_supplier_and_somebody_who_may_buy_are_warned() -> None:
    assert procurement([Sector.SUPPLIER, Sector.NHS]) and procurement([Sector.SOCIAL_CARE, Sector.SUPPLIER])
    assert procurement([Sector.SUPPLIER, None]) and not procurement([Sector.CHARITY, None])
    assert not procurement([Sector.SUPPLIER, Sector.CHARITY]) and not procurement([Sector.NHS, Sector.SOCIAL_CARE])


@given(st.lists(st.sampled_from(["nhs", "charity"]), max_size=12))
def test_weights_stay_within_bounds_and_a_step_back_leads_to_where_one_was(sectors: list[str]) -> None:
    weights: dict[str, float] = {}
    for sector in sectors:
        weights = leaned(weights, [sector], 1.5)
    assert all(1.0 < weight <= 4.0 for weight in weights.values())

    once = leaned({}, ["nhs"], 1.5)
    assert leaned(once, ["nhs"], 1 / 1.5) == {}
