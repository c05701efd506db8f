"""Threads, forums and scheduled events through the real discord.py."""

from __future__ import annotations

import datetime

import discord
import pytest

from sandbox.discord import Permission
from tests.sandbox.discord_world import World, text_channel


async def test_a_thread_from_a_message_has_its_id_and_exists_once(world: World) -> None:
    async with world.client() as client:
        message = await text_channel(client, world).fetch_message(int(await world.post("a question")))
        thread = await message.create_thread(name="A question")
        assert thread.id == message.id
        assert (await client.until("thread_create")).id == thread.id
        update = await client.until("raw_message_edit")
        assert (update.message.flags.has_thread, update.message.edited_at) == (True, None)
        await client.until("message", lambda m: m.type is discord.MessageType.thread_starter_message)
        with pytest.raises(discord.HTTPException) as again:
            await message.create_thread(name="Again")
        assert again.value.code == 160004


async def test_a_webhook_posts_edits_and_deletes_in_a_thread(world: World) -> None:
    async with world.client() as client:
        message = await text_channel(client, world).send("root")
        thread = await message.create_thread(name="Root")
        webhook = await text_channel(client, world).create_webhook(name="Bridge")
        sent = await webhook.send("in the thread", thread=thread, username="Ann", wait=True)
        echo = await client.until("message", lambda m: m.content == "in the thread")
        assert (echo.channel.id, echo.webhook_id) == (thread.id, webhook.id)
        with pytest.raises(discord.NotFound):
            await webhook.edit_message(sent.id, content="where?")
        await webhook.edit_message(sent.id, content="here", thread=thread)
        await webhook.delete_message(sent.id, thread=thread)
        elsewhere = world.server.add_channel(world.guild, "elsewhere")
        other = await world.act("start_thread", channel=elsewhere, name="Other")
        with pytest.raises(discord.NotFound) as wrong:
            await webhook.send("?", thread=discord.Object(int(other["thread"])))
        assert wrong.value.code == 10003


async def test_people_talk_in_threads_that_archive_and_wake(world: World) -> None:
    async with world.client() as client:
        started = await world.act("start_thread", name="Side talk", archive_after=60)
        thread_id = started["thread"]
        announced = await client.until("message", lambda m: m.type is discord.MessageType.thread_created)
        assert announced.reference.channel_id == int(thread_id)
        await world.act("post", channel=thread_id, text="in here")
        assert (await client.until("message", lambda m: m.content == "in here")).channel.id == int(thread_id)
        world.clock.at += 3601
        channel = text_channel(client, world)
        assert [each.id async for each in channel.archived_threads()] == [int(thread_id)]
        assert (await client.until("raw_thread_update")).data["thread_metadata"]["archived"] is True
        status, body = await world.call("PUT", f"/channels/{thread_id}/thread-members/@me")
        assert (status, body["code"]) == (400, 50083)
        await world.act("post", channel=thread_id, text="awake again")
        active = await world.call("GET", f"/guilds/{world.guild.id}/threads/active")
        assert [each["id"] for each in active[1]["threads"]] == [thread_id]


async def test_a_locked_thread_is_closed_to_the_bot_without_the_right(world: World) -> None:
    world.server.set_rights(world.general, world.bot, deny=Permission.MANAGE_THREADS)
    started = await world.act("start_thread", name="Decided")
    await world.act("archive", channel=started["thread"], locked=True)
    status, body = await world.call("POST", f"/channels/{started['thread']}/messages", {"content": "but"})
    assert (status, body["code"]) == (403, 160005)


async def test_private_threads_are_for_their_members(world: World) -> None:
    async with world.client() as client:
        thread = await text_channel(client, world).create_thread(name="Introduction")
        assert thread.type is discord.ChannelType.private_thread
        with pytest.raises(ValueError, match="Missing Access"):
            await world.act("post", world.bob, channel=str(thread.id), text="may I?")
        await thread.add_user(discord.Object(int(world.bob.id)))
        await world.act("post", world.bob, channel=str(thread.id), text="thank you")
        members = {each.id for each in await thread.fetch_members()}
        assert {int(world.bob.id), int(world.bot.id)} <= members
        await thread.remove_user(discord.Object(int(world.bob.id)))
        await thread.edit(archived=True)
        assert [each.id async for each in text_channel(client, world).archived_threads(private=True)] == [thread.id]


