"""The real slack_bolt on the loopback Slack's Socket Mode."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import ClientSession
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from sandbox.faults import Fault
from tests.sandbox.slack_world import http_mode, make_bot, slack_world, socket_mode, soon


async def test_bot_hears_a_post_and_acknowledges_it() -> None:
    """What a member typed arrives as Slack's client would send it: rich_text blocks, text, client_msg_id."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        ts = await world.post("*Hello* from Ann")
        await soon(world.server.settled())
    (event,) = bot.events
    assert event["ts"] == event["event_ts"] == ts
    assert (event["channel"], event["channel_type"]) == (world.general.id, "channel")
    assert event["text"] == "*Hello* from Ann"
    assert event["blocks"][0]["elements"][0]["elements"] == [
        {"type": "text", "text": "Hello", "style": {"bold": True}},
        {"type": "text", "text": " from Ann"},
    ]
    assert event["client_msg_id"]
    body = bot.heard[0]
    assert (body["team_id"], body["api_app_id"]) == (world.ws.id, world.ws.app.id)
    assert body["authorizations"][0]["user_id"] == world.ws.me.id
    assert [entry.act for entry in world.ledger.acts("platform")] == ["deliver", "acked"]
    assert world.ledger.acts("platform", "acked")[0].ref == body["event_id"]


async def test_unacknowledged_envelope_comes_again() -> None:
    """An envelope which the bot failed to acknowledge is sent again with the number of the attempt and a reason."""
    async with slack_world() as world:
        world.server.deliveries.patience = 0.1
        bot = make_bot(world)

        @bot.app.middleware
        async def fail_twice(next: Callable[[], Awaitable[None]]) -> None:
            if len(bot.heard) < 3:
                raise RuntimeError("the database is away")
            await next()

        async with socket_mode(world, bot):
            await world.post("Can anybody hear me?")
            await soon(world.server.settled())
    assert len({body["event_id"] for body in bot.heard}) == 1
    assert bot.retries == [("0", ""), ("1", "timeout"), ("2", "timeout")]
    assert [data["attempt"] for data in world.noted("acked")] == [2]


async def test_event_is_given_up_after_all_retries() -> None:
    """Without any connection each attempt fails, and the ledger says so in the end."""
    async with slack_world() as world:
        await world.post("Nobody is listening")
        await soon(world.server.settled())
    assert [data["attempt"] for data in world.noted("deliver")] == [0, 1, 2, 3]
    assert world.noted("undelivered") == [{"type": "message", "reason": "no_connection"}]


async def test_each_event_goes_to_one_of_several_connections() -> None:
    """Two connections of one app share the events; none comes twice."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world), connections=2) as handlers:
        shares = [0, 0]
        for index, handler in enumerate(handlers):

            async def count(client: AsyncBaseSocketModeClient, request: SocketModeRequest, index: int = index) -> None:
                shares[index] += 1

            handler.client.socket_mode_request_listeners.append(count)
        for number in range(6):
            await world.post(f"message {number}")
        await soon(world.server.settled())
    assert shares == [3, 3]
    assert sorted(event["text"] for event in bot.events) == [f"message {number}" for number in range(6)]


async def test_eleventh_connection_is_turned_away() -> None:
    """An app may have ten connections."""
    async with slack_world() as world, socket_mode(world, make_bot(world), connections=10):
        url = (await world.client.apps_connections_open(app_token=world.ws.app.app_token))["url"]
        async with ClientSession() as session, session.ws_connect(url) as socket:
            farewell = await soon(socket.receive_json())
    assert (farewell["type"], farewell["reason"]) == ("disconnect", "too_many_websockets")


async def test_address_works_once() -> None:
    """The address from apps.connections.open is a ticket for one connection."""
    async with slack_world() as world, ClientSession() as session:
        url = (await world.client.apps_connections_open(app_token=world.ws.app.app_token))["url"]
        async with session.ws_connect(url) as socket:
            assert (await soon(socket.receive_json()))["type"] == "hello"
        async with session.get(url) as again:
            assert again.status == 404


async def test_client_reconnects_after_a_broken_connection() -> None:
    """After a drop the real client connects again by itself, and hears what comes then."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        await world.server.drop_connections()
        await soon(world.server.connected(world.ws.id))
        await world.post("Back again")
        await soon(world.server.settled())
    assert [event["text"] for event in bot.events] == ["Back again"]


async def test_client_follows_a_disconnect_frame() -> None:
    """`refresh_requested` makes the client open a new connection."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        await world.server.disconnect("refresh_requested")
        await soon(world.server.connected(world.ws.id))
        await world.post("After the refresh")
        await soon(world.server.settled())
    # Once at least: what the old connection got when it was closing already, is told again over the new one.
    assert {event["text"] for event in bot.events} == {"After the refresh"}


async def test_down_keeps_state_and_tells_nothing() -> None:
    """While Slack is down connections are refused; events of that time never come, but history has them."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        await world.server.down()
        ts = await world.post("During the outage")
        await world.server.up()
        await soon(world.server.connected(world.ws.id))
        await world.post("After the outage")
        await soon(world.server.settled())
        history = await world.client.conversations_history(channel=world.general.id)
    assert [event["text"] for event in bot.events] == ["After the outage"]
    assert ts in [message["ts"] for message in history["messages"]]


async def test_faults_on_events() -> None:
    """An event can come twice, never, late, or held back and then in reverse order."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        for action in ("twice", "never"):
            world.server.faults.add(Fault("EVENT message", action))
            await world.post(action)
        world.server.faults.add(Fault("EVENT message", "hold", times=2))
        await world.post("first")
        await world.post("second")
        await world.post("third")
        await soon(world.server.settled())
        world.server.deliveries.release()
        await soon(world.server.settled())
        world.server.faults.add(Fault("EVENT message", "late", seconds=0.05))
        await world.post("late")
        await world.post("later")
        await soon(world.server.settled())
    texts = [event["text"] for event in bot.events]
    assert texts == ["twice", "twice", "third", "second", "first", "later", "late"]


async def test_bot_hears_only_channels_it_is_in() -> None:
    """A channel without the bot, or of a kind whose history scope is missing, tells nothing."""
    async with slack_world(scopes=["channels:history", "channels:read"]) as world:
        bot = make_bot(world)
        people = [world.ann.id, world.bob.id]
        away = world.server.add_channel(world.ws.id, "away", members=people)
        private = world.server.add_channel(world.ws.id, "private", private=True)
        async with socket_mode(world, bot):
            await world.post("not for the bot", channel=away.id)
            await world.post("no scope for these", channel=private.id)
            await world.post("here")
            await soon(world.server.settled())
    assert [event["text"] for event in bot.events] == ["here"]


async def test_stop_cancels_what_is_under_way() -> None:
    """Stopping does not wait for retries that are still to come."""
    async with slack_world() as world:
        world.server.deliveries.retries = (3600.0,)
        await world.post("Nobody is listening")
        await asyncio.wait_for(world.server.stop(), 2)
        await soon(world.server.settled())


async def test_http_instead_of_a_socket() -> None:
    """With an address set, nothing goes to the sockets any more."""
    async with slack_world() as world:
        bot, other = make_bot(world), make_bot(world)
        async with socket_mode(world, other), http_mode(world, bot):
            await world.post("over HTTP")
            await soon(world.server.settled())
    assert [event["text"] for event in bot.events] == ["over HTTP"]
    assert other.events == []
