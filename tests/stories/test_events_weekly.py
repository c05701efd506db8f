"""The weekly list of one's own: only for those who asked, of the sectors and topics that they chose."""

from __future__ import annotations

from datetime import datetime

import pytest

from adapters.contract.content import Small
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import spans_text
from bot import texts as shared
from bot.events import announcing_texts, texts, topics, weekly_texts, when, wording
from bot.events.rules import Wrong
from tests.stories.asking import Member
from tests.stories.gathering import START, Gathering, letters, link, until, words

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])
MONDAY = when.unix(datetime(2023, 11, 20, 9))
WEEK = 7 * 86400.0


def lists(member: Member) -> int:
    return letters(member).count(weekly_texts.WHY)


async def announced(here: Gathering, title: str, sectors: tuple[str, ...] = (), about: str = "") -> None:
    """An event is announced in `red`, where it is for these sectors and about these topics."""
    ready = await here.ready(title=title)
    ready = await here.fill(ready, "For whom, topics, places", sectors=sectors, topics=about)
    for community in ("Blue", "Green"):
        ready = await here.ann.use_button(ready, announcing_texts.toggle(community, chosen=True))
    await here.ann.use_button(ready, "Announce")


async def test_the_list_comes_to_who_asked_and_holds_what_they_chose(here: Gathering) -> None:
    eve, mo, ned = (here.member(here.world.red, name) for name in ("eve", "mo", "ned"))
    blue = here.member(here.world.blue, "blue")
    on = await eve.use("events digest", where="on")
    chosen = await eve.fill(on, weekly_texts.CHOOSE, sectors=("nhs",), topics="falls; discharge")  # type: ignore[arg-type]
    assert weekly_texts.of_what(["nhs"], ["falls", "discharge"]) in words(chosen)
    assert await eve.begins("events interests") == {"sectors": ("nhs",), "topics": "falls, discharge"}
    await mo.use("events digest", where="on")
    await blue.use("events digest", where="on")
    await until(here, MONDAY + 120)
    assert lists(eve) == lists(mo) == 0  # nothing was coming
    await announced(here, "Falls clinic")
    await announced(here, "Beds", ("nhs", "supplier"), "Hospital discharge, beds")
    await announced(here, "Falls at home", ("social-care",), "falls")
    await announced(here, "Budgets", ("nhs",), "money")
    await until(here, MONDAY + WEEK + 120)

    told = letters(eve)
    assert lists(eve) == lists(mo) == 1
    assert "Falls clinic" in told
    assert "Beds" in told
    assert "Falls at home" not in told
    assert "Budgets" not in told
    assert "Budgets" in letters(mo)
    assert letters(ned) == letters(blue) == ""
    assert "Falls clinic" in words(await eve.use_button(eve.letters()[-1], "Falls clinic"))
    small = [spans_text(it.spans) for it in eve.letters()[-1].content.blocks if isinstance(it, Small)]
    assert small == [weekly_texts.WHY]  # the bot's word alone: topics are in somebody's own
    assert await eve.press(eve.letters()[-1], weekly_texts.STOP) == weekly_texts.OFF
    await until(here, MONDAY + 2 * WEEK)
    assert lists(eve) == 1


@SQLITE
async def test_a_list_has_seven_events_and_is_not_caught_up_with(here: Gathering) -> None:
    eve, mo = here.member(here.world.red, "eve"), here.member(here.world.red, "mo")
    await eve.use("events digest", where="on")
    for number in range(8):
        await announced(here, f"Event {number}")
    await until(here, MONDAY + 120)
    assert "Event 6" in letters(eve)
    assert "Event 7" not in letters(eve)
    assert wording.MORE_EVENTS in letters(eve)
    await mo.use("events digest", where="on")
    await here.later(MONDAY + WEEK + 1.5 * 86400 - here.world.clock.now())

    assert lists(mo) == 0


@SQLITE
async def test_the_list_is_off_until_somebody_asks_and_the_command_says_how_it_is(here: Gathering) -> None:
    eve = here.member(here.world.red, "eve")
    state = await eve.use("events digest")
    assert weekly_texts.IS_OFF in words(state)
    assert weekly_texts.on("Red") in await eve.press(state, weekly_texts.START)
    assert weekly_texts.on("Red") in words(await eve.use("events digest"))
    wrong = await eve.submit("events interests", "", topics="https://evil.example")
    assert texts.TOPICS_HOW in words(wrong)
    assert await eve.told("events digest", where="off") == weekly_texts.OFF
    assert await eve.told("events digest", where="off") == weekly_texts.IS_OFF
    for where in ("here", "nowhere"):
        assert await eve.told("events digest", where=where) == shared.ORGANISERS_ONLY


@SQLITE
async def test_who_links_accounts_gets_one_list_where_they_asked_last(here: Gathering) -> None:
    red, blue = here.member(here.world.red, "dee"), here.member(here.world.blue, "dee2")
    await red.use("events digest", where="on")
    here.world.clock.advance(60)
    await blue.use("events digest", where="on")
    await link(here, red, blue)
    await here.everywhere()
    await until(here, MONDAY + 120)

    assert (lists(red), lists(blue)) == (0, 1)
    await red.use("events digest", where="on")
    await until(here, MONDAY + WEEK + 120)
    assert (lists(red), lists(blue)) == (1, 1)


@SQLITE
async def test_away_from_a_community_nobody_knows_of_which_events_to_tell(here: Gathering) -> None:
    eve = here.member(here.world.red, "eve")
    nowhere = Member(here.world, here.world.red, ChannelRef("red", "@", "dm-eve"), "eve")

    assert await nowhere.told("events digest", where="on") == weekly_texts.WHERE
    await announced(here, "Falls clinic")
    assert words(await nowhere.use_button(await eve.use("events list"), "Falls clinic")) == wording.NO_EVENT
    await eve.use("events digest", where="on")
    await until(here, MONDAY + 120)
    shown = await nowhere.use_button(eve.letters()[-1], "Falls clinic")
    assert "You have said yes" in words(await nowhere.use_button(shown, "Yes"))
    assert here.world.clock.now() < START


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("falls,  hospital   discharge", "falls,hospital discharge"),
        ("Falls, falls; FALLS", "Falls"),
        ("A&E, carers' breaks\nCOPD", "A&E,carers' breaks,COPD"),
        ("", ""),
    ],
)
def test_topics_are_read_as_people_write_them(written: str, kept: str) -> None:
    assert topics.read(written) == kept


@pytest.mark.parametrize(
    "written", ["https://meet.example/x", "a, b, c, d, e, f", "x" * 41, "<b>", "東京", "Meeting ID 911 2223 3344"]
)
def test_what_is_no_topic_is_asked_for_again(written: str) -> None:
    with pytest.raises(Wrong, match="topics"):
        topics.read(written)


def test_topics_have_one_address_however_they_are_written() -> None:
    assert {topics.slug(each) for each in ("Hospital discharge", "hospital-Discharge", " hospital  discharge")} == {
        "hospital-discharge"
    }
    assert topics.slug("Carers' café") == "carers-cafe"
