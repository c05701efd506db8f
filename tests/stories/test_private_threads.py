"""A thread that only some may read is not its channel: what is asked for in it does not reach that, and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.content import Content
from adapters.contract.walk import text_of
from bot.introductions import questions
from bot.opting_out import texts
from bot.texts.carried_texts import PRIVATE_THREAD
from storage.bridges import ALWAYS
from storage.event_places import PlaceState
from storage.exclusions import Exclusion
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.test_asking_in_channels import WORDS, profile, puts, question_in


@pytest.fixture
def apart(rosa: Member) -> Member:
    """Rosa in a private thread of the joined channel."""
    return replace(rosa, channel=rosa.channel.in_thread("t1"), private=True)


async def test_a_question_that_is_put_in_it_comes_to_no_channel(world: World, apart: Member, bert: Member) -> None:
    await profile(apart)
    told = await puts(apart)
    assert told.startswith(f"{PRIVATE_THREAD}\n{questions.ASK_A_FEW}") and told.endswith(WORDS)
    assert not question_in(bert) and world.lines(world.red) == []


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("unsilo", {}),
        ("bridge status", {}),
        ("bridge invite", {}),
        ("bridge pause", {"what": "here"}),
        ("bridge chatham", {"rule": "on"}),
        ("bridge ban", {"who": "<@Ann>"}),
        ("bridge optin", {}),
        ("events new", {"title": "Falls", "when": "tomorrow 2pm"}),
    ],
)
async def test_what_is_about_its_channel_is_to_be_asked_for_there(
    apart: Member, name: str, answers: dict[str, str]
) -> None:
    assert PRIVATE_THREAD in await apart.told(name, **answers)


async def test_nothing_of_that_was_done(world: World, apart: Member, ann: Member, bert: Member) -> None:
    await apart.use("bridge pause", what="all")
    await apart.use("bridge chatham", rule="on")
    await apart.use("bridge ban", who="<@Ann>")
    assert await apart.told("bridge optout") == f"{PRIVATE_THREAD}\n{texts.OUT_OF_ALL}"
    await apart.use("events new", title="Falls", when="tomorrow 2pm")
    await ann.say("Good morning")

    assert bert.sees() == ["Ann · Red: Good morning"]
    bridge = await world.database.read(lambda unit: unit.bridges.of(apart.channel))
    assert bridge is not None and all(end.unnamed_until < ALWAYS and not end.paused for end in bridge.ends)
    assert await world.database.read(lambda unit: unit.exclusions.all(apart.account, Exclusion.OPTED_OUT)) == []
    assert await world.database.read(lambda unit: unit.events.drafts(world.red.community, 5)) == []


async def test_whoever_wants_to_announce_an_event_there_is_told_before_they_write_anything(apart: Member) -> None:
    opened = await apart.begins("events new")
    assert isinstance(opened, Content) and text_of(opened) == PRIVATE_THREAD


async def test_a_private_thread_that_is_itself_joined_is_a_channel_like_any_other(world: World, rosa: Member) -> None:
    thread, there = world.red.channel("board").in_thread("t2"), world.blue.channel("board")
    await world.database.write(lambda unit: unit.bridges.add("Board", (thread, there), 0.0))
    inside = replace(rosa, channel=thread, private=True)
    await profile(inside)
    await puts(inside)
    assert question_in(Member(world, world.blue, there, "Bob"))
    assert "Board" in await inside.told("unsilo")


async def test_an_event_that_is_made_in_it_is_shown_there_and_over_its_bridge(world: World, rosa: Member) -> None:
    """Not in the channel that holds it, where others read."""
    thread, there = world.red.channel("board").in_thread("t2"), world.blue.channel("board")
    await world.database.write(lambda unit: unit.bridges.add("Board", (thread, there), 0.0))
    inside = replace(rosa, channel=thread, private=True)
    await inside.use("events new", title="Who is to go", when="tomorrow 2pm")
    event = await world.database.read(lambda unit: unit.events.by_id(1))
    places = await world.database.read(lambda unit: unit.events.places.of(1, PlaceState.CHOSEN))

    assert event is not None and event.channel == thread
    assert {place.channel for place in places} == {thread, there}
