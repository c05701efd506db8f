"""What is understood of what members write, and what is never looked at."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from adapters.contract.commands import Quoted
from adapters.contract.refs import MessageRef
from adapters.contract.walk import text_of
from bot.embedding.understanding import Stage, State
from bot.people import texts
from bot.people.fields import GONE
from storage.profiles import topic_key
from storage.unit import Unit
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.finding import FALLS, cards, member, people, tick


@pytest.fixture
def ann(world: World) -> Member:
    return member(world, world.red, "Ann")


async def test_a_model_that_is_not_there_is_said_and_nothing_is_lost(world: World, ann: Member) -> None:
    await world.understood()
    kept, world.understanding._matcher = world.understanding._matcher, None
    state, world.understanding.state = world.understanding.state, State()
    said = await ann.told("profile", sector="nhs", problem=FALLS)
    asked = await ann.told("peers")
    world.understanding._matcher, world.understanding.state = kept, state

    assert said.startswith(f"{texts.SAVED}\n{texts.AGREED}\n{texts.NOT_FOUND_YET} {texts.NOT_FOUND_STARTING}")
    assert asked.endswith(texts.STILL_SAFE)
    await world.understood()
    bea = member(world, world.blue, "Bea")
    assert len(cards(await bea.use("peers", problem=FALLS))) == 1


async def test_a_model_that_does_not_work_is_said_and_words_are_read_once_it_does(world: World, ann: Member) -> None:
    await world.understood()
    saved = await ann.use("profile", sector="nhs", problem=FALLS)
    kept, world.understanding._matcher = world.understanding._matcher, None
    state, world.understanding.state = world.understanding.state, State(Stage.BROKEN)
    said = text_of(await ann.fill(saved, "What did not work", answer="Mats with alarms"))
    region = text_of(await ann.fill(saved, "Region", answer="wales"))
    world.understanding._matcher, world.understanding.state = kept, state

    assert said.startswith(f"{texts.SAVED}\n{texts.NOT_FOUND_YET} {texts.NOT_FOUND_BROKEN}")
    assert texts.NOT_FOUND_YET not in region
    await world.understood()
    bea = member(world, world.blue, "Bea")
    assert len(cards(await bea.use("peers", problem="Mats with alarms"))) == 1


async def test_words_are_kept_with_what_they_mean_in_one_piece_of_work(world: World, ann: Member) -> None:
    await world.understood()
    saved = await ann.use("profile", sector="nhs", problem=FALLS)
    bea = member(world, world.blue, "Bea")

    assert await meant(ann) == ("fake@1", ["problem"])
    assert len(cards(await bea.use("peers", problem=FALLS))) == 1
    await ann.fill(saved, "What did not work", answer="Mats with alarms")
    await ann.fill(saved, "How far I am", stage="doing", topic="night lights")
    assert await meant(ann) == ("fake@1", sorted(["problem", "tried", topic_key("night lights")]))
    assert len(cards(await bea.use("peers", problem="Mats with alarms"))) == 1

    embedded = len(world.embedder.encoded)
    await ann.fill(saved, "What did not work")
    await ann.fill(saved, "How far I am", stage=GONE, topic="night lights")
    await ann.fill(saved, "Region", answer="wales")
    assert await meant(ann) == ("fake@1", ["problem"])
    assert len(world.embedder.encoded) == embedded
    assert texts.NOBODY in await bea.told("peers", problem="Mats with alarms")


async def test_new_words_take_the_place_of_old_ones_at_once(world: World, ann: Member) -> None:
    await world.understood()
    await ann.use("profile", sector="nhs", problem=FALLS)
    bea = member(world, world.blue, "Bea")
    assert len(cards(await bea.use("peers", problem=FALLS))) == 1

    await ann.use("profile", sector="nhs", problem="Filling empty shifts")

    assert texts.NOBODY in await bea.told("peers", problem=FALLS)
    assert len(cards(await bea.use("peers", problem="Filling empty shifts"))) == 1


async def test_whoever_searches_too_often_has_to_wait(world: World, ann: Member) -> None:
    await world.understood()
    for _ in range(30):
        await ann.use("peers", problem=FALLS)
    before = world.embedder.calls

    assert await ann.told("peers", problem=FALLS) == texts.TOO_MANY
    assert world.embedder.calls == before
    world.clock.advance(3601)
    assert texts.NOBODY in await ann.told("peers", problem=FALLS)


async def test_only_words_of_forms_and_asks_are_embedded(world: World, ann: Member) -> None:
    bob = member(world, world.blue, "Bob")
    await bob.say("The ICB wants quokkas on every ward.")
    posted = MessageRef(ann.channel, "m1")
    await ann.choose(posted, "jargon this", quoted=Quoted(bob.account, "The ICB wants quokkas on every ward."))
    await ann.begins("peers this", quoted=Quoted(ann.account, "My quokkas"))
    await bob.use("profile", sector="social care", problem=FALLS)
    await ann.use("profile", sector="nhs", problem="Nobody notices when residents fall")
    await world.understood()
    await ann.use("peers")
    await ann.use("peers", problem="Residents fall")
    await world.rest()

    said = _words([FALLS, "Nobody notices when residents fall", "Residents fall"])
    assert world.embedder.encoded
    assert all(_words([each]) <= said for each in world.embedder.encoded)


async def test_what_a_community_calls_something_is_understood_by_everybody(world: World, ann: Member) -> None:
    pat = Member(world, world.red, world.red.channel("room"), "Pat", admin=True)
    await people(world, ("social care", "Zibble is late"), ("charity", "Grants"))
    assert "Zibble is late" not in await ann.told("peers", problem="Home adaptation waiting lists")

    await pat.use("jargon add", term="Zibble", expansion="home adaptation waiting lists", meaning="What we wait for.")
    await tick(world)
    await world.understood()

    assert "Zibble is late" in await ann.told("peers", problem="Home adaptation waiting lists")


async def meant(of: Member) -> tuple[str, list[str]]:
    """The model that made somebody's rows, and the keys of their texts that have one, as it is committed now."""

    async def work(unit: Unit) -> tuple[str, list[str]]:
        mine = await unit.profiles.of([of.account])
        assert mine is not None
        [known] = await unit.vectors.of([mine.person])
        return known.model, sorted(known.rows)

    return await of.world.database.read(work)


def _words(sentences: Iterable[str]) -> set[str]:
    return {word.strip(".,?“”").lower() for sentence in sentences for word in sentence.split()}


async def test_whoever_searches_while_words_are_still_read_is_told_that_there_may_be_more(
    world: World, ann: Member
) -> None:
    await people(world, ("social care", FALLS))
    assert texts.STILL_READING not in await ann.told("peers", problem=FALLS)
    await world.database.write(lambda unit: unit.vectors.put("somebody", {}, "another model", 1.0))

    assert texts.STILL_READING in await ann.told("peers", problem=FALLS)
    assert texts.STILL_READING in await ann.told("peers", problem="Grants")
