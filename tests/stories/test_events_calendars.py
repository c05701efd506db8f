"""Events in calendars and on pages: read back by two other readers, and shown in a real browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
import recurring_ical_events
import vobject
from aiohttp import ClientSession
from icalendar import Calendar

from adapters.contract.commands import Command
from bot.events import Events, calendar_texts, wording
from bot.events.pages import Pages
from bot.feature import Call, Serves
from bot.web import serving
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.page.browser import Tab, browser, opened
from tests.stories.gathering import BASICS, DAY, Gathering, address, says

SECRET = "https://meet.example/secret"
AXE = Path(axe_core_python.__file__).with_name("axe.min.js")
AUDIT = "axe.run(document, {resultTypes: ['violations']}).then(it => it.violations.map(v => v.id + ': ' + v.help))"


@pytest.fixture
async def site(here: Gathering) -> AsyncIterator[str]:
    """The pages of the world's events."""
    async with pages(here) as base:
        yield base


@asynccontextmanager
async def pages(here: Gathering, path: str = "") -> AsyncIterator[str]:
    made = Pages(here.world.database, here.world.clock, f"https://events.example{path}")
    async with serving("127.0.0.1", 0, made.routes()) as port:
        yield f"http://127.0.0.1:{port}"


async def get(url: str, status: int = 200, **headers: str) -> str:
    async with ClientSession() as session, session.get(url, headers=headers) as answer:
        assert answer.status == status
        return await answer.text()


async def test_below_a_path_every_link_of_a_page_leads_below_it(here: Gathering) -> None:
    await here.everywhere()
    async with pages(here, "/unsilo") as site:
        event = await get(f"{site}/unsilo/events/{await uid(here)}")
        red = await address(here.world, here.world.red)
        community = await get(f"{site}/communities/{red}")  # a proxy took the path off
        found = dict.fromkeys(re.findall(r'href="([^#"]+)"', event + community))
        for link in found:
            assert link.startswith(("/unsilo/", "https://events.example/unsilo/")), link
            await get(f"{site}{link.removeprefix('https://events.example')}")

    assert any(link.endswith(".css") for link in found) and any(link.endswith(".ics") for link in found)


async def uid(here: Gathering, id: int = 1) -> str:
    event = await here.world.database.read(lambda unit: unit.events.by_id(id))
    assert event is not None
    return event.uid


async def calendar(here: Gathering, site: str, sector: str = "") -> str:
    return f"{site}/calendars/{await address(here.world, here.world.red)}{sector}.ics"


async def feed(site: str, here: Gathering) -> str:
    """The text of that feed."""
    return await get(await calendar(here, site))


def entries(text: str) -> list[Any]:
    """The events of a calendar, as one independent reader finds them."""
    found: list[Any] = vobject.readOne(text).contents.get("vevent", [])
    return found


def instants(text: str, year: int) -> list[datetime]:
    """When the events of a year begin, as the other reader finds them; in UTC."""
    found = recurring_ical_events.of(Calendar.from_ical(text)).between((year, 1, 1), (year + 1, 1, 1))
    return sorted(each["DTSTART"].dt.astimezone(UTC) for each in found)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Thursday 30 November 2023 2pm", datetime(2023, 11, 30, 14, tzinfo=UTC)),
        ("Thursday 4 July 2024 2pm", datetime(2024, 7, 4, 13, tzinfo=UTC)),
        ("Sunday 31 March 2024 12:30am", datetime(2024, 3, 31, 0, 30, tzinfo=UTC)),
        ("Sunday 31 March 2024 2am", datetime(2024, 3, 31, 1, tzinfo=UTC)),
        ("Sunday 27 October 2024 12:30am", datetime(2024, 10, 26, 23, 30, tzinfo=UTC)),
        ("Sunday 27 October 2024 2am", datetime(2024, 10, 27, 2, tzinfo=UTC)),
    ],
)
async def test_two_other_readers_find_the_moment_in_both_halves_of_the_year(
    here: Gathering, site: str, written: str, instant: datetime
) -> None:
    await here.announced(when=written)
    text = await get(f"{site}/events/{await uid(here)}.ics")

    [entry] = entries(text)
    assert entry.dtstart.value.astimezone(UTC) == instant
    assert instants(text, instant.year) == [instant]
    assert "TZID=Europe/London" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "RDATE" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize(("which", "hour"), [(0, 0), (1, 1)])
