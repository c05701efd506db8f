"""What the Slack adapter sends through the real SDK: posts, edits, links, private rooms, and what is refused."""

from __future__ import annotations

import json
import time

import pytest

from adapters.contract.content import (
    plain,
)
from adapters.contract.errors import Later, Refused, Unsure, Why
from adapters.contract.platform import Persona
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from tests.adapters.rooms import ANN, ANN_SHOWN, Listener
from tests.adapters.slack.room import SlackRoom


async def test_blocks_that_slack_refuses_leave_the_words(room: SlackRoom, listener: Listener) -> None:
    refusal = json.dumps({"ok": False, "error": "invalid_blocks"})
    for call in ("postMessage", "update"):
        room.fault(
            f"POST */chat.{call}", "status", status=200, body=refusal, headers={"Content-Type": "application/json"}
        )
    ref = await room.platform.send(room.channel, plain("All the words."), token="t1", persona=ANN)
    assert "blocks" not in room.place.messages[ref.id]
    await room.platform.edit(ref, plain("Other words."), persona=ANN)

    assert [(seen.text, seen.author) for seen in await room.seen()] == [("Other words.", ANN_SHOWN)]


async def test_an_edit_keeps_the_token(room: SlackRoom, listener: Listener) -> None:
    ref = await room.platform.send(room.channel, plain("One."), token="t1", persona=ANN)
    await room.platform.edit(ref, plain("Two."), persona=ANN)

    assert await room.platform.find(room.channel, plain("One."), token="t1", persona=ANN, since=time.time()) == (ref,)


async def test_the_bot_must_be_in_the_channel(room: SlackRoom, listener: Listener) -> None:
    elsewhere = room.server.add_channel(room.ws.id, "elsewhere", members=[room.pat.id])
    with pytest.raises(Refused) as refusal:
        await room.platform.send(ChannelRef("slack", room.ws.id, elsewhere.id), plain("Hello?"), token="t1")

    assert refusal.value.why in (Why.FORBIDDEN, Why.GONE)
    assert "invite" in str(refusal.value).lower()


async def test_slack_down_is_later_and_never_a_double(room: SlackRoom, listener: Listener) -> None:
    await room.server.down()
    with pytest.raises((Later, Unsure)):
        await room.platform.send(room.channel, plain("Hello?"), token="t1")
    with pytest.raises(Later):
        await room.platform.profile(room.person, room.channel.home)
    await room.server.up()
    room.fault("POST */chat.postMessage", "half")
    with pytest.raises(Unsure):
        await room.platform.send(room.channel, plain("Once."), token="t2")

    assert [seen.text for seen in await room.seen()] == ["Once."]


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_error_is_unsure_for_writes_and_later_for_reads(
    room: SlackRoom, listener: Listener, status: int
) -> None:
    room.fault("POST */chat.postMessage", "status", status=status, body="<html>")
    room.fault("GET */users.info", "status", status=status, body="<html>")
    with pytest.raises(Unsure):
        await room.platform.send(room.channel, plain("Hello?"), token="t1")
    with pytest.raises(Later):
        await room.platform.profile(room.person, room.channel.home)


async def test_links_lead_to_messages(room: SlackRoom, listener: Listener) -> None:
    ref = MessageRef(room.channel, "1700000000.000100")
    assert room.platform.link(ref) == f"https://riversidetrust.slack.com/archives/{room.place.id}/p1700000000000100"


async def test_private_rooms_are_for_one_workspace(room: SlackRoom, listener: Listener) -> None:
    bea = room.server.add_user(room.ws.id, "Bea")
    group = await room.platform.open_private([room.person, AccountRef("slack", room.ws.id, bea.id)])
    with pytest.raises(Refused):
        await room.platform.open_private([room.person, AccountRef("slack", "T0OTHER", "U1")])

    assert set(room.ws.channels[group.id].members) == {room.pat.id, bea.id, room.ws.me.id}


async def test_a_persona_without_a_name_is_someone_and_a_strange_picture_is_left_out(
    room: SlackRoom, listener: Listener
) -> None:
    ref = await room.platform.send(room.channel, plain("Hi."), token="t1", persona=Persona("\u200b", "javascript:x"))
    assert room.place.messages[ref.id]["username"] == "Someone"
    assert "icons" not in room.place.messages[ref.id]
