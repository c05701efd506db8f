"""An exam that cannot fail proves nothing: each bug that a bridge can have, planted, is caught.

What the same story shows of the bot as it is, is asserted beside it.
"""

from __future__ import annotations

import pytest

from sandbox.ledger import Entry
from tests.crash.exam import Fresh, bot, chat, outcome
from tests.crash.lines import waits
from tests.crash.oracle import Verdict


@pytest.fixture
def fresh(fresh_sqlite: Fresh) -> Fresh:
    """The bugs are the bot's own: the database's kind plays no part."""
    return fresh_sqlite


async def test_a_bot_that_marks_as_done_before_it_sends_is_caught(fresh: Fresh) -> None:
    plant = "done_before_sending"
    whole = await chat(fresh, plant=plant)
    sends = next(
        step for step in whole.steps if "bot/delivering/performer.py" in step and "adapters/discord/webhooks.py" in step
    )
    died = await chat(fresh, plant=plant, kills=[f"{sends}#1"])

    assert "s1" in died.verdict.lost


async def test_a_bot_that_sends_again_without_looking_is_caught(fresh: Fresh) -> None:
    plant = "resend_without_looking"
    async with bot(fresh, plant=plant) as (keeper, story):
        keeper.town.trouble()
        await story.chatter(3)
        end = await outcome(keeper, plant)

    assert end.verdict.doubled == ["s2", "d2"]


@pytest.mark.parametrize(
    ("plant", "left_standing"), [("", []), ("acknowledge_before_recording", ["s1"])], ids=["", "planted"]
)
async def test_death_when_a_deletion_has_just_been_acknowledged(
    fresh: Fresh, plant: str, left_standing: list[str]
) -> None:
    """Slack does not tell it again, and it is too fresh to be found in Slack's history."""
    async with bot(fresh, plant=plant) as (keeper, story):

        def kill(entry: Entry) -> None:
            if entry.act == "acked" and "message_deleted" in entry.data["type"] and not keeper.deaths:
                keeper.kill()

        await story.says("s1", "Wrong channel, sorry.")
        await story.copied("s1")
        keeper.town.sandbox.ledger.watchers.append(kill)
        await story.deletes("s1")
        end = await outcome(keeper, plant)

    assert (end.verdict.unexpected, end.deaths) == (left_standing, ("",))


@pytest.mark.parametrize(
    ("plant", "expected"),
    [("", Verdict()), ("catch_up_skips_threads", Verdict(lost=["s14", "d14"]))],
    ids=["", "planted"],
)
async def test_a_bot_whose_catching_up_skips_threads_is_caught(fresh: Fresh, plant: str, expected: Verdict) -> None:
    async with bot(fresh, plant=plant) as (keeper, story):
        await story.absent()
        end = await outcome(keeper, plant)

    assert end.verdict == expected


@pytest.mark.parametrize(("plant", "lost"), [("", []), ("mark_moved_early", ["s14", "s15"])], ids=["", "planted"])
async def test_a_bot_that_moves_its_mark_early_is_caught(fresh: Fresh, plant: str, lost: list[str]) -> None:
    """It dies when it has recorded the first of the messages that it missed."""
    recorded = {wait.line for wait in waits("bot/catchup.py") if "_heard(" in wait.text}
    async with bot(fresh, fatal_lines=recorded, plant=plant) as (keeper, story):
        await keeper.connected()
        async with keeper.away():
            await story.says("s13", "Is anybody there?")
            await story.says("s14", "Nobody?")
            await story.says("s15", "Then tomorrow.")
        end = await outcome(keeper, plant)

    assert (end.verdict.lost, len(end.deaths)) == (lost, 1)


@pytest.mark.parametrize(("plant", "lost"), [("", []), ("own_posts_by_name", ["d7"])], ids=["", "planted"])
async def test_a_bot_that_knows_its_posts_by_name_is_caught(fresh: Fresh, plant: str, lost: list[str]) -> None:
    async with bot(fresh, plant=plant) as (keeper, story):
        await story.says("d1", "We have two.")  # by then it has caught up: history tells of no names
        await story.copied("d1")
        await story.discord.do("post", 2, text="d7 I am called as the author of a copy is.")
        end = await outcome(keeper, plant)

    assert end.verdict.lost == lost


@pytest.mark.parametrize(("plant", "pings"), [("", 0), ("edit_that_pings", 1)], ids=["", "planted"])
async def test_a_bot_whose_edits_ping_is_caught(fresh: Fresh, plant: str, pings: int) -> None:
    async with bot(fresh, plant=plant) as (keeper, story):
        await story.says("s1", "Who has a bed for tonight?")
        await story.copied("s1")
        await story.edits("s1", f"Who has a bed? <@{story.discord.people[0]}>")
        end = await outcome(keeper, plant)

    assert len(end.verdict.leaked) == pings
