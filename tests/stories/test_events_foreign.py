"""What another calendar can make the bot work out is bounded; its dates are read as they are meant."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.events import importing, texts
from bot.events.outside import Unfetched
from bot.events.reading import Reading
from bot.foreign_calendar import Coming
from tests.stories.gathering import Gathering, words
from tests.stories.test_events_import import NOW, calendar, event, imported


@pytest.mark.parametrize(
    ("start", "rule", "dates"),
    [
        ("DTSTART:19990228T090000Z", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["29 February 2024"]),
        ("DTSTART:20160229T090000Z", "FREQ=YEARLY", ["29 February 2024"]),
        ("DTSTART:20051231T090000Z", "FREQ=MONTHLY", ["31 December 2023", "31 January 2024", "31 March 2024"]),
        ("DTSTART;TZID=Europe/London:20230901T090000", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=4", ["24 November 2023"]),
        ("DTSTART:20231101T090000", "FREQ=WEEKLY;INTERVAL=3;UNTIL=20231214", ["22 November 2023", "13 December 2023"]),
        ("DTSTART:20230901T090000Z", "FREQ=DAILY;INTERVAL=60;UNTIL=99991231T000000Z", ["30 December 2023"]),
    ],
)
def test_the_dates_of_a_rule_are_read_as_they_are_meant(start: str, rule: str, dates: list[str]) -> None:
    found = importing.read(calendar(event("x", start, f"\r\nRRULE:{rule}")), NOW)

    assert [f"{each.local:%-d %B %Y}" for each in found][: len(dates)] == dates


DEAR = {
    "since the year 1": event("x", "DTSTART:00010101T090000Z", "\r\nRRULE:FREQ=DAILY"),
    "no such day": event("x", "DTSTART:19800101T090000Z", "\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
    "so many of none": event("x", "DTSTART:19800101T090000Z", "\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9"),
    "none, up to the last year": event(
        "x", "DTSTART:19800101T090000Z", "\r\nRRULE:FREQ=MONTHLY;BYSETPOS=300;BYDAY=MO;UNTIL=99991231T000000Z"
    ),
    "each goes on for years": event("x", "DTSTART:19800101T090000Z\r\nDTEND:20800101T090000Z", "\r\nRRULE:FREQ=DAILY"),
    "in 8000 years": event("x", "DTSTART:99991231T090000Z", "\r\nRRULE:FREQ=DAILY"),
    "whole days for ages": event("x", "DTSTART;VALUE=DATE:00010101", "\r\nRRULE:FREQ=DAILY"),
}


@pytest.mark.parametrize("what", DEAR)
def test_what_is_dear_to_work_out_is_not_and_the_rest_is_read(what: str) -> None:
    begun = time.process_time()
    found = importing.read(calendar(DEAR[what], event("Fine")), NOW)

    assert [each.title for each in found] == ["Fine"]
    assert time.process_time() - begun < 2


def test_a_calendar_in_which_too_much_comes_again_is_refused() -> None:
    daily = [event(f"{number}", "DTSTART:20030101T090000Z", "\r\nRRULE:FREQ=DAILY") for number in range(2000)]
    begun = time.process_time()
    with pytest.raises(Unfetched, match=texts.IMPORT_LONG):
        importing.read(calendar(*daily), NOW)

    assert time.process_time() - begun < 5


def children() -> set[str]:
    """The processes that are ours, whoever began them, and those that have ended and nobody has looked after."""
    return {stat.parent.name for stat in Path("/proc").glob("[0-9]*/stat") if _parent(stat) == str(os.getpid())}


def _parent(stat: Path) -> str:
    """Whose a process is; nobody's, once it has ended and been looked after, however shortly after it was found."""
    try:
        return stat.read_text().rpartition(")")[2].split()[1]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_a_process_that_ends_while_it_is_looked_at_is_not_running(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_text
    with subprocess.Popen((sys.executable, "-c", "input()"), stdin=subprocess.PIPE) as process:

        def ending(stat: Path) -> str:
            if stat.parent.name == str(process.pid):
                process.kill()
                process.wait()
            return read(stat)

        assert str(process.pid) in children()
        monkeypatch.setattr(Path, "read_text", ending)
        assert str(process.pid) not in children()


async def test_a_calendar_that_takes_too_long_is_refused_and_nothing_is_left_running(here: Gathering) -> None:
    reading, before = Reading(patience=0.01), children()
    assert words(await imported(here, calendar(event("Falls clinic")), reading)) == texts.IMPORT_LONG
    assert children() <= before

    reading.patience = 10
    assert "Falls clinic" in words(await imported(here, calendar(event("Falls clinic")), reading))


async def test_a_process_without_enough_time_of_the_processor_or_memory_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loops = (sys.executable, "-c", "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass")
    monkeypatch.setattr("bot.events.reading.READ", loops)
    with pytest.raises(Unfetched, match=texts.IMPORT_LONG):
        await Reading(patience=60).read(b"", NOW, NOW)


async def test_a_community_has_one_import_at_a_time_and_all_of_them_take_turns(here: Gathering) -> None:
    running, most = 0, 0

    class Counted(Reading):
        async def _read(self, body: bytes, begin: float, end: float) -> list[Coming]:
            nonlocal running, most
            running, most = running + 1, max(most, running + 1)
            await asyncio.sleep(0.05)
            running -= 1
            return []

    reading, body = Counted(), calendar(event("Falls clinic"))
    answers = await asyncio.gather(*(imported(here, body, reading, who) for who in (here.ann, here.ann, here.bob)))

    assert [words(answer) for answer in answers] == [texts.IMPORT_NOTHING, texts.IMPORT_BUSY, texts.IMPORT_NOTHING]
    assert most == 1


async def test_no_secret_of_the_bots_is_handed_to_what_reads_a_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEYS", "not to be seen")
    tells = (sys.executable, "-c", "import os, sys; sys.exit(1 if 'SECRET_KEYS' in os.environ else 3)")
    monkeypatch.setattr("bot.events.reading.READ", tells)
    with pytest.raises(Unfetched, match=texts.IMPORT_LONG):
        await Reading().read(b"", NOW, NOW)
