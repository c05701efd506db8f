"""An event is made, announced, approved, changed and cancelled, in three communities at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from adapters.contract.content import Content, plain
from bot import texts as shared
from bot.events import announcing_texts, texts, when_texts, wording
from tests.fakes.troubles import busy
from tests.stories.gathering import BASICS, DAY, HOUR, SAID, Gathering, letters, link, says, words


async def test_a_draft_shows_its_time_in_words_and_asks_for_what_is_missing(here: Gathering) -> None:
    draft = await here.draft()

    assert SAID in words(draft)
    assert texts.NEED_SPONSOR in words(draft)
    assert "Announce" not in [button.label for button in draft.buttons]
    assert here.posts(here.world.red) == []


async def test_only_organisers_make_events(here: Gathering) -> None:
    eve = here.member(here.world.red, "eve")

    assert await eve.told("events new", **BASICS) == shared.ORGANISERS_ONLY


async def test_an_event_is_posted_at_home_at_once_and_elsewhere_when_one_organiser_agrees(here: Gathering) -> None:
    panel = await here.announced()

    assert announcing_texts.asking(["Blue", "Green"]) in words(panel)
    assert len(here.posts(here.world.red)) == 1
    assert here.posts(here.world.blue) == here.posts(here.world.green) == []

    assert await here.bob.press(here.requests(here.bob)[-1], "Approve") == announcing_texts.SHOWN_NOW

    assert SAID in here.words(here.world.blue)
    assert here.posts(here.world.green) == []
    assert announcing_texts.approved("Falls clinic", "Blue") in letters(here.ann)
    assert [button.label for button in here.post(here.world.blue).content.buttons] == ["Yes", "Maybe", "No"]


async def test_an_event_is_answered_once_and_only_by_the_organisers_who_were_asked(here: Gathering) -> None:
    await here.announced()
    question = here.requests(here.bob)[-1]
    eve = here.member(here.world.blue, "eve")

    assert await eve.press(question, "Approve") == announcing_texts.NOT_YOUR_ANSWER
    assert await here.cat.press(question, "Approve") == announcing_texts.NOT_YOUR_ANSWER
    assert here.posts(here.world.blue) == []
    assert await here.bob.press(question, "Do not show it") == announcing_texts.NOT_SHOWN
    assert await here.bob.press(question, "Approve") == announcing_texts.ANSWERED

    assert here.posts(here.world.blue) == []
    assert announcing_texts.declined("Falls clinic", "Blue") in letters(here.ann)


async def test_organisers_are_told_in_which_channels_an_event_would_be_posted(here: Gathering) -> None:
    await here.announced()
    asked = " ".join(words(it.content) for it in here.requests(here.bob))

    assert announcing_texts.request("Red", 1) in asked
    assert f"{announcing_texts.CHANNEL}#{here.world.talk(here.world.blue).id} " in asked


async def test_who_organises_on_both_ends_is_not_told_their_own_answer(here: Gathering) -> None:
    await link(here, here.ann, here.bob)
    await here.announced()
    question = here.requests(here.bob)[-1]

    assert await here.bob.press(question, "Approve") == announcing_texts.SHOWN_NOW
    assert SAID in here.words(here.world.blue)
    assert "shows your event" not in letters(here.ann) + letters(here.bob)
    await here.cat.press(here.requests(here.cat)[-1], "Approve")
    assert announcing_texts.approved("Falls clinic", "Green") in letters(here.ann)


async def test_silence_means_that_an_event_is_not_posted(here: Gathering) -> None:
    await here.announced()
    question = here.requests(here.bob)[-1]
    await here.later(7 * DAY + HOUR)

    assert here.posts(here.world.blue) == []
    assert announcing_texts.unanswered("Falls clinic", "Blue") in letters(here.ann)
    assert await here.bob.press(question, "Approve") == announcing_texts.TOO_LATE
    assert letters(here.ann).count("did not answer in time") == 2


async def test_an_answer_that_comes_a_moment_too_late_does_not_count(here: Gathering) -> None:
    await here.announced()
    question = here.requests(here.bob)[-1]
    here.world.clock.advance(7 * DAY + 1)

    assert await here.bob.press(question, "Approve") == announcing_texts.TOO_LATE
    assert here.posts(here.world.blue) == []


async def test_a_trusted_community_is_not_asked_about_again(here: Gathering) -> None:
    await here.announced()
    await here.bob.press(here.requests(here.bob)[-1], announcing_texts.approve_always("Red"))
    await here.announced(title="Second event")

    assert len(here.posts(here.world.blue)) == 2
    listed = await here.bob.use("events trusted")
    assert await here.bob.press(listed, announcing_texts.ask_again("Red")) == announcing_texts.distrusted("Red")

    await here.announced(title="Third event")
    assert len(here.posts(here.world.blue)) == 2


async def test_a_channel_that_is_left_out_is_neither_asked_nor_shown(here: Gathering) -> None:
    ready = await here.ready()
    ready = await here.ann.use_button(ready, announcing_texts.toggle("Green", chosen=True))
    await here.ann.use_button(ready, "Announce")

    assert here.requests(here.cat) == []
    assert len(here.requests(here.bob)) > 0


async def test_a_change_shows_in_every_post_and_a_draft_stays_hidden(here: Gathering) -> None:
    await here.everywhere()
    panel = await here.ann.use("events edit", event="1")
    await here.fill(panel, "Title, time, place", **{**BASICS, "where": "York"})
    await here.later(10)

    for platform in (here.world.red, here.world.blue, here.world.green):
        assert "York" in here.words(platform)
        assert "Leeds" not in here.words(platform)
        assert len(here.posts(platform)) == 1


async def test_who_has_no_event_to_change_is_told_why(here: Gathering) -> None:
    await here.everywhere()
    amy = here.member(here.world.red, "Amy")

    for command in ("events edit", "events cancel", "events copy"):
        assert await here.bob.told(command) == texts.NONE_OWN  # one of others is shown there
        assert await amy.told(command) == shared.ORGANISERS_ONLY
    was = replace(here.ann, admin=False)  # that they made it gives them no right over it
    assert await was.told("events edit") == shared.ORGANISERS_ONLY


async def test_whoever_made_an_event_and_organises_no_longer_has_no_right_over_it(here: Gathering) -> None:
    eve = here.member(here.world.red, "eve")
    await here.ann.use("organisers add", who="<@eve>")
    await eve.use("events new", **BASICS)
    await eve.use_button(await eve.submit("events sponsor", "1", sponsored="no"), "Announce")
    draft = await eve.use("events copy", event="1")
    await says(here, here.member(here.world.red, "Carl"), "Yes")
    assert "Carl" in await eve.forge("events people", "1")
    before = here.words(here.world.red)
    await here.ann.use("organisers remove", who="<@eve>")

    for channel in (eve.channel, here.world.red.channel("elsewhere")):
        was = replace(eve, channel=channel)
        for action in ("events edit", "events people", "events copy", "events cancel", "events confirm"):
            assert await was.forge(action, "1") == texts.NOT_YOURS, action
        for button in draft.buttons:
            assert await was.forge(button.action, button.argument) in (texts.NOT_YOURS, shared.FORM_NOT_OPENED)
        assert words(await was.submit("events link", "1", link="https://evil.example")).startswith(texts.NOT_YOURS)
        assert await was.begins("events basics", "1") == {}
        assert await was.told("events edit") == shared.ORGANISERS_ONLY
    assert here.words(here.world.red) == before
    assert "Carl" in await here.ann.forge("events people", "1")


async def test_an_event_of_others_is_not_theirs_to_change(here: Gathering) -> None:
    await here.everywhere()

    assert words(await here.bob.use("events edit", event="1")) == texts.NOT_YOURS
    assert await here.bob.forge("events confirm", "1") == texts.NOT_YOURS
    assert words(await here.bob.submit("events link", "1", link="https://evil.example")).startswith(texts.NOT_YOURS)
    assert await here.bob.forge("events people", "1") == texts.NOT_YOURS
    for argument in ("", "x", "9", "1/9", "99999999999999999999", "\uff11"):
        assert await here.ann.forge("events announce", argument) in (wording.NO_EVENT, texts.NOT_A_DRAFT)


async def test_a_cancelled_event_stays_labelled_in_every_post_and_takes_no_answers(here: Gathering) -> None:
    await here.everywhere()
    post = here.post(here.world.blue)
    eve = here.member(here.world.blue, "eve")
    await eve.press(post, "Yes")
    asked = await here.ann.use("events cancel", event="1")
    assert await here.ann.press(asked, "Yes, cancel this event") == texts.is_off("Falls clinic")
    assert wording.CANCELLED in here.words(here.world.green)  # at once, not with the next round
    await here.later(10)

    for platform in (here.world.red, here.world.blue, here.world.green):
        assert wording.CANCELLED in here.words(platform)
        assert here.posts(platform) == []
    assert letters(eve).count("is cancelled") == 1
    assert "is cancelled" in await eve.press(post, "Yes")
    assert await here.ann.told("events cancel", event="1") == texts.IS_CANCELLED
    panel = words(await here.ann.use("events edit", event="1"))
    assert panel.endswith(texts.IS_CANCELLED) and texts.ANNOUNCED not in panel and ": shown" not in panel
    await here.later(30 * DAY)
    assert letters(eve).count("Falls clinic") == 1  # nobody is reminded of it


async def test_a_copy_is_a_draft_with_everything_but_its_time(here: Gathering) -> None:
    await here.announced(about="Bring a friend.")
    copy = await here.ann.use("events copy", event="1")

    assert texts.COPIED in words(copy)
    assert "Bring a friend." in words(copy)
    assert texts.NEED_TIME in words(copy)
    assert "Falls clinic" in [
        button.label.partition(". ")[2] for button in (await here.ann.use("events draft")).buttons
    ]
    assert await here.bob.told("events draft") == texts.NO_DRAFTS


async def test_a_time_that_the_clocks_show_twice_is_asked_about(here: Gathering) -> None:
    question = await here.draft(when="Sunday 27 October 2024 1:30am")

    assert when_texts.doubled(date(2024, 10, 27), "1:30am") in words(question)
    first, second = (button.label for button in question.buttons)
    earlier = await here.ann.use_button(question, first)
    later = await here.ann.use_button(question, second)
    assert "1:30am to 1:30am" in words(earlier)  # an hour, over which the clocks go back
    assert "1:30am to 2:30am" in words(later)


async def test_a_time_that_the_clocks_skip_is_asked_about(here: Gathering) -> None:
    question = await here.draft(when="Sunday 31 March 2024 1:30am")

    assert when_texts.skipped(date(2024, 3, 31), "1:30am") in words(question)
    chosen = await here.ann.use_button(question, "2:30am")
    assert "Sunday 31 March 2024, 2:30am to 3:30am" in words(chosen)


@pytest.mark.parametrize("written", ["soon", "Thursday 30 November", "Friday 30 November 2pm", "1 January 2020 2pm"])
async def test_a_time_that_is_unclear_is_asked_for_and_the_rest_kept(here: Gathering, written: str) -> None:
    draft = await here.draft(when=written)

    assert texts.NEED_TIME in words(draft)
    ready = await here.fill(draft, "Title, time, place", **BASICS)
    assert SAID in words(ready)


async def test_of_an_announced_event_a_time_that_is_unclear_leaves_the_time_as_it_is(here: Gathering) -> None:
    panel = await here.announced()
    told = await here.fill(panel, "Title, time, place", **{**BASICS, "when": "soon"})

    assert texts.TIME_STAYS in words(told) and texts.TIME_AGAIN not in words(told)
    assert SAID in words(told)


async def test_who_may_not_announce_is_told_so_before_they_have_written_anything(here: Gathering) -> None:
    eve = here.member(here.world.red, "eve")

    assert await eve.begins("events new") == plain(shared.ORGANISERS_ONLY)
    assert await here.ann.begins("events new") == {}


async def test_a_form_begins_as_things_are(here: Gathering) -> None:
    await here.ready(length="90 minutes", where="Leeds https://meet.example/secret")
    begun = await here.ann.begins("events basics", "1")

    assert not isinstance(begun, Content)
    assert begun["when"] == "Thursday 30 November 2023 14:00"
    assert begun["length"] == "1 hour 30 minutes"
    assert "secret" not in str(begun)
    eve = here.member(here.world.red, "eve")
    assert await eve.begins("events basics", "1") == {}


async def test_a_clash_a_holiday_and_odd_hours_are_said_before_an_event_is_announced(here: Gathering) -> None:
    await here.everywhere()
    draft = await here.draft(title="Another", when="Thursday 30 November 4:30pm")
    christmas = await here.draft(title="Third", when="Monday 25 December 11am")

    assert when_texts.clash("Falls clinic", SAID) in words(draft)
    assert when_texts.outside_hours("4:30pm") in words(draft)
    assert when_texts.bank_holiday(date(2023, 12, 25), "Christmas Day") in words(christmas)


async def test_an_announcement_that_fails_three_times_is_told_to_its_organiser_once(here: Gathering) -> None:
    await here.announced()
    here.world.blue.trouble("send", lambda: busy(1.0), times=6)
    await here.bob.press(here.requests(here.bob)[-1], "Approve")
    for _ in range(4):
        await here.later(70)

    assert letters(here.ann).count("I tried 3 times to show your event “Falls clinic” in Blue") == 1
    for _ in range(6):
        await here.later(600)
    assert len(here.posts(here.world.blue)) == 1
    assert letters(here.ann).count("I tried 3 times") == 1
