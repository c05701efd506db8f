"""Whoever writes a lot at once is copied ten messages in ten seconds; the rest follows in order, and others go on."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from adapters.contract.incoming import Posted
from bot.moderating import texts
from bot.relay.pace import LIMIT, WITHIN, due
from storage.database import Unit
from storage.schema import Company
from tests.fakes.platform import FakePlatform
from tests.stories.asking import Member
from tests.stories.conftest import PATIENCE, World, running
from tests.stories.statements import statements

HOUR = 3600.0


async def flood(world: World, count: int, start: int = 0, user: str = "Ann") -> list[Posted]:
    """Somebody in the red community writes numbered messages."""
    said = [await world.red.say(user, world.talk(world.red), f"{number}") for number in range(start, start + count)]
    await world.rest()
    return said


def numbers(world: World, user: str = "Ann") -> list[int]:
    """The numbers of the copies of somebody's messages, as the blue side shows them."""
    shown = world.blue.shown(world.talk(world.blue))
    return [int(each.text) for each in shown if each.author == f"{user} · Red" and each.text.isdigit()]


def busiest(world: World) -> int:
    """The most copies of Ann's messages within any ten seconds."""
    times = [each.at for each in world.blue.shown(world.talk(world.blue)) if each.author == "Ann · Red"]
    return max(sum(at <= other < at + WITHIN for other in times) for at in times)


async def company(unit: Unit) -> Company:
    """Whether other bots share the database."""
    return unit.pace.company


async def test_ten_cross_at_once_and_the_rest_in_order_ten_in_ten_seconds(world: World) -> None:
    await flood(world, 25)
    assert numbers(world) == list(range(10))
    await world.later(9)
    assert numbers(world) == list(range(10))
    await world.later(1)
    assert numbers(world) == list(range(20))
    await world.later(10)

    assert numbers(world) == list(range(25))
    assert busiest(world) == LIMIT


async def test_others_overtake_what_waits(world: World, bert: Member) -> None:
    await flood(world, 40)
    await world.red.say("Bob", world.talk(world.red), "May I?")
    await world.rest()

    assert bert.sees()[-1] == "Bob · Red: May I?"
    assert numbers(world) == list(range(10))


async def test_who_writes_steadily_is_held_up_by_nothing(world: World) -> None:
    for number in range(30):
        await flood(world, 1, start=number)
        assert numbers(world)[-1] == number
        world.clock.advance(1.01)


async def test_never_more_than_ten_in_any_ten_seconds_however_they_are_written(world: World) -> None:
    written = 0
    for count, pause in ((9, 9.75), (11, 0.5), (3, 2.0), (12, 20.0), (10, 1.0), (5, 9.0)):
        await flood(world, count, start=written)
        written += count
        for _ in range(int(pause * 4)):
            await world.later(0.25)  # as clocks have it to the bit, so that nothing comes later than it is due
    for _ in range(120):
        await world.later(0.25)

    assert numbers(world) == list(range(written))
    assert busiest(world) <= LIMIT


async def test_a_mute_stops_what_waits_at_once_and_for_good(world: World, rosa: Member, bert: Member) -> None:
    said = await flood(world, 30)
    answer = await rosa.told("bridge mute", who="<@Ann>", time="1h")
    await world.later(60)
    assert numbers(world) == list(range(10))
    assert texts.stopped(20) in answer

    await world.later(HOUR)
    await world.red.change(said[20], "Again.")
    await flood(world, 1, start=50)
    assert numbers(world) == [*range(10), 50]
    assert "Ann · Red: Again." not in bert.sees()


async def test_who_is_let_back_in_does_not_wait_behind_what_was_stopped(world: World, rosa: Member) -> None:
    await flood(world, 300)
    await rosa.use("bridge ban", who="<@Ann>")
    world.clock.advance(1)
    await rosa.use("bridge unban", who="<@Ann>")
    await world.later(11)
    await flood(world, 1, start=500)

    assert numbers(world) == [*range(10), 500]


async def test_a_mute_leaves_what_others_wrote_and_what_stands_somewhere(world: World, rosa: Member) -> None:
    await flood(world, 12, user="Bob")
    await flood(world, 12)
    await rosa.use("bridge mute", who="<@Ann>", time="1h")
    await world.later(11)

    assert numbers(world, "Bob") == list(range(12))
    assert numbers(world) == list(range(10))
    green = [each.text for each in world.green.shown(world.talk(world.green)) if each.author == "Ann · Red"]
    assert green == [f"{number}" for number in range(10)]


