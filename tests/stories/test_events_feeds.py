"""Public calendars of one sector and of one topic, of one community and across all of them."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

import pytest

from bot.events import announcing_texts, calendar_texts, wording
from tests.stories.gathering import Gathering, address
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

    async def titles(of: str) -> list[str]:
        text = await get(f"{site}/calendars/{of}.ics")
        assert "secret" not in text
        return sorted(each.summary.value for each in entries(text))

    red, green = await address(here.world, here.world.red), await address(here.world, here.world.green)
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
    for each in ("sectors/nhs", "topics/hospital-discharge", "topics/beds"):
        assert f'href="https://events.example/calendars/{each}.ics"' in page
    assert f'href="https://events.example/calendars/{red}/topics/beds.ics"' in community
    [beds] = entries(await get(f"{site}/events/{await uid(here)}.ics"))
    assert beds.categories.value == ["NHS", "Hospital discharge", "beds"]


async def test_who_knows_a_communitys_number_learns_nothing_of_it_from_addresses(here: Gathering, site: str) -> None:
    await here.everywhere()
    known = hashlib.sha256(f"events {here.world.red.community}".encode()).hexdigest()[:16]  # their first form
    for kind in ("communities/{}", "calendars/{}.ics", "calendars/{}/nhs.ics", "calendars/{}/topics/beds.ics"):
        of_it = await get(f"{site}/{kind.format(known)}", 404)
        assert of_it == await get(f"{site}/{kind.format('0' * 16)}", 404)  # as of any that never was
        assert calendar_texts.ADDRESS_CHANGED in of_it
        await get(f"{site}/{kind.format(await address(here.world, here.world.red))}")
