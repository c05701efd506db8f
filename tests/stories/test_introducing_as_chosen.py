"""What somebody chose last holds at the moment at which they would be asked, whatever was under way."""

from __future__ import annotations

import pytest

from adapters.contract.content import plain
from adapters.contract.walk import text_of
from bot import notices
from bot import texts as shared
from bot.introductions import talk, texts
from bot.people import texts as people
from storage.database import Unit
from storage.profiles import Sector
from tests.fakes.platform import busy, lost
from tests.stories.conftest import World, running
from tests.stories.introducing import (
    DAY,
    HOUR,
    Neighbour,
    ann_and_bob,
    asked,
    passes,
    settle_in,
    until_morning,
    wants,
)
from tests.stories.test_rounds import everybody_says, town


async def chooses(who: Neighbour, hours: str = "9am to 5pm", frequency: str = "monthly") -> None:
    """Somebody changes when, and how often, they are written to."""
    wishes = {"frequency": frequency, "size": "pair", "hours": hours, "zone": "Europe/London"}
    await who.submit("intro settings", "", **wishes, days=("0", "1", "2", "3", "4"))


async def test_settings_that_are_not_taken_come_back_with_everything_that_was_chosen(world: World) -> None:
    ann, _ = await ann_and_bob(world)
    before = await ann.begins("intro settings")
    wishes = {"frequency": "three-monthly", "size": "circle", "hours": "10am to 3:30pm", "zone": "Narnia"}
    refused = await ann.submit("intro settings", "", **wishes, days=("1", "4"))
    [again] = refused.buttons
    unlike = {**wishes, "hours": "mornings", "zone": "america/new york"}
    [other] = (await ann.submit("intro settings", "", **unlike, days=("6",))).buttons

    assert text_of(refused).splitlines()[0] == texts.ZONE_UNCLEAR and "Narnia" in text_of(refused)
    assert again.label == shared.FORM_AGAIN
    chosen = await ann.begins(again.action, again.argument)
    assert chosen == {**wishes, "days": ("1", "4"), "zone": "Europe/London"}
    rest = await ann.begins(other.action, other.argument)
    assert rest == {**wishes, "hours": "9am to 5pm", "days": ("6",), "zone": "America/New_York"}
    for forged in ("7.9.1440.-1.8.Narnia", "a.b.c", "....."):
        assert await ann.begins("intro settings", forged) == before
    assert await ann.begins("intro settings") == before  # nothing was kept
    kept = await ann.submit("intro settings", again.argument, **{**wishes, "zone": "europe/paris"}, days=("1", "4"))
    assert "from 10am to 3:30pm on Tuesday and Friday (Europe/Paris)" in text_of(kept)


async def test_whoever_stops_by_mistake_is_out_at_once_and_comes_back_with_their_settings_and_a_yes_of_their_own(
    world: World,
) -> None:
    _, bob = await asked(await ann_and_bob(world))
    await chooses(bob, "1pm to 3pm", "three-monthly")
    before = await bob.begins("intro settings")
    stopped = await bob.use_button(bob.letter(texts.MEET), texts.STOP)
    assert text_of(stopped).splitlines() == [texts.LEFT, texts.STAYS_BLOCKED, texts.START_AGAIN_HOW]
    assert bob.has(texts.ENDED) and texts.NOT_IN in await bob.told("intro pause")

    how = await bob.use_button(stopped, texts.START_AGAIN)
    assert text_of(how).splitlines() == [*texts.HOW, texts.AS_BEFORE]
    assert texts.NOT_IN in await bob.told("intro pause")  # nobody takes part without having read that
    assert texts.JOINED in await bob.press(how, texts.JOIN)
    assert await bob.begins("intro settings") == before

    assert await bob.forge("intro agree", "9.9.9.9.9.Narnia") == texts.IN_ALREADY
    assert await bob.press(stopped, texts.START_AGAIN) == texts.IN_ALREADY


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
    await world.bot.ticked()
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


@pytest.mark.parametrize(("hour", "at_once"), [(22, False), (14, True)])
async def test_a_letter_that_was_due_while_the_bot_was_away_comes_within_the_hours_of_whoever_reads_it(
    database_url: str, hour: int, at_once: bool
) -> None:
    async with running(database_url) as before:
        ann, bob = await asked(await ann_and_bob(before))
        before.clock.advance(10 * HOUR)
        await bob.answer(texts.YES)  # at 8pm: the conversation is to open at 9am
        await passes(before, 60)
        assert not ann.has(talk.YOU_ALL)
    before.clock.advance((24 + hour - 20) * HOUR)
    async with running(database_url, platforms=(before.red, before.blue, before.green), clock=before.clock) as after:
        await passes(after, 60)
        assert ann.has(talk.YOU_ALL) == at_once
        await passes(after, 11 * HOUR)

        assert ann.has(talk.YOU_ALL)


