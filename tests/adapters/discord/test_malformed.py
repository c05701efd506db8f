"""What the Discord adapter passes over: events that are not as Discord promises. The line goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.contract.incoming import Connected, Posted
from tests.adapters.discord.room import DiscordRoom
from tests.adapters.rooms import Listener

JSON = dict[str, Any]
POSTS: tuple[JSON, ...] = (
    {"attachments": [None]},
    {"attachments": [{}]},
    {"embeds": [5]},
    {"author": None},
    {"channel_id": None},
    {"content": 5},
    {"id": "x"},
    {"mentions": [None]},
    {"message_reference": {}},
    {"message_reference": {"type": 1}, "message_snapshots": [{}]},
    {"message_reference": 5},
    {"type": 19, "message_reference": {"channel_id": None}, "referenced_message": 5},
    {"sticker_items": [{}]},
    {"poll": {"answers": 5}},
    {"components": [5]},
    {"type": "x"},
    {"flags": "x"},
)
ODD: list[tuple[str, JSON]] = [
    *(("MESSAGE_CREATE", odd) for odd in POSTS),
    ("MESSAGE_UPDATE", {"edited_timestamp": "yesterday"}),
    ("INTERACTION_CREATE", {"type": 2, "token": "t", "application_id": "1", "data": {"name": None}}),
    ("INTERACTION_CREATE", {"type": 3, "token": "t", "application_id": "1", "data": {"custom_id": None}}),
    ("GUILD_ROLE_UPDATE", {"role": None}),
    ("GUILD_EMOJIS_UPDATE", {"emojis": [5]}),
    ("THREAD_LIST_SYNC", {"threads": None}),
]
KINDS = (
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "MESSAGE_DELETE_BULK",
    "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE_ALL",
    "CHANNEL_DELETE",
    "CHANNEL_UPDATE",
    "GUILD_CREATE",
    "GUILD_DELETE",
    "GUILD_ROLE_CREATE",
    "INTERACTION_CREATE",
    "RESUMED",
    "THREAD_CREATE",
    "THREAD_DELETE",
    "TYPING_START",
    "VOICE_STATE_UPDATE",
    "NOT_A_KIND",
)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Without the traces of what is broken on purpose."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def push(room: DiscordRoom, name: str, data: Any) -> None:
    """The gateway says something of its own."""
    for session in room.server.gateway.sessions.values():
        session.push(name, data, f"{name}:odd")


def whole(room: DiscordRoom, at: int) -> JSON:
    """A message as it should be."""
    return {
        "id": str(int(room.place.id) + at),
        "channel_id": room.place.id,
        "guild_id": room.guild.id,
        "author": {"id": room.pat.id, "username": "pat"},
        "content": "Odd",
        "timestamp": "2026-01-01T00:00:00+00:00",
        "type": 0,
    }


async def test_an_event_that_cannot_be_read_is_passed_over(room: DiscordRoom, listener: Listener) -> None:
    sessions = list(room.server.gateway.sessions)
    for at, (name, odd) in enumerate(ODD):
        push(room, name, whole(room, at) | odd)
        push(room, name, {key: value for key, value in whole(room, at).items() if key not in odd} | {"type": 20})
    for name in KINDS:
        for data in ({}, {"id": "1"}, {"guild_id": room.guild.id}):
            push(room, name, data)
    ref = await room.say("Still here?")
    assert (await listener.wait(Posted, lambda it: it.message == ref)).author.name == "Pat"
    assert await room.use("examine") == ["Only for you."]
    assert list(room.server.gateway.sessions) == sessions
    assert [name for name, each in room.server.gateway.sessions.items() if each.socket is None] == []


@pytest.mark.parametrize("data", [None, 5, "x", []])
async def test_data_of_another_shape_is_passed_over(room: DiscordRoom, listener: Listener, data: Any) -> None:
    for name in ("MESSAGE_CREATE", "GUILD_CREATE", "INTERACTION_CREATE", "THREAD_CREATE", "NOT_A_KIND"):
        push(room, name, data)
    ref = await room.say("Still here?")
    await listener.wait(Posted, lambda it: it.message == ref)


@pytest.mark.parametrize(
    "frame", ["{", "5", '{"op": 0, "t": "RESUMED", "d": null}', '{"op": 0, "t": "READY", "d": {}}']
)
async def test_a_frame_that_ends_the_line_is_followed_by_a_new_one(
    room: DiscordRoom, listener: Listener, frame: str
) -> None:
    seen = {it.key for it in listener.incomings}
    for session in room.server.gateway.sessions.values():
        session.outbox.put_nowait(frame)
    await listener.wait(Connected, lambda it: it.key not in seen)
    ref = await room.say("Still here?")
    await listener.wait(Posted, lambda it: it.message == ref)


async def test_a_server_with_one_odd_channel_is_heard_all_the_same(room: DiscordRoom, listener: Listener) -> None:
    push(room, "GUILD_CREATE", {"id": "1", "name": "Odd House", "channels": [None]})
    connected = await listener.wait(Connected, lambda it: it.community.id == "1")
    assert connected.name == "Odd House"
