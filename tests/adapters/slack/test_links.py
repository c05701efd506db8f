"""Links into Slack: what they lead to, and that what the bot links to is found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract.content import plain
from adapters.contract.errors import Refused, Why
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.slack import refs
from tests.adapters.rooms import Listener
from tests.adapters.slack.room import SlackRoom, slack_room

TEAMS = {"north.slack.com": "T1", "care.slack.com": "T2"}
CHANNEL = ChannelRef("slack", "T1", "C1")
TS = "1700000000.000100"


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("https://north.slack.com/archives/C1", CHANNEL),
        ("https://NORTH.slack.com/archives/C1/", CHANNEL),
        ("https://app.slack.com/client/T1/C1", CHANNEL),
        ("https://app.slack.com/client/T1/C1/thread/C1-1700000000.000100", CHANNEL),
        ("https://north.slack.com/archives/C1/p1700000000000100", MessageRef(CHANNEL, TS)),
        (
            "https://north.slack.com/archives/C1/p1700000009000200?thread_ts=1700000000.000100&cid=C1",
            MessageRef(CHANNEL.in_thread(TS), "1700000009.000200"),
        ),
        (f"https://north.slack.com/archives/C1/p1700000000000100?thread_ts={TS}", MessageRef(CHANNEL, TS)),
        ("https://north.slack.com/archives/C1/p1700000000000100?thread_ts=now", MessageRef(CHANNEL, TS)),
        ("https://care.slack.com/archives/D1", ChannelRef("slack", "T2", "D1")),
        ("https://else.slack.com/archives/C1", None),
        ("https://app.slack.com/client/T9/C1", None),
        ("https://north.slack.com.example.org/archives/C1", None),
        ("https://north.slack.com@example.org/archives/C1", None),
        ("https://north.slack.com/archives/U1", None),
        ("https://north.slack.com/archives/C1/p17", None),
        ("https://north.slack.com/archives/C1/p\u0661\u066700000000000000", None),
        ("https://north.slack.com/files/C1", None),
        ("javascript://north.slack.com/archives/C1", None),
        ("https://[north.slack.com/archives/C1", None),
        ("", None),
    ],
)
def test_where_a_link_leads(url: str, leads_to: ChannelRef | MessageRef | None) -> None:
    assert refs.linked(url, TEAMS) == leads_to


pieces = st.sampled_from([
    "https:", "//", "north.slack.com", "/archives/", "C1", "/p1700000000000100", "?thread_ts=", "%", "&", "[", "]", "@",
    "app.slack.com", "/client/T1/", "#", "\x00", "\n", ":99999", "\u2100",
])  # fmt: skip


@given(st.text() | st.lists(pieces).map("".join))
def test_no_text_makes_it_stumble(url: str) -> None:
    found = refs.linked(url, TEAMS)
    assert found is None or isinstance(found, ChannelRef | MessageRef)


async def test_links_to_messages_lead_back_to_them(room: SlackRoom, listener: Listener) -> None:
    root = await room.say("Root.")
    reply = await room.say("Reply.", thread=root)
    client = room.server.workspaces[room.ws.id]
    for ref in (root, reply, room.channel):
        assert room.platform.linked(room.platform.link(ref)) == ref
    assert room.platform.link(root.as_thread) == room.platform.link(root)
    assert room.platform.linked(f"https://{client.domain}.slack.com/archives/{room.place.id}") == room.channel


async def test_a_link_is_what_slack_itself_would_give(room: SlackRoom, listener: Listener) -> None:
    root = await room.platform.send(room.channel, plain("Root."), token="t1")
    reply = await room.platform.send(root.as_thread, plain("Reply."), token="t2")
    [web] = [each.web for each in room.platform._connections]
    for ref in (root, reply):
        told = await web.get("chat.getPermalink", channel=ref.channel.id, message_ts=ref.id)
        assert told["permalink"] == room.platform.link(ref)


async def test_links_mean_nothing_before_the_workspace_is_connected(room: SlackRoom) -> None:
    stranger = type(room.platform)([])
    assert stranger.linked(room.platform.link(MessageRef(room.channel, TS))) is None


async def test_a_message_is_pinned_once(room: SlackRoom, listener: Listener) -> None:
    ref = await room.platform.send(room.channel, plain("The rules."), token="t1")
    await room.platform.pin(ref)
    await room.platform.pin(ref)

    assert room.place.pins == [ref.id]


async def test_without_the_scope_there_is_no_pin(listener: Listener) -> None:
    async with slack_room(listener) as room:
        ref = await room.platform.send(room.channel, plain("The rules."), token="t1")
        room.ws.app.scopes -= {"pins:write"}
        with pytest.raises(Refused) as refusal:
            await room.platform.pin(ref)

    assert refusal.value.why is Why.FORBIDDEN and "pins:write" in str(refusal.value)


async def test_a_letter_box_has_the_capabilities_and_parts_of_any_channel(room: SlackRoom) -> None:
    box = room.person.letter_box
    assert room.platform.capabilities(box) == room.platform.capabilities(room.channel)
    assert room.platform.parts(box, plain("Hello.")) == (plain("Hello."),)
