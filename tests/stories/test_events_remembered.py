"""Public calendars are asked for by anybody, as often as they like: that costs the bot little."""

from __future__ import annotations

from typing import Any

import pytest

from bot.events import calendars
from bot.events.pages import REMEMBERED
from tests.stories.gathering import BASICS, Gathering
from tests.stories.test_events_calendars import feed, get, pages


async def test_a_calendar_is_made_anew_when_something_in_it_changed_and_not_whenever_somebody_asks(
    here: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, make = list[str](), calendars.calendar

    def counted(name: str, *of: Any) -> bytes:
        made.append(name)
        return make(name, *of)

    monkeypatch.setattr(calendars, "calendar", counted)
    await here.everywhere()
    async with pages(here) as site:
        first = [await feed(site, here) for _ in range(5)]
        times = len(made)
        panel = await here.ann.use("events edit", event="1")
        await here.fill(panel, "Title, time, place", **{**BASICS, "title": "Falls at night"})
        changed = await feed(site, here)
        for number in range(REMEMBERED + 1):
            await get(f"{site}/calendars/topics/topic-{number}.ics")
        again = await feed(site, here)

    assert len(set(first)) == 1 == times
    assert "Falls at night" in changed and again == changed
    assert len(made) == 1 + 1 + REMEMBERED + 1 + 1
