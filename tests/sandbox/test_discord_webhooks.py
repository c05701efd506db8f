"""Webhooks: personas through the real discord.py, names that are refused, how many there may be, their limit."""

from __future__ import annotations

import discord
import pytest

from tests.sandbox.discord_world import World, discord_world, text_channel


async def test_a_webhook_posts_under_a_persona(world: World) -> None:
    async with world.client() as client:
        webhook = await text_channel(client, world).create_webhook(name="Bridge")
        sent = await webhook.send("hi", username="Dr Ann (Trust)", avatar_url="http://127.0.0.1:9/ann.png", wait=True)
        echo = await client.until("message")
        assert (echo.id, echo.webhook_id, echo.application_id) == (sent.id, webhook.id, client.application_id)
        assert (echo.author.display_name, echo.author.bot) == ("Dr Ann (Trust)", True)
        await webhook.edit_message(sent.id, content="hi there")
        assert (await webhook.fetch_message(sent.id)).content == "hi there"
        await webhook.delete_message(sent.id)
        await client.until("raw_message_delete")
        await webhook.send("no answer wanted")
        (known,) = await text_channel(client, world).webhooks()
        assert (known.token, known.is_authenticated()) == (webhook.token, True)
        await world.server.acts["delete_webhook"](community=world.guild.id, user=world.ann.id, webhook=str(webhook.id))
        with pytest.raises(discord.NotFound) as gone:
            await webhook.send("?")
        assert gone.value.code == 10015


@pytest.mark.parametrize("name", ["Discord Fan", "clyde", "say here", "x" * 81, ""])
async def test_forbidden_persona_names_are_refused(world: World, name: str) -> None:
    status, webhook = await world.call("POST", f"/channels/{world.general.id}/webhooks", {"name": "Bridge"})
    assert status == 200
    path = f"/webhooks/{webhook['id']}/{webhook['token']}?wait=true"
    status, refused = await world.call("POST", path, {"content": "x", "username": name}, token=None)
    assert (status, refused["code"]) == (400, 50035)
    assert refused["errors"]["username"]["_errors"]


async def test_theresa_is_a_name(world: World) -> None:
    _, webhook = await world.call("POST", f"/channels/{world.general.id}/webhooks", {"name": "Bridge"})
    path = f"/webhooks/{webhook['id']}/{webhook['token']}?wait=true"
    status, _ = await world.call("POST", path, {"content": "x", "username": "Theresa Where"}, token=None)
    assert status == 200


async def test_a_channel_holds_fifteen_webhooks(world: World) -> None:
    answers = [await world.call("POST", f"/channels/{world.general.id}/webhooks", {"name": "B"}) for _ in range(16)]
    assert [status for status, _ in answers] == [200] * 15 + [400]
    assert answers[-1][1]["code"] == 30007


async def test_webhooks_share_their_channels_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    async with discord_world(monkeypatch, limits=True) as world:
        paths = []
        for _ in range(7):
            _, one = await world.call("POST", f"/channels/{world.general.id}/webhooks", {"name": "Bridge"})
            paths.append(f"/webhooks/{one['id']}/{one['token']}")
        answers = [await world.call("POST", path, {"content": "x"}, token=None) for path in paths for _ in range(5)]
        assert [status for status, _ in answers].count(204) == 30
        assert answers[-1][1]["retry_after"] > 30
