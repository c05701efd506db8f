"""Messages through the real discord.py: posting once, personas, replies, files, history, and what is refused."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from sandbox.discord import Permission
from sandbox.faults import Fault
from tests.sandbox.discord_world import Listener, World, discord_world


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    async with discord_world(monkeypatch) as made:
        yield made


def text_channel(client: Listener, world: World) -> discord.TextChannel:
    channel = client.get_channel(int(world.general.id))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_the_same_nonce_posts_once(world: World) -> None:
    body = {"content": "once", "nonce": "op-1", "enforce_nonce": True}
    first, second = await world.bot_posts(**body), await world.bot_posts(**body)
    assert first["id"] == second["id"]
    assert len(world.general.messages) == 1
    world.clock.at += 600
    assert (await world.bot_posts(**body))["id"] != first["id"]


async def test_the_answer_of_a_post_can_be_lost(world: World) -> None:
    async with world.client() as client:
        world.server.faults.add(Fault("POST */messages", "reset_after"))
        with pytest.raises(aiohttp.ClientError):
            await text_channel(client, world).send("lost answer", nonce="op-2")
        sent = await text_channel(client, world).send("lost answer", nonce="op-2")
        assert [str(sent.id)] == list(world.general.messages)


@pytest.mark.parametrize("action", ["half", "reset_before"])
async def test_a_broken_answer_reaches_the_client_as_an_error(world: World, action: Any) -> None:
    async with world.client() as client:
        world.server.faults.add(Fault("POST */messages", action))
        with pytest.raises(aiohttp.ClientError):
            await text_channel(client, world).send("?")
        assert len(world.general.messages) == (1 if action == "half" else 0)


async def test_a_bot_posts_edits_and_deletes(world: World) -> None:
    async with world.client() as client:
        sent = await text_channel(client, world).send("hello", embed=discord.Embed(title="T", description="D"))
        edited = await sent.edit(content="hello!")
        assert edited.edited_at is not None
        await sent.delete()
        with pytest.raises(discord.NotFound) as missing:
            await text_channel(client, world).fetch_message(sent.id)
        assert missing.value.code == 10008
        assert [each.act for each in world.did()] == ["post", "edit", "delete", "refused"]


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


async def test_replies_and_forwards_carry_the_original(world: World) -> None:
    async with world.client() as client:
        original = await world.post("the original")
        await world.post("an answer", user=None, reply_to=original)
        reply = await client.until("message", lambda m: m.type is discord.MessageType.reply)
        assert reply.reference.resolved.content == "the original"
        await world.post(forward_of=original)
        forward = await client.until("message", lambda m: bool(m.message_snapshots))
        assert (forward.content, forward.message_snapshots[0].content) == ("", "the original")
        bots = await reply.reply("seen")
        assert bots.reference.message_id == reply.id


async def test_files_travel_with_alt_text_and_expire(world: World) -> None:
    async with world.client() as client:
        file = discord.File(io.BytesIO(b"bytes"), "my plan.txt", description="A plan")
        sent = await text_channel(client, world).send(file=file)
        (attachment,) = sent.attachments
        assert (attachment.filename, attachment.description, attachment.size) == ("my_plan.txt", "A plan", 5)
        assert await attachment.read() == b"bytes"
        await world.post("", files=[{"name": "a.png", "content_base64": PNG, "alt": "a dot", "type": "image/png"}])
        heard = await client.until("message", lambda m: m.author.id == int(world.ann.id))
        assert (heard.attachments[0].width, heard.attachments[0].description) == (1, "a dot")
        world.clock.at += 25 * 3600
        with pytest.raises(discord.NotFound):
            await attachment.read()
        fresh = await text_channel(client, world).fetch_message(sent.id)
        assert await fresh.attachments[0].read() == b"bytes"
        kept = await sent.edit(attachments=[discord.File(io.BytesIO(b"two"), "two.txt"), *fresh.attachments])
        assert {each.filename for each in kept.attachments} == {"my_plan.txt", "two.txt"}


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


async def test_a_file_over_the_limit_is_refused(world: World) -> None:
    async with world.client() as client:
        with pytest.raises(discord.HTTPException) as refused:
            await text_channel(client, world).send(file=discord.File(io.BytesIO(bytes(10 * 1024 * 1024 + 1)), "big"))
        assert (refused.value.status, refused.value.code) == (413, 40005)


async def test_history_reads_in_pages_both_ways(world: World) -> None:
    ids = [int(await world.post(str(number))) for number in range(7)]
    async with world.client() as client:
        channel = text_channel(client, world)
        assert [each.id async for each in channel.history(limit=3)] == ids[:3:-1]
        after = discord.Object(ids[1])
        assert [each.id async for each in channel.history(after=after, oldest_first=True, limit=None)] == ids[2:]
        assert [each.id async for each in channel.history(before=discord.Object(ids[2]))] == ids[1::-1]
        around = [each.id async for each in channel.history(around=discord.Object(ids[3]), limit=3)]
        assert around == [ids[4], ids[3], ids[2]]


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


async def test_link_previews_are_updates_that_are_no_edits(world: World) -> None:
    async with world.client() as client:
        await world.post("see https://example.org/care")
        update = await client.until("raw_message_edit")
        assert (update.message.edited_at, len(update.message.embeds)) == (None, 1)


async def test_pings_are_recorded_by_the_defaults_of_each_way_to_write(world: World) -> None:
    text = f"<@{world.bob.id}> @everyone"
    message = await world.bot_posts(content=text)
    quiet = await world.bot_posts(content=text, allowed_mentions={"parse": []})
    assert (message["mention_everyone"], quiet["mention_everyone"], quiet["mentions"]) == (True, False, [])
    await world.call("PATCH", f"/channels/{world.general.id}/messages/{quiet['id']}", {"content": text})
    _, webhook = await world.call("POST", f"/channels/{world.general.id}/webhooks", {"name": "Bridge"})
    await world.call("POST", f"/webhooks/{webhook['id']}/{webhook['token']}", {"content": text}, token=None)
    pings = [(each.data["users"], each.data["everyone"]) for each in world.did("ping")]
    assert pings == [((world.bob.id,), True), ((world.bob.id,), True), ((world.bob.id,), False)]


async def test_bulk_delete_takes_two_to_a_hundred_young_messages(world: World) -> None:
    world.server.invite(world.bot, world.server.add_guild(name="Elsewhere"))
    ids = [await world.post(str(number)) for number in range(3)]
    path = f"/channels/{world.general.id}/messages/bulk-delete"
    status, body = await world.call("POST", path, {"messages": ids})
    assert (status, body["code"]) == (403, 50013)
    world.server.set_rights(world.general, world.bot, allow=Permission.MANAGE_MESSAGES)
    status, body = await world.call("POST", path, {"messages": ids[:1]})
    assert (status, body["code"]) == (400, 50016)
    assert await world.call("POST", path, {"messages": ids[:2]}) == (204, None)
    assert list(world.general.messages) == ids[2:]
    world.clock.at += 15 * 86_400
    status, body = await world.call("POST", path, {"messages": [ids[2], ids[2]]})
    assert (status, body["code"]) == (400, 50034)


async def test_reactions_of_the_bot_and_of_others(world: World) -> None:
    emoji = world.server.add_emoji(world.guild, "nhs")
    async with world.client() as client:
        message_id = await world.post("vote")
        message = await text_channel(client, world).fetch_message(int(message_id))
        await message.add_reaction("❤️")
        await message.add_reaction(f"<:nhs:{emoji.id}>")
        await world.act("react", world.bob, message=message_id, emoji="❤️")
        message = await text_channel(client, world).fetch_message(int(message_id))
        heart = message.reactions[0]
        assert (heart.count, heart.me) == (2, True)
        assert {each.id async for each in heart.users()} == {int(world.bob.id), int(world.bot.id)}
        assert client.user is not None
        await message.remove_reaction("❤️", client.user)
        with pytest.raises(discord.Forbidden):
            await message.clear_reactions()
        with pytest.raises(discord.HTTPException) as unknown:
            await message.add_reaction("smile")
        assert unknown.value.code == 10014


async def test_a_message_holds_twenty_kinds_of_reaction(world: World) -> None:
    message = await world.post("vote")
    for code in range(20):
        await world.act("react", message=message, emoji=chr(0x1F600 + code))
    path = f"/channels/{world.general.id}/messages/{message}/reactions/%F0%9F%9A%80/@me"
    status, body = await world.call("PUT", path)
    assert (status, body["code"]) == (400, 30010)


async def test_pins(world: World) -> None:
    world.server.set_rights(world.general, world.bot, allow=Permission.PIN_MESSAGES)
    async with world.client() as client:
        message = await text_channel(client, world).send("keep this")
        await message.pin()
        assert [each.id async for each in text_channel(client, world).pins()] == [message.id]
        await client.until("message", lambda m: m.type is discord.MessageType.pins_add)
        await message.unpin()
        assert [each.id async for each in text_channel(client, world).pins()] == []


async def test_direct_messages_go_to_those_who_accept_them(world: World) -> None:
    async with world.client() as client:
        bob = client.get_user(int(world.bob.id))
        assert bob is not None
        sent = await bob.send("hello Bob")
        await world.server.acts["post"](
            community=world.guild.id, user=world.bob.id, channel=str(sent.channel.id), text="hello bot"
        )
        heard = await client.until("message", lambda m: m.author.id == bob.id)
        assert (heard.content, heard.guild) == ("hello bot", None)
        await world.server.acts["close_dms"](community=world.guild.id, user=world.bob.id)
        with pytest.raises(discord.Forbidden) as refused:
            await bob.send("again")
        assert refused.value.code == 50007


async def test_avatars_emoji_and_stickers_have_pictures(world: World) -> None:
    sticker = world.server.add_sticker(world.guild, "wave")
    async with world.client() as client:
        ann = client.get_user(int(world.ann.id))
        assert ann is not None
        assert b"<svg" in await ann.display_avatar.read()
        await world.post(sticker=sticker.id)
        heard = await client.until("message")
        assert (heard.stickers[0].name, b"<svg" in await fetched(world, f"/stickers/{sticker.id}.png")) == (
            "wave",
            True,
        )


async def fetched(world: World, path: str) -> bytes:
    async with world.http.get(world.server.cdn_url + path) as response:
        return await response.read()


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


async def test_webhooks_share_their_channels_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    async with discord_world(monkeypatch, limits=True) as world:
        paths = []
        for _ in range(7):
            _, one = await world.call("POST", f"/channels/{world.general.id}/webhooks", {"name": "Bridge"})
            paths.append(f"/webhooks/{one['id']}/{one['token']}")
        answers = [await world.call("POST", path, {"content": "x"}, token=None) for path in paths for _ in range(5)]
        assert [status for status, _ in answers].count(204) == 30
        assert answers[-1][1]["retry_after"] > 30
