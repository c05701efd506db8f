"""Who answers a question in a channel, where the answer goes, and what becomes of it when the question closes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.content import Excerpt, plain
from bot.bridging import leaving_texts
from bot.introductions import questions
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import told
from tests.stories.test_asking_in_channels import WORDS, answers, profile, puts, question_in


@pytest.fixture
async def dora(world: World, bert: Member) -> Member:
    """Belongs to the blue community, and has a profile."""
    dora = Member(world, world.blue, bert.channel, "Dora")
    await profile(dora)
    return dora


@pytest.mark.parametrize(
    ("name", "answers_of_bert"),
    [
        ("bridge ban", {"who": "<@Dora>"}),
        ("bridge mute", {"who": "<@Dora>", "time": "1w"}),
        ("bridge pause", {"what": "here"}),
        ("bridge pause", {"what": "all"}),
        ("bridge direction", {"direction": "in"}),
        ("bridge filter", {"action": "add", "word": "mats"}),
    ],
)
async def test_an_answer_does_not_leave_a_channel_that_a_message_of_its_writer_would_not_leave(
    world: World, ann: Member, bert: Member, dora: Member, name: str, answers_of_bert: dict[str, str]
) -> None:
    await profile(ann)
    await puts(ann)
    await bert.told(name, **answers_of_bert)

    told_dora = await answers(dora, question_in(bert)[0])
    why = questions.answer_has_a_word("Discharge", "mats") if "filter" in name else questions.ANSWER_STAYS_HERE
    assert told_dora.startswith(why) and "\nYes, with mats." in told_dora  # they get their words back
    assert ann.letters() == []


async def test_no_answer_comes_from_guests_of_a_channel_nor_from_or_to_one_that_left_or_is_paused(
    world: World, ann: Member, rosa: Member, bert: Member, dora: Member
) -> None:
    await profile(ann)
    await puts(ann)
    [shown] = question_in(bert)
    assert (await answers(replace(dora, stranger=True), shown)).startswith(questions.ANSWER_STAYS_HERE)
    await rosa.told("bridge pause", what="here")
    assert (await answers(dora, shown)).startswith(questions.ANSWER_STAYS_HERE)
    await rosa.told("bridge resume", what="here")
    await bert.press_on("bridge leave", leaving_texts.YES_LEAVE)
    assert (await answers(dora, shown)).startswith(questions.ANSWER_STAYS_HERE)
    assert ann.letters() == []


async def test_an_answer_from_a_channel_under_the_chatham_house_rule_names_nobody(
    world: World, ann: Member, bert: Member, dora: Member
) -> None:
    await profile(ann)
    await puts(ann)
    await bert.told("bridge chatham", rule="on")
    assert await answers(dora, question_in(bert)[0], me="shown") == questions.SENT
    assert "mats" in told(ann) and "Dora" not in told(ann)


async def test_whoever_is_kept_away_by_whoever_asked_is_told_what_everybody_is_and_nothing_comes(
    world: World, ann: Member
) -> None:
    dora = replace(ann, name="Dora")
    await profile(ann)
    await profile(dora)
    put = await ann.use("ask", words=WORDS, where="both", suppliers="no", me="hidden")
    [shown] = question_in(ann)
    await ann.use("intro block", kind="person", who="<@Dora>")

    assert await answers(dora, shown) == questions.SENT
    assert ann.letters() == []
    assert await ann.forge("ask reveal", put.buttons[0].argument) == questions.NOBODY_ANSWERED
    assert dora.letters() == []


async def test_nobody_answers_one_question_more_than_three_times(world: World, ann: Member, dora: Member) -> None:
    await profile(ann)
    await puts(ann)
    [shown] = question_in(dora)
    for _ in range(3):
        assert await answers(dora, shown) == questions.SENT
    assert (await answers(dora, shown)).startswith(questions.ANSWERED_OFTEN)
    assert len(ann.letters()) == 3


async def test_a_question_that_is_closed_before_it_comes_to_other_channels_never_comes(
    world: World, ann: Member, rosa: Member, bert: Member
) -> None:
    await profile(ann)
    await rosa.told("bridge hold", seconds="60")
    put = await ann.use("ask", words=WORDS, where="both", suppliers="no", me="hidden")
    await ann.press(put, questions.CLOSE)
    await world.later(61)
    assert questions.STOOD_HERE in ann.notices() and questions.STOOD_HERE not in bert.notices()


async def test_an_answer_that_still_waits_does_not_quote_a_question_that_is_closed(
    world: World, ann: Member, bert: Member
) -> None:
    await profile(ann)
    put = await ann.use("ask", words=WORDS, where="both", suppliers="no", me="hidden")
    await bert.told("bridge hold", seconds="60")
    said = replace(plain("With mats."), reply=Excerpt("Unsilo", WORDS))
    await world.blue.say("Bert", bert.channel, "", content=said, reply_to=question_in(bert)[0].ref)
    await world.rest()
    await ann.press(put, questions.CLOSE)
    await world.later(61)
    shown = ann.newest()
    assert (shown.text, shown.content.reply) == ("With mats.", None)
