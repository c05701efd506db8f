"""Drafts of events whose time is not clear yet: what is meant is asked, and whoever tries again makes no second one."""

from __future__ import annotations

from datetime import date

from adapters.contract.content import Content
from bot.events import texts, when_texts
from tests.stories.asking import Member
from tests.stories.gathering import BASICS, SAID, Gathering, words


async def test_a_weekday_that_can_mean_two_days_is_asked_about(here: Gathering) -> None:
    question = await here.draft(when="next Friday 2pm")  # on a Tuesday

    assert words(question) == when_texts.WHICH_DAY
    assert [it.label for it in question.buttons] == ["Friday 17 November 2023, 2pm", "Friday 24 November 2023, 2pm"]
    chosen = await here.ann.use_button(question, "Friday 24 November 2023, 2pm")
    assert "Friday 24 November 2023, 2pm to 3pm" in words(chosen)
    assert texts.NEED_TIME not in words(chosen)


async def test_a_day_that_was_chosen_is_asked_about_again_when_the_clocks_change_on_it(here: Gathering) -> None:
    await here.draft(when="soon")

    for day, said in (("2024-10-27", when_texts.doubled), ("2024-03-31", when_texts.skipped)):
        asked = await here.ann.forge("events clock", f"1/{day}T01:30/60/day")
        assert said(date.fromisoformat(day), "1:30am") in asked


async def test_an_end_and_a_length_that_differ_are_asked_about_and_none_is_dropped(here: Gathering) -> None:
    refused = await here.draft(when="Thursday 30 November 2pm to 3pm", length="2 hours")
    assert when_texts.TWO_ENDS in words(refused) and texts.TIME_AGAIN in words(refused)

    meant = await here.draft(when="Thursday 30 November 2pm to 4pm", length="120 minutes")
    assert "Thursday 30 November 2023, 2pm to 4pm" in words(meant)
    opened = await here.ann.begins("events basics", "1")
    assert not isinstance(opened, Content)  # whoever leaves the length with which it opens means the end
    later = await here.ann.submit("events basics", "1", **{**opened, "when": "Thursday 30 November 2pm to 5pm"})
    assert "Thursday 30 November 2023, 2pm to 5pm" in words(later)


async def test_that_there_is_no_sponsor_is_said_with_one_press(here: Gathering) -> None:
    draft = await here.draft()
    unnamed = await here.fill(draft, "Sponsor", sponsored="yes")
    assert texts.SPONSOR_WHO in words(unnamed) and "Sponsor" in [it.label for it in unnamed.buttons]

    ready = await here.ann.use_button(draft, texts.NO_SPONSOR)
    labels = [it.label for it in ready.buttons]
    assert "Announce" in labels and texts.NO_SPONSOR not in labels
    assert "Sponsor: none" in words(ready)


async def test_the_only_event_need_not_be_chosen(here: Gathering) -> None:
    await here.everywhere()
    assert "Who comes" in [it.label for it in (await here.ann.use("events edit")).buttons]
    assert await here.ann.told("events cancel") == texts.really_cancel("Falls clinic")
    typed = await here.ann.use("events edit", event="the falls clinic")
    assert (words(typed), [it.label for it in typed.buttons]) == (texts.NOT_A_NUMBER, ["1. Falls clinic"])

    await here.announced(title="Balance class")
    for command in ("events edit", "events cancel", "events copy"):
        asked = await here.ann.use(command)
        assert (words(asked), len(asked.buttons)) == (texts.WHICH, 2)


async def test_whoever_writes_a_form_anew_for_its_time_goes_on_with_one_draft(here: Gathering) -> None:
    first = await here.draft(when="soon", about="Bring your shoes")
    again = await here.draft(when="some day", where="York")
    last = await here.draft(where="")
    drafts = await here.ann.use("events draft")

    assert texts.TIME_AGAIN in words(first) and texts.WENT_ON not in words(first)
    assert texts.WENT_ON in words(again) and texts.TIME_AGAIN in words(again)
    assert texts.WENT_ON in words(last)
    assert all(said in words(last) for said in (SAID, "Where: York", "Bring your shoes"))
    assert [it.label for it in drafts.buttons] == ["1. Falls clinic"]


async def test_a_form_begins_another_draft_for_another_event_or_organiser(here: Gathering) -> None:
    await here.draft(when="soon")
    await here.draft(when="soon", title="Ward rounds")
    ida = Member(here.world, here.world.red, here.ann.channel, "ida", admin=True)
    await ida.use("events new", **{**BASICS, "when": "soon"})
    await here.draft()
    await here.draft()

    drafts = await here.ann.use("events draft")
    assert sorted(it.label for it in drafts.buttons) == [
        "1. Falls clinic", "2. Ward rounds", "3. Falls clinic", "4. Falls clinic",
    ]  # fmt: skip
