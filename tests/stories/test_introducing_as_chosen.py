"""What somebody chose last holds at the moment at which they would be asked, whatever was under way."""

from __future__ import annotations

import pytest

from bot.introductions import texts
from storage.profiles import Sector
from tests.fakes.platform import busy
from tests.stories.conftest import World
from tests.stories.introducing import DAY, HOUR, Neighbour, ann_and_bob, passes, settle_in, until_morning, wants
from tests.stories.test_rounds import everybody_says, town


async def chooses(who: Neighbour, hours: str = "9am to 5pm", frequency: str = "monthly") -> None:
    """Somebody changes when, and how often, they are written to."""
    wishes = {"frequency": frequency, "size": "pair", "hours": hours, "zone": "Europe/London"}
    await who.submit("intro settings", "", **wishes, days=("0", "1", "2", "3", "4"))


async def test_a_question_that_waits_for_somebodys_hours_keeps_those_that_they_change_to(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    await chooses(bob, "1pm to 3pm")
    await wants(ann, bob)
    await passes(world)  # 10am
    await passes(world, 3 * HOUR - 60)
    assert not bob.read()
    await chooses(bob, "2pm to 4pm")
    await passes(world, HOUR - 60)
    assert not bob.read()
    await passes(world, 180)

    assert bob.has(texts.MEET)


async def test_whoever_asks_only_themselves_by_then_is_not_asked_and_nobody_learns_of_it(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    world.clock.advance(10 * HOUR)
    await wants(ann, bob)
    await chooses(bob, frequency="when I ask")
    await passes(world, 13 * HOUR)
    await passes(world)
    assert not bob.read() and not ann.has(texts.DID_NOT_WORK_OUT)
    await passes(world, 12 * DAY)
    await passes(world)

    assert not bob.read() and ann.has(texts.DID_NOT_WORK_OUT)


async def test_whoever_wants_no_rounds_any_more_is_not_asked_in_one_and_the_other_hears_why(world: World) -> None:
    ann, bob = await town(world, ("Ann", Sector.NHS), ("Bob", Sector.SOCIAL_CARE))
    await everybody_says([ann, bob], texts.IN)
    world.clock.advance(2 * DAY)
    await passes(world)
    assert not bob.has(texts.MEET)  # only thought of
    await chooses(bob, frequency="when I ask")
    await passes(world)

    assert not bob.has(texts.MEET) and not ann.has(texts.MEET)
    assert ann.has(texts.WHYS["changed"])


@pytest.mark.parametrize("goes", ["pauses", "leaves", "asks only"])
async def test_whoever_goes_while_the_question_about_a_round_is_on_its_way_is_not_asked(
    world: World, goes: str
) -> None:
    await until_morning(world, 0)
    ann = await settle_in(world, world.red, "Ann", rounds=True)
    await until_morning(world, 1)
    world.red.trouble("send", lambda: busy(3 * HOUR))
    await passes(world)
    match goes:
        case "pauses":
            await ann.use("intro pause", until="2")
        case "leaves":
            await ann.use("intro leave")
        case _:
            await chooses(ann, frequency="when I ask")
    await passes(world, 4 * HOUR)

    assert not ann.has(texts.ROUND_SOON)


async def test_a_question_about_a_round_is_closed_where_it_stands_when_somebody_goes(world: World) -> None:
    [ann] = await town(world, ("Ann", Sector.NHS))
    await ann.use("intro pause", until="2")
    await passes(world)

    assert not ann.has(texts.ROUND_SOON) and ann.has(texts.ROUND_WITHOUT)
