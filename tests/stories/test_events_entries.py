"""An event in one's own calendar: sent to those who ask, kept up to date, and taken out when the event is cancelled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import vobject

from adapters.contract.content import Attachment
from bot.events import answer_texts, rules, wording
from tests.fakes import platform as fake
from tests.stories.asking import Member
from tests.stories.gathering import BASICS, DAY, HOUR, SAID, START, Gathering, letters, link, places, says, until, words

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])
SECRET = "https://meet.example/secret"


@pytest.fixture(autouse=True)
def room_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake, "FILE_LIMIT", 10_000)


def files(member: Member) -> list[Attachment]:
    """The files that the bot sent somebody, in order."""
    return [file for letter in member.letters() for file in letter.content.files]


def read(file: Attachment) -> Any:
    """A file as another reader finds it: the calendar, with one event."""
    assert file.data is not None
    return vobject.readOne(file.data.decode())


async def holder(here: Gathering, name: str = "eve") -> Member:
    """Somebody who said yes, and was sent an entry."""
    eve = here.member(here.world.blue, name)
    answer = await eve.use_button(here.post(here.world.blue), "Yes")
    assert await eve.press(answer, answer_texts.ENTRY) == answer_texts.ENTRY_COMES
    await here.later(10)
    return eve


async def test_who_was_sent_an_entry_is_sent_what_takes_it_out_when_the_event_is_cancelled(here: Gathering) -> None:
    await here.everywhere(where=f"Leeds, {SECRET}")
    eve, mo = await holder(here), here.member(here.world.red, "mo")
    await says(here, mo, "Yes")
    await here.ann.forge("events confirm", "1")
    await here.later(10)

    first, last = map(read, files(eve))
    assert first.method.value == "PUBLISH"
    assert last.method.value == "CANCEL"
    assert last.vevent.status.value == "CANCELLED"
    assert last.vevent.uid.value == first.vevent.uid.value
    assert int(last.vevent.sequence.value) > int(first.vevent.sequence.value)
    assert last.vevent.dtstart.value.astimezone(UTC) == datetime(2023, 11, 30, 14, tzinfo=UTC)
    assert last.vevent.organizer.params["CN"] == ["Red"]
    assert "organizer" not in first.vevent.contents  # Outlook would ask for an answer
    assert [file.media_type for file in files(eve)] == ["text/calendar; method=PUBLISH", "text/calendar; method=CANCEL"]
    assert "meet.example" not in str([file.data for file in files(eve)])
    assert answer_texts.ENTRY_OUT in letters(eve)
    assert files(mo) == []
    assert answer_texts.NOTHING_TO_DO in letters(mo)
    await until(here, START + DAY)
    assert len(files(eve)) == 2


@SQLITE
async def test_a_new_time_comes_with_a_new_entry_in_the_place_of_the_old_one(here: Gathering) -> None:
    await here.everywhere()
    eve = await holder(here)
    panel = await here.ann.use("events edit", event="1")
    moved = {**BASICS, "when": "Thursday 4 July 2024 11am", "where": "York"}
    await here.fill(panel, "Title, time, place", **moved)
    await here.later(rules.GATHER + 60)

    first, second = map(read, files(eve))  # and none of its own for the new place
    assert second.method.value == "PUBLISH"
    assert second.vevent.status.value == "CONFIRMED"
    assert second.vevent.uid.value == first.vevent.uid.value
    assert int(second.vevent.sequence.value) > int(first.vevent.sequence.value)
    assert second.vevent.dtstart.value.astimezone(UTC) == datetime(2024, 7, 4, 10, tzinfo=UTC)
    assert second.vevent.location.value == "York"
    assert answer_texts.ENTRY_NEW in letters(eve)


@SQLITE
async def test_changes_that_come_together_make_one_new_entry(here: Gathering) -> None:
    await here.everywhere()
    eve, mo = await holder(here), here.member(here.world.red, "mo")
    await says(here, mo, "Yes")
    panel = await here.ann.use("events edit", event="1")
    for place in ("York", "Hull"):
        await here.fill(panel, "Title, time, place", **{**BASICS, "where": place})
        await here.later(60)
    assert len(files(eve)) == 1
    await here.later(rules.GATHER)

    assert [read(file).vevent.location.value for file in files(eve)] == ["Leeds", "Hull"]
    assert letters(mo) == ""


@SQLITE
async def test_who_says_no_hears_that_the_entry_is_theirs_to_delete_and_gets_no_more(here: Gathering) -> None:
    await here.everywhere()
    eve = await holder(here)
    assert answer_texts.ENTRY_STAYS in await says(here, eve, "No")
    await here.ann.forge("events confirm", "1")
    await here.later(10)

    assert len(files(eve)) == 1


@SQLITE
async def test_an_entry_is_for_those_who_have_a_place(here: Gathering) -> None:
    await places(here, capacity="1")
    await says(here, here.bob, "Yes")
    eve = here.member(here.world.blue, "eve")
    waiting = await eve.use_button(here.post(here.world.blue), "Yes")
    assert answer_texts.ENTRY not in [button.label for button in waiting.buttons]

    assert await eve.forge("events entry", "1") == answer_texts.ENTRY_LATER
    assert await eve.forge("events entry", "2") == wording.NO_EVENT
    assert await here.member(here.world.blue, "mo").forge("events entry", "1") == wording.NO_EVENT
    await here.later(10)
    assert files(eve) == []


@SQLITE
async def test_the_entry_of_somebody_with_two_accounts_is_taken_out_where_they_answered_last(here: Gathering) -> None:
    await here.everywhere()
    eve, also = await holder(here), here.member(here.world.red, "eve2")
    await says(here, also, "Yes")
    await link(here, eve, also)
    await says(here, also, "Yes")
    await until(here, START - HOUR)
    await here.ann.forge("events confirm", "1")
    await here.later(10)

    told = files(eve) + files(also)
    assert [read(file).method.value for file in told] == ["PUBLISH", "CANCEL"]
    assert f"“Falls clinic”, {SAID}, is cancelled." in letters(eve) + letters(also)
    assert words(await eve.use("events mine")) == wording.NOTHING_MINE
