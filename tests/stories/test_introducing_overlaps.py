"""What two people read of what overlaps, before they say whether they want to meet."""

from __future__ import annotations

from bot.introductions import texts
from storage.profiles import Sector
from tests.stories.conftest import World
from tests.stories.introducing import ann_and_bob, passes, settle_in, until_morning, wants


async def test_both_read_what_overlaps_before_they_answer(world: World) -> None:
    await until_morning(world)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, problem="fewer falls at night in our wards")
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, problem="filling empty shifts")
    button = next(it for it in (await bob.use("profile show")).buttons if it.label == "What did not work")
    await bob.submit(button.action, button.argument, answer="mats against falls at night in our wards")
    await world.understood()

    told = await wants(ann, bob)
    await passes(world)

    assert "What overlaps: “fewer falls”\n" in told
    assert "What overlaps: “fewer falls”\n" in bob.letter(texts.MEET).text
    assert "filling empty shifts" not in told


async def test_of_a_sentence_that_may_tell_who_wrote_it_only_the_few_shared_words_are_shown(world: World) -> None:
    await until_morning(world)
    mats = "mats against falls at night in"
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, problem="filling empty shifts")
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, problem=f"{mats} other wards, says Mo")
    button = next(it for it in (await ann.use("profile show")).buttons if it.label == "What did not work")
    await ann.submit(button.action, button.argument, answer=f"{mats} our wards, says Bettany")
    await world.understood()

    told = await wants(ann, bob)
    await passes(world)

    for text in (told, bob.letter(texts.MEET).text):
        assert "What overlaps: “mats”\n" in text
        assert "Bettany" not in text


async def test_nothing_is_said_to_overlap_that_does_not(world: World) -> None:
    await until_morning(world)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, problem="fewer falls at night")
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, problem="filling empty shifts")
    await world.understood()

    told = await wants(ann, bob)
    await passes(world)

    assert "What overlaps" not in told
    assert bob.has(texts.MEET) and not bob.has("What overlaps")


async def test_what_whoever_asks_reads_does_not_tell_whether_the_other_takes_part(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    cas = await settle_in(world, world.green, "Cas", Sector.SOCIAL_CARE, joins=False)
    await world.understood()

    assert await wants(ann, bob) == await wants(ann, cas)
