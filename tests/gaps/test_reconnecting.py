"""Connections end and come back, as platforms have it: nothing is lost, and nothing comes twice."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.gaps.past import People
from tests.gaps.town import Town, awake, bridged, town
from tests.gaps.verdict import Verdict, judge

PATIENCE = 600.0  # seconds; for the load of a soak


@pytest.mark.parametrize(
    ("cycles", "posts"),
    [
        pytest.param(5, 10, id="some"),
        pytest.param(500, 20, id="500", marks=[pytest.mark.soak, pytest.mark.timeout(1800)]),
    ],
)
async def test_slack_refreshes_its_sockets_under_load(database_url: str, cycles: int, posts: int) -> None:
    async with town(2) as place:
        await bridged(place, database_url)
        slack, people = place.sandbox.slack, People(place, random.Random(cycles))
        team = place.bridges[0][0].community
        slack.deliveries.retries = (0.2,) * 100  # where Slack itself waits minutes, and gives up after three
        async with awake(place, database_url) as bot:
            began = place.clock.now()
            for _ in range(cycles):
                await slack.disconnect()
                await people.live(seconds=0.0, posts=posts)
                await slack.connected(team, 2)
                await slack.settled()
            await bot.heard(PATIENCE)
            await bot.rest(PATIENCE)

        # What was told again comes behind what was told at once.
        assert replace(judge(place, began), disordered=[]) == Verdict()


def sessions(place: Town) -> set[str]:
    """The sessions over which Discord tells things now."""
    return {id for id, session in place.sandbox.discord.gateway.sessions.items() if session.socket is not None}


@pytest.mark.parametrize("resumes", [True, False], ids=["resumed", "refused"])
async def test_discord_goes_on_or_begins_anew_after_the_connection_broke(database_url: str, resumes: bool) -> None:
    async with town(1) as place:
        await bridged(place, database_url)
        discord, people = place.sandbox.discord, People(place, random.Random(7))
        async with awake(place, database_url) as bot:
            began, before = place.clock.now(), sessions(place)
            discord.refuse_resumes(not resumes)
            await discord.drop_connections()
            await people.live(seconds=0.0, posts=20)
            await bot.until(lambda: bool(sessions(place)))
            await bot.until(lambda: judge(place, began) == Verdict())
            await bot.rest()

            assert judge(place, began) == Verdict()
            assert (sessions(place) == before) == resumes


async def test_discord_tells_a_bot_that_starts_again_nothing_and_it_looks(database_url: str) -> None:
    async with town(1) as place:
        await bridged(place, database_url)
        people = People(place, random.Random(8))
        began = place.clock.now()
        async with awake(place, database_url) as before:
            await people.live(seconds=0.0, posts=10)
            await before.rest()
        place.sandbox.slack.deliveries.retries = ()
        await people.live(seconds=0.0, posts=20)
        async with awake(place, database_url) as after:
            await after.rest()

            assert judge(place, began) == Verdict()


async def test_who_uses_a_command_or_a_button_while_the_bot_is_away_is_told_so_and_nothing_is_half_done(
    database_url: str,
) -> None:
    async with town(1) as place:
        await bridged(place, database_url)
        [(ward, lounge)] = place.bridges
        workspace = place.sandbox.slack.workspaces[ward.community]
        began = place.clock.now()
        async with awake(place, database_url) as before:
            await ward.do("command", name="unsilo")
            await before.until(lambda: bool(workspace.ephemerals.get(ward.people[0])))
            told = await lounge.do("command", name="unsilo")
        shown = workspace.ephemerals[ward.people[0]][-1]
        button = next(it for block in shown["blocks"] if block["type"] == "actions" for it in block["elements"])
        components = place.sandbox.discord.world.ephemerals[lounge.people[0]][told["message"]].components
        label = next(it["custom_id"] for row in components for it in row.get("components", ()) if "custom_id" in it)
        outcomes = [
            (await ward.do("command", name="bridge", text="optout"))["error"],
            (await ward.do("press", message=shown["ts"], action=button["action_id"], value=button.get("value")))[
                "error"
            ],
            (await lounge.do("press", message=told["message"], action=label))["answered"],
        ]
        async with awake(place, database_url) as after:
            await ward.say("s1 still crosses")
            await lounge.say("d1 still crosses")
            await after.rest()

            assert outcomes == ["operation_timeout", "operation_timeout", False]
            assert judge(place, began) == Verdict()
