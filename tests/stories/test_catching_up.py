"""The bot comes back: what was said, changed and deleted meanwhile crosses, and nothing crosses twice."""

from __future__ import annotations

from adapters.contract.incoming import Connected
from bot.catchup import ROUND
from tests.fakes.platform import FakePlatform, lost
from tests.stories.conftest import World, running

LATER = 3600.0


def away(world: World) -> tuple[FakePlatform, FakePlatform, FakePlatform]:
    """The bot is gone for an hour; what is left are the red, the blue and the green platform."""
    platforms = (world.red, world.blue, world.green)
    for platform in platforms:
        platform.away()
    world.clock.advance(LATER)
    return platforms


async def test_what_was_said_while_the_bot_was_away_crosses_once_and_in_order(database_url: str) -> None:
    async with running(database_url) as before:
        await before.red.say("Ann", before.talk(before.red), "one")
        await before.rest()
    platforms = away(before)
    red, _, _ = platforms
    root = await red.say("Ann", before.talk(red), "two")
    before.clock.advance(1)
    await red.say("Ann", root.message.as_thread, "reply to two")
    before.clock.advance(1)
    await red.say("Ann", before.talk(red), "three")

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        assert after.lines(after.blue) == [f"Ann · Red: {text}" for text in ("one", "two", "reply to two", "three")]
        assert after.lines(after.green) == after.lines(after.blue)


async def test_what_was_changed_or_deleted_while_the_bot_was_away_is_brought_up_to_date(database_url: str) -> None:
    async with running(database_url) as before:
        edited = await before.red.say("Ann", before.talk(before.red), "to be edited")
        gone = await before.red.say("Ann", before.talk(before.red), "to be deleted")
        await before.rest()
    platforms = away(before)
    await platforms[0].change(edited, "edited")
    await platforms[0].remove(gone.message)

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        assert after.lines(after.blue) == after.lines(after.green) == ["Ann · Red: edited"]


async def test_a_deletion_is_missed_too_where_nothing_else_was_said_for_long(world: World) -> None:
    await world.red.say("Rosa", world.talk(world.red), "I am here.")
    await world.rest()
    world.clock.advance(3 * ROUND)
    await world.caught_up()
    posted = await world.blue.say("Bob", world.talk(world.blue), "Beds are full.")
    await world.rest()
    world.red.core, core = None, world.red.core  # the connection is lost
    await world.red.remove(world.red.shown(world.talk(world.red))[-1].ref)
    world.red.core = core
    await world.bot.app.heard(Connected("again", world.clock.now(), world.red.community, "Red"))
    await world.caught_up()
    await world.later(70)
    await world.caught_up()

    assert posted.message.id not in world.blue.messages and world.lines(world.green) == ["Rosa · Red: I am here."]


async def test_a_reaction_to_a_copy_that_was_not_known_yet_when_history_was_read_is_found_after_it(
    world: World,
) -> None:
    posted = await world.blue.say("Bob", world.talk(world.blue), "Beds are full.")
    world.red.trouble("send", lost, performs=True)
    await world.rest()
    [copy] = world.red.shown(world.talk(world.red))
    world.red.core, core = None, world.red.core  # the connection is lost, and its answer
    await world.red.put("Ann", copy.ref, "👍")
    world.red.core = core
    await world.bot.app.heard(Connected("again", world.clock.now(), copy.ref.channel.home, "Red"))
    await world.caught_up()
    assert world.blue.messages[posted.message.id].reactions == set()

    for _ in range(3):
        await world.later(60)
        await world.caught_up()
    assert len(world.red.shown(world.talk(world.red))) == 1
    assert world.blue.messages[posted.message.id].reactions == {("👍", "Unsilo")}


async def test_what_was_deleted_a_moment_after_it_was_written_is_missed_a_minute_later(database_url: str) -> None:
    async with running(database_url) as before:
        gone = await before.red.say("Ann", before.talk(before.red), "to be deleted")
        await before.red.say("Ann", before.talk(before.red), "fine")
        await before.rest()
    platforms = (before.red, before.blue, before.green)
    for platform in platforms:
        platform.away()
    await platforms[0].remove(gone.message)

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        assert after.lines(after.blue) == ["Ann · Red: to be deleted", "Ann · Red: fine"]
        after.clock.advance(60.1)
        await after.caught_up()
        assert after.lines(after.blue) == after.lines(after.green) == ["Ann · Red: fine"]


