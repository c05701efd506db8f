"""Death at any point of an event: afterwards everybody has been told everything, once.

Told are channels (posts and weekly lists), organisers (questions and letters) and guests: their reminders, offers,
changes, entries for calendars, cancellations and what came of it. A bot that died before it recorded what a platform
had done looks for it before it does it again. What was pressed while no bot was there is pressed again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from storage.database import Unit
from storage.letters import event_letter
from tests.crash.clinic import at, prepare
from tests.crash.events import Events
from tests.crash.exam import SETTLES, Fresh
from tests.crash.gathering import Gathering, gathered
from tests.crash.plays import PATIENCE, SHOWS, delivered, end, killer, lines_with, play, story
from tests.crash.telling import Told
from tests.crash.ways import Ways

WAYS = (
    "bot/events/", "bot/app.py", "bot/bot.py", "bot/hearing.py", "bot/notices.py", "bot/organisers.py",
    "storage/digests.py", "storage/event", "storage/letters.py", "storage/mirrors.py", "storage/rsvps.py",
)  # fmt: skip
# Waits that come only when a round finds a post still under way.
RACES = (("bot/events/failing.py", "unit.events.by_id"), ("bot/events/failing.py", "unit.lanes.trouble"))
# What each way of an event ends with; a story that does not pass it tells of something else.
PASSED = {
    "bot/events/announcing.py": ("Announcing.begin", "Announcing.bring", "Announcing._approved", "Announcing._ask"),
    "bot/events/scheduling.py": ("Scheduling.choose", "Scheduling.announce_due"),
    "bot/events/timing.py": ("set_time", "_tell_anew", "swap_link"),
    "bot/events/writing.py": ("Writing.write_due",),
    "bot/events/seating.py": ("sit", "fill", "lapse"),
    "bot/events/entries.py": ("send",),
    "bot/events/digest.py": ("post_due",),
    "bot/events/weekly.py": ("tell_due",),
    "bot/events/governing.py": ("Cancelling.off", "recap"),
    "bot/events/mirror.py": ("Mirror.round", "Mirror._show", "Mirror._note"),
    "bot/events/posts.py": ("Posts.refresh", "Posts.refresh_stale"),
    "bot/events/answering.py": ("yes", "no", "summary", "useful"),
}


@pytest.mark.timeout(900)
async def test_death_while_an_event_is_announced_and_its_guests_are_reminded(fresh_sqlite: Fresh) -> None:
    """Before the post is handed over, when a platform has just made it, and before the reminders go."""
    chosen = [
        *lines_with(
            "bot/events/announcing.py", "state=EventState.ANNOUNCED", "self.posts.refresh(event.id, unit, now)"
        ),
        *lines_with("bot/events/writing.py", "notices.post"),
    ]
    whole = await play(fresh_sqlite, prepare, story(Events, "brief"), fatal_lines=chosen, dies_at=SHOWS[:1])

    assert (whole.wrong, whole.left) == ("", frozenset())
    assert len(whole.deaths) >= 6


class TestEvents(Ways):
    """The long exam of an event."""

    told_by = Events
    prepared = staticmethod(prepare)
    ways = WAYS
    races = RACES
    ends = PASSED
    shown = 40


@pytest.mark.soak
async def test_discords_own_list_shows_each_event_once_whenever_the_bot_died(fresh_sqlite: Fresh) -> None:
    async with gathered(fresh_sqlite, prepare) as here:
        here.town.sandbox.ledger.watchers.append(killer(here, ("event",)))
        told = Events(here)
        await told.play()
        await here.ends()

        async def listed() -> bool:
            return sorted(told.lists()) == [("Falls clinic", 1), ("Ward rounds", 4)]

        await here.keeper.until("the list", listed)
        assert end(here).wrong == ""


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("plant", ["", "reminds_from_memory"], ids=["", "planted"])
async def test_a_bot_that_marks_people_as_reminded_before_it_reminds_them_is_caught(
    fresh_sqlite: Fresh, plant: str
) -> None:
    """It dies when the reminders of the next day are not to be written any more, as far as the tables know."""
    async with gathered(fresh_sqlite, prepare, plant=plant) as here:
        told = Events(here)
        await told.announced()
        await told.two_come()
        await here.becomes(at(11, 14))
        told.expect_two_reminded()

        async def taken_out() -> bool:
            return not await here.database.read(_planned)

        async def died() -> bool:
            return here.keeper.deaths != []

        await here.keeper.until("no reminder is planned", taken_out)
        here.keeper.kill()
        await here.keeper.until("its death", died)
        with contextlib.suppress(TimeoutError):
            await here.keeper.until("everybody knows", _all_know(here), PATIENCE if plant else SETTLES)
        ended = end(here)

    missed = [f"{name}: ('“Falls clinic” is tomorrow',)" for name in ("Helen", "Ruth")] if plant else []
    assert (ended.told, len(ended.deaths)) == (Told(missed=missed), 1)


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("plant", ["", "resend_without_looking"], ids=["", "planted"])
async def test_a_bot_that_announces_again_without_looking_is_caught(fresh_sqlite: Fresh, plant: str) -> None:
    async with gathered(fresh_sqlite, prepare, plant=plant) as here:
        here.town.sandbox.ledger.watchers.append(killer(here, SHOWS[:1]))
        await Events(here).announces()
        await here.keeper.until("all is delivered", delivered(here))
        ended = end(here)

    assert bool(ended.told.doubled) == bool(plant)
    assert (ended.told.missed, ended.told.unexpected) == ([], [])


async def _planned(unit: Unit) -> bool:
    """Whether somebody is still to be reminded on the day before."""
    due = select(event_letter.c.kind).where(event_letter.c.kind == "day").limit(1)
    return (await unit.connection.scalars(due)).first() is not None


def _all_know(here: Gathering) -> Callable[[], Awaitable[bool]]:
    async def all_know() -> bool:
        return not here.telling.missing()

    return all_know
