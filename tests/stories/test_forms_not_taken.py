"""A form that is not taken loses nothing: what was typed comes back, and where it can it opens again with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.contract.content import Content
from adapters.contract.walk import text_of
from bot import refilling
from bot import texts as shared
from bot.bridging import leaving_texts
from bot.events import texts
from bot.introductions import questions
from bot.jargon import texts as jargon
from bot.people import texts as people
from bot.texts import form_texts
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.gathering import BASICS, Gathering, words
from tests.stories.introducing import Neighbour, ann_and_bob

TERM = {"term": "DToC", "expansion": "delayed transfer of care", "meaning": "Somebody waits to go home."}


async def again(here: Gathering, answer: Content, label: str) -> object:
    """With what a form opens again by the button of an answer."""
    [button] = [it for it in answer.buttons if it.label == label]
    assert len(button.argument) <= 64  # as many characters as Discord takes
    return await here.ann.begins(button.action, button.argument)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"repeat": "fortnightly", "until": "", "count": ""}, texts.REPEAT_HOW),
        ({"repeat": "weekly", "until": "", "count": "500"}, texts.REPEAT_HOW),
        ({"repeat": "monthly", "until": "1 December 2023", "count": "12"}, texts.REPEAT_HOW),
        ({"repeat": "weekly", "until": "20 November 2023", "count": ""}, texts.REPEAT_ENDS_FIRST),
        (
            {"repeat": "weekly", "until": "when the last bed is free of falls / 2024", "count": ""},
            "I do not understand the date.",
        ),
    ],
    ids=["no end", "too often", "two ends", "ends first", "unclear"],
)
async def test_how_an_event_comes_again_is_still_there_when_the_form_opens_again(
    here: Gathering, wrong: dict[str, str], why: str
) -> None:
    wrong = {name: answer[:40] for name, answer in wrong.items()}
    refused = await here.fill(await here.ready(), "Repeat", **wrong)

    assert why in words(refused) and texts.SAVED not in words(refused)
    assert (shared.YOU_WROTE in words(refused)) is bool(wrong["until"] or wrong["count"])
    assert await again(here, refused, "Repeat") == wrong
    [button] = [it for it in refused.buttons if it.label == "Repeat"]
    taken = await here.ann.submit(button.action, button.argument, repeat="weekly", until="", count="4")
    assert "It comes every week, 4 times." in words(taken)
    assert await again(here, taken, "Repeat") == {"repeat": "weekly", "until": "", "count": "4"}


@pytest.mark.parametrize("forged", ["1/", "1/9/x/y", "1/a", "1/²/3/4", "1//////"])
async def test_a_forged_button_opens_the_form_with_what_the_event_says(here: Gathering, forged: str) -> None:
    await here.ready()

    assert await here.ann.begins("events repeat", forged) == {"repeat": "once"}


async def test_a_time_that_is_not_understood_comes_back_and_the_form_opens_with_it(here: Gathering) -> None:
    draft = await here.draft(when="next Tusday, 14", length="1/2 hour")
    assert f"{shared.YOU_WROTE} When? In UK time next Tusday, 14 How long? 1/2 hour" in words(draft)
    opened = await again(here, draft, "Title, time, place")
    assert opened == {
        "title": "Falls clinic",
        "when": "next Tusday, 14",
        "length": "1/2 hour",
        "where": "Leeds",
        "about": "",
    }

    long = await here.draft(when="the first Tusday after the bank holiday at the end of May", title="Other")
    assert "the first Tusday after the bank holiday" in words(long)  # too long for a button, and not lost


async def test_when_an_event_is_announced_comes_back_if_it_is_not_understood(here: Gathering) -> None:
    refused = await here.fill(await here.ready(), "Announce later", announce="in a wile")

    assert f"{shared.YOU_WROTE} When is it announced? in a wile" in words(refused)
    assert await again(here, refused, "Announce later") == {"announce": "in a wile"}


async def test_that_there_is_a_sponsor_need_not_be_chosen_twice(here: Gathering) -> None:
    refused = await here.fill(await here.draft(), "Sponsor", sponsored="yes")

    assert await again(here, refused, "Sponsor") == {"sponsored": "yes"}


async def test_a_summary_that_is_too_long_comes_back(here: Gathering) -> None:
    await here.announced()
    lines = "We agreed.\nb\nc\nd\ne\nf"
    refused = await here.ann.submit("events recap", "1", recap=lines)

    assert text_of(refused).startswith(f"{texts.TOO_MANY_LINES}\n{shared.YOU_WROTE}")
    assert text_of(refused).endswith(lines)


async def test_what_was_written_for_an_event_that_was_cancelled_meanwhile_comes_back(here: Gathering) -> None:
    panel = await here.announced()
    await here.ann.press(await here.ann.use("events cancel", event="1"), "Yes, cancel this event")
    refused = await here.fill(panel, "Title, time, place", **{**BASICS, "about": "Bring your own shoes."})

    assert words(refused).startswith(texts.IS_CANCELLED) and words(refused).endswith("Bring your own shoes.")


async def test_rules_for_a_bridge_that_was_left_meanwhile_come_back(rosa: Member) -> None:
    await rosa.press_on("bridge leave", leaving_texts.YES_LEAVE)

    assert await rosa.told("bridge change-rules", rules="Be kind.") == (
        f"{shared.NO_BRIDGE}\n{shared.YOU_WROTE}\nRules\nBe kind."
    )


async def test_a_term_that_is_not_taken_comes_back(ann: Member) -> None:
    assert await ann.told("jargon add", **TERM) != jargon.THERE
    twice = await ann.told("jargon add", **TERM)
    away = replace(ann, channel=replace(ann.channel, community="@nowhere"))

    assert twice.startswith(f"{jargon.THERE}\n{shared.YOU_WROTE}") and twice.endswith(TERM["meaning"])
    assert TERM["meaning"] in await away.told("jargon add", **TERM)


async def test_an_answer_to_ones_own_question_comes_back(world: World) -> None:
    ann, _ = await ann_and_bob(world)
    await replace(ann, channel=world.talk(world.red)).use("ask", words="Who has tried sensor mats?", where="both")
    refused = text_of(await ann.submit("ask answer", "1", words="I have, since spring."))

    assert refused.startswith(questions.OWN) and refused.endswith("I have, since spring.")


async def test_what_was_written_for_a_profile_that_is_gone_comes_back(world: World) -> None:
    ann, _ = await ann_and_bob(world)
    stranger: Member = Neighbour(world, ann.platform, ann.channel, "Eve")
    refused = await stranger.submit("profile tried", "", answer="We tried alarms.")

    assert text_of(refused).startswith(people.NO_PROFILE) and text_of(refused).endswith("We tried alarms.")
    assert [it.label for it in refused.buttons] == [people.WRITE]


async def test_a_form_that_was_refused_opens_again_with_its_words_until_it_is_taken(world: World, rosa: Member) -> None:
    alone = replace(rosa, channel=rosa.platform.channel("beds"))
    plan = {"name": "Discharge", "rules": "Be kind.", "channel": ""}
    refused = await alone.use("bridge create", **plan)
    [button] = refused.buttons
    assert (button.label, await alone.begins(button.action, button.argument)) == (shared.FORM_AGAIN, plan)
    assert await replace(alone, name="Rob").begins(button.action) == {}, "it is hers"

    world.clock.advance(refilling.FOR + 1)
    assert await alone.begins(button.action) == {}
    await alone.use("bridge create", **plan)
    await alone.use("bridge create", **{**plan, "name": "Beds"})
    elsewhere = replace(rosa, channel=rosa.platform.channel("falls"))
    assert await elsewhere.begins(button.action) == {}


async def test_a_report_that_was_refused_says_how_to_send_it_again(rosa: Member, ann: Member, bert: Member) -> None:
    await ann.say("Buy my pills!")
    said = await bert.choose(bert.newest().ref, "report", why="It names NHS 943 476 5919.")
    assert text_of(said).endswith(form_texts.MENU_AGAIN)