async def test_a_copy_that_was_found_long_after_it_was_made_is_not_taken_for_removed(world: World) -> None:
    """When it is noted just before a look, the next one reads from then on, and its platform dates it earlier."""
    await world.caught_up()
    world.blue.trouble("send", lost, performs=True)
    await world.red.say("Ann", world.talk(world.red), "Who has a bed?")
    await world.rest()
    await world.later(ROUND - 30)
    for seconds in (30, ROUND, ROUND):
        world.clock.advance(seconds)
        await world.caught_up()
        await world.red.say("Ann", world.talk(world.red), "Nobody?")  # history is never empty
        await world.rest()

    for platform in (world.red, world.blue, world.green):
        assert [line.rpartition(": ")[2] for line in world.lines(platform)] == ["Who has a bed?", *["Nobody?"] * 3]


async def test_a_copy_that_its_platform_dates_before_we_do_is_not_taken_for_removed(world: World) -> None:
    """Clocks differ, and an answer takes a while: the looks are so placed that one begins between the two times."""
    await world.caught_up()
    for _ in range(3):
        world.clock.advance(ROUND - 59.5)
        await world.red.say("Ann", world.talk(world.red), "Who has a bed?")
        await world.rest()
        for platform in (world.blue, world.green):
            for each in platform.messages.values():
                each.at -= 1.0
        world.clock.advance(59.5)
        await world.caught_up()
        await world.red.say("Ann", world.talk(world.red), "Nobody?")  # history is never empty
        await world.rest()
        world.clock.advance(ROUND)
        await world.caught_up()

    assert len(world.lines(world.red)) == len(world.lines(world.blue)) == len(world.lines(world.green)) == 6


async def test_a_copy_that_a_moderator_removed_while_the_bot_was_away_goes_everywhere(database_url: str) -> None:
    async with running(database_url) as before:
        await before.red.say("Ann", before.talk(before.red), "with a patient's name")
        await before.red.say("Ann", before.talk(before.red), "fine")
        await before.rest()
    platforms = away(before)
    blue = platforms[1]
    await blue.remove(blue.shown(before.talk(blue))[0].ref)

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        assert after.lines(after.red) == ["Ann: fine"]
        assert after.lines(after.green) == ["Ann · Red: fine"]


async def test_a_copy_that_an_edit_did_not_find_any_more_goes_everywhere_with_the_next_look(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "with a patient's name")
    await world.rest()
    [copy] = world.blue.shown(world.talk(world.blue))
    del world.blue.messages[copy.ref.id]  # by a moderator, of which the platform does not tell
    await world.blue.say("Bob", world.talk(world.blue), "fine")
    await world.red.change(posted, "with a patient's name and age")
    await world.later(ROUND)
    await world.caught_up()
    await world.later(ROUND)
    await world.caught_up()

    assert world.lines(world.red) == world.lines(world.green) == ["Bob · Blue: fine"]


async def test_a_channel_that_the_bot_may_not_read_any_more_is_not_taken_for_empty(database_url: str) -> None:
    async with running(database_url) as before:
        await before.red.say("Ann", before.talk(before.red), "still there")
        await before.rest()
    platforms = away(before)
    platforms[0].readable = False

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        assert after.lines(after.blue) == ["Ann · Red: still there"]


async def test_a_silent_gap_is_found_within_a_quarter_of_an_hour(database_url: str) -> None:
    async with running(database_url) as world:
        await world.caught_up()
        core, world.red.core = world.red.core, None
        await world.red.say("Ann", world.talk(world.red), "nobody was told")
        world.red.core = core
        world.clock.advance(15 * 60 + 1)
        await world.caught_up()

        [line] = world.lines(world.blue)
        assert line.startswith("Ann · Red: Written ") and line.endswith("nobody was told")
