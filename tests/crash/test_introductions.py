"""Death at any point of an introduction: nobody is asked, told or named twice, and nobody is left without an answer.

What people are asked, the names, the room and what is written in it, the round with its plan, the alternate, and what
came of it.
"""

from __future__ import annotations

import pytest

from tests.crash.exam import Fresh
from tests.crash.gathering import gathered
from tests.crash.meetings import Meetings, prepare
from tests.crash.plays import SHOWS, delivered, end, killer, lines_with, play, story
from tests.crash.ways import Ways

WAYS = (
    "bot/introductions/", "bot/app.py", "bot/bot.py", "bot/hearing.py", "bot/notices.py", "bot/rooms.py",
    "storage/apart.py", "storage/introductions.py", "storage/room", "storage/rounds.py", "storage/takers.py",
)  # fmt: skip
# What each way of an introduction ends with; a story that does not pass it tells of something else.
PASSED = {
    "bot/introductions/__init__.py": ("Introductions._ask", "Introductions._call", "Introductions._carry_out",
                                      "Introductions._plan", "Introductions._match"),
    "bot/introductions/asking.py": ("send", "_holds"),
    "bot/introductions/answering.py": ("answering.noted",),
    "bot/introductions/settling.py": ("_agreed", "_failed", "tell_in_vain"),
    "bot/introductions/alternates.py": ("ask_instead", "_another"),
    "bot/introductions/opening.py": ("open_room", "announce", "stand", "settle_in"),
    "bot/introductions/calling.py": ("due", "call", "answering.noted"),
    "bot/introductions/planning.py": ("pool", "lay_down", "carry_on", "_propose", "not_this_time"),
    "bot/introductions/meeting.py": ("guests", "propose", "_nobody"),
    "bot/introductions/outcomes.py": ("ask", "talked"),
    "bot/introductions/closing.py": ("close",),
}  # fmt: skip


@pytest.mark.timeout(900)
async def test_death_while_two_people_are_introduced(fresh_sqlite: Fresh) -> None:
    """Before they are asked and named, and when a platform has just made what they read."""
    chosen = [
        *lines_with("bot/introductions/asking.py", "State.PROPOSED, _to(State.PROPOSED, Turn.SEND)"),
        *lines_with("bot/introductions/settling.py", "opening.open_room(unit, introduction, yes, now)"),
    ]
    whole = await play(fresh_sqlite, prepare, story(Meetings, "brief"), fatal_lines=chosen, dies_at=SHOWS[:1])

    assert (whole.wrong, whole.left) == ("", frozenset())
    assert len(whole.deaths) >= 5


class TestMeetings(Ways):
    """The long exam of an introduction."""

    told_by = Meetings
    prepared = staticmethod(prepare)
    ways = WAYS
    ends = PASSED
    shown = 30


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("plant", ["", "resend_without_looking"], ids=["", "planted"])
async def test_a_bot_that_names_people_again_without_looking_is_caught(fresh_sqlite: Fresh, plant: str) -> None:
    """On Slack, that is: Discord makes no second message under a token that it has just seen."""
    async with gathered(fresh_sqlite, prepare, plant=plant) as here:
        here.town.sandbox.ledger.watchers.append(killer(here, SHOWS[:1]))
        await Meetings(here).named()
        await here.keeper.until("all is delivered", delivered(here))
        ended = end(here)

    assert bool(ended.told.doubled) == bool(plant)
    assert (ended.told.missed, ended.told.unexpected) == ([], [])
