"""The demo, as a newcomer starts it; without a model, which other tests load."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession

from adapters.contract.refs import AccountRef
from bot import compose
from bot.demo import show
from bot.demo.story import Stage
from bot.introductions import hours
from bot.introductions.who import members
from sandbox import scenes
from sandbox.cast import COMMONS, HOSPITAL, SHARED
from sandbox.server import Sandbox
from storage.database import Database
from tests.house.test_sentences import BANNED, LONGEST, sentences


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it takes longer than the story."""
    monkeypatch.setattr(compose, "CONNECTED_FIRST", 3600.0)


async def test_the_story_ends_with_what_each_side_should_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert await show.once() == 0
    assert "Each side shows exactly what it should." in capsys.readouterr().out


async def test_members_of_the_scene_wait_to_be_found(database: Database) -> None:
    wrote = [each.problem for each in (*HOSPITAL, *COMMONS) if each.problem]
    async with Sandbox() as sandbox:
        scene = await scenes.furnish(sandbox)
        await database.write(lambda unit: show.profiles(scene, unit, 0.0))
    found = await database.read(lambda unit: unit.profiles.everybody())

    assert sorted(each.problem for each in found) == sorted(wrote)
    assert len({each.account.platform for each in found}) == 2
    assert len(await database.read(lambda unit: unit.vectors.stale("any", 100))) == len(wrote)


async def test_members_of_the_scene_are_introduced_at_whatever_hour_the_demo_is_started(database: Database) -> None:
    async with Sandbox() as sandbox:
        scene = await scenes.furnish(sandbox)
        await database.write(lambda unit: show.profiles(scene, unit, 0.0))
    rhys = AccountRef("slack", scene.team, scene.people["rhys-bevan"])
    taking_part = await database.read(lambda unit: members(unit, 0.0))
    monday = datetime(2026, 11, 30, tzinfo=ZoneInfo("Europe/London"))
    week = [(monday + timedelta(hours=each)).timestamp() for each in range(7 * 24)]

    assert len(taking_part) == len([each for each in (*HOSPITAL, *COMMONS) if each.problem])
    assert rhys in [each.taker.account for each in taking_part.values()]
    assert all(hours.within(each.hours, at) for each in taking_part.values() for at in week)


async def test_what_the_page_proposes_can_be_done() -> None:
    known = {tuple(each.name.split()) for each in compose.declarations()}
    async with Sandbox() as sandbox:
        scene = await scenes.furnish(sandbox)
        chapters = show.guide(scene, "http://pages", 0.0)
        state = {"slack": sandbox.slack.state(), "discord": sandbox.discord.state()}
    steps = [step for chapter in chapters for step in chapter["steps"]]
    tries = [each for step in steps for each in step["tries"]]

    assert [step["say"] for step in steps if BANNED.search(step["say"])] == []
    assert [part for step in steps for part in sentences(step["say"]) if len(part.split()) > LONGEST] == []
    assert len(tries) > 20
    for each in tries:
        if "link" in each:
            continue
        [community] = state[each["side"]]["communities"]
        [channel] = [it for it in community["channels"] if it["id"] == each["channel"]]
        assert each["user"] in (channel["members"] or [it["id"] for it in community["members"]]), each
        if each["text"].startswith("/"):
            words = tuple(each["text"][1:].split())
            assert words[:2] in known or words[:1] in known, each


async def test_the_addresses_that_the_demo_gives_lead_to_its_own_pages() -> None:
    async with show._running(0, limits=False) as (sandbox, scene), ClientSession() as session:
        where = {"community": scene.team, "user": scene.people["rhys-bevan"]}
        await sandbox.slack.acts["command"](
            **where, channel=scene.slack_channels[SHARED], name="events", text="calendar"
        )
        told = sandbox.slack.workspace(scene.team).ephemerals
        await Stage(sandbox, scene).until("the answer", lambda: bool(told.get(where["user"])))
        said = str(told[where["user"]])
        pages = set(re.findall(r"http://127\.0\.0\.1:\d+/c[\w./-]+", said))
        kinds = [(await session.get(page, raise_for_status=True)).content_type for page in sorted(pages)]

    assert sorted(kinds) == ["text/calendar", "text/calendar", "text/html"]


async def test_an_event_is_approved_by_who_organises_the_other_side_as_the_page_proposes() -> None:
    async with show._running(0, limits=False) as (sandbox, scene):
        stage, team = Stage(sandbox, scene), sandbox.slack.workspace(scene.team)
        slack, discord = sandbox.slack.acts, sandbox.discord
        tomasz, nkechi = scene.people["tomasz-zielinski"], scene.people["nkechi-eze"]
        there = {"community": scene.team, "user": tomasz, "channel": scene.slack_channels[SHARED]}

        async def fill(**values: str) -> None:
            await stage.until("a form", lambda: bool(team.stacks.get(tomasz)))
            await slack["submit"](community=scene.team, user=tomasz, form=team.stacks[tomasz][-1], values=values)

        async def press(label: str) -> None:
            def found() -> list[tuple[str, dict[str, Any]]]:
                told = team.ephemerals.get(tomasz, [])
                pairs = [(it["ts"], button) for it in told for button in _buttons(it.get("blocks", []))]
                return [(at, button) for at, button in pairs if button["text"]["text"] == label]

            await stage.until(label, lambda: bool(found()))
            at, button = found()[-1]
            await slack["press"](**there, message=at, action=button["action_id"], value=button.get("value"))

        await slack["command"](**there, name="events", text="new Ward round")
        await stage.until("a form", lambda: bool(team.stacks.get(tomasz)))
        assert '"initial_value": "Ward round"' in json.dumps(team.views[team.stacks[tomasz][-1]].native)
        await fill(title="Ward round", when=f"{datetime.now(UTC) + timedelta(days=9):%d %B %Y} 2pm", where="Leeds")
        await press("Sponsor")
        await fill(sponsored="no")
        await press("Announce")

        def letters() -> list[Any]:
            boxes = [it for it in discord.world.channels.values() if nkechi in it.recipients]
            return [it for box in boxes for it in box.messages.values() if "Ward round" in it.content]

        await stage.until("the question to Nkechi", lambda: bool(letters()))
        [letter] = letters()
        [yes] = [it for row in letter.components for it in row["components"] if it["label"] == "Approve"]
        where = {"community": "@me", "user": nkechi, "channel": letter.channel_id}
        await discord.acts["press"](**where, message=letter.id, action=yes["custom_id"])
        await stage.until("the event there", lambda: any("Ward round" in it.text for it in stage.discord.lines()))


def _buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
