"""Reading back with the real slack_sdk: history, replies, pages and lists."""

from typing import Any

import pytest

from tests.sandbox.slack_world import World, refused, slack_world


async def pages(world: World, **arguments: Any) -> list[list[str]]:
    """The texts of every page of #general's history."""
    call = world.client.conversations_history
    return [
        [message["text"] for message in page["messages"]]
        async for page in await call(channel=world.general.id, **arguments)
    ]


async def test_history_goes_back_in_pages() -> None:
    """Newest first; a page names the next one while there is more."""
    async with slack_world() as world:
        stamps = [await world.post(str(number)) for number in range(5)]
        assert await pages(world) == [["4", "3", "2", "1", "0"]]
        assert await pages(world, limit=2) == [["4", "3"], ["2", "1"], ["0"]]
        assert await pages(world, latest=stamps[3]) == [["2", "1", "0"]]
        assert await pages(world, latest=stamps[3], inclusive=True) == [["3", "2", "1", "0"]]
        assert await pages(world, latest=stamps[4], oldest=stamps[0]) == [["3", "2", "1"]]
        assert await pages(world, latest=stamps[2], inclusive=True, limit=1, oldest=stamps[2]) == [["2"]]


async def test_history_from_a_time_on_goes_forward() -> None:
    """With `oldest` alone the first page is the nearest to it; each page still has the newest first."""
    async with slack_world() as world:
        stamps = [await world.post(str(number)) for number in range(5)]
        assert await pages(world, oldest=stamps[0], limit=2) == [["2", "1"], ["4", "3"]]
        assert await pages(world, oldest=stamps[3], inclusive=True) == [["4", "3"]]
        assert await pages(world, oldest="0") == [["4", "3", "2", "1", "0"]]


async def test_replies_are_not_in_the_history() -> None:
    """Unless they were also sent to the channel. `replies` leads every page with the parent, then goes forward."""
    async with slack_world() as world:
        parent = await world.post("parent")
        first = await world.post("1", thread=parent)
        await world.post("2", thread=parent, broadcast=True)
        await world.post("3", thread=parent)
        assert await pages(world) == [["2", "parent"]]
        replies = world.client.conversations_replies
        texts = [
            [message["text"] for message in page["messages"]]
            async for page in await replies(channel=world.general.id, ts=parent, limit=2)
        ]
        assert texts == [["parent", "1", "2"], ["parent", "3"]]
        later = await replies(channel=world.general.id, ts=parent, oldest=first)
        assert [message["text"] for message in later["messages"]] == ["parent", "2", "3"]
        lonely = await refused(replies(channel=world.general.id, ts="1.000001"))
        assert lonely["error"] == "thread_not_found"


async def test_metadata_only_when_asked_for() -> None:
    """Our own token can be found again with `include_all_metadata`."""
    metadata = {"event_type": "copy", "event_payload": {"token": "abc"}}
    async with slack_world() as world:
        parent = await world.say("x", metadata=metadata)
        await world.say("y", metadata=metadata, thread_ts=parent)
        channel = world.general.id
        plain = await world.client.conversations_history(channel=channel)
        full = await world.client.conversations_history(channel=channel, include_all_metadata=True)
        replies = await world.client.conversations_replies(channel=channel, ts=parent, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata
    assert [message["metadata"] for message in replies["messages"]] == [metadata, metadata]


async def test_history_of_distributed_apps_is_limited() -> None:
    """Outside the Marketplace: 15 messages a page and one call a minute."""
    async with slack_world(limits=True) as world:
        world.ws.app.history_limited = True
        for number in range(20):
            await world.post(str(number))
        page = await world.client.conversations_history(channel=world.general.id, limit=200)
        assert (len(page["messages"]), page["has_more"]) == (15, True)
        answer = await refused(world.client.conversations_history(channel=world.general.id))
        assert answer["error"] == "ratelimited"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"cursor": "nonsense"}, "invalid_cursor"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "12:00"}, "invalid_ts_latest"),
        ({"limit": "many"}, "invalid_limit"),
        ({"channel": "C0NOWHERE"}, "channel_not_found"),
    ],
)
async def test_refused_reads(arguments: dict[str, Any], code: str) -> None:
    """Wrong arguments have their codes."""
    async with slack_world() as world:
        answer = await refused(
            world.client.api_call(
                "conversations.history", http_verb="GET", params={"channel": world.general.id, **arguments}
            )
        )
    assert answer["error"] == code


async def test_lists_in_pages() -> None:
    """Channels, members and users come in pages with an empty last cursor."""
    async with slack_world() as world:
        world.server.add_channel(world.ws.id, "random")
        world.server.add_channel(world.ws.id, "board", private=True)
        await world.client.conversations_open(users=world.ann.id)
        names = [
            [channel["name"] for channel in page["channels"]]
            async for page in await world.client.conversations_list(limit=1)
        ]
        assert names == [["general"], ["random"]]
        both = await world.client.conversations_list(types="public_channel,private_channel,im")
        assert [channel.get("name", "DM") for channel in both["channels"]] == ["general", "random", "board", "DM"]
        members = await world.client.conversations_members(channel=world.general.id, limit=2)
        assert members["members"] == [world.ws.me.id, world.ann.id]
        assert members["response_metadata"]["next_cursor"]
        users = await world.client.users_list()
        assert [user["name"] for user in users["members"]] == ["bridge", "ann.lee", "bob"]
        assert users["response_metadata"]["next_cursor"] == ""
        mine = await world.client.users_conversations(types="public_channel", exclude_archived=True)
        assert [channel["name"] for channel in mine["channels"]] == ["general", "random"]


async def test_directory() -> None:
    """Who and what there is: the team, its people, bots, emoji and groups."""
    async with slack_world() as world:
        client, ws = world.client, world.ws
        world.server.add_emoji(ws.id, "nhs")
        group = world.server.add_usergroup(ws.id, "nurses", [world.ann.id])
        who = await client.auth_test()
        assert (who["team_id"], who["user_id"], who["bot_id"]) == (ws.id, ws.me.id, ws.me.bot_id)
        assert (await client.team_info())["team"]["name"] == "Riverside Trust"
        person = (await client.users_info(user=world.ann.id))["user"]
        assert (person["real_name"], person["is_admin"], person["is_bot"]) == ("Ann Lee", True, False)
        assert person["profile"]["email"] == "ann@riverside.example"
        assert (await client.users_lookupByEmail(email="ANN@riverside.example"))["user"]["id"] == world.ann.id
        assert (await client.users_profile_get(user=world.bob.id))["profile"]["real_name"] == "Bob"
        assert (await client.bots_info(bot=ws.me.bot_id))["bot"]["app_id"] == ws.app.id
        assert list((await client.emoji_list())["emoji"]) == ["nhs"]
        assert (await client.usergroups_list())["usergroups"][0]["handle"] == "nurses"
        assert (await client.usergroups_users_list(usergroup=group))["users"] == [world.ann.id]
        assert (await client.conversations_info(channel=world.general.id, include_num_members=True))["channel"][
            "num_members"
        ] == 3
        for call, code in (
            (client.users_info(user="U0NOBODY"), "user_not_found"),
            (client.bots_info(bot="B0NOBODY"), "bot_not_found"),
            (client.users_lookupByEmail(email="nobody@a.example"), "users_not_found"),
        ):
            assert (await refused(call))["error"] == code
