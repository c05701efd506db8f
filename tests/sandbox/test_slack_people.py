"""What members do, as the real slack_bolt hears of it."""

import pytest

from sandbox.slack import SlackError
from tests.sandbox.slack_world import make_bot, refused, slack_world, socket_mode, soon


async def test_edit_and_its_event() -> None:
    """An edit carries `edited`, and the message before it."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        ts = await world.post("Helo")
        await world.act("edit", channel=world.general.id, message=ts, text="*Hello*")
        await soon(world.server.settled())
        with pytest.raises(SlackError, match="cant_update_message"):
            await world.act("edit", user=world.bob.id, channel=world.general.id, message=ts, text="Mine")
    event = bot.events[1]
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("*Hello*", "Helo")
    assert event["message"]["edited"]["user"] == world.ann.id
    assert event["message"]["blocks"][0]["elements"][0]["elements"][0]["style"] == {"bold": True}


async def test_link_preview_is_a_hidden_change() -> None:
    """Same text, no `edited`, a new attachment."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        await world.post("See https://a.example")
        await soon(world.server.settled())
    assert bot.kinds() == ["message", "message.message_changed"]
    change = bot.events[1]
    assert change["message"]["text"] == change["previous_message"]["text"] == "See <https://a.example>"
    assert "edited" not in change["message"]
    assert change["message"]["attachments"][0]["from_url"] == "https://a.example"
    assert "attachments" not in change["previous_message"]


async def test_moderator_deletes_anybodys_message() -> None:
    """Bob is no moderator; Ann is. The bot hears of its own message going."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        ts = await world.say("Copy", username="Cleo")
        with pytest.raises(SlackError, match="cant_delete_message"):
            await world.act("delete", user=world.bob.id, channel=world.general.id, message=ts)
        await world.act("delete", channel=world.general.id, message=ts)
        await soon(world.server.settled())
    assert bot.events[1]["previous_message"]["bot_id"] == world.ws.me.bot_id


async def test_reactions() -> None:
    """By name, as a character, with a skin tone; each person once per emoji."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        ts = await world.post("Great news")
        channel = world.general.id
        await world.act("react", channel=channel, message=ts, emoji="👏🏽")
        await world.act("react", user=world.bob.id, channel=channel, message=ts, emoji=":tada:")
        await world.client.reactions_add(channel=channel, timestamp=ts, name="tada")
        again = await refused(world.client.reactions_add(channel=channel, timestamp=ts, name="tada"))
        strange = await refused(world.client.reactions_add(channel=channel, timestamp=ts, name="party_popper"))
        shown = await world.client.reactions_get(channel=channel, timestamp=ts)
        await world.client.reactions_remove(channel=channel, timestamp=ts, name="tada")
        none = await refused(world.client.reactions_remove(channel=channel, timestamp=ts, name="tada"))
        await world.act("unreact", user=world.bob.id, channel=channel, message=ts, emoji="tada")
        await soon(world.server.settled())
    assert [answer["error"] for answer in (again, strange, none)] == ["already_reacted", "invalid_name", "no_reaction"]
    assert [(each["name"], each["count"]) for each in shown["message"]["reactions"]] == [
        ("clap::skin-tone-4", 1),
        ("tada", 2),
    ]
    assert [event["type"] for event in bot.events[1:]] == ["reaction_added"] * 3 + ["reaction_removed"] * 2
    first = bot.events[1]
    assert (first["user"], first["reaction"], first["item"]["ts"], first["item_user"]) == (
        world.ann.id,
        "clap::skin-tone-4",
        ts,
        world.ann.id,
    )


async def test_other_kinds_of_messages() -> None:
    """/me, another app's bot with and without a custom name."""
    async with slack_world() as world:
        robot = world.server.add_user(world.ws.id, "Rota Robot", bot=True)
        channel = world.server.add_channel(world.ws.id, "rota")
        async with socket_mode(world, bot := make_bot(world)):
            await world.post("/me waves", channel=channel.id)
            await world.post("Shift swap", user=robot.id, channel=channel.id)
            await world.post("Shift swap", user=robot.id, channel=channel.id, username="Swaps")
            await soon(world.server.settled())
    assert bot.kinds() == ["message.me_message", "message", "message.bot_message"]
    assert bot.events[0]["text"] == "waves"
    assert bot.events[1]["bot_profile"]["app_id"] == robot.app_id != world.ws.app.id
    assert (bot.events[2]["username"], bot.events[2]["bot_id"]) == ("Swaps", robot.bot_id)


