"""What those who run a server do to a bot, through the real discord.py."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from sandbox.discord import Permission
from sandbox.discord.errors import ApiError
from tests.sandbox.discord_world import World, text_channel


async def govern(world: World, act: str, **more: Any) -> Any:
    """Ann, who runs the server, does something."""
    return await world.server.acts[act](community=world.guild.id, user=world.ann.id, **more)


def post(client: discord.Client, id: str) -> discord.Thread:
    """A forum's post as the client sees it."""
    thread = client.get_channel(int(id))
    assert isinstance(thread, discord.Thread)
    return thread


async def test_a_bot_that_is_removed_is_told_and_sees_nothing_until_it_is_back(world: World) -> None:
    async with world.client() as client:
        await govern(world, "kick", member=world.bot.id)
        assert (await client.until("guild_remove")).id == int(world.guild.id)
        status, body = await world.call("GET", f"/channels/{world.general.id}")
        assert (status, body["code"]) == (403, 50001)
        assert all(role.managed_by != world.bot.id for role in world.guild.roles.values())
        await govern(world, "invite_bot", bot=world.bot.id)
        assert (await client.until("guild_join")).id == int(world.guild.id)
        await text_channel(client, world).send("back")


async def test_rights_in_a_channel_change_and_the_bot_is_told(world: World) -> None:
    async with world.client() as client:
        await govern(world, "permit", channel=world.general.id, whom=world.bot.id, deny=["send_messages"])
        await client.until("guild_channel_update")
        with pytest.raises(discord.Forbidden):
            await text_channel(client, world).send("hello")
        await govern(world, "permit", channel=world.general.id, whom=world.bot.id)
        await text_channel(client, world).send("hello")


async def test_of_roles_and_its_own_membership_a_bot_is_told_without_the_members_intent(world: World) -> None:
    role = world.server.add_role(world.guild, "Helper")
    async with world.client() as client:
        await govern(world, "change_role", role=role.id, permissions=["pin_messages"])
        pins = int(Permission.PIN_MESSAGES)
        await client.until("guild_role_update", lambda _, after: after.permissions.value == pins)
        await govern(world, "change_role", role=role.id, member=world.bot.id)
        await client.until("member_update", lambda before, after: int(role.id) in {each.id for each in after.roles})
        await govern(world, "change_role", role=role.id, member=world.bot.id)
        assert role.id not in world.guild.members[world.bot.id].roles


async def test_a_deleted_channel_takes_its_threads_and_webhooks_with_it(world: World) -> None:
    async with world.client() as client:
        await world.act("start_thread", name="Side talk")
        world.server.add_webhook(world.general)
        await govern(world, "delete_channel", channel=world.general.id)
        await client.until("guild_channel_delete")
        assert (world.guild.threads, world.server.world.webhooks) == ({}, {})


async def test_a_reset_token_ends_the_connection_for_good(world: World) -> None:
    async with world.client() as client:
        told = await govern(world, "reset_token", bot=world.bot.id)
        await client.until("disconnect")
        assert client.is_closed()
    assert world.server.gateway.sessions == {}
    assert (await world.call("GET", "/users/@me"))[0] == 401
    assert (await world.call("GET", "/users/@me", token=told["token"]))[0] == 200


async def test_an_identify_that_is_refused_is_counted(world: World) -> None:
    async with world.client() as client:
        world.server.refuse_identifies()
        world.server.refuse_resumes()
        world.server.invalidate()
        await client.until("disconnect", times=2)
        world.server.refuse_identifies(False)
        await client.until("ready", times=2)
    assert len(world.ledger.acts("platform", "identify")) >= 3


async def test_one_post_of_a_forum_stays_on_top(world: World) -> None:
    forum = world.server.add_channel(world.guild, "questions", kind="forum")
    posts = [(await world.act("start_thread", channel=forum, name=name))["thread"] for name in ("One", "Two")]
    async with world.client() as client:
        for _ in range(2):
            await post(client, posts[0]).edit(pinned=True)
        await client.until("thread_update", lambda _, after: after.flags.pinned)
        with pytest.raises(discord.HTTPException) as refused:
            await post(client, posts[1]).edit(pinned=True)
        assert refused.value.code == 30047
        await post(client, posts[0]).edit(pinned=False)
        await post(client, posts[1]).edit(pinned=True)


async def test_who_does_not_run_the_server_may_do_none_of_it(world: World) -> None:
    bob = world.server.add_user(world.guild, "bob")
    with pytest.raises(ApiError) as refused:
        await world.server.acts["kick"](community=world.guild.id, user=bob.id, member=world.bot.id)
    assert refused.value.code == 50013
