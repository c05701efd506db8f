"""A blind card tells of a member what at least five share, and what they approved; never who they are."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.contract.content import Content
from adapters.contract.refs import AccountRef
from adapters.contract.walk import text_of
from bot import texts
from bot.cards import blind, blocks, card, fields_shared_by
from storage.profiles import Alike, Approved, Profile, Said, Sector, Stage

FIVE = 5  # as promised, whatever the code says
SECTORS = [each.value for each in Sector]
kinds = st.builds(
    Alike,
    st.sampled_from(SECTORS),
    st.sampled_from(["", *texts.ROLES]),
    st.sampled_from(["", *texts.REGIONS]),
    st.sampled_from(["", *(each.value for each in Stage)]),
)
communities = st.lists(st.tuples(kinds, st.integers(1, 12)), min_size=1, max_size=25).map(
    lambda pairs: sum((Counter({kind: count}) for kind, count in pairs), Counter[Alike]())
)


def profile(kind: Alike, problem: str = "Fewer falls at night", employer: str = "") -> Profile:
    return Profile(
        "key",
        AccountRef("slack", "T1", "U1"),
        Sector(kind.sector),
        1.0,
        region=kind.region,
        role=kind.role,
        employer=employer,
        texts={Said.PROBLEM: Approved(problem, 1.0)},
        stages={"": Stage(kind.stage)} if kind.stage else {},
    )


def words(of: Profile, crowd: Counter[Alike], reader: Profile | None = None, *overlaps: str) -> str:
    return text_of(Content(blocks(card(of, crowd, reader, overlaps))))


@given(communities)
@settings(max_examples=1000, deadline=None)
def test_no_card_singles_out_fewer_than_five(crowd: Counter[Alike]) -> None:
    for kind in crowd:
        shown = fields_shared_by(kind, crowd)
        told = {name: value for name, value in shown._asdict().items() if value}
        alike = sum(count for it, count in crowd.items() if all(getattr(it, name) == told[name] for name in told))

        assert not told or alike >= FIVE or told == {"sector": "supplier"}
        assert all(getattr(kind, name) == value for name, value in told.items())
        assert kind.sector != "supplier" or shown.sector == "supplier"
        assert shown.sector != "unsaid"


def test_what_exactly_five_share_is_shown_and_what_four_share_is_not() -> None:
    five, four = Alike("nhs", "senior", "wales", ""), Alike("charity", "senior", "", "")

    crowd = Counter({five: 5, four: 4})

    assert fields_shared_by(five, crowd) == five
    assert fields_shared_by(four, crowd) == Alike("", "senior", "", "")


def test_a_field_goes_when_it_would_single_out_together_with_others() -> None:
    mine = Alike("nhs", "senior", "wales", "done")
    crowd = Counter({mine: 1, Alike("nhs", "", "wales", "done"): 9, Alike("charity", "senior", "", ""): 9})

    assert fields_shared_by(mine, crowd) == Alike("nhs", "", "wales", "done")


def test_a_card_says_what_overlaps_and_what_differs() -> None:
    theirs, yours = Alike("social care", "manager", "wales", "done"), Alike("nhs", "frontline", "", "thinking")
    crowd = Counter({theirs: 9, yours: 9})

    assert words(profile(theirs), crowd, profile(yours), "falls", "at night", "falls") == (
        "Social care · Manager or team leader · Wales · Has done it\n"
        "Fewer falls at night\n"
        "What overlaps: “falls”, “at night”\n"
        "What differs: They work in social care, you work in the NHS. They have done it, you are thinking of it. "
        "Their role level: manager or team leader."
    )


def test_a_problem_that_overlaps_as_a_whole_is_not_said_again() -> None:
    theirs = Alike("nhs", "", "", "")

    said = words(profile(theirs), Counter({theirs: 9}), profile(theirs), "fewer falls at night.")

    assert said == f"NHS\nFewer falls at night\n{texts.ALL_OVERLAPS}"


def test_what_differs_tells_nothing_that_is_hidden() -> None:
    theirs, yours = Alike("charity", "executive", "wales", "done"), Alike("nhs", "frontline", "", "thinking")

    assert words(profile(theirs), Counter({theirs: 1, yours: 9}), profile(yours)) == (
        "Sector not shown\nFewer falls at night"
    )


@pytest.mark.parametrize("written", ["At Acorn  Care we", "at acorn care, we", "with ACORN CARE"])
def test_an_employers_name_goes_from_every_word_of_a_card(written: str) -> None:
    of = profile(Alike("nhs", "", "", ""), f"{written} want fewer falls", "Acorn Care")

    said = words(of, Counter(), None, written)

    assert "acorn" not in said.lower()
    assert texts.MY_ORGANISATION in said


def test_only_the_whole_name_is_an_employers() -> None:
    of = profile(Alike("nhs", "", "", ""), employer="Care")

    assert blind("Careful with healthcare", of) == "Careful with healthcare"
