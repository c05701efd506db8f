"""discord.py on the loopback gateway: hearing, resuming, starting again, and what intents hide."""

from __future__ import annotations

import discord
import pytest

from sandbox.discord import Permission
from sandbox.faults import Action, Fault
from tests.sandbox.discord_world import TOKEN, World


async def test_a_client_connects_and_sees_the_guild(world: World) -> None:
    async with world.client() as client:
        (guild,) = client.guilds
        assert guild.name == "Care Tech Circle"
        assert [each.name for each in guild.text_channels] == ["general"]
        assert {each.display_name for each in guild.members} == {"Ann", "Bob", "Unsilo"}
        assert client.application_id == int(world.bot.id)


async def test_a_post_is_heard_once_and_acknowledged(world: World) -> None:
    async with world.client() as client:
        message_id = await world.post("hello")
        heard = await client.until("message")
        assert (str(heard.id), heard.content, heard.author.display_name) == (message_id, "hello", "Ann")
        await world.server.settled()
        acked = [each for each in world.ledger.acts("platform", "acked") if each.data["of"] == message_id]
        assert len(acked) == 1


async def test_edits_deletes_and_reactions_are_heard(world: World) -> None:
    async with world.client() as client:
        first, second, third = [await world.post(text) for text in ("one", "two", "three")]
        await world.act("edit", message=first, text="one!")
        edited = await client.until("raw_message_edit")
        assert (edited.message.content, edited.message.edited_at is not None) == ("one!", True)
        await world.act("react", world.bob, message=first, emoji="👍")
        added = await client.until("raw_reaction_add")
        assert (str(added.emoji), str(added.user_id)) == ("👍", world.bob.id)
        await world.act("unreact", world.bob, message=first, emoji="👍")
        await client.until("raw_reaction_remove")
        await world.act("delete", message=first)
        assert (await client.until("raw_message_delete")).message_id == int(first)
        await world.act("bulk_delete", messages=[second, third])
        assert (await client.until("raw_bulk_message_delete")).message_ids == {int(second), int(third)}


async def test_resume_replays_what_was_missed(world: World) -> None:
    async with world.client() as client:
        await world.server.drop_connections()
        await world.post("while you were out")
        await client.until("resumed")
        assert (await client.until("message")).content == "while you were out"
        await world.server.settled()
        assert client.count("message") == 1
        assert client.count("connect") == 1


@pytest.mark.parametrize("code", [None, 4000, 1012])
async def test_a_dropped_connection_is_resumed(world: World, code: int | None) -> None:
    async with world.client() as client:
        await world.server.drop_connections(code)
        await client.until("resumed")


async def test_reconnect_is_followed_and_resumed(world: World) -> None:
    async with world.client() as client:
        world.server.reconnect()
        await client.until("resumed")
        await world.post("still here")
        await client.until("message")


async def test_an_invalid_session_starts_anew_without_replay(world: World) -> None:
    async with world.client() as client:
        world.server.invalidate()
        await world.post("lost")
        await client.until("ready", times=2)
        await world.post("found")
        await client.until("message")
        await world.server.settled()
        assert [args[0].content for name, args in client.heard if name == "message"] == ["found"]


async def test_a_refused_resume_starts_anew(world: World) -> None:
    async with world.client() as client:
        world.server.refuse_resumes()
        await world.server.drop_connections()
        await client.until("ready", times=2)
        assert client.count("resumed") == 0


async def test_down_and_up_loses_what_happened_meanwhile(world: World) -> None:
    async with world.client() as client:
        await world.server.down()
        await world.post("nobody hears")
        await world.server.up()
        await client.until("ready", times=2)
        await world.post("heard")
        await client.until("message")
        assert [args[0].content for name, args in client.heard if name == "message"] == ["heard"]