async def test_coming_and_going() -> None:
    """Joins and leaves are events beside Slack's own lines in the channel."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        arrived = await world.server.acts["arrive"](community=world.ws.id, name="Cleo")
        await world.act("leave", user=world.bob.id, channel=world.general.id)
        await world.act("join", user=world.bob.id, channel=world.general.id)
        await soon(world.server.settled())
        with pytest.raises(SlackError, match="user_not_found"):
            await world.act("leave", user="U0NOBODY", channel=world.general.id)
    assert bot.kinds() == [
        "team_join",
        "member_joined_channel",
        "message.channel_join",
        "member_left_channel",
        "message.channel_leave",
        "member_joined_channel",
        "message.channel_join",
    ]
    assert bot.events[1]["user"] == arrived["user"]


async def test_bot_is_put_into_and_out_of_channels() -> None:
    """It hears of its own joining and leaving, and of nothing between others before."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        away = world.server.add_channel(world.ws.id, "away", private=True, members=[world.ann.id])
        await world.act("invite", channel=away.id, who=world.ws.me.id)
        await world.act("kick", channel=away.id, who=world.ws.me.id)
        await soon(world.server.settled())
    joined, line, left, gone = bot.events
    assert (joined["type"], joined["user"], joined["inviter"]) == (
        "member_joined_channel",
        world.ws.me.id,
        world.ann.id,
    )
    assert line["subtype"] == "channel_join"
    assert (left["type"], gone["type"]) == ("member_left_channel", "group_left")


async def test_bot_joins_creates_invites_and_opens() -> None:
    """The bot's own ways into conversations."""
    async with slack_world() as world:
        client = world.client
        away = world.server.add_channel(world.ws.id, "away", members=[world.ann.id])
        await client.conversations_join(channel=away.id)
        assert world.ws.me.id in away.members
        made = (await client.conversations_create(name="project-x", is_private=True))["channel"]
        await client.conversations_invite(channel=made["id"], users=[world.ann.id, world.bob.id])
        assert len(world.ws.channels[made["id"]].members) == 3
        direct = (await client.conversations_open(users=world.ann.id))["channel"]["id"]
        group = (await client.conversations_open(users=[world.ann.id, world.bob.id]))["channel"]["id"]
        assert (await client.conversations_open(users=[world.bob.id, world.ann.id]))["channel"]["id"] == group
        assert direct.startswith("D") and group.startswith("C") and direct != group
        assert (await client.chat_postMessage(channel=world.ann.id, text="Hello"))["channel"] == direct
        for call, code in (
            (client.conversations_create(name="project-x"), "name_taken"),
            (client.conversations_create(name="Project X"), "invalid_name_specials"),
            (client.conversations_create(name="--"), "invalid_name_punctuation"),
            (client.conversations_invite(channel=made["id"], users=[world.ann.id]), "already_in_channel"),
            (client.conversations_open(users=[f"U{n}" for n in range(9)]), "too_many_users"),
            (client.conversations_open(users="U0NOBODY"), "user_not_found"),
            (client.conversations_join(channel=direct), "method_not_supported_for_channel_type"),
        ):
            assert (await refused(call))["error"] == code


async def test_bot_looks_after_its_channels() -> None:
    """Topic, name, members, archive: in channels that it is in; renaming only those that it made."""
    async with slack_world() as world:
        client = world.client
        mine = (await client.conversations_create(name="mine"))["channel"]["id"]
        channel = world.ws.channels[mine]
        await client.conversations_setTopic(channel=mine, topic="Ours")
        await client.conversations_rename(channel=mine, name="ours")
        assert (channel.topic, channel.name) == ("Ours", "ours")
        await client.conversations_invite(channel=mine, users=[world.bob.id])
        await client.conversations_kick(channel=mine, user=world.bob.id)
        assert list(channel.members) == [world.ws.me.id]
        for call, code in (
            (client.conversations_setTopic(channel=mine, topic="x" * 251), "too_long"),
            (client.conversations_rename(channel=world.general.id, name="general-2"), "not_authorized"),
            (client.conversations_kick(channel=mine, user=world.ws.me.id), "cant_kick_self"),
            (client.conversations_archive(channel=world.general.id), "cant_archive_general"),
            (client.conversations_unarchive(channel=mine), "not_archived"),
        ):
            assert (await refused(call))["error"] == code
        await client.conversations_archive(channel=mine)
        assert (await refused(client.conversations_archive(channel=mine)))["error"] == "already_archived"
        await client.conversations_leave(channel=world.general.id)
        assert (await refused(client.conversations_archive(channel=world.general.id)))["error"] == "not_in_channel"
        assert (await client.conversations_leave(channel=world.general.id))["not_in_channel"] is True


