"""Discord's links: what they lead to, from memory, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract.content import plain
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.discord import refs
from adapters.discord.addresses import link, linked
from adapters.discord.places import Places
from tests.adapters.discord.room import DiscordRoom
from tests.adapters.rooms import ANN

GUILD, TALK, FORUM, THREAD, POST, DM, MESSAGE = (f"10000000000000000{at}" for at in range(7))
BASE = f"https://discord.com/channels/{GUILD}"


@pytest.fixture
def places() -> Places:
    """A server with a channel, a forum, a thread in each, and a DM beside it."""
    known = Places()
    channels = [{"id": TALK, "type": 0, "name": "talk"}, {"id": FORUM, "type": 15, "name": "questions"}]
    threads = [{"id": THREAD, "type": 11, "parent_id": TALK}, {"id": POST, "type": 11, "parent_id": FORUM}]
    known.note("GUILD_CREATE", {"id": GUILD, "name": "Circle", "channels": channels, "threads": threads})
    known.learn({"id": DM, "type": 1})
    return known


def place(channel: str, thread: str | None = None) -> ChannelRef:
    return refs.channel(GUILD, channel, thread)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (f"{BASE}/{TALK}", place(TALK)),
        (f"{BASE}/{TALK}/", place(TALK)),
        (f"{BASE}/{TALK}/{MESSAGE}", MessageRef(place(TALK), MESSAGE)),
        (f"{BASE}/{TALK}/{MESSAGE}?view=1#top", MessageRef(place(TALK), MESSAGE)),
        (f"{BASE}/{THREAD}", place(TALK, THREAD)),
        (f"{BASE}/{THREAD}/{MESSAGE}", MessageRef(place(TALK, THREAD), MESSAGE)),
        (f"{BASE}/{POST}/{POST}", MessageRef(place(FORUM), POST)),
        (f"https://ptb.discord.com/channels/{GUILD}/{TALK}", place(TALK)),
        (f"https://canary.discord.com/channels/{GUILD}/{TALK}", place(TALK)),
        (f"http://DiscordApp.com/channels/{GUILD}/{TALK}", place(TALK)),
        (f"https://discord.com/channels/@me/{DM}/{MESSAGE}", MessageRef(refs.channel(None, DM), MESSAGE)),
    ],
)
def test_a_link_leads_to_what_it_names(places: Places, url: str, target: object) -> None:
    assert linked(places, url) == target


@pytest.mark.parametrize(
    "url",
    [
        "",
        f"{BASE}/{MESSAGE}",
        f"https://discord.com/channels/{MESSAGE}/{TALK}",
        f"https://discord.com/channels/@me/{TALK}",
        f"https://discord.com.evil.org/channels/{GUILD}/{TALK}",
        f"https://evil.org/https://discord.com/channels/{GUILD}/{TALK}",
        f"javascript:https://discord.com/channels/{GUILD}/{TALK}",
        f"{BASE}/{TALK}\n",
        f"{BASE}/{TALK}/{MESSAGE}/x",
        "https://discord.com/channels/١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨/1",
        "https://[discord.com/channels/1/2",
    ],
)
def test_other_links_lead_nowhere(places: Places, url: str) -> None:
    assert linked(places, url) is None


@given(st.text() | st.from_regex(r"https://(ptb\.)?discord(app)?\.com/channels/[@me\d]{0,20}/\d{0,25}(/\d{0,25})?"))
def test_no_text_is_too_hostile(url: str) -> None:
    assert linked(Places(), url) is None


def test_a_server_that_the_bot_left_is_unknown(places: Places) -> None:
    places.note("GUILD_DELETE", {"id": GUILD})
    assert linked(places, f"{BASE}/{TALK}/{MESSAGE}") is None


def test_links_lead_into_threads_posts_and_direct_messages(places: Places) -> None:
    for ref in (
        MessageRef(place(TALK), MESSAGE),
        MessageRef(place(TALK, THREAD), MESSAGE),
        MessageRef(place(FORUM), POST),
        MessageRef(place(FORUM, POST), MESSAGE),
        MessageRef(refs.channel(None, DM), MESSAGE),
    ):
        assert linked(places, link(places, ref)) == ref
    for channel in (place(TALK), place(TALK, THREAD), place(FORUM, POST), refs.channel(None, DM)):
        assert linked(places, link(places, channel)) == channel
    assert link(places, refs.account(MESSAGE).letter_box) == ""
    assert link(places, MessageRef(place(FORUM), POST)) == f"{BASE}/{POST}/{POST}"


async def test_links_of_what_was_sent_lead_back_to_it(room: DiscordRoom) -> None:
    forum = refs.channel(room.guild.id, room.forum.id)
    top = await room.platform.send(room.channel, plain("One."), token="t1", persona=ANN)
    reply = await room.platform.send(top.as_thread, plain("Two."), token="t2", persona=ANN)
    post = await room.platform.send(forum, plain("Three."), token="t3", persona=ANN)
    answer = await room.platform.send(post.as_thread, plain("Four."), token="t4")
    await room.use("examine")  # by its answer, the events before it have arrived too
    for ref in (top, reply, post, answer):
        assert room.platform.linked(room.platform.link(ref)) == ref
