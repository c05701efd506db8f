"""Messages through the real discord.py: posting once, replies, files, history, pings, reactions, direct messages."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import discord
import pytest

from sandbox.discord import Permission
from sandbox.faults import Fault
from tests.sandbox.discord_world import World, text_channel

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


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
    world.server.set_rights(world.general, world.bot, deny=Permission.MANAGE_MESSAGES)
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
        world.server.set_rights(world.general, world.bot, deny=Permission.MANAGE_MESSAGES)
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
        picture = await fetched(world, f"/stickers/{sticker.id}.png")
        assert (heard.stickers[0].name, picture[:4]) == ("wave", b"\x89PNG")


async def fetched(world: World, path: str) -> bytes:
    async with world.http.get(world.server.cdn_url + path) as response:
        return await response.read()
