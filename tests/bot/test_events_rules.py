"""What events decide without any I/O."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import rules, ways_in, wording
from bot.events.rules import Places, Wrong

SECTORS = ("", "nhs", "social-care", "supplier")


def test_places_kept_for_a_sector_never_make_an_event_larger() -> None:
    assert not Places(2, {"nhs": 1}, {"": 2}).has("nhs")  # kept only after both were taken
    assert Places(2, {"nhs": 1}, {"": 1}).has("nhs")
    assert not Places(2, {"nhs": 1}, {"": 1}).has("")
    assert Places(None).has("nhs")
    assert not Places(None).full


@given(
    st.integers(1, 20),
    st.dictionaries(st.sampled_from(SECTORS[1:]), st.integers(1, 6)),
    st.lists(st.sampled_from(SECTORS), max_size=60),
)
def test_whoever_comes_no_place_is_given_twice_and_kept_ones_stay(
    capacity: int, reserved: dict[str, int], crowd: list[str]
) -> None:
    if sum(reserved.values()) > capacity:
        reserved = {}
    room = Places(capacity, reserved)
    sat: list[str] = []
    for sector in crowd:
        if room.has(sector):
            room, sat = room.with_one(sector), [*sat, sector]
    general = capacity - sum(reserved.values())

    assert len(sat) <= capacity
    for sector in SECTORS:
        others = len(sat) - sat.count(sector)
        assert others <= capacity - reserved.get(sector, 0)
        assert sat.count(sector) >= min(crowd.count(sector), reserved.get(sector, 0))
    assert len(sat) >= min(len(crowd), general)


@pytest.mark.parametrize(
    ("written", "place", "link"),
    [
        ("Leeds", "Leeds", ""),
        ("https://meet.example/a", "", "https://meet.example/a"),
        ("Online, https://meet.example/a", "", "https://meet.example/a"),
        ("Leeds Town Hall - https://meet.example/a?b=c", "Leeds Town Hall", "https://meet.example/a?b=c"),
        ("", "", ""),
        ("zoom.us/j/911?pwd=a", "", "https://zoom.us/j/911?pwd=a"),
        ("https://zoom.us/j/911 Passcode: wALrus7", "", "https://zoom.us/j/911"),
        ("Room 4 (Leeds), Meeting ID 911 2223 3344", "Room 4 (Leeds)", ""),
        ("Map: https://map.example/a, or zoom.us/j/911.", "Map: or", "https://zoom.us/j/911"),
    ],
)
def test_a_link_never_becomes_a_part_of_the_place(written: str, place: str, link: str) -> None:
    assert ways_in.where(written) == (place, link)


@pytest.mark.parametrize("url", ["http://meet.example/a", "javascript:alert(1)", "https://", "meet.example"])
def test_a_joining_link_is_one_that_can_be_followed_safely(url: str) -> None:
    with pytest.raises(Wrong):
        rules.joining(url)


@pytest.mark.parametrize(
    ("written", "stored"),
    [("social-care 10, nhs 5", "social-care:10,nhs:5"), ("Social care: 2", "social-care:2"), ("", ""), ("nhs 0", "")],
)
def test_kept_places_are_read(written: str, stored: str) -> None:
    assert rules.reserved(written, 20) == stored


@pytest.mark.parametrize("written", ["lawyers 5", "5", "nhs", "nhs five", "nhs 21"])
def test_kept_places_that_make_no_sense_are_asked_for_again(written: str) -> None:
    with pytest.raises(Wrong):
        rules.reserved(written, 20)


@pytest.mark.parametrize("written", ["0", "-1", "many", "100001", "１０", "1.5"])  # noqa: RUF001
def test_a_number_of_places_is_a_number(written: str) -> None:
    with pytest.raises(Wrong):
        rules.capacity(written)


def test_figures_under_five_are_hidden_everywhere() -> None:
    for count in range(1, 5):
        said = wording.coming(count, 50, full=False, waiting=count, held=0)
        assert "A few people said yes." in said
        assert f"{count} people" not in said
    assert "5 people said yes." in wording.coming(5, None, full=False, waiting=0, held=0)


@pytest.mark.parametrize("capacity", range(1, 5))
def test_of_fewer_than_five_places_nobody_reads_whether_they_are_taken(capacity: int) -> None:
    said = {
        wording.coming(yes, capacity, full=yes == capacity, waiting=waiting, held=held)
        for yes in range(capacity + 1)
        for waiting in (0, 2, 7)
        for held in (0, 1)
    }
    assert said == {f"{wording.places(capacity)} {wording.IF_NONE_FREE}"}


def test_access_of_which_nothing_is_known_is_said_in_a_word() -> None:
    assert wording.access("", "", "", "") == "Access: not known yet."
    assert wording.access("yes", "", "no", "") == (
        "Access: Captions yes; BSL not known yet; Step-free no; Recorded not known yet."
    )