async def test_forum_posts(world: World) -> None:
    forum = world.server.add_channel(world.guild, "questions", kind="forum")
    async with world.client() as client:
        await world.act("start_thread", channel=forum, name="How do you do this?", text="We tried twice.")
        created = await client.until("thread_create")
        first = await client.until("message")
        assert (first.id, first.channel.id, first.content) == (created.id, created.id, "We tried twice.")
        channel = client.get_channel(int(forum.id))
        assert isinstance(channel, discord.ForumChannel)
        made = await channel.create_thread(name="From the bot", content="An answer")
        assert made.thread.id == made.message.id
        webhook = await channel.create_webhook(name="Bridge")
        with pytest.raises(discord.HTTPException) as refused:
            await webhook.send("where?", wait=True)
        assert refused.value.code == 220001
        sent = await webhook.send("here", thread_name="From afar", wait=True)
        assert sent.channel.id == sent.id


async def test_deleting_a_thread_and_its_first_message(world: World) -> None:
    async with world.client() as client:
        message_id = await world.post("root")
        await world.act("start_thread", name="T", message=message_id)
        await world.act("delete", message=message_id)
        thread = await client.fetch_channel(int(message_id))
        assert isinstance(thread, discord.Thread)
        await thread.delete()
        assert (await client.until("raw_thread_delete")).thread_id == int(message_id)
        with pytest.raises(discord.NotFound) as gone:
            await client.fetch_channel(int(message_id))
        assert gone.value.code == 10003


async def test_channels_are_made_changed_and_deleted_with_the_right_only(world: World) -> None:
    async with world.client() as client:
        (guild,) = client.guilds
        with pytest.raises(discord.Forbidden) as refused:
            await guild.create_text_channel("new")
        assert refused.value.code == 50013
        for role in world.guild.roles.values():
            if role.managed_by:
                role.permissions |= Permission.MANAGE_CHANNELS
        made = await guild.create_text_channel("new", topic="Fresh")
        assert (await client.until("guild_channel_create")).topic == "Fresh"
        await made.edit(name="newer")
        await client.until("guild_channel_update")
        await made.delete()
        await client.until("guild_channel_delete")


async def test_scheduled_events_and_who_is_interested(world: World) -> None:
    async with world.client() as client:
        (guild,) = client.guilds
        start = datetime.datetime.fromtimestamp(world.clock.at + 3600, datetime.UTC)
        event = await guild.create_scheduled_event(
            name="Meetup",
            start_time=start,
            end_time=start + datetime.timedelta(hours=1),
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location="Leeds",
        )
        await client.until("scheduled_event_create")
        await world.server.acts["interested"](community=world.guild.id, user=world.bob.id, event=str(event.id))
        await client.until("scheduled_event_user_add")
        assert [each.id async for each in event.users()] == [int(world.bob.id)]
        await event.edit(name="Big meetup")
        await client.until("scheduled_event_update")
        await event.cancel()
        with pytest.raises(discord.HTTPException) as over:
            await event.edit(name="Again")
        assert over.value.code == 180000
        await event.delete()
        await client.until("scheduled_event_delete")


async def test_events_need_their_right_a_place_and_an_end(world: World) -> None:
    body = {"name": "x", "privacy_level": 2, "entity_type": 3, "scheduled_start_time": "2031-01-01T10:00:00Z"}
    status, refused = await world.call("POST", f"/guilds/{world.guild.id}/scheduled-events", body)
    assert (status, set(refused["errors"])) == (400, {"scheduled_end_time", "entity_metadata"})
    for role in world.guild.roles.values():
        role.permissions &= ~Permission.CREATE_EVENTS
    status, refused = await world.call("POST", f"/guilds/{world.guild.id}/scheduled-events", body)
    assert (status, refused["code"]) == (403, 50013)