async def test_of_two_times_at_a_clock_change_calendars_know_which(
    here: Gathering, site: str, which: int, hour: int
) -> None:
    question = await here.draft(when="Sunday 27 October 2024 1:30am")
    ready = await here.ann.use_button(question, question.buttons[which].label)
    ready = await here.fill(ready, "Sponsor", sponsored="no")
    await here.ann.use_button(ready, "Announce")
    text = await get(f"{site}/events/{await uid(here)}.ics")

    assert instants(text, 2024) == [datetime(2024, 10, 27, hour, 30, tzinfo=UTC)]
    assert entries(text)[0].dtstart.value.astimezone(UTC) == datetime(2024, 10, 27, hour, 30, tzinfo=UTC)


async def test_a_calendar_learns_of_every_change_and_keeps_what_is_cancelled(here: Gathering, site: str) -> None:
    await here.everywhere()
    [before] = entries(await feed(site, here))
    panel = await here.ann.use("events edit", event="1")
    await here.fill(panel, "Title, time, place", **{**BASICS, "where": "York"})
    here.world.clock.advance(5)
    [moved] = entries(await feed(site, here))
    question = await here.ann.use("events cancel", event="1")
    await here.ann.press(question, "Yes, cancel this event")
    [gone] = entries(await feed(site, here))

    assert before.uid.value == moved.uid.value == gone.uid.value
    sequences = [int(each.sequence.value) for each in (before, moved, gone)]
    assert sequences == sorted(set(sequences))
    assert (before.location.value, moved.location.value) == ("Leeds", "York")
    assert (before.status.value, gone.status.value) == ("CONFIRMED", "CANCELLED")
    assert gone.summary.value.startswith(wording.CANCELLED)


async def test_feeds_hold_what_is_shown_there_and_no_joining_link_or_draft(here: Gathering, site: str) -> None:
    await here.announced(where=f"Leeds {SECRET}", about=f"Use {SECRET}, comma; semicolon\nand a \\ line")
    await here.draft(title="Only a draft")
    text = await feed(site, here)
    page = await get(f"{site}/events/{await uid(here)}")

    assert "secret" not in text + page
    [entry] = entries(text)
    assert entry.summary.value == "Falls clinic"
    assert "comma; semicolon\nand a \\ line" in entry.description.value
    assert "METHOD:PUBLISH" in text
    await get(f"{site}/events/{await uid(here, 2)}", 404)
    await get(f"{site}/events/{await uid(here, 2)}.ics", 404)


async def test_a_sectors_feed_holds_what_is_for_it_or_for_everybody(here: Gathering, site: str) -> None:
    for title, sectors in (("For NHS", ("nhs",)), ("For research", ("research",)), ("For all", ())):
        ready = await here.ready(title=title)
        ready = await here.fill(ready, "For whom, topics, places", sectors=sectors, capacity="", reserved="")
        await here.ann.use_button(ready, "Announce")
    text = await get(await calendar(here, site, "/nhs"))

    assert sorted(each.summary.value for each in entries(text)) == ["For NHS", "For all"]
    await get(await calendar(here, site, "/lawyers"), 404)
    await get(f"{site}/calendars/{'0' * 16}.ics", 404)


async def test_a_private_calendar_holds_ones_own_answers_until_it_is_stopped(here: Gathering, site: str) -> None:
    await here.everywhere()
    await here.everywhere(title="Another")
    eve = here.member(here.world.blue, "zebedee")
    await says(here, eve, "Yes")

    async def looks(name: str) -> tuple[str, Any]:
        async with pages(here):
            made = Events("https://events.example").handlers
            [handler] = [it for it in made if it.declaration.name == name]
            call = Call(Command(name, eve.caller, eve.channel, {}), None, here.world.clock.now())
            answer = await here.world.database.write(lambda unit: handler.answer(call, unit))
        found = re.search(r"https://events\.example(/calendars/mine/[\w-]{32}\.ics)", str(answer))
        return found[1] if found else "", answer

    first, _ = await looks("events calendar")
    text = await get(f"{site}{first}")
    assert ([each.summary.value for each in entries(text)], "zebedee" in text) == (["Another"], False)
    none, again = await looks("events calendar")  # to look ends nothing, and shows no secret
    assert (none, again.buttons[0].label) == ("", calendar_texts.FEED_NEW)
    await get(f"{site}{first}")
    second, answer = await looks(again.buttons[0].action)
    await get(f"{site}{first}", 404)
    await get(f"{site}{second}")
    await eve.press(answer, calendar_texts.FEED_REVOKE)
    await get(f"{site}{second}", 404)
    await get(f"{site}/calendars/mine/{'x' * 32}.ics", 404)


