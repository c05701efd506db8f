"""What organisers do with events is written down, in the log of the community as whose organisers they do it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.events import announcing_texts, weekly_texts, wording
from bot.texts import acts_texts
from tests.stories.asking import Member
from tests.stories.conftest import running
from tests.stories.gathering import Gathering, gather


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Gathering]:
    async with running(sqlite_url) as world:
        yield await gather(world)


def acted(act: str, what: str) -> str:
    """An act as the log tells it, behind whoever did it."""
    return acts_texts.ACTS[act].format(who="", what=what).strip()


async def log(who: Member) -> list[str]:
    """What the log of somebody's community says of events, oldest first: the act, and what it was about."""
    lines = reversed((await who.told("bridge log")).splitlines())
    acts = [acted(act, "") for act in acts_texts.ACTS if "event" in act or act == "digest"]
    found = [(line, [said for said in acts if f" {said} " in line]) for line in lines]
    return [line[line.index(max(said, key=len)) :] for line, said in found if said]


async def test_announcing_changing_and_cancelling_are_written_down_and_drafts_are_not(here: Gathering) -> None:
    await here.ready()
    assert await log(here.ann) == []
    panel = await here.announced()
    await here.fill(panel, "Access", captions="yes", bsl="", step_free="", recorded="", contact="")
    await here.fill(panel, "Joining link", link="https://meet.example/1")
    await here.fill(panel, "Title, time, place", title="Falls", when="Thursday 30 November 3pm", where="Leeds")
    await here.ann.press(await here.ann.use("events cancel", event="2"), "Yes, cancel this event")

    assert await log(here.ann) == [
        acted("announce event", "2"),
        *[acted("edit event", "2")] * 3,
        acted("cancel event", "2"),
    ]
    assert await log(here.bob) == [], "one community's acts are no other's concern"


async def test_letting_in_is_written_down_where_it_was_decided(here: Gathering) -> None:
    await here.announced()
    await here.bob.press(here.requests(here.bob)[-1], announcing_texts.approve_always("Red"))
    await here.cat.press(here.requests(here.cat)[-1], "Do not show it")
    shown = await here.bob.use("events trusted")
    await here.bob.press(shown, announcing_texts.ask_again("Red"))

    assert await log(here.bob) == [
        acted("trust events", "Red"),
        acted("approve event", "1"),
        acted("distrust events", "Red"),
    ]
    assert await log(here.cat) == [acted("decline event", "1")]


async def test_the_weekly_list_is_written_down_once_it_changes(here: Gathering) -> None:
    assert await here.bob.told("events digest", where="nowhere") == weekly_texts.DIGEST_WAS_OFF
    await here.bob.use("events digest", where="here")
    await here.bob.use("events digest", where="nowhere")

    assert await log(here.bob) == [acted("digest", "here"), acted("digest", "nowhere")]


async def test_whoever_may_not_change_an_event_leaves_no_act(here: Gathering) -> None:
    panel = await here.announced()
    before = await log(here.ann)
    eve = here.member(here.world.red, "eve")
    for button in panel.buttons:
        await eve.forge(button.action, button.argument)
    await eve.submit("events link", "1", link="https://meet.example/1")
    assert await here.cat.forge("events approve", "1/blue:home") == announcing_texts.NOT_YOUR_ANSWER

    assert await log(here.ann) == before
    assert await log(here.bob) == []
    chain = await here.world.database.write(lambda unit: unit.audit.check())
    assert chain.broken is None and chain.count > 0
    assert await eve.forge("events confirm", "99") == wording.NO_EVENT


async def test_a_time_for_announcing_is_written_down(here: Gathering) -> None:
    await here.fill(await here.ready(), "Announce later", announce="Monday 20 November 9am")

    assert await log(here.ann) == [acted("schedule event", "1")]
