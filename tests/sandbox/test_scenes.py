"""The scene: two lively communities whose past the bot is not told."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.cast import COMMONS, GUEST, HOSPITAL, SHARED
from sandbox.scenes import Scene, furnish
from sandbox.server import Sandbox

NOW = 1_700_000_000.0
PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(now=lambda: NOW) as sandbox:
        yield sandbox


@pytest.fixture
async def scene(sandbox: Sandbox) -> Scene:
    return await furnish(sandbox)


def community(state: dict[str, Any]) -> dict[str, Any]:
    (found,) = state["communities"]
    assert isinstance(found, dict)
    return found


async def test_both_communities_have_people_with_roles_and_a_shared_topic(sandbox: Sandbox, scene: Scene) -> None:
    for state, cast in ((sandbox.slack.state(), (*HOSPITAL, GUEST)), (sandbox.discord.state(), COMMONS)):
        found = community(state)
        people = [member for member in found["members"] if not member["bot"]]
        (shared,) = [channel for channel in found["channels"] if channel["name"] == SHARED]

        assert [member["name"] for member in people] == [person.name for person in cast]
        assert all(member["title"] and member["avatar"] for member in people)
        assert any(member["admin"] for member in people)
        assert len(shared["messages"]) >= 4


async def test_the_past_lies_in_the_past_and_in_order(sandbox: Sandbox, scene: Scene) -> None:
    for state in (sandbox.slack.state(), sandbox.discord.state()):
        for channel in community(state)["channels"]:
            times = [message["at"] for message in channel["messages"]]
            assert times == sorted(times)
            assert all(NOW - 30 * 3600 < at < NOW for at in times)

    assert sandbox.now() == NOW


async def test_the_bot_is_in_every_channel_and_was_told_nothing(sandbox: Sandbox, scene: Scene) -> None:
    team = sandbox.slack.workspace(scene.team)

    assert all(team.me.id in team.channels[channel].members for channel in scene.slack_channels.values())
    assert sandbox.ledger.acts("platform", "deliver") == []


async def test_a_guest_of_another_organisation_is_in_the_shared_channel_alone(sandbox: Sandbox, scene: Scene) -> None:
    found = community(sandbox.slack.state())
    outside = [member["id"] for member in found["members"] if member["outside"]]

    assert outside == [scene.people[GUEST.slug]]
    assert [channel["name"] for channel in found["channels"] if outside[0] in channel["members"]] == [SHARED]


async def test_everybody_has_a_picture_of_their_own(sandbox: Sandbox, scene: Scene) -> None:
    urls = [
        member["avatar"]
        for state in (sandbox.slack.state(), sandbox.discord.state())
        for member in community(state)["members"]
        if not member["bot"]
    ]

    async with ClientSession() as session:
        pictures = [await (await session.get(url, raise_for_status=True)).text() for url in urls]

    assert len(set(pictures)) == len(HOSPITAL) + len(COMMONS) + 1


async def test_python_m_sandbox_serves_the_scene_until_it_is_told_to_stop() -> None:
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", cwd=root, stdout=asyncio.subprocess.PIPE, env=dict(os.environ)
    )
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        url = (await process.stdout.readline()).decode().split()[-1]
        async with ClientSession() as session:
            answer = await session.get(f"{url}state", raise_for_status=True)
            assert sorted(await answer.json()) == ["discord", "slack"]
        process.send_signal(signal.SIGTERM)
        await process.stdout.read()
        assert await process.wait() == 0


async def test_a_taken_port_is_refused_and_nothing_stays_open(sandbox: Sandbox) -> None:
    other = Sandbox()

    with pytest.raises(OSError):
        await other.start(int(sandbox.url.rsplit(":", 1)[1].rstrip("/")))

    async with ClientSession() as session:
        with pytest.raises(OSError):
            await session.get(other.slack.api_url)
