"""Whoever takes no direct messages is written to in a private thread, once they have read who else reads it."""

from __future__ import annotations

import pytest

from adapters.contract.content import Content
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.introductions import talk, texts
from storage.profiles import Sector
from tests.fakes.platform import Shown, refused
from tests.fakes.troubles import busy
from tests.stories.conftest import World
from tests.stories.introducing import DAY, Neighbour, passes, settle_in, until_morning, wants


@pytest.fixture
async def pair(world: World) -> tuple[Neighbour, Neighbour]:
    """Ann on one platform asked to meet Bob on another, whose people belong to no community; his letter box is shut."""
    await until_morning(world)
    world.blue.homeless, world.blue.threads = True, False
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, employer="Leeds Trust")
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, employer="Oak House")
    world.blue.shut[bob.box.id] = refused()
    await wants(ann, bob)
    await passes(world)
    return ann, bob


def aside(bob: Neighbour) -> list[Shown]:
    """What stands in the private thread."""
    return bob.platform.shown(bob.platform.channel("aside-Bob"))


async def agrees(bob: Neighbour) -> Content:
    """Bob is offered a private thread at the next thing that he asks, and takes it; what he was told before."""
    offer = await bob.use("intro why")
    explained = await bob.use_button(offer, texts.ASIDE_CLOSED)
    assert await bob.press(explained, texts.ASIDE_YES) == texts.ASIDE_ON
    await passes(bob.world)
    return explained


async def introduced(pair: tuple[Neighbour, Neighbour]) -> tuple[Neighbour, Neighbour]:
    ann, bob = pair
    await agrees(bob)
    [question] = aside(bob)
    await bob.press(question, texts.YES)
    await passes(bob.world)
    return ann, bob


async def test_who_could_not_be_written_to_is_offered_a_thread_and_told_who_reads_it(
    pair: tuple[Neighbour, Neighbour],
) -> None:
    _, bob = pair
    assert aside(bob) == [] and bob.letters() == []
    explained = await agrees(bob)

    assert "Whoever may manage threads in this server can open and read it too." in text_of(explained)
    [question] = aside(bob)
    assert texts.MEET in question.text and texts.READ_WHERE in question.text
    assert "Ann" not in question.text and "Leeds" not in question.text


async def test_nobody_is_written_to_in_a_thread_who_did_not_agree(pair: tuple[Neighbour, Neighbour]) -> None:
    _, bob = pair
    await bob.use_button(await bob.use("intro why"), texts.ASIDE_CLOSED)
    await passes(bob.world, 120)

    assert aside(bob) == []


async def test_what_one_writes_in_the_thread_reaches_the_other_and_back(pair: tuple[Neighbour, Neighbour]) -> None:
    ann, bob = await introduced(pair)
    there = bob.platform.channel("aside-Bob")
    assert talk.reads_in_a_thread(["Bob"]) in ann.letter(talk.YOU_ALL).text

    said = await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "We tried sensors.")
    await bob.world.rest()
    mine = await bob.platform.say("Bob", there, "So did we.", private=True)
    await bob.world.rest()
    assert bob.platform.lines(there)[-2:] == ["Ann: We tried sensors.", "Bob: So did we."]
    assert ann.platform.lines(ann.box)[-1] == "Bob: So did we."

    await bob.platform.put("Bob", aside(bob)[-2].ref, "👍")
    await ann.platform.remove(said.message)
    await bob.platform.remove(mine.message)
    await bob.world.rest()
    assert [shown.text for shown in aside(bob)[2:]] == []
    assert not any("So did we" in line for line in ann.platform.lines(ann.box))


async def test_what_a_moderator_does_in_the_thread_is_no_part_of_the_conversation(
    pair: tuple[Neighbour, Neighbour],
) -> None:
    ann, bob = await introduced(pair)
    await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "We tried sensors.")
    await ann.world.rest()
    await bob.platform.put("Mo", aside(bob)[-1].ref, "👀")
    await bob.platform.say("Mo", bob.platform.channel("aside-Bob"), "I moderate here.", private=True)
    await bob.world.rest()

    assert not any("I moderate" in shown.text for shown in ann.letters())
    assert not any(shown.reactions for shown in ann.letters())
    assert [shared.NOT_CARRIED in shown.text for shown in bob.platform.shown(bob.platform.channel("dm-Mo"))] == [True]