async def test_what_has_not_changed_is_not_sent_again(here: Gathering, site: str) -> None:
    await here.announced()
    url = f"{site}/events/{await uid(here)}.ics"
    async with ClientSession() as session:
        async with session.get(url) as answer:
            mark = answer.headers["ETag"]
        async with session.get(url, headers={"If-None-Match": mark}) as again:
            assert again.status == 304
            assert await again.read() == b""


async def test_an_event_leaves_the_feed_30_days_after_its_end(here: Gathering, site: str) -> None:
    await here.announced()
    await here.later(46 * DAY + 7200)

    assert entries(await get(await calendar(here, site))) == []


async def test_without_an_address_nothing_is_served() -> None:
    feature: object = Events()

    assert isinstance(feature, Serves)
    assert feature.routes(None, None) == []  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def devtools(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with browser(chromium, tmp_path_factory.mktemp("profile")) as address:
        yield address


async def audited(tab: Tab, url: str) -> Any:
    """What an accessibility audit finds wrong with a page. The script comes in past the page's own policy."""
    await tab.call("Page.setBypassCSP", enabled=True)
    await tab.go(url)
    await tab.run(AXE.read_text(encoding="utf-8"))
    return await tab.run(AUDIT)


async def test_pages_are_accessible_and_run_no_script(here: Gathering, site: str, devtools: str) -> None:
    evil = "<script>window.hacked = true</script><img src=x onerror='window.hacked = true'>"
    ready = await here.ready(title=f"Falls {evil}", about=f"Bring a friend.\n{evil}")
    await here.ann.use_button(ready, "Announce")
    await here.announced(title="Second", when="Friday 1 December 2pm")
    question = await here.ann.use("events cancel", event="2")
    page = await get(f"{site}/events/{await uid(here)}")
    community = re.search(r"/communities/[0-9a-f]{16}", page)
    assert community is not None

    async with opened(devtools) as tab:
        first = f"{site}/events/{await uid(here)}"
        assert await audited(tab, first) == []
        assert await tab.run("String([window.hacked, document.scripts.length])") == ",0"
        assert await tab.run("document.querySelector('h1').textContent") == f"Falls {evil}"
        assert await tab.run("getComputedStyle(document.querySelector('.button')).color") == "rgb(255, 255, 255)"
        assert await audited(tab, f"{site}{community[0]}") == []
        assert await tab.run("document.querySelectorAll('.events li').length") == 2
        await here.ann.press(question, "Yes, cancel this event")
        assert await audited(tab, f"{site}/events/{await uid(here, 2)}") == []
        assert wording.CANCELLED in await tab.run("document.querySelector('.label').textContent")
        assert [it for it in tab.complaints if "favicon" not in it] == []
        for page in (first, f"{site}{community[0]}", f"{site}/events/{'a' * 24}"):
            await tab.call(
                "Emulation.setDeviceMetricsOverride", width=320, height=640, deviceScaleFactor=1, mobile=True
            )
            assert await audited(tab, page) == []
            assert await tab.run("document.documentElement.scrollWidth <= innerWidth && innerWidth === 320"), page


async def test_a_page_that_is_not_there_says_so(site: str) -> None:
    assert calendar_texts.NOT_FOUND_WHY in await get(f"{site}/events/{'a' * 24}", 404)


async def test_nor_is_one_blank_while_the_database_is_away(tmp_path: Path) -> None:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/empty.sqlite3") as without_tables:
        made = Pages(without_tables, FakeClock(), "https://events.example")
        async with serving("127.0.0.1", 0, made.routes()) as port:
            said = await get(f"http://127.0.0.1:{port}/events/{'a' * 24}", 503)

    assert calendar_texts.NOT_NOW_WHY in said


async def test_pages_forbid_every_script_and_frame(here: Gathering, site: str) -> None:
    await here.announced()
    async with ClientSession() as session, session.get(f"{site}/events/{await uid(here)}") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script" not in await answer.text()
