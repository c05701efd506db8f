"""Channels and workspaces that the bot loses and finds again, heard through the real SDK."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from adapters.contract.content import plain
from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import ChannelFound, ChannelLost, CommunityLost, Connected, Incoming, Posted
from adapters.contract.refs import ChannelRef, CommunityRef
from adapters.slack import SlackPlatform
from sandbox.slack import SlackServer
from tests.adapters.rooms import PATIENCE, Listener
from tests.adapters.slack.room import SlackRoom, slack_room

SLOWLY, QUICKLY = 6.0, 0.05  # seconds between looks whether a workspace is back


def heard(listener: Listener, *kinds: type[Incoming]) -> list[Incoming]:
    return [it for it in listener.incomings if isinstance(it, kinds)]


@pytest.mark.parametrize("private", [False, True])
async def test_the_bot_is_removed_and_let_in_again(listener: Listener, private: bool) -> None:
    async with slack_room(listener) as room:
        place = room.server.add_channel(room.ws.id, "ward", private=private)
        channel = ChannelRef("slack", room.ws.id, place.id)
        await room.act("kick", channel=place.id, who=room.ws.me.id)
        lost = await listener.wait(ChannelLost)
        await room.act("invite", channel=place.id, who=room.ws.me.id)
        found = await listener.wait(ChannelFound)

    assert lost.channel == found.channel == channel
    assert "/invite" in lost.why and lost.at <= found.at


@pytest.mark.parametrize("private", [False, True])
async def test_a_channel_is_archived_and_comes_back(listener: Listener, private: bool) -> None:
    async with slack_room(listener) as room:
        place = room.server.add_channel(room.ws.id, "ward", private=private)
        channel = ChannelRef("slack", room.ws.id, place.id)
        await room.act("archive_channel", channel=place.id)
        lost = await listener.wait(ChannelLost)
        with pytest.raises(Refused) as refusal:
            await room.platform.send(channel, plain("Hello?"), token="t1")
        await room.act("archive_channel", channel=place.id, back=True)
        found = await listener.wait(ChannelFound)

    assert lost.channel == found.channel == channel
    assert refusal.value.why is Why.FORBIDDEN
    assert "Unarchive it" in lost.why and "Unarchive it" in str(refusal.value)


@pytest.mark.parametrize("private", [False, True])
async def test_a_channel_is_deleted(listener: Listener, private: bool) -> None:
    async with slack_room(listener) as room:
        place = room.server.add_channel(room.ws.id, "ward", private=private)
        await room.act("delete_channel", channel=place.id)
        lost = await listener.wait(ChannelLost)

    assert lost.channel.id == place.id and "deleted" in lost.why


async def test_others_come_and_go_unnoticed(room: SlackRoom, listener: Listener) -> None:
    bea = room.server.add_user(room.ws.id, "Bea")
    await room.act("join", user=bea.id)
    await room.act("kick", who=bea.id)
    await room.server.settled()

    assert heard(listener, ChannelLost, ChannelFound) == []


@dataclass
class Town:
    """Two workspaces of one platform."""

    server: SlackServer
    platform: SlackPlatform
    running: asyncio.Task[None]
    north: SlackRoom
    care: str

    async def care_is_well(self, listener: Listener) -> None:
        """A message of the other workspace is heard, and one goes out to it."""
        ws = self.server.workspaces[self.care]
        user = next(user.id for user in ws.users.values() if not user.bot_id)
        channel = next(iter(ws.channels))
        posted = await self.server.acts["post"](community=ws.id, user=user, channel=channel, text="All well.")
        await listener.wait(Posted, lambda it: it.message.id == posted["message"])
        await self.platform.send(ChannelRef("slack", ws.id, channel), plain("Here too."), token="t1")


@asynccontextmanager
async def town(listener: Listener, again: float) -> AsyncIterator[Town]:
    async with slack_room(listener, again=again, more=("T0CARE",)) as room:
        yield Town(room.server, room.platform, room.running, room, "T0CARE")


async def until_back(listener: Listener, lost: CommunityLost) -> Connected:
    return await listener.wait(Connected, lambda it: it.community == lost.community and it.at > lost.at)


@pytest.mark.parametrize("act", ["uninstall", "revoke"])
async def test_a_workspace_takes_the_bot_out_and_others_do_not_notice(listener: Listener, act: str) -> None:
    async with town(listener, QUICKLY) as here:
        await here.north.act(act, channel=None)
        lost = await listener.wait(CommunityLost)
        await here.care_is_well(listener)
        with pytest.raises(Refused) as refusal:
            await here.platform.send(here.north.channel, plain("Hello?"), token="t2")
        await here.north.act("install", channel=None)
        back = await until_back(listener, lost)
        await here.platform.send(here.north.channel, plain("Back."), token="t3")
        ended = here.running.done()

    assert lost.community == back.community == CommunityRef("slack", "T0NHS")
    assert "install it again" in lost.why and "api.slack.com/apps" in lost.why
    assert refusal.value.why is Why.UNAUTHORISED
    assert not ended


async def test_a_token_that_is_refused_by_a_call_tells_of_the_loss(listener: Listener) -> None:
    async with town(listener, QUICKLY) as here:
        await here.north.act("revoke", channel=None, quietly=True)
        with pytest.raises(Refused):
            await here.platform.send(here.north.channel, plain("Hello?"), token="t1")
        lost = await listener.wait(CommunityLost)
        await here.care_is_well(listener)
        await here.north.act("install", channel=None)
        await until_back(listener, lost)

    assert len(heard(listener, CommunityLost)) == 1
    assert "riverside" in lost.why and "Install the app again" in lost.why


async def test_one_wrong_answer_is_no_loss(room: SlackRoom, listener: Listener) -> None:
    body = '{"ok": false, "error": "invalid_auth"}'
    json = {"Content-Type": "application/json"}
    room.fault("POST */chat.postMessage", "status", status=200, body=body, headers=json)
    probed = room.fault("POST */auth.test", "delay", times=9)
    with pytest.raises(Refused):
        await room.platform.send(room.channel, plain("Hello?"), token="t1")
    async with asyncio.timeout(PATIENCE):
        while not probed.seen:
            await room.platform.profile(room.person, room.channel.home)
            room.platform._connections[0].directory.forget(room.person.id)
    ref = await room.say("Still here.")
    await listener.wait(Posted, lambda it: it.message.key == ref.key)

    assert heard(listener, CommunityLost) == []


async def test_a_renewed_connection_has_a_lost_workspace_tried_at_once(listener: Listener) -> None:
    async with town(listener, SLOWLY) as here:
        await here.north.act("revoke", channel=None)
        lost = await listener.wait(CommunityLost)
        await here.north.act("install", channel=None)
        await here.server.disconnect("refresh_requested")
        async with asyncio.timeout(SLOWLY / 2):
            await until_back(listener, lost)


async def test_an_event_has_a_lost_workspace_tried_at_once(listener: Listener) -> None:
    async with town(listener, SLOWLY) as here:
        await here.north.act("revoke", channel=None)
        lost = await listener.wait(CommunityLost)
        await here.north.act("install", channel=None)
        await here.north.say("Welcome back.")
        async with asyncio.timeout(SLOWLY / 2):
            await until_back(listener, lost)


async def test_connections_that_slack_does_not_renew_are_opened_again_later(listener: Listener) -> None:
    async with town(listener, QUICKLY) as here:
        here.north.ws.app.socket_mode = False
        await here.server.disconnect("link_disabled")
        lost = await listener.wait(CommunityLost)
        await here.care_is_well(listener)
        here.north.ws.app.socket_mode = True
        await until_back(listener, lost)
        await here.server.connected(here.north.ws.id, 2)
        ref = await here.north.say("Welcome back.")
        await listener.wait(Posted, lambda it: it.message.key == ref.key)

    assert "Socket Mode must be switched on" in lost.why


class Forgetful(Listener):
    """A Core that does not record the first loss that it is told of."""

    forgot = False

    async def heard(self, incoming: Incoming) -> None:
        if isinstance(incoming, CommunityLost) and not self.forgot:
            self.forgot = True
            raise ConnectionError("the database is away")
        await super().heard(incoming)


async def test_a_loss_is_told_until_it_is_noted() -> None:
    listener = Forgetful()
    async with town(listener, QUICKLY) as here:
        await here.north.act("revoke", channel=None, quietly=True)
        with pytest.raises(Refused):
            await here.platform.send(here.north.channel, plain("Hello?"), token="t1")
        await listener.wait(CommunityLost)

    assert listener.forgot


async def test_over_http_a_loss_is_heard_too(http_room: SlackRoom, listener: Listener) -> None:
    await http_room.act("uninstall", channel=None)
    assert (await listener.wait(CommunityLost)).community == http_room.channel.home
