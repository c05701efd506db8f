"""Posting, editing and deleting with the real slack_sdk, and the events that come of it."""

import json
from typing import Any

import pytest

from tests.sandbox.slack_world import World, make_bot, refused, slack_world, socket_mode, soon

ICON = "https://cdn.example/ann.png"


async def test_plain_post_and_its_echo() -> None:
    """A plain post names the bot's user and app; its event is the same message."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        answer = await world.client.chat_postMessage(channel=world.general.id, text="Hello")
        await soon(world.server.settled())
    message = answer["message"]
    assert (message["user"], message["bot_id"], message["app_id"]) == (
        world.ws.me.id,
        world.ws.me.bot_id,
        world.ws.app.id,
    )
    assert message["bot_profile"]["app_id"] == world.ws.app.id
    (event,) = bot.events
    assert (event["ts"], event["text"], event["bot_id"]) == (answer["ts"], "Hello", world.ws.me.bot_id)
    assert bot.kinds() == ["message"]


async def test_custom_name_makes_a_bot_message() -> None:
    """With a custom name the message is a `bot_message` without `user`."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        await world.say("Hi", username="Ann Lee (Discord)", icon_url=ICON)
        await soon(world.server.settled())
    (event,) = bot.events
    assert event["subtype"] == "bot_message"
    assert event["username"] == "Ann Lee (Discord)"
    assert event["icons"] == {"image_48": ICON}
    assert event["bot_id"] == world.ws.me.bot_id
    assert "user" not in event


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "  "}, "no_text"),
        ({"channel": "C0NOWHERE", "text": "Hello"}, "channel_not_found"),
        ({"channel": "#nowhere", "text": "Hello"}, "channel_not_found"),
        ({"text": "Hello", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "Hello", "metadata": "nothing"}, "invalid_metadata_format"),
        ({"text": "Hello", "metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
        ({"text": "Hello", "markdown_text": "**Hello**"}, "markdown_text_conflict"),
        ({"text": "Hello", "blocks": "[nonsense"}, "invalid_blocks_format"),
        ({"text": "Hello", "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
    ],
)
async def test_refused_posts(arguments: dict[str, Any], code: str) -> None:
    """What Slack refuses, with its code; nothing is posted."""
    async with slack_world() as world:
        answer = await refused(
            world.client.api_call("chat.postMessage", json={"channel": world.general.id, **arguments})
        )
        assert answer["error"] == code
        assert world.general.messages == {}
        assert world.noted("refused")[0] == {"status": 200, "error": code, "route": "chat.postMessage"}


async def test_channels_that_the_bot_may_not_post_in() -> None:
    """Not in the channel, private and unseen, archived: each has its own code."""
    async with slack_world() as world:
        people = [world.ann.id]
        away = world.server.add_channel(world.ws.id, "away", members=people)
        private = world.server.add_channel(world.ws.id, "private", private=True, members=people)
        old = world.server.add_channel(world.ws.id, "old")
        await world.act("archive_channel", channel=old.id)
        for channel, code in ((away, "not_in_channel"), (private, "channel_not_found"), (old, "is_archived")):
            answer = await refused(world.client.chat_postMessage(channel=channel.id, text="Hello"))
            assert answer["error"] == code


async def test_form_and_json_bodies() -> None:
    """Blocks come as JSON in a form field or as part of a JSON body."""
    blocks = [{"type": "divider"}]
    async with slack_world() as world:
        body = {"channel": world.general.id, "text": "x"}
        as_json = await world.client.api_call("chat.postMessage", json={**body, "blocks": blocks})
        as_form = await world.client.api_call("chat.postMessage", data={**body, "blocks": json.dumps(blocks)})
        for posted in (as_json, as_form):
            assert posted["message"]["blocks"][0]["type"] == "divider"
        answer = await refused(world.client.api_call("conversations.info", json={"channel": world.general.id}))
        assert answer["error"] == "invalid_arguments"  # methods that read take no JSON bodies


async def test_long_text_is_split() -> None:
    """Up to 4,040 characters stay one message; more becomes messages of 4,000, of which the answer names the first."""
    async with slack_world() as world:
        await world.say("a" * 4_040)
        assert len(world.general.messages) == 1
        first = await world.say("b" * 8_001)
        texts = [message["text"] for message in world.general.messages.values()]
        assert [len(text) for text in texts] == [4_040, 4_000, 4_000, 1]
        assert world.message(first)["text"] == "b" * 4_000
        await world.say("c" * 50_000)
        assert sum(len(message["text"]) for message in world.general.messages.values()) == 4_040 + 8_001 + 40_000


async def test_text_is_kept_as_slack_keeps_it() -> None:
    """Stray `&` and `<` are escaped, links and mentions stay, bare links get angle brackets."""
    async with slack_world() as world:
        ts = await world.say("R&D < 5 &amp; <https://a.example?x=1&y=2|a> see https://b.example.")
        assert world.message(ts)["text"] == (
            "R&amp;D &lt; 5 &amp; <https://a.example?x=1&amp;y=2|a> see <https://b.example>."
        )


async def test_thread_replies_count_on_the_parent() -> None:
    """A reply carries its parent's author, and the parent counts its replies."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        parent = await world.post("Who can help?")
        reply = await world.say("I can", thread_ts=parent)
        await world.post("Me too", user=world.bob.id, thread=reply)
        broadcast = await world.say("Solved", thread_ts=parent, reply_broadcast=True)
        await soon(world.server.settled())
        answer = await refused(world.client.chat_postMessage(channel=world.general.id, text="x", thread_ts=reply))
    assert answer["error"] == "cannot_reply_to_message"
    root = world.message(parent)
    assert (root["reply_count"], root["latest_reply"], root["reply_users_count"]) == (3, broadcast, 2)
    assert world.message(reply)["parent_user_id"] == world.ann.id
    assert bot.kinds() == ["message", "message", "message", "message.thread_broadcast"]
    assert bot.events[-1]["root"]["ts"] == parent


async def test_update_replaces_text_and_blocks() -> None:
    """Text alone removes the old blocks and marks the message as edited; blocks alone do not mark it."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        ts = await world.say("One", blocks=[{"type": "divider"}], username="Ann")
        await world.client.chat_update(channel=world.general.id, ts=ts, text="Two")
        await soon(world.server.settled())
    event = bot.events[-1]
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert event["ts"] != event["message"]["ts"] == ts
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("Two", "One")
    assert "blocks" not in event["message"]
    assert event["message"]["edited"]["user"] == world.ws.me.bot_id
    assert event["message"]["username"] == "Ann"


async def test_update_refusals() -> None:
    """Too long, somebody else's, unknown."""
    async with slack_world() as world:
        own, foreign = await world.say("mine"), await world.post("Ann's")
        for ts, text, code in (
            (own, "x" * 4_001, "msg_too_long"),
            (foreign, "x", "cant_update_message"),
            ("1.000001", "x", "message_not_found"),
            (own, "", "no_text"),
        ):
            body = {"channel": world.general.id, "ts": ts, "text": text}
            answer = await refused(world.client.api_call("chat.update", json=body))
            assert answer["error"] == code


async def test_delete_once() -> None:
    """A deleted message is gone: a second deletion finds nothing. People's messages are not the bot's to delete."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        ts = await world.say("Oops")
        await world.client.chat_delete(channel=world.general.id, ts=ts)
        await soon(world.server.settled())
        again = await refused(world.client.chat_delete(channel=world.general.id, ts=ts))
        foreign = await refused(world.client.chat_delete(channel=world.general.id, ts=await world.post("Ann's")))
        await soon(world.server.settled())
    assert (again["error"], foreign["error"]) == ("message_not_found", "cant_delete_message")
    event = bot.events[1]
    assert (event["subtype"], event["deleted_ts"], event["previous_message"]["text"]) == ("message_deleted", ts, "Oops")


async def test_deleted_parent_leaves_a_tombstone() -> None:
    """A parent with replies turns into a tombstone, its replies come as changes; the last reply takes it along."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        parent = await world.post("Question")
        reply = await world.post("Answer", user=world.bob.id, thread=parent)
        await world.act("delete", channel=world.general.id, message=parent)
        await soon(world.server.settled())
        stone, again = bot.events[2:]
        assert (stone["subtype"], stone["message"]["subtype"]) == ("message_changed", "tombstone")
        assert stone["previous_message"]["text"] == "Question"
        assert again["message"]["ts"] == reply
        assert again["message"]["text"] == again["previous_message"]["text"]
        await world.act("delete", channel=world.general.id, message=reply)
        assert world.general.messages == {}


async def test_ephemeral_messages() -> None:
    """They are kept for their reader alone, and chat.update does not know them."""
    async with slack_world() as world:
        answer = await world.client.chat_postEphemeral(channel=world.general.id, user=world.bob.id, text="Only you")
        (shown,) = world.ws.ephemerals[world.bob.id]
        assert (shown["text"], shown["ts"]) == ("Only you", answer["message_ts"])
        assert world.general.messages == {}
        unseen = await refused(world.client.chat_update(channel=world.general.id, ts=answer["message_ts"], text="x"))
        assert unseen["error"] == "message_not_found"
        absent = world.server.add_user(world.ws.id, "Cleo")
        wrong = await refused(world.client.chat_postEphemeral(channel=world.general.id, user=absent.id, text="x"))
        assert wrong["error"] == "user_not_in_channel"


async def test_permalink() -> None:
    """A reply's link names its thread."""
    async with slack_world() as world:
        parent = await world.post("One")
        reply = await world.post("Two", thread=parent)
        links = [
            (await world.client.chat_getPermalink(channel=world.general.id, message_ts=ts))["permalink"]
            for ts in (parent, reply)
        ]
    start = f"https://riversidetrust.slack.com/archives/{world.general.id}/p"
    assert links[0] == start + parent.replace(".", "")
    assert links[1] == f"{start}{reply.replace('.', '')}?thread_ts={parent}&cid={world.general.id}"


PINGING: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"text": "<!channel> and <!here|here>"}, [("broadcast", "channel"), ("broadcast", "here")]),
    ({"text": "<@U0BOB> <@U0BOB|bob> <!subteam^S0TEAM|@team>"}, [("user", "U0BOB"), ("usergroup", "S0TEAM")]),
    ({"text": "&lt;!channel&gt; @channel"}, []),
    ({"text": "@channel", "link_names": True}, [("broadcast", "channel")]),
    ({"text": "x", "attachments": [{"text": "<!everyone>"}]}, [("broadcast", "everyone")]),
    (
        {"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<!here>"}}]},
        [("broadcast", "here")],
    ),
    ({"text": "x", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "<!here>"}}]}, []),
    (
        {
            "text": "x",
            "blocks": [
                {
                    "type": "rich_text",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "broadcast", "range": "channel"},
                                {"type": "user", "user_id": "U0BOB"},
                            ],
                        }
                    ],
                }
            ],
        },
        [("broadcast", "channel"), ("user", "U0BOB")],
    ),
]


def pinged(world: World) -> list[tuple[str, str]]:
    return [(data["kind"], data["target"]) for data in world.noted("ping")]


@pytest.mark.parametrize(("arguments", "expected"), PINGING)
async def test_pings_are_noted(arguments: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Whoever a post or an edit would notify is in the ledger."""
    async with slack_world() as world:
        await world.client.chat_postMessage(channel=world.general.id, **arguments)
        assert pinged(world) == expected
        ts = await world.say("harmless")
        world.ledger.entries.clear()
        await world.client.chat_update(channel=world.general.id, ts=ts, **arguments)
        assert pinged(world) == expected


async def test_two_channels_may_have_the_same_ts() -> None:
    """A `ts` is unique and increasing in its channel only."""
    async with slack_world() as world:
        world.ws.now = world.clock
        other = world.server.add_channel(world.ws.id, "other")
        here = [await world.post("x") for _ in range(3)]
        there = [await world.post("x", channel=other.id) for _ in range(3)]
    assert here == there == sorted(set(here))
