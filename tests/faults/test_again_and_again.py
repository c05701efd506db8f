"""What is told several times, or in another order, is done once; many edits are shown as few."""

from __future__ import annotations

import pytest

from tests.conftest import sqlite
from tests.faults.stream import end, hearing, recorded, shuffled
from tests.stories.conftest import World, running
from tests.stories.statements import statements

HAPPENINGS, SEED, WINDOW = 300, 11, 50
MOST_EDITS = 3
LOOKS_BY_ITSELF = ("BEGIN", "understood", "text_vector")  # what is asked for finding people, at any time


@pytest.fixture
async def other(sqlite_template: object, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of another database, for the run that all others are compared with."""
    path = tmp_path_factory.mktemp("other") / "unsilo.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())  # type: ignore[attr-defined]
    return sqlite(path)


async def test_every_event_three_times_does_what_once_does(world: World, other: str) -> None:
    stream = await recorded(HAPPENINGS, SEED)
    async with running(other) as once:
        await hearing(once, stream)
        expected = end(once)
    await hearing(world, stream, times=3)
    await world.idle()
    with statements() as asked:
        for incoming in stream:
            await world.bot.app.heard(incoming)

    assert end(world) == expected
    assert len(expected) > HAPPENINGS / 3
    ours = [each for each in asked if not any(word in each for word in LOOKS_BY_ITSELF)]
    assert len(ours) == len(stream)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 8))])
async def test_events_in_any_order_lead_to_the_same_end(world: World, other: str, seed: int) -> None:
    stream = await recorded(HAPPENINGS, SEED + seed)
    async with running(other) as ordered:
        await hearing(ordered, stream)
        expected = end(ordered)
    await hearing(world, shuffled(stream, WINDOW, seed))

    assert end(world) == expected


async def test_twenty_edits_within_five_seconds_are_three_at_most_and_the_last_wins(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "edit 0")
    await world.rest()
    for number in range(1, 21):
        await world.later(0.25)
        await world.red.change(posted, f"edit {number}")
        await world.rest()
    shown_first = world.lines(world.blue)
    await world.later(5)

    for platform in (world.blue, world.green):
        assert len([call for call, _ in platform.calls if call == "edit"]) <= MOST_EDITS
        assert world.lines(platform) == ["Ann · Red: edit 20"]
    assert shown_first != ["Ann · Red: edit 0"]
