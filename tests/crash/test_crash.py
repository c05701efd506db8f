"""Death at any point between hearing and recording: afterwards every message has exactly one copy per channel.

The bot runs in a process of its own (`bot_process`), between a Slack and a Discord on loopback, and is killed at a step
that is chosen (`killing`) or by this process at the worst moment. Another takes its place, as an operator's supervisor
has it, and when everything is at rest the oracle compares the two sides.

What Slack is not told to be recorded it tells again. Discord tells everything once: what the bot had read and not yet
recorded when it died, the next process finds in Discord's history. Fresh deletions and reactions are not found there,
so people on Discord wait until each thing they do is recorded, and the one that was under way at a death is not held
against the bot; it is one at most for each death (`Keeper.on_discord`, `Outcome.wrong`).
"""

from __future__ import annotations

import asyncio
import random
from zlib import crc32

import pytest

from sandbox.faults import Fault
from sandbox.ledger import Entry
from tests.crash.exam import Fresh, all_lines, bot, every, lines_of, outcome, run, runs
from tests.crash.keeper import PATIENCE
from tests.crash.lines import at_some_hours, idle_excuses, required

STOPS_WITHIN = 10.0  # seconds
LOAD = 20  # messages on each side
SLOW = 1.0  # seconds that each post takes meanwhile: so one side is not done before the other has begun
PAIRS = 500
PARTS = 40
TOWNS = 4  # at once


@pytest.mark.timeout(900)
async def test_death_in_every_line_on_the_way_of_a_message(fresh_sqlite: Fresh) -> None:
    await every_line(fresh_sqlite, "sqlite", "")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", ["storage/", pytest.param("", marks=pytest.mark.soak)])
async def test_death_in_every_line_that_waits_for_postgres(fresh_postgres: Fresh, part: str) -> None:
    """Nothing above the storage knows which database it waits for: there, all lines are for the long exam."""
    await every_line(fresh_postgres, "postgres", part)


async def every_line(fresh: Fresh, database_kind: str, part: str) -> None:
    """A bot dies in every line on the way of a message, of those whose path begins so."""
    whole = await run(fresh)
    assert (whole.wrong, whole.deaths) == ("", ())

    steps = [step for step in whole.steps if not at_some_hours(step)]
    required_ones = required(lines_of(steps), database_kind)
    fatal = {line: wait for line, wait in required_ones.items() if line.startswith(part)}
    assert fatal
    ends = await all_lines(fresh, fatal, TOWNS)

    survived = [f"{line}: {fatal[line].text}" for _, left in ends for line in left]
    assert ([end.wrong for end, _ in ends if end.wrong], survived, idle_excuses()) == ([], [], [])


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_death_when_the_platform_has_just_performed_a_post(fresh: Fresh, platform: str) -> None:
    async with bot(fresh) as (keeper, story):

        def kill(entry: Entry) -> None:
            if (entry.platform, entry.who, entry.act) == (platform, "bot", "post") and len(keeper.deaths) < 1:
                keeper.kill()

        keeper.town.sandbox.ledger.watchers.append(kill)
        await story.chatter(3)
        end = await outcome(keeper)

    assert (end.wrong, end.deaths) == ("", ("",))


@pytest.mark.parametrize("within", [PATIENCE, pytest.param(STOPS_WITHIN, marks=pytest.mark.soak)])
async def test_sigterm_under_load_leaves_nothing_unsure(fresh: Fresh, within: float) -> None:
    async with bot(fresh) as (keeper, story):
        sandbox = keeper.town.sandbox
        faults = [
            sandbox.discord.faults.add(Fault("POST */webhooks/*", "delay", times=LOAD, seconds=SLOW)),
            sandbox.slack.faults.add(Fault("POST */chat.postMessage", "delay", times=LOAD, seconds=SLOW)),
        ]
        copied: dict[str, asyncio.Event] = {"slack": asyncio.Event(), "discord": asyncio.Event()}

        def note(entry: Entry) -> None:
            if (entry.who, entry.act) == ("bot", "post"):
                copied[entry.platform].set()

        keeper.town.sandbox.ledger.watchers.append(note)
        await story.chatter(LOAD)
        for each in copied.values():
            await each.wait()
        async with asyncio.timeout(within):
            code = await keeper.stop()
        left = await keeper.open_deliveries()
        under_way = all(fault.struck < LOAD for fault in faults)
        sandbox.discord.faults.clear()
        sandbox.slack.faults.clear()
        keeper.start()
        end = await outcome(keeper)

    assert (code, left.get("sending", 0), under_way, end.wrong) == (0, 0, True, "")


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(PARTS))
async def test_death_at_every_step(fresh: Fresh, part: int) -> None:
    """Some thousand steps, each with a story of its own: shared out by their names, for one sitting each."""
    whole = await run(fresh)
    mine = [step for step in every(whole.steps) if crc32(step.encode()) % PARTS == part]

    died = await runs(fresh, [(step,) for step in mine])

    assert {step: each.wrong for step, each in died.items() if each.wrong} == {}
    assert any(each.deaths for each in died.values())


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_death_twice(fresh: Fresh) -> None:
    """The second time while the bot comes back from the first."""
    whole = await run(fresh)
    dice = random.Random(PAIRS)
    steps = every(whole.steps)

    died = await runs(fresh, [(dice.choice(steps), dice.choice(steps)) for _ in range(PAIRS)])

    assert {step: each.wrong for step, each in died.items() if each.wrong} == {}
    assert any(len(each.deaths) == 2 for each in died.values())
