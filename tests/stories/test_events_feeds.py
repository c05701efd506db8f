"""Public calendars of one sector and of one topic, of one community and across all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.events import announcing_texts, wording
from bot.events.feeds import path
from tests.stories.gathering import Gathering
from tests.stories.test_events_calendars import SECRET, entries, get, pages, uid


@pytest.fixture
async def site(here: Gathering) -> AsyncIterator[str]:
    """The pages of the world's events."""
    async with pages(here) as base:
        yield base


async def test_feeds_of_a_sector_and_of_a_topic_hold_what_any_community_shows(here: Gathering, site: str) -> None:
    both = (("Beds", ("nhs",), "Hospital discharge, beds"), ("Care at home", ("social-care",), "hospital-discharge"))
    for title, sectors, about in (*both, ("For all", (), ""), ("Asked in vain", ("nhs",), "beds")):
        ready = await here.ready(title=title, where=f"Leeds {SECRET}")
        ready = await here.fill(ready, "For whom, topics, places", sectors=sectors, topics=about)
        if title == "Asked in vain":
            ready = await here.ann.use_button(ready, announcing_texts.toggle("Red", chosen=True))
        await here.ann.use_button(ready, "Announce")
    await here.ann.forge("events confirm", "2")

    async def titles(address: str) -> list[str]:
        text = await get(f"{site}/calendars/{address}.ics")
        assert "secret" not in text
        return sorted(each.summary.value for each in entries(text))

    red, green = path(here.world.red.community), path(here.world.green.community)
    gone = f"{wording.CANCELLED}: Care at home"
    assert await titles("sectors/nhs") == ["Beds", "For all"]
    assert (
        await titles("topics/hospital-discharge")
        == await titles(f"{red}/topics/hospital-discharge")
        == [
            "Beds",
            gone,
        ]
    )
    assert await titles("topics/beds") == ["Beds"]
    assert await titles(f"{green}/topics/beds") == await titles("topics/unheard-of") == []
    await get(f"{site}/calendars/sectors/lawyers.ics", 404)
    page, community = await get(f"{site}/events/{await uid(here)}"), await get(f"{site}/communities/{red}")
    for address in ("sectors/nhs", "topics/hospital-discharge", "topics/beds"):
        assert f'href="https://events.example/calendars/{address}.ics"' in page
    assert f'href="https://events.example/calendars/{red}/topics/beds.ics"' in community
    [beds] = entries(await get(f"{site}/events/{await uid(here)}.ics"))
    assert beds.categories.value == ["NHS", "Hospital discharge", "beds"]
