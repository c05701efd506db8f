"""What happened while the bot was away, in full: reactions, threads, too much of it, and late news of it."""

from __future__ import annotations

import pytest

from bot import catchup
from tests.fakes.platform import FakePlatform, busy
from tests.stories.conftest import World, running

LATER = 3600.0


def away(world: World, seconds: float = LATER) -> tuple[FakePlatform, FakePlatform, FakePlatform]:
    """The bot is gone for a time; what is left are the red, the blue and the green platform."""
    platforms = (world.red, world.blue, world.green)
    for platform in platforms:
        platform.away()
    world.clock.advance(seconds)
    return platforms


async def test_reactions_given_and_taken_back_meanwhile_are_brought_up_to_date(database_url: str) -> None:
    async with running(database_url) as before:
        said = await before.red.say("Ann", before.talk(before.red), "Who has done this?")
        await before.rest()
        await before.red.put("Ben", said.message, "🎉")
        await before.red.put("Cas", said.message, "👀")
        await before.rest()
    platforms = away(before)
    await platforms[0].put("Ben", said.message, "🎉", present=False)
    await platforms[0].put("Dee", said.message, "👀")
    await platforms[0].put("Dee", said.message, "👍")

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        [copy] = after.blue.shown(after.talk(after.blue))
        assert copy.reactions == {("👀", "Unsilo"), ("👍", "Unsilo")}

        platforms[0].calls.clear()
        after.clock.advance(15 * 60)
        await after.caught_up()
        assert not any(call == "reactors" for call, _ in platforms[0].calls)


async def test_a_reaction_to_a_copy_that_was_taken_back_meanwhile_goes_from_the_original(database_url: str) -> None:
    async with running(database_url) as before:
        await before.red.say("Ann", before.talk(before.red), "Who has done this?")
        await before.rest()
        [copy] = before.blue.shown(before.talk(before.blue))
        await before.blue.put("Bea", copy.ref, "🎉")
        await before.rest()
    platforms = away(before)
    await platforms[1].put("Bea", copy.ref, "🎉", present=False)

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        [original] = after.red.shown(after.talk(after.red))
        assert original.reactions == set()


async def test_a_reaction_given_when_history_has_just_been_read_stays(world: World) -> None:
    """The bot hears of it at once; the history that it has in its hands does not show it."""
    said = await world.red.say("Ann", world.talk(world.red), "Who has done this?")
    await world.caught_up()

    world.red.meanwhile.append(lambda: world.red.put("Ben", said.message, "🎉"))
    world.clock.advance(15 * 60)
    await world.caught_up()

    [copy] = world.blue.shown(world.talk(world.blue))
    assert (world.red.meanwhile, copy.reactions) == ([], {("🎉", "Unsilo")})


async def test_a_reply_deleted_in_a_thread_meanwhile_goes_everywhere(database_url: str) -> None:
    async with running(database_url) as before:
        root = await before.red.say("Ann", before.talk(before.red), "root")
        reply = await before.red.say("Ben", root.message.as_thread, "with a patient's name")
        await before.rest()
    platforms = away(before)
    await platforms[0].remove(reply.message)

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        assert after.lines(after.blue) == after.lines(after.green) == ["Ann · Red: root"]


async def test_of_too_many_messages_the_older_stay_where_they_are_and_everybody_is_told_how_many(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catchup, "MOST", 3)
    async with running(database_url) as before:
        await before.red.say("Ann", before.talk(before.red), "before")
        await before.rest()
    platforms = away(before, 60.0)
    for number in range(5):
        before.clock.advance(1)
        await platforms[0].say("Ann", before.talk(platforms[0]), f"missed {number}")

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        shown = sorted(after.lines(after.blue))
        assert shown == [
            "Ann · Red: before",
            *(f"Ann · Red: missed {number}" for number in (2, 3, 4)),
            "Unsilo: 2 older messages of Red were not copied: I was away when they were written.",
        ]
        after.bot.catchup.ask(after.red.community)
        await after.caught_up()
        assert sorted(after.lines(after.blue)) == shown


async def test_what_is_shown_long_after_it_was_written_says_when_that_was(database_url: str) -> None:
    async with running(database_url) as before:
        pass
    platforms = away(before, 1.0)
    await platforms[0].say("Ann", before.talk(platforms[0]), "old news")
    before.clock.advance(LATER)
    await platforms[0].say("Ann", before.talk(platforms[0]), "news")

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        old, new = after.lines(after.blue)
        assert old.startswith("Ann · Red: Written ") and old.endswith("\nold news")
        assert new == "Ann · Red: news"


async def test_news_that_come_after_they_were_found_in_history_change_nothing(database_url: str) -> None:
    async with running(database_url) as before:
        pass
    platforms = away(before, 1.0)
    said = await platforms[0].say("Ann", before.talk(platforms[0]), "found")
    edited = await platforms[0].change(said, "found and changed")

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        await after.bot.app.heard(said)
        await after.bot.app.heard(edited)
        await after.rest()
        assert after.lines(after.blue) == ["Ann · Red: found and changed"]


async def test_history_that_a_busy_platform_does_not_give_now_is_read_later_and_holds_up_no_other(
    database_url: str,
) -> None:
    async with running(database_url) as before:
        pass
    red, blue, _ = platforms = away(before, 60.0)
    await red.say("Ann", before.talk(red), "from red")
    await blue.say("Bea", before.talk(blue), "from blue")
    red.trouble("since", busy)

    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()
        assert after.lines(after.green) == ["Bea · Blue: from blue"]
        after.clock.advance(7.0)
        await after.caught_up()
        assert after.lines(after.green) == ["Bea · Blue: from blue", "Ann · Red: from red"]
