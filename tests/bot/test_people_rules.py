"""What is decided about profiles and peers."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from adapters.contract.refs import AccountRef
from bot.people import rules
from storage.profiles import UNTIL_RESUMED, Alike, Profile, Sector

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()
DAY = 24 * 3600.0


def profiles(**counts: int) -> list[Profile]:
    return [
        Profile(f"{sector}{number}", AccountRef("slack", "T1", "U1"), Sector(sector), 1.0)
        for sector, count in counts.items()
        for number in range(count)
    ]


def test_small_counts_are_words() -> None:
    rest = profiles(nhs=5, charity=4)
    crowd = Counter({Alike("nhs", "", "", ""): 50, Alike("charity", "", "", ""): 50})

    assert rules.counted(rest, crowd) == [(Sector.NHS, 5), (Sector.CHARITY, None)]


def test_sectors_that_few_share_are_counted_as_not_shown() -> None:
    crowd = Counter({Alike("nhs", "", "", ""): 50, Alike("charity", "", "", ""): 4, Alike("research", "", "", ""): 3})

    assert rules.counted(profiles(charity=3, research=2, nhs=1), crowd) == [
        (Sector.UNSAID, 5),
        (Sector.NHS, None),
    ]


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("", UNTIL_RESUMED),
        ("  ", UNTIL_RESUMED),
        ("1 week", NOW + 7 * DAY),
        ("2w", NOW + 14 * DAY),
        ("12 Weeks", NOW + 84 * DAY),
        ("30 July 2026", datetime(2026, 7, 29, 23, tzinfo=UTC).timestamp()),  # midnight in London, in summer
        ("Tuesday 3 March 2026", datetime(2026, 3, 3, tzinfo=UTC).timestamp()),
        ("1 Jan 2020", datetime(2020, 1, 1, tzinfo=UTC).timestamp()),
        ("0 weeks", None),
        ("53 weeks", None),
        ("30 February 2026", None),
        ("next month", None),
    ],
)
def test_a_pause_is_understood_as_people_put_it(said: str, end: float | None) -> None:
    assert rules.until(said, NOW) == end


@pytest.mark.parametrize("words", ["I am Ann Bell", "ann  bell's ward", "Write to ANN-BELL."])
def test_a_persons_whole_name_is_seen(words: str) -> None:
    assert rules.holds_person("Ann Bell", words)


@pytest.mark.parametrize(
    ("name", "words"), [("Ann Bell", "Bellman Annual"), ("Will", "We will"), ("", "Words"), ("Ann Bell", "Bell Ann")]
)
def test_an_ordinary_word_is_no_name(name: str, words: str) -> None:
    assert not rules.holds_person(name, words)


def test_days_are_written_out() -> None:
    assert rules.day(NOW) == date(2026, 3, 1)
