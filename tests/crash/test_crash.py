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

import pytest

from bot import texts
from bot.delivering.suspects import GIVE_UP_AFTER
from bot.hearing import ASIDE_AFTER
from sandbox.faults import Fault
from sandbox.ledger import Entry
from tests.crash.exam import Fresh, all_lines, bot, every, lines_of, outcome, run, runs, site, whole
from tests.crash.keeper import PATIENCE
from tests.crash.lines import at_some_hours, idle_excuses, required
from tests.crash.oracle import Verdict
from tests.crash.scenes import SCENES

STOPS_WITHIN = 10.0  # seconds
LOAD = 20  # messages on each side
SLOW = 1.0  # seconds that each post takes meanwhile: so one side is not done before the other has begun
PAIRS = 40  # in each scene
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
    alive = await run(fresh)
    assert (alive.wrong, alive.deaths) == ("", ())

    steps = [step for step in alive.steps if not at_some_hours(step)]
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


async def test_a_message_that_kills_every_bot_is_given_up_and_all_others_are_copied(fresh_sqlite: Fresh) -> None:
    """What was under way beside it, and died with it as often, is none of it."""
    plant = "dies_of_a_message"
    async with bot(fresh_sqlite, plant=plant) as (keeper, story):
        await story.chatter(4)
        end = await outcome(keeper, plant)

    assert (end.verdict, end.given_up, len(end.deaths)) == (Verdict(lost=["s2"]), (texts.AT_OUR_END,), GIVE_UP_AFTER)


async def test_a_message_that_kills_whoever_hears_it_is_set_aside_and_all_others_are_copied(fresh: Fresh) -> None:
    """Slack tells it again, and each process finds it in Slack's history. The first death leaves no trace of it."""
    plant = "dies_of_hearing"
    async with bot(fresh, plant=plant) as (keeper, story):
        await story.chatter(4)
        end = await outcome(keeper, plant)
        aside = await keeper.database.read(lambda unit: unit.inbox.set_aside_reasons())

    assert (end.verdict, aside, len(end.deaths)) == (Verdict(lost=["s2"]), ["Death in Posted"], ASIDE_AFTER + 1)


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
@pytest.mark.parametrize("scene", SCENES)
async def test_death_at_every_step_of_a_scene(fresh: Fresh, scene: str) -> None:
    """Each time that a line on the way of a message waits, not only once in each line."""
    tell = SCENES[scene]
    alive = await run(fresh, tell)
    assert alive.wrong == ""

    died = await runs(fresh, tell, [(step,) for step in every(alive.steps)])

    assert {step: each.wrong for step, each in died.items() if each.wrong} == {}
    assert 2 * sum(bool(each.deaths) for each in died.values()) > len(died)  # others come only now and then


@pytest.mark.soak
@pytest.mark.timeout(7200)
async def test_death_wherever_only_the_whole_story_comes(fresh: Fresh) -> None:
    """A site is a way to a line: who called it from where."""
    alive = await run(fresh)
    scenes = [await run(fresh, tell) for tell in SCENES.values()]
    passed = {site(step) for scene in scenes for step in every(scene.steps)}
    left = sorted({site(step) for step in every(alive.steps)} - passed)

    died = await runs(fresh, whole, [(f"{each}#1",) for each in left])

    assert {step: each.wrong for step, each in died.items() if each.wrong} == {}
    assert any(each.deaths for each in died.values())


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("scene", SCENES)
async def test_death_twice(fresh: Fresh, scene: str) -> None:
    """The second time while the bot comes back from the first."""
    dice, tell = random.Random(scene), SCENES[scene]
    alive = await run(fresh, tell)
    firsts = dice.sample(every(alive.steps), PAIRS)
    once = await runs(fresh, tell, [(step,) for step in firsts])
    pairs = [(step, dice.choice(every(each.steps))) for (step,), each in once.items() if each.deaths]

    died = await runs(fresh, tell, pairs)

    assert {steps: each.wrong for steps, each in died.items() if each.wrong} == {}
    assert any(len(each.deaths) == 2 for each in died.values())
