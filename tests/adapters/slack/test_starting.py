"""How the Slack adapter starts: with wrong tokens, without Slack, in several workspaces."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest

from adapters.contract.content import (
    plain,
)
from adapters.contract.errors import Later, Refused
from adapters.contract.incoming import Connected, Posted
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from adapters.contract.walk import text_of
from adapters.slack import SlackPlatform, Workspace
from sandbox.ledger import Ledger
from sandbox.slack import SlackServer
from tests.adapters.rooms import DECLARATIONS, PATIENCE, Listener


async def start(server: SlackServer, workspace: Workspace) -> Refused:
    """Run until it is refused."""
    platform = SlackPlatform([workspace], api_url=server.api_url)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(Refused) as refusal:
            await platform.run(Listener(), DECLARATIONS)
    return refusal.value


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bot_token": "xoxb-wrong"}, "Bot User OAuth Token"),
        ({"app_token": "xapp-wrong"}, "connections:write"),
        ({"bot_token": "xapp-1", "app_token": "xoxb-1"}, "The bot token of the workspace riverside is an app token"),
        ({"app_token": "xoxb-1"}, "The app token of the workspace riverside is none"),
        ({"app_token": None}, "signing secret"),
        ({"scopes": "less"}, "reactions:write"),
    ],
)
async def test_what_is_wrong_is_named_with_where_to_mend_it(change: dict[str, Any], says: str) -> None:
    server = SlackServer(Ledger(time.time), limits=False)
    await server.start()
    ws = server.add_workspace("T0NHS", scopes=["chat:write", "users:read"] if change.pop("scopes", None) else None)
    try:
        workspace = Workspace("riverside", ws.app.bot_token, ws.app.app_token)
        refused = await start(server, replace(workspace, **change))
    finally:
        await server.stop()

    assert says in str(refused) and "riverside" in str(refused) and "api.slack.com/apps" in str(refused)


async def test_a_slack_that_is_down_is_waited_for(listener: Listener) -> None:
    server = SlackServer(Ledger(time.time), limits=False)
    await server.start()
    ws = server.add_workspace("T0NHS")
    await server.down()
    workspace = Workspace("riverside", ws.app.bot_token, ws.app.app_token)
    platform = SlackPlatform([workspace], api_url=server.api_url)
    running = asyncio.create_task(platform.run(listener, DECLARATIONS))
    with pytest.raises(Later):
        await platform.profile(AccountRef("slack", ws.id, "U1"), CommunityRef("slack", ws.id))
    await server.up()
    await listener.wait(Connected)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.stop()


async def test_each_workspace_is_its_own(listener: Listener) -> None:
    server = SlackServer(Ledger(time.time), limits=False)
    await server.start()
    rooms = [server.add_workspace(team, name) for team, name in (("T0NHS", "Riverside"), ("T0CARE", "Care"))]
    users = [server.add_user(ws.id, "Pat") for ws in rooms]
    channels = [server.add_channel(ws.id, "talk") for ws in rooms]
    workspaces = [Workspace(ws.name, ws.app.bot_token, ws.app.app_token) for ws in rooms]
    platform = SlackPlatform(workspaces, api_url=server.api_url)
    running = asyncio.create_task(platform.run(listener, DECLARATIONS))
    for ws in rooms:
        await listener.wait(Connected, lambda it, team=ws.id: it.community.id == team)  # type: ignore[misc]
    for ws, user, channel in zip(rooms, users, channels, strict=True):
        await server.acts["post"](community=ws.id, user=user.id, channel=channel.id, text=f"Hello from {ws.name}.")
        posted = await listener.wait(Posted, lambda it, team=ws.id: it.message.channel.community == team)  # type: ignore[misc]
        assert text_of(posted.content) == f"Hello from {ws.name}."
        await platform.send(ChannelRef("slack", ws.id, channel.id), plain("Hello back."), token="t1")
    with pytest.raises(Refused):
        await platform.send(ChannelRef("slack", "T0NONE", "C1"), plain("Hello?"), token="t1")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.stop()

    assert [[message["text"] for message in channel.messages.values()][-1] for channel in channels] == [
        "Hello back."
    ] * 2