async def test_a_restart_forgets_neither_what_waits_nor_who_has_it(database_url: str) -> None:
    async with running(database_url) as before:
        await flood(before, 25)
    platforms: tuple[FakePlatform, ...] = (before.red, before.blue, before.green)
    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await flood(after, 1, start=25)
        assert numbers(after) == list(range(10))
        for _ in range(4):
            await after.later(10)

        assert numbers(after) == list(range(26))
        assert busiest(after) == LIMIT


async def test_what_was_missed_comes_at_once_and_in_the_order_in_which_it_was_written(database_url: str) -> None:
    async with running(database_url) as before:
        await before.red.say("Ann", before.talk(before.red), "Before.")
        await before.rest()
    platforms = (before.red, before.blue, before.green)
    for platform in platforms:
        platform.away()
    written = []
    for number in range(40):
        before.clock.advance(0.1)
        written.append("Bob" if number % 8 == 7 else "Ann")
        await before.red.say(written[-1], before.talk(before.red), f"{number}")
    before.clock.advance(300)
    async with running(database_url, platforms=platforms, clock=before.clock) as after:
        await after.caught_up()

        lines = [line for line in after.lines(after.blue) if not line.endswith("Before.")]
        assert [line.partition(" ")[0] for line in lines] == written
        assert len(numbers(after)) == Counter(written)["Ann"]


async def test_what_is_read_late_of_somebody_with_messages_waiting_goes_behind_them(world: World) -> None:
    await flood(world, 30)
    late = await world.red.say("Ann", world.talk(world.red), "99")
    world.red.away()
    missed = await world.red.say("Ann", world.talk(world.red), "100")
    world.clock.advance(12)
    await world.bot.app.heard(missed)
    assert missed.at == late.at
    for _ in range(6):
        await world.later(10)

    assert numbers(world) == [*range(30), 99, 100]


async def test_an_answer_waits_for_what_it_answers_and_stands_in_its_thread(world: World, bert: Member) -> None:
    *_, last = await flood(world, 12)
    await world.red.say("Bob", last.message.as_thread, "Which ward?")
    await world.red.say("Bob", world.talk(world.red), "I see.", reply_to=last.message)
    await world.rest()
    assert not any(line.startswith("Bob") for line in bert.sees())
    await world.later(10)

    [root] = [each for each in world.blue.shown(bert.channel) if each.text == "11"]
    [answer] = [each for each in world.blue.shown(bert.channel) if each.text == "Which ward?"]
    assert answer.ref.channel == root.ref.as_thread
    assert "Bob · Red: I see." in bert.sees()


async def test_what_is_edited_or_deleted_while_it_waits_shows_neither_the_old_text_nor_itself(
    world: World, bert: Member
) -> None:
    said = await flood(world, 13)
    await world.red.change(said[11], "Mended.")
    await world.red.put("Bob", said[11].message, "👍")
    await world.red.remove(said[12].message)
    await world.rest()
    assert numbers(world) == list(range(10))
    await world.later(10)

    [*_, mended] = world.blue.shown(bert.channel)
    assert (mended.text, mended.reactions) == ("Mended.", {("👍", "Unsilo")})
    assert numbers(world) == list(range(11))
    assert [call for call, _ in world.blue.calls if call == "edit"] == []


async def test_a_hold_adds_to_the_wait_and_not_to_what_is_written_elsewhere(world: World, rosa: Member) -> None:
    await rosa.use("bridge hold", seconds="60")
    await flood(world, 15)
    await world.later(60)
    assert numbers(world) == list(range(10))
    await world.later(10)

    assert numbers(world) == list(range(15))


async def test_whoever_writes_at_a_usual_pace_costs_no_statement(world: World) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await world.database.read(company)).here:  # until it knows that it is alone
            pass
    await flood(world, 1)
    with statements() as seen:
        await flood(world, 5, start=1)
    assert not any("max(copy.made_at)" in each for each in seen)

    with statements() as seen:
        await flood(world, 10, start=6)
    assert sum("max(copy.made_at)" in each for each in seen) == 5


@pytest.mark.parametrize(
    ("at", "known", "waits", "expected"),
    [
        (100.0, [], False, 100.0),
        (100.0, [99.0] * 9, False, 100.0),
        (100.0, [99.0] * 10, False, 109.0),
        (100.0, [80.0] + [99.0] * 9, False, 100.0),
        (100.0, [80.0] + [130.0] * 9, True, 130.0),
        (100.0, [125.0] * 10, True, 135.0),
    ],
)
def test_the_eleventh_waits_until_the_first_is_ten_seconds_old(
    at: float, known: list[float], waits: bool, expected: float
) -> None:
    assert due(at, known, waits=waits) == expected


async def test_two_who_flood_do_not_wait_for_each_other(world: World) -> None:
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(flood(world, 20), flood(world, 20, user="Bob"))
    await world.later(10)

    assert numbers(world) == numbers(world, "Bob") == list(range(20))
