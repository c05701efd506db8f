"""What Discord refuses by number and name: rights, bad bodies, too many calls."""

from __future__ import annotations

import io
from typing import Any

import discord
import pytest

from sandbox.discord import Permission
from sandbox.faults import Fault
from tests.sandbox.discord_world import World, discord_world, text_channel


async def test_a_file_over_the_limit_is_refused(world: World) -> None:
    async with world.client() as client:
        with pytest.raises(discord.HTTPException) as refused:
            await text_channel(client, world).send(file=discord.File(io.BytesIO(bytes(10 * 1024 * 1024 + 1)), "big"))
        assert (refused.value.status, refused.value.code) == (413, 40005)


async def test_without_the_right_to_the_history_it_is_empty(world: World) -> None:
    await world.post("old")
    world.server.set_rights(world.general, world.bot, deny=Permission.READ_MESSAGE_HISTORY)
    assert await world.call("GET", f"/channels/{world.general.id}/messages") == (200, [])


async def test_rights_decide_between_50001_and_50013(world: World) -> None:
    path = f"/channels/{world.general.id}/messages"
    world.server.set_rights(world.general, world.bot, deny=Permission.SEND_MESSAGES)
    status, body = await world.call("POST", path, {"content": "x"})
    assert (status, body["code"]) == (403, 50013)
    world.server.set_rights(world.general, world.bot, deny=Permission.VIEW_CHANNEL)
    status, body = await world.call("POST", path, {"content": "x"})
    assert (status, body["code"]) == (403, 50001)


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        ({"content": "x" * 2001}, 50035, "content"),
        ({}, 50006, None),
        ({"content": "   "}, 50006, None),
        ({"content": "x", "nonce": "n" * 26}, 50035, "nonce"),
        ({"embeds": [{"title": "x" * 257}]}, 50035, "embeds"),
        ({"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}, 50035, "embeds"),
        ({"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "y"}]}, 50035, "content"),
        ({"content": "x", "components": [{"type": 10, "content": "y"}]}, 50035, "components"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, 50035, "allowed_mentions"),
        ({"content": "x", "message_reference": {"message_id": "1"}}, 50035, "message_reference"),
        ({"sticker_ids": ["1"]}, 10060, None),
    ],
)
async def test_bad_bodies_are_refused_by_name(world: World, body: Any, code: int, where: str | None) -> None:
    status, refused = await world.call("POST", f"/channels/{world.general.id}/messages", body)
    assert (400 <= status < 500, refused["code"]) == (True, code)
    assert where is None or where in refused["errors"]
    assert world.general.messages == {}


async def test_errors_inside_components_are_nested(world: World) -> None:
    button = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
    body = {"content": "x", "components": [{"type": 1, "components": [button, button]}]}
    _, refused = await world.call("POST", f"/channels/{world.general.id}/messages", body)
    errors = refused["errors"]["components"]["0"]["components"]["1"]["custom_id"]["_errors"]
    assert errors[0]["code"] == "COMPONENT_CUSTOM_ID_DUPLICATED"


async def test_a_spent_bucket_makes_discord_py_wait_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    async with discord_world(monkeypatch, limits=True) as world, world.client() as client:
        for _ in range(2):
            await world.bot_posts(content="another process posts")
        world.server.faults.add(Fault("POST */messages", "status", status=429, seconds=0.05))
        await text_channel(client, world).send("after a 429")
        assert [each.content for each in world.general.messages.values()][-1] == "after a 429"


async def test_limits_answer_429_with_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    async with discord_world(monkeypatch, limits=True) as world:
        path = f"/channels/{world.general.id}/messages"
        answers = [await world.call("POST", path, {"content": "x"}) for _ in range(6)]
        assert [status for status, _ in answers] == [200] * 5 + [429]
        assert 0 < answers[-1][1]["retry_after"] <= 5
        headers = {"Authorization": "Bot discord-bot-token"}
        async with world.http.post(world.server.api_url + path, json={"content": "x"}, headers=headers) as response:
            assert response.headers["X-RateLimit-Scope"] == "user"
            assert response.headers["Via"] == "1.1 google"
            assert response.headers["Content-Type"] == "application/json"
        assert len(world.did("refused")) == 2
