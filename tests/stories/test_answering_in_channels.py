"""Answers in the channels of a bridge: they leave where, and when, a message of their writer would."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.bridging import leaving_texts
from bot.introductions import questions
from bot.moderating import texts
from storage.profiles import Sector
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import passes, settle_in, until_morning
from tests.stories.telling import told
from tests.stories.test_asking_in_channels import WORDS, answers, profile, puts, question_in

Meanwhile = Callable[[Member, Member, Member], Awaitable[None]]


@pytest.fixture
async def dora(world: World, bert: Member) -> Member:
    """Belongs to the blue community, and has a profile."""
    dora = Member(world, world.blue, bert.channel, "Dora")
    await profile(dora)
    return dora


async def test_no_answer_comes_to_a_channel_that_messages_do_not_come_to(
    world: World, ann: Member, rosa: Member, bert: Member, dora: Member
) -> None:
    await profile(ann)
    await puts(ann)
    await rosa.told("bridge direction", direction="out")
    assert (await answers(dora, question_in(bert)[0])).startswith(questions.ANSWER_STAYS_HERE)
    assert ann.letters() == []


def held(seconds: int) -> str:
    """What is told to whoever answers where messages wait for so long."""
    return "\n".join((questions.SENT, *questions.waits(seconds)))


async def test_an_answer_waits_for_as_long_as_a_message_of_its_channel_and_its_writer_is_told(
    world: World, ann: Member, bert: Member, dora: Member
) -> None:
    await profile(ann)
    await puts(ann)
    await bert.told("bridge hold", seconds="60")

    assert await answers(dora, question_in(bert)[0]) == held(60)
    await world.later(59)
    assert ann.letters() == []
    await world.later(2)
    assert "Yes, with mats." in told(ann)


async def test_an_answer_to_a_question_in_ones_own_channel_does_not_wait(world: World, ann: Member) -> None:
    dora = replace(ann, name="Dora")
    await profile(ann)
    await profile(dora)
    await puts(ann)
    await replace(ann, name="Rosa", admin=True).told("bridge hold", seconds="60")
    assert await answers(dora, question_in(ann)[0]) == questions.SENT
    assert "Yes, with mats." in told(ann)


async def test_whoever_was_asked_privately_too_waits_when_they_answer_in_the_channel(
    world: World, ann: Member, bert: Member, dora: Member
) -> None:
    await profile(ann)
    await puts(ann)
    await bert.told("bridge hold", seconds="60")
    person = await world.database.read(lambda unit: unit.profiles.of([dora.account]))
    assert person is not None
    await world.database.write(lambda unit: unit.asks.read_by(1, person.person, world.clock.now()))

    assert await answers(dora, question_in(bert)[0]) == held(60)
    assert ann.letters() == []


async def bans(dora: Member, rosa: Member, bert: Member) -> None:
    """Her own organiser bans her."""
    await bert.told("bridge ban", who="<@Dora>")


async def bans_for_a_moment(dora: Member, rosa: Member, bert: Member) -> None:
    """He lets her in again."""
    await bert.told("bridge ban", who="<@Dora>")
    await dora.world.later(1)
    await bert.told("bridge unban", who="<@Dora>")


async def mutes(dora: Member, rosa: Member, bert: Member) -> None:
    """He mutes her."""
    await bert.told("bridge mute", who="<@Dora>", time="1h")


async def opts_out(dora: Member, rosa: Member, bert: Member) -> None:
    """She opts out of all bridges."""
    await dora.told("bridge optout", where="everywhere")


async def opts_out_for_a_moment(dora: Member, rosa: Member, bert: Member) -> None:
    """She opts out of this one, and in again."""
    await dora.told("bridge optout", where="here")
    await dora.world.later(1)
    await dora.told("bridge optin", where="here")


async def pauses(dora: Member, rosa: Member, bert: Member) -> None:
    """Her channel is paused."""
    await bert.told("bridge pause", what="here")


async def pauses_for_a_moment(dora: Member, rosa: Member, bert: Member) -> None:
    """The whole bridge is paused, and resumed."""
    await rosa.told("bridge pause", what="all")
    await dora.world.later(1)
    await rosa.told("bridge resume", what="all")


async def pauses_there(dora: Member, rosa: Member, bert: Member) -> None:
    """The channel is paused where the question was put."""
    await rosa.told("bridge pause", what="here")


async def leaves(dora: Member, rosa: Member, bert: Member) -> None:
    """Her channel leaves."""
    await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)


async def leaves_there(dora: Member, rosa: Member, bert: Member) -> None:
    """The channel leaves where the question was put."""
    await rosa.press_on("bridge leave", leaving_texts.YES_LEAVE)


async def removes(dora: Member, rosa: Member, bert: Member) -> None:
    """An organiser takes the question out of all channels."""
    await bert.press(await bert.choose(question_in(bert)[0].ref, "moderate"), texts.REMOVE)


async def removes_by_hand(dora: Member, rosa: Member, bert: Member) -> None:
    """A moderator deletes the question."""
    await dora.world.blue.remove(question_in(bert)[0].ref)
    await dora.world.rest()


MEANWHILE = (bans, bans_for_a_moment, mutes, opts_out, opts_out_for_a_moment, pauses, pauses_for_a_moment,
             pauses_there, leaves, leaves_there, removes, removes_by_hand)  # fmt: skip


@pytest.mark.parametrize("meanwhile", MEANWHILE, ids=lambda each: each.__name__)
async def test_an_answer_that_waits_does_not_come_when_it_is_kept_back_meanwhile(
    world: World, ann: Member, rosa: Member, bert: Member, dora: Member, meanwhile: Meanwhile
) -> None:
    await profile(ann)
    put = await ann.use("ask", words=WORDS, where="both", suppliers="no", me="hidden")
    await bert.told("bridge hold", seconds="60")
    await answers(dora, question_in(bert)[0])
    await world.later(10)
    await meanwhile(dora, rosa, bert)
    await world.later(120)

    assert not any("mats" in letter.text for letter in ann.letters())
    assert await ann.forge("ask reveal", put.buttons[0].argument) == questions.NOBODY_ANSWERED


async def test_an_answer_that_has_come_stays_whatever_is_decided_of_its_writer_later(
    world: World, ann: Member, bert: Member, dora: Member
) -> None:
    await profile(ann)
    put = await ann.use("ask", words=WORDS, where="both", suppliers="no", me="hidden")
    await bert.told("bridge hold", seconds="60")
    await answers(dora, question_in(bert)[0])
    await world.later(61)
    await bert.told("bridge ban", who="<@Dora>")
    await world.later(61)

    assert any("mats" in letter.text for letter in ann.letters())
    assert await ann.forge("ask reveal", put.buttons[0].argument) == questions.REVEALED


async def test_an_answer_that_waits_does_not_come_from_whoever_was_banned_once_their_profile_was_gone(
    world: World, ann: Member, bert: Member
) -> None:
    await until_morning(world)
    await profile(ann)
    dora = replace(await settle_in(world, world.blue, "Dora", Sector.SOCIAL_CARE), channel=bert.channel)
    await ann.use("ask", words=WORDS, where="both", suppliers="no", me="hidden")
    await bert.told("bridge hold", seconds="300")
    await answers(dora, question_in(bert)[0])
    await dora.press(await dora.use("profile delete"), "Yes, delete my profile")
    await passes(world, 60)
    await bert.told("bridge ban", who="<@Dora>")
    await world.later(300)

    assert not any("mats" in letter.text for letter in ann.letters())
