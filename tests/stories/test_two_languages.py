"""People of two sectors tell one problem in words of their own, and find each other: with the model that ships."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

import matching
from matching import Matcher
from tests.stories.conftest import World, running
from tests.stories.finding import cards, member, people

OUTSIDE = "People who are ready to leave hospital wait for days until we are asked to care for them at home"
INSIDE = "NCTR patients wait days for a POC"
OTHERS = (
    ("charity", "Volunteers drop out before they have met anybody"),
    ("supplier", "Trusts take years to buy what a pilot has shown to work"),
    ("research", "Recruiting GP practices into trials"),
    ("government", "Councils report the same figures in five formats"),
)


@pytest.fixture(scope="module")
def model() -> Matcher:
    """The model of the package, with the glossary."""
    return matching.load()


@pytest.fixture
async def town(sqlite_url: str, model: Matcher) -> AsyncIterator[World]:
    """A running bot that understands with the real model."""
    async with running(sqlite_url, model=model) as made:
        yield made


async def test_an_insider_and_an_outsider_find_each_other_first(town: World) -> None:
    outsider, *_ = await people(town, ("social care", OUTSIDE), *OTHERS)
    insider = member(town, town.red, "Ann")
    await insider.use("profile", sector="nhs", problem=INSIDE)
    await town.understood()

    theirs = cards(await insider.use("peers"))
    ours = cards(await outsider.use("peers"))

    assert OUTSIDE in theirs[0]
    assert INSIDE in ours[0]
    assert not any("trials" in card for card in (*theirs, *ours))


async def test_what_overlaps_is_said_in_their_own_words(town: World) -> None:
    outsider, *_ = await people(town, ("social care", OUTSIDE), *OTHERS)
    insider = member(town, town.red, "Ann")

    [first, *_] = cards(await insider.use("peers", problem="Delayed discharge from hospital to home care"))

    [line] = [line for line in first.splitlines() if line.startswith("What overlaps: ")]
    phrases = [part.strip("“”") for part in line.removeprefix("What overlaps: ").split(", ")]
    assert phrases and all(phrase in OUTSIDE for phrase in phrases)
    assert "hospital" in line
    assert outsider.name not in first