async def test_letters_that_close_while_two_talk_move_the_conversation_into_a_thread(world: World) -> None:
    await until_morning(world)
    world.blue.homeless, world.blue.threads = True, False
    ann = await settle_in(world, world.red, "Ann", Sector.NHS)
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE)
    await wants(ann, bob)
    await passes(world)
    await bob.answer(texts.YES)
    world.blue.shut[bob.box.id] = refused()
    world.clock.advance(1)
    await wants(await settle_in(world, world.green, "Cat", Sector.CHARITY), bob)
    await passes(world)
    await agrees(bob)
    await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, "Still there?")
    await world.rest()

    assert any("Ann" in shown.text and talk.YOU_ALL in shown.text for shown in aside(bob))
    assert "Ann: Still there?" in bob.platform.lines(bob.platform.channel("aside-Bob"))


async def test_settings_say_where_and_take_it_back(pair: tuple[Neighbour, Neighbour]) -> None:
    _, bob = await introduced(pair)
    wishes = {"frequency": "monthly", "size": "pair", "hours": "9am to 5pm", "zone": "Europe/London"}
    shown = await bob.submit("intro settings", "", **wishes, days=("0", "1"))
    assert texts.aside("Blue") in text_of(shown)

    del bob.platform.shut[bob.box.id]
    assert await bob.press(shown, texts.ASIDE_NO) == texts.ASIDE_OFF
    await passes(bob.world)
    assert bob.has(talk.YOU_ALL)


async def test_what_waits_for_the_thread_comes_as_a_direct_message_once_the_thread_is_wanted_no_more(
    pair: tuple[Neighbour, Neighbour],
) -> None:
    ann, bob = await introduced(pair)
    before = len(aside(bob))
    bob.platform.trouble("send", busy, times=10_000)
    await passes(bob.world, 14 * DAY)
    await passes(bob.world, 60)
    assert ann.has(talk.did_you_talk(["Bob"]))
    bob.platform.troubles.clear()
    del bob.platform.shut[bob.box.id]
    assert await bob.forge("intro direct", "") == texts.ASIDE_OFF
    await passes(bob.world, 60)

    assert bob.has(talk.did_you_talk(["Ann"])) and len(aside(bob)) == before


async def test_who_goes_away_takes_the_letters_in_the_thread_along(pair: tuple[Neighbour, Neighbour]) -> None:
    _, bob = pair
    await agrees(bob)
    assert aside(bob)
    receipt = await bob.use("forget")
    await bob.press(receipt, receipt.buttons[0].label)
    await bob.world.later(3600)

    assert aside(bob) == []


async def asked_in_vain(world: World) -> tuple[Neighbour, Neighbour]:
    """Ann on one platform and Bob on another are asked whether they take part in a round; his letter box is shut."""
    await until_morning(world, 0)
    world.blue.homeless, world.blue.threads = True, False
    ann = await settle_in(world, world.red, "Ann", Sector.NHS, rounds=True)
    bob = await settle_in(world, world.blue, "Bob", Sector.SOCIAL_CARE, rounds=True)
    world.blue.shut[bob.box.id] = refused()
    await until_morning(world, 1)
    await passes(world)
    await ann.press(ann.letter(texts.ROUND_SOON), texts.IN)
    return ann, bob


async def test_a_rounds_question_that_was_refused_is_asked_again_in_the_thread(world: World) -> None:
    ann, bob = await asked_in_vain(world)
    await agrees(bob)
    [question] = aside(bob)
    assert texts.ROUND_SOON in question.text
    await bob.press(question, texts.IN)
    await passes(world, 2 * DAY)
    await passes(world)

    assert any(texts.MEET in shown.text for shown in aside(bob)) and ann.has(texts.MEET)


async def test_a_rounds_question_is_not_asked_again_once_it_is_answered_or_the_round_begins(world: World) -> None:
    _, bob = await asked_in_vain(world)
    await agrees(bob)
    await bob.press(aside(bob)[0], texts.SKIP)
    settings = await bob.submit(
        "intro settings", "", frequency="monthly", size="pair", hours="9am to 5pm", zone="Europe/London", days=("3",)
    )
    del bob.platform.shut[bob.box.id]
    await bob.press(settings, texts.ASIDE_NO)
    await passes(world)
    assert not bob.read()

    _, cat = bob, await settle_in(world, world.blue, "Cat", Sector.CHARITY, rounds=True)
    world.blue.shut[cat.box.id] = refused()
    await passes(world, 60)
    await passes(world, 2 * DAY)
    await passes(world)
    explained = await cat.use_button(await cat.use("intro why"), texts.ASIDE_CLOSED)
    await cat.press(explained, texts.ASIDE_YES)
    await passes(world)
    assert not cat.platform.shown(cat.platform.channel("aside-Cat"))
