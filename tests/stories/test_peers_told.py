"""Whoever finds nobody is told once when somebody comes."""

from __future__ import annotations

import pytest

from adapters.contract.walk import text_of
from bot.people import texts
from bot.people.wishes import WEEK
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.finding import FALLS, cards, member, people, tick


@pytest.fixture
def ann(world: World) -> Member:
    return member(world, world.red, "Ann")


async def test_whoever_waits_is_told_once_when_someone_comes(world: World, ann: Member) -> None:
    nobody = await ann.use("peers", problem="Residents fall at night")
    assert text_of(nobody).startswith(texts.NOBODY)
    assert text_of(await ann.use_button(nobody, "Tell me when someone comes")) == texts.TELL_SAVED
    await people(world, ("charity", "Grant applications"))
    await tick(world)
    assert ann.letters() == []

    await people(world, ("social care", FALLS), platform=world.green)
    await tick(world)

    told = " ".join(letter.text for letter in ann.letters())
    assert texts.SOMEBODY_CAME in told and "Residents fall at night" in told
    assert len(cards(await ann.use_button(ann.letters()[-1], "Show them"))) == 1
    count = len(ann.letters())
    await people(world, ("charity", FALLS), platform=world.red)
    await tick(world)
    assert len(ann.letters()) == count


async def test_nobody_is_told_more_than_once_a_week(world: World, ann: Member) -> None:
    for words in ("Residents fall at night", "Discharge letters arrive late"):
        await ann.use_button(await ann.use("peers", problem=words), "Tell me when someone comes")
    await people(world, ("social care", FALLS), ("social care", "Discharge letters arrive late"))

    await tick(world)
    first = len(ann.letters())
    await tick(world)
    assert len(ann.letters()) == first > 0

    world.clock.advance(WEEK)
    await tick(world)
    assert len(ann.letters()) > first


async def test_wishes_are_taken_back(world: World, ann: Member) -> None:
    one = await ann.use_button(await ann.use("peers", problem="Residents fall"), "Tell me when someone comes")
    two = await ann.use_button(await ann.use("peers", problem="Residents fall at night"), "Tell me when someone comes")
    bob = member(world, world.red, "Bob")

    assert await bob.press(one, "Do not tell me") == texts.NOTHING_TO_STOP
    assert await ann.press(one, "Do not tell me") == texts.STOPPED
    assert await ann.forge("peers quiet", "") == texts.STOPPED_ALL
    assert await ann.press(two, "Do not tell me") == texts.NOTHING_TO_STOP
    await people(world, ("social care", FALLS))
    await tick(world)
    assert ann.letters() == []


async def test_a_wish_made_again_is_the_same_and_its_first_button_stops_it(world: World, ann: Member) -> None:
    nobody = await ann.use("peers", problem="Residents fall")
    one = await ann.use_button(nobody, "Tell me when someone comes")
    await ann.use_button(nobody, "Tell me when someone comes")
    await ann.use_button(await ann.use("peers", problem="Residents fall"), "Tell me when someone comes")
    shown = await ann.told("privacy")
    assert "people you want to be told of: 1" in shown and "“Residents fall”" in shown

    assert await ann.press(one, "Do not tell me") == texts.STOPPED
    assert "people you want to be told of" not in await ann.told("privacy")
    other = await ann.use_button(await ann.use("peers", problem="Discharge letters"), "Tell me when someone comes")
    still = await ann.use_button(one, "Do not tell me")
    assert text_of(still).startswith(texts.STOPPED_BEFORE) and "Discharge letters" in text_of(still)
    assert await ann.press(still, "Stop 1") == texts.STOPPED
    assert await ann.press(other, "Do not tell me") == texts.NOTHING_TO_STOP


async def test_one_waits_for_three_searches_at_most(ann: Member) -> None:
    for words in "abc":
        await ann.use_button(await ann.use("peers", problem=f"Problem {words}"), "Tell me when someone comes")

    fourth = await ann.use_button(await ann.use("peers", problem="Problem d"), "Tell me when someone comes")
    assert text_of(fourth).startswith(texts.TELL_MANY)
    again = await ann.use_button(await ann.use("peers", problem="Problem a"), "Tell me when someone comes")
    assert text_of(again) == texts.TELL_SAVED
    stopping = await ann.use_button(await ann.use("peers", problem="Problem d"), "Tell me when someone comes")
    assert await ann.press(stopping, "Stop 2") == texts.STOPPED
    last = await ann.use_button(await ann.use("peers", problem="Problem d"), "Tell me when someone comes")
    assert text_of(last) == texts.TELL_SAVED
