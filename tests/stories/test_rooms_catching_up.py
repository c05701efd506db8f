"""The bot comes back to people who were introduced: what they said, changed and deleted meanwhile crosses, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot import missed
from bot import texts as shared
from bot.catchup import ROUND
from bot.introductions import talk, texts
from tests.stories.conftest import World, running
from tests.stories.introducing import DAY, Neighbour, ann_and_bob, asked

LATER = 3600.0


@asynccontextmanager
async def met(database_url: str, *, threads: bool = True) -> AsyncIterator[tuple[Neighbour, Neighbour]]:
    """Ann and Bob have been introduced; afterwards the bot is gone for an hour."""
    async with running(database_url) as world:
        world.red.threads = world.blue.threads = threads
        ann, bob = await asked(await ann_and_bob(world))
        await bob.answer(texts.YES)
        await world.later(120)
        yield ann, bob
    for platform in (world.red, world.blue, world.green):
        platform.away()
    world.clock.advance(LATER)


@asynccontextmanager
async def back(database_url: str, world: World) -> AsyncIterator[World]:
    """The bot comes back to the platforms, and has caught up."""
    async with running(database_url, platforms=(world.red, world.blue, world.green), clock=world.clock) as after:
        await after.caught_up()
        yield after


def said(who: Neighbour) -> list[str]:
    """What somebody's letter box shows of people's messages, as `author: text`."""
    return [line for line in who.platform.lines(who.box) if not line.startswith("Unsilo: ")]


@pytest.mark.parametrize("threads", [True, False])
async def test_what_was_said_in_a_room_while_the_bot_was_away_crosses_once_and_in_order(
    database_url: str, threads: bool
) -> None:
    async with met(database_url, threads=threads) as (ann, bob):
        here, there = (who.letter(talk.YOU_ALL).ref for who in (ann, bob))
        ours, theirs = (ref.as_thread if threads else ref.channel for ref in (here, there))
        await ann.platform.say("Ann", ours, "one")
        await ann.world.rest()
    await ann.platform.say("Ann", ours, "two")
    ann.world.clock.advance(1)
    await bob.platform.say("Bob", theirs, "three")
    ann.world.clock.advance(1)
    await ann.platform.say("Ann", ours, "four")

    async with back(database_url, ann.world):
        mine = ["Ann: one", "Ann: two", "Ann: four", "Bob: three"]
        assert sorted(said(ann)) == sorted(mine)
        assert [line for line in said(bob) if "Ann" in line] == [f"Ann: {it}" for it in ("one", "two", "four")]
    async with back(database_url, ann.world):
        assert sorted(said(ann)) == sorted(mine)


async def test_what_was_changed_or_deleted_in_a_room_meanwhile_is_brought_up_to_date(database_url: str) -> None:
    async with met(database_url) as (ann, bob):
        ours = ann.letter(talk.YOU_ALL).ref.as_thread
        edited = await ann.platform.say("Ann", ours, "to be edited")
        gone = await ann.platform.say("Ann", ours, "to be deleted")
        await ann.world.rest()
        await ann.world.later(120)
    await ann.platform.change(edited, "edited")
    await ann.platform.remove(gone.message)

    async with back(database_url, ann.world):
        assert said(bob) == ["Ann: edited"]


async def test_the_only_message_of_a_room_that_was_deleted_meanwhile_is_missed(database_url: str) -> None:
    async with met(database_url) as (ann, bob):
        gone = await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "to be deleted")
        await ann.world.rest()
    await ann.platform.remove(gone.message)

    async with back(database_url, ann.world):
        assert not said(bob)


async def test_a_reaction_in_a_room_that_was_missed_crosses(database_url: str) -> None:
    async with met(database_url) as (ann, bob):
        posted = await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "We tried sensors.")
        await ann.world.rest()
    copy = next(shown for shown in bob.letters() if shown.text == "We tried sensors.")
    await bob.platform.put("Bob", copy.ref, "👍")

    async with back(database_url, ann.world):
        assert ("👍", "Unsilo") in ann.platform.messages[posted.message.id].reactions


async def test_what_was_said_to_a_room_that_is_closed_goes_nowhere(database_url: str) -> None:
    async with met(database_url) as (ann, bob):
        opening = ann.letter(talk.YOU_ALL)
        await bob.closes()
    await ann.platform.say("Ann", opening.ref.as_thread, "Still there?")

    async with back(database_url, ann.world):
        assert not said(bob)


async def test_in_a_healthy_connection_only_rooms_that_were_stirred_lately_are_read(database_url: str) -> None:
    async with met(database_url) as (ann, bob):
        world, ours = ann.world, ann.letter(talk.YOU_ALL).ref.as_thread

        async def unheard(text: str) -> int:
            before = len([call for call in ann.platform.calls if call == ("since", str(ours))])
            core, ann.platform.core = ann.platform.core, None
            await ann.platform.say("Ann", ours, text)
            ann.platform.core = core
            world.clock.advance(ROUND)
            await world.idle()
            return len([call for call in ann.platform.calls if call == ("since", str(ours))]) - before

        assert await unheard("one") == 1
        [carried] = said(bob)
        assert carried.startswith("Ann: Written ") and carried.endswith("\none")
        world.clock.advance(2 * DAY)
        await world.idle()
        assert await unheard("two") == 0 and said(bob) == [carried]


async def test_of_too_much_that_was_missed_in_a_room_the_older_is_counted(database_url: str) -> None:
    async with met(database_url) as (ann, bob):
        world, ours = ann.world, ann.letter(talk.YOU_ALL).ref.as_thread
        core, ann.platform.core = ann.platform.core, None
        posts = [await ann.platform.say("Ann", ours, text) for text in ("one", "two")]
        ann.platform.core = core
        await world.database.write(lambda unit: missed.skip(unit, ours, posts, world.clock.now()))
        await world.rest()
        assert bob.has("2 older messages of Red") and not said(bob)


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_what_was_carried_and_is_told_again_long_after_the_room_closed_is_nothing_new(database_url: str) -> None:
    async with running(database_url) as world:
        ann, bob = await asked(await ann_and_bob(world))
        await bob.answer(texts.YES)
        await world.later(120)
        posted = await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "one")
        await world.rest()
        await world.later(3 * DAY)  # what was heard is not remembered for longer
        await ann.closes()
        assert ann.platform.core is not None
        await ann.platform.core.heard(posted)
        await world.rest()

    assert [line for line in said(bob) if "Ann" in line] == ["Ann: one"]
    assert not ann.has(shared.NOT_CARRIED)