@pytest.mark.parametrize(
    ("trouble", "landed"),
    [("busy", False), ("lost", False), ("lost", True)],
    ids=["it refuses everything", "it does not answer", "only its answer is lost"],
)
async def test_a_letter_that_was_due_while_its_platform_was_away_comes_within_the_hours_of_whoever_reads_it(
    world: World, trouble: str, landed: bool
) -> None:
    await until_morning(world, 0)
    ann = await settle_in(world, world.red, "Ann", rounds=True)
    away = 10 * HOUR
    if trouble == "busy":
        world.red.trouble("send", lambda: busy(away))
    else:
        world.red.trouble("send", lost, performs=landed)
        world.red.trouble("find", lambda: busy(away))
    await until_morning(world, 1)
    await passes(world, 60)  # it is tried, and may have been posted
    await passes(world, 60)  # it is looked for
    await passes(world, away)  # at 8pm the platform is back
    told_at_night = sum(texts.ROUND_SOON in text for text in ann.read())

    await world.database.write(lambda unit: other_letter(unit, ann, world.clock.now()))
    await passes(world, 600)
    assert ann.has("something else, which comes at any hour")
    await passes(world, 13 * HOUR)

    assert (told_at_night, sum(texts.ROUND_SOON in text for text in ann.read())) == (int(landed), 1)
    assert await world.database.read(lambda unit: unit.outbox.counts()) == {}


async def test_a_conversation_opens_in_the_morning_for_whoever_could_not_be_reached_in_time(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    world.red.trouble("send", lambda: busy(5 * HOUR))
    world.clock.advance(4 * HOUR)
    await bob.answer(texts.YES)  # at 2pm; Ann's platform is back at 7pm
    await passes(world, 6 * HOUR)
    assert bob.has(talk.YOU_ALL) and not ann.has(talk.YOU_ALL)

    await passes(world, 13 * HOUR)

    assert ann.has(talk.YOU_ALL)


async def other_letter(unit: Unit, who: Neighbour, now: float) -> None:
    """The bot says something to somebody that is no letter of introductions."""
    said = plain("Here is something else, which comes at any hour.")
    await notices.post(unit, "other", said, [who.account.letter_box], now)


async def test_a_break_that_was_chosen_is_not_shortened_by_one_without_a_time(world: World) -> None:
    ann, _ = await ann_and_bob(world)
    until = "Wednesday 1 July 2026"
    long = await ann.use("intro pause", until="1 July")

    assert until in text_of(long)
    assert until in await ann.told("intro pause")
    assert until in await ann.forge("intro pause", "")  # as the button of every letter sends it
    assert until not in await ann.press(long, texts.weeks(2)), "who says how long is heard"
    assert await ann.told("intro pause", until="8 weeks") == await ann.told("intro pause", until="8")


async def test_whoever_joins_is_led_from_each_step_to_the_next(world: World) -> None:
    await until_morning(world)
    ann = Neighbour(world, world.red, world.red.channel("lobby"), "Ann")
    without = await ann.use("intro join")
    assert [(it.label, it.action) for it in without.buttons] == [(texts.WRITE, "profile")]
    await ann.fill(without, texts.WRITE, sector="nhs", problem="fewer falls at night in our wards")

    joined = await ann.use_button(await ann.use("intro join"), texts.JOIN)
    await world.understood()
    assert "Nobody yet" in await ann.press(joined, texts.FIND)


async def test_who_paused_their_profile_is_not_asked_and_is_told_that_nobody_is_introduced(world: World) -> None:
    await until_morning(world, 0)
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, rounds=True)
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, rounds=True)
    paused = await ann.use("profile pause")
    assert people.PAUSED_TOO in text_of(paused)
    assert await wants(ann, bob) == texts.PROFILE_PAUSED
    await until_morning(world, 1)
    await passes(world)
    assert not ann.has(texts.ROUND_SOON) and bob.has(texts.ROUND_SOON)

    await ann.press(paused, "Resume")
    await passes(world, HOUR)
    assert ann.has(texts.ROUND_SOON)
    await ann.use("profile pause")
    assert await ann.press(ann.letter(texts.ROUND_SOON), texts.IN) == texts.PROFILE_PAUSED