@pytest.mark.parametrize(("code", "answer"), [(1000, {"op": 9, "d": False}), (4000, None)])
async def test_a_session_that_its_client_closed_for_good_cannot_be_resumed(
    world: World, code: int, answer: dict[str, object] | None
) -> None:
    identify = {"token": TOKEN, "intents": 1, "properties": {}}
    async with world.http.ws_connect(f"{world.server.gateway_url}?v=10&encoding=json") as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 2, "d": identify})
        ready = await socket.receive_json()
        await socket.close(code=code)
    async with world.http.ws_connect(f"{world.server.gateway_url}?v=10&encoding=json") as socket:
        await socket.receive_json()
        resume = {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": ready["s"]}
        await socket.send_json({"op": 6, "d": resume})
        heard = await socket.receive_json()
        assert heard == answer if answer else heard["op"] == 0


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("not json", 4002),
        ('{"op": 99}', 4001),
        ('{"op": 8, "d": {}}', 4003),
        ('{"op": 2, "d": {"token": "wrong", "intents": 0}}', 4004),
        ('{"op": 2, "d": {"token": "discord-bot-token"}}', 4013),
        ('{"op": 2, "d": {"token": "discord-bot-token", "intents": 256}}', 4014),
        ('{"op": 1, "d": "' + "x" * 4096 + '"}', 4002),
    ],
)
async def test_frames_against_the_rules_close_the_connection(world: World, frame: str, code: int) -> None:
    async with world.http.ws_connect(f"{world.server.gateway_url}?v=10") as socket:
        await socket.receive_json()
        await socket.send_str(frame)
        await socket.receive()
        assert socket.close_code == code


async def test_a_wrong_token_and_a_disallowed_intent_are_refused(world: World) -> None:
    async with discord.Client(intents=discord.Intents.none()) as stranger:
        with pytest.raises(discord.LoginFailure):
            await stranger.login("no such token")
    world.bot.privileged = frozenset({"members"})
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with world.client():
            pass


async def test_without_the_content_intent_messages_are_empty_but_for_mentions(world: World) -> None:
    intents = discord.Intents.default()
    async with world.client(intents=intents) as client:
        await world.post("secret", files=[{"name": "a.txt", "content_base64": "YQ=="}])
        heard = await client.until("message")
        assert (heard.content, heard.attachments) == ("", [])
        await world.post(f"hey <@{world.bot.id}>")
        assert (await client.until("message", times=2)).content.startswith("hey")


async def test_without_the_message_intent_nothing_is_heard(world: World) -> None:
    intents = discord.Intents(guilds=True, guild_reactions=True)
    async with world.client(intents=intents) as client:
        message = await world.post("unheard")
        await world.act("react", message=message, emoji="🎉")
        await client.until("raw_reaction_add")
        assert client.count("message") == 0


async def test_hidden_channels_are_silent(world: World) -> None:
    hidden = world.server.add_channel(world.guild, "board")
    world.server.set_rights(hidden, deny=Permission.VIEW_CHANNEL)
    async with world.client() as client:
        await world.act("post", channel=hidden, text="for us alone")
        await world.post("for all")
        assert (await client.until("message")).content == "for all"
        assert client.count("message") == 1


async def test_deliveries_twice_never_late_and_held(world: World) -> None:
    async with world.client() as client:
        faults = world.server.faults
        actions: tuple[Action, ...] = ("twice", "never", "late", "hold", "hold")
        for action in actions:
            faults.add(Fault("EVENT MESSAGE_CREATE", action, seconds=0.01))
            await world.post(action)
        await world.server.settled()
        world.server.release()
        await world.server.settled()
        heard = [args[0].content for name, args in client.heard if name == "message"]
        assert heard == ["twice", "twice", "late", "hold", "hold"]


async def test_joins_and_leaves_are_heard(world: World) -> None:
    async with world.client() as client:
        cat = world.server.add_user(None, "cat", "Cat")
        await world.server.acts["join"](community=world.guild.id, user=cat.id)
        assert (await client.until("member_join")).display_name == "Cat"
        await world.server.acts["leave"](community=world.guild.id, user=cat.id)
        assert (await client.until("raw_member_remove")).user.id == int(cat.id)


async def test_a_heartbeat_is_answered_after_a_moment(world: World) -> None:
    async with world.http.ws_connect(f"{world.server.gateway_url}?v=10&encoding=json") as socket:
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": TOKEN, "intents": 0, "properties": {}}})
        assert (await socket.receive_json())["t"] == "READY"
        await socket.send_json({"op": 1, "d": 1})
        await socket.send_json({"op": 8, "d": {"guild_id": world.guild.id, "user_ids": [], "query": "a", "limit": 1}})
        assert [(await socket.receive_json())["op"] for _ in range(2)] == [0, 11]


async def test_unanswered_heartbeats_make_the_client_reconnect(world: World) -> None:
    world.server.ignore_heartbeats(every_ms=50)
    async with world.client(heartbeat_timeout=0.3) as client:
        await client.until("resumed")
