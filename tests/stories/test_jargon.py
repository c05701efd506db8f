"""Members ask what terms mean, and communities add their own, which organisers approve."""

from __future__ import annotations

import pytest

from adapters.contract.commands import Quoted
from adapters.contract.refs import MessageRef
from adapters.contract.walk import text_of
from bot import texts as shared
from bot.jargon import texts
from tests.fakes.platform import FakePlatform, Shown
from tests.stories.asking import Member
from tests.stories.conftest import World

ROTA = {"term": "SPRINT", "expansion": "spring rota in the north", "meaning": "How shifts are shared out in spring."}


@pytest.fixture
def ann(world: World) -> Member:
    return Member(world, world.red, world.talk(world.red), "Ann")


@pytest.fixture
def pat(world: World) -> Member:
    """An organiser, with a room in which organisers are told things."""
    return Member(world, world.red, world.red.channel("room"), "Pat", admin=True)


def member(world: World, platform: FakePlatform, name: str) -> Member:
    return Member(world, platform, world.talk(platform), name)


def asked(pat: Member) -> Shown:
    """What organisers are asked in their room."""
    *_, shown = pat.platform.shown(pat.channel)
    return shown


async def test_a_term_is_explained_with_who_says_so(ann: Member) -> None:
    said = await ann.told("jargon", term="icb")

    assert said.startswith("ICB: integrated care board. ")
    assert said.endswith(")")


async def test_the_other_senses_of_a_term_follow(ann: Member) -> None:
    first, *others = (await ann.told("jargon", term="DNA")).split(f"\n{texts.OTHER_SENSES}\n")

    assert "DNA: did not attend" in first
    assert "deoxyribonucleic acid" in others[0]


async def test_an_unknown_term_is_said_to_be_unknown(ann: Member) -> None:
    assert await ann.told("jargon", term="XQZV") == f"{texts.unknown('XQZV')}\n{texts.ADD_HOW}"


async def test_the_terms_of_a_message_are_explained_to_whoever_asks_alone(world: World, ann: Member) -> None:
    posted = MessageRef(ann.channel, "m1")
    quoted = Quoted(None, "The clinic has 12 DNAs a week. Has any ICB sent reminders?")

    said = text_of(await ann.choose(posted, "jargon this", quoted=quoted))

    assert "DNA: did not attend" in said
    assert "deoxyribonucleic" not in said
    assert "ICB: integrated care board" in said
    assert said.endswith(texts.MAY_BE_WRONG)
    assert ann.sees() == [] and ann.notices() == []


async def test_a_message_without_terms_or_words_is_no_riddle(ann: Member) -> None:
    posted = MessageRef(ann.channel, "m1")

    assert text_of(await ann.choose(posted, "jargon this")) == texts.NO_WORDS
    assert text_of(await ann.choose(posted, "jargon this", quoted=Quoted(None, "See you at two"))) == texts.NONE_HERE


async def test_a_proposed_term_is_used_once_an_organiser_says_so(world: World, ann: Member, pat: Member) -> None:
    await pat.use("organisers here")

    assert await ann.told("jargon add", **ROTA) == texts.THANKS
    assert texts.unknown("SPRINT") in await ann.told("jargon", term="SPRINT")
    assert await pat.press(asked(pat), "Add it") == texts.added("SPRINT")

    ben = member(world, world.blue, "Ben")
    assert (await ben.told("jargon", term="SPRINT")).startswith("SPRINT: spring rota in the north. How shifts")
    assert ann.letters()[-1].text == texts.was_added("SPRINT")
    assert asked(pat).text == texts.added("SPRINT")
    assert asked(pat).content.buttons == ()


async def test_an_organiser_may_decline(world: World, ann: Member, pat: Member) -> None:
    await pat.use("organisers here")
    await ann.use("jargon add", **ROTA)
    before = asked(pat).content

    await pat.press(before, "Do not add it")

    assert texts.unknown("SPRINT") in await ann.told("jargon", term="SPRINT")
    assert ann.letters()[-1].text == texts.was_declined("SPRINT")
    assert await pat.press(before, "Add it") == texts.GONE


async def test_only_organisers_of_the_same_community_approve(world: World, ann: Member, pat: Member) -> None:
    await pat.use("organisers here")
    await ann.use("jargon add", **ROTA)
    [button, _] = asked(pat).content.buttons
    stranger = Member(world, world.blue, world.talk(world.blue), "Olu", admin=True)

    for anybody in (ann, stranger):
        assert await anybody.forge(button.action, button.argument) == shared.ORGANISERS_ONLY
    assert await pat.forge(button.action, "nonsense") == texts.GONE
    assert texts.unknown("SPRINT") in await ann.told("jargon", term="SPRINT")


async def test_what_an_organiser_adds_needs_nobody_else(ann: Member, pat: Member) -> None:
    assert await pat.told("jargon add", **ROTA) == texts.ADDED
    assert "spring rota" in await ann.told("jargon", term="sprint")


async def test_a_form_that_is_handed_in_twice_adds_nothing(ann: Member, pat: Member) -> None:
    await pat.use("organisers here")
    await ann.use("jargon add", **ROTA)
    assert (await ann.told("jargon add", **ROTA)).startswith(texts.THERE)
    await pat.press(asked(pat), "Add it")

    assert (await pat.told("jargon add", **{**ROTA, "term": ROTA["term"].lower()})).startswith(texts.THERE)
    assert await pat.told("jargon add", **{**ROTA, "expansion": "something else"}) == texts.ADDED


async def test_organisers_list_and_remove_what_their_community_added(world: World, ann: Member, pat: Member) -> None:
    olu = Member(world, world.blue, world.talk(world.blue), "Olu", admin=True)
    assert await pat.told("jargon list") == texts.NONE_LISTED
    assert await ann.told("jargon add", **ROTA) == texts.NOBODY_TO_ASK

    listed = await pat.use("jargon list")
    assert text_of(listed).endswith(texts.WAITS)
    await pat.press(listed, "Add 1")
    assert texts.WAITS not in await pat.told("jargon list")

    assert await olu.told("jargon list") == texts.NONE_LISTED
    assert await olu.told("jargon remove", term="sprint") == texts.not_listed("sprint")
    assert await ann.told("jargon remove", term="sprint") == shared.ORGANISERS_ONLY
    assert await pat.told("jargon remove", term="sprint") == texts.removed("SPRINT", 1)
    assert texts.unknown("SPRINT") in await ann.told("jargon", term="SPRINT")


async def test_nobody_floods_the_organisers(ann: Member) -> None:
    said = [await ann.told("jargon add", **{**ROTA, "term": f"T{number}"}) for number in range(11)]

    assert said[:10] == [texts.NOBODY_TO_ASK] * 10 and said[10].startswith(texts.TOO_MANY)


async def test_whoever_proposed_a_term_is_told_when_it_is_removed_before_an_answer(ann: Member, pat: Member) -> None:
    await pat.use("organisers here")
    await ann.use("jargon add", **ROTA)
    assert await pat.told("jargon remove", term="sprint") == texts.removed("SPRINT", 1)

    assert ann.letters()[-1].text == texts.was_declined("SPRINT")
    assert texts.declined("SPRINT") in [each.text for each in pat.platform.shown(pat.channel)]