async def test_channels_change() -> None:
    """Created, renamed, archived, brought back, deleted: each has its event, also outside the bot's channels."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        away = world.ws.channels[(await world.act("create_channel", name="away"))["channel"]]
        await world.act("rename_channel", channel=away.id, name="far-away")
        await world.act("archive_channel", channel=away.id)
        await world.act("archive_channel", channel=away.id, back=True)
        await world.act("delete_channel", channel=away.id)
        await soon(world.server.settled())
        with pytest.raises(SlackError, match="restricted_action"):
            await world.act("rename_channel", user=world.bob.id, channel=world.general.id, name="bobs")
    assert bot.kinds() == [
        *("channel_created", "channel_rename", "channel_archive", "channel_unarchive", "channel_deleted"),
    ]
    assert bot.events[1]["channel"]["name"] == "far-away"
    assert away.id not in world.ws.channels


async def test_direct_messages() -> None:
    """A DM with the bot is always the same channel, of type `im`."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        channel = (await world.act("open_dm", users=[world.ws.me.id]))["channel"]
        await world.post("Just between us", channel=channel)
        await soon(world.server.settled())
        assert (await world.act("open_dm", users=[world.ws.me.id]))["channel"] == channel
    assert (bot.events[0]["channel"], bot.events[0]["channel_type"]) == (channel, "im")


async def test_profile_changes_and_uninstalling() -> None:
    """`user_change`; then both of Slack's farewells, after which nothing more comes."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        await world.act("change_profile", display_name="Annie")
        await soon(world.server.settled())
        await world.act("uninstall")
        await world.post("Is it still there?")
        await soon(world.server.settled())
    assert bot.kinds() == ["user_change", "tokens_revoked", "app_uninstalled"]
    assert bot.events[0]["user"]["profile"]["display_name"] == "Annie"


async def test_pins() -> None:
    """Pinned once, listed, unpinned once."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        ts = await world.say("Rules")
        where = {"channel": world.general.id, "timestamp": ts}
        await world.client.pins_add(**where)
        again = await refused(world.client.pins_add(**where))
        listed = await world.client.pins_list(channel=world.general.id)
        await world.client.pins_remove(**where)
        gone = await refused(world.client.pins_remove(**where))
        await soon(world.server.settled())
    assert (again["error"], gone["error"]) == ("already_pinned", "no_pin")
    assert [item["message"]["ts"] for item in listed["items"]] == [ts]
    assert [event["type"] for event in bot.events[1:]] == ["pin_added", "pin_removed"]


async def test_people_cannot_do_what_slack_forbids() -> None:
    """Post where they are not, in archived channels, or nothing at all."""
    async with slack_world() as world:
        away = world.server.add_channel(world.ws.id, "away", members=[world.bob.id])
        old = world.server.add_channel(world.ws.id, "old")
        await world.act("archive_channel", channel=old.id)
        for channel, text, code in (
            (away.id, "x", "not_in_channel"),
            (old.id, "x", "is_archived"),
            (world.general.id, "  ", "no_text"),
            ("C0NOWHERE", "x", "channel_not_found"),
        ):
            with pytest.raises(SlackError, match=code):
                await world.post(text, channel=channel)
        with pytest.raises(LookupError, match="no workspace"):
            await world.act("post", community="T0NOWHERE", channel=away.id, text="x")


async def test_metadata_comes_only_with_its_scope() -> None:
    """The echo of a post shows its metadata only to apps with `metadata.message:read`."""
    metadata = {"event_type": "copy", "event_payload": {"token": "abc"}}
    for more, expected in ((set(), None), ({"metadata.message:read"}, metadata)):
        scopes = {"chat:write", "channels:history"} | more
        async with slack_world(scopes=scopes) as world, socket_mode(world, bot := make_bot(world)):
            await world.say("x", metadata=metadata)
            await soon(world.server.settled())
        assert bot.events[0].get("metadata") == expected
