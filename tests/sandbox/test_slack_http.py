"""The Events API over HTTP: signatures, the challenge and retries, judged by the real slack_bolt."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncAck

from sandbox.slack import SlackError
from sandbox.slack.signed import sign
from tests.sandbox.slack_world import http_mode, make_bot, slack_world, soon


async def test_bolt_accepts_the_signature_and_the_challenge() -> None:
    """The address passes url_verification, and events arrive signed."""
    async with slack_world() as world, http_mode(world, bot := make_bot(world)):
        await world.post("Signed")
        await soon(world.server.settled())
    assert [event["text"] for event in bot.events] == ["Signed"]
    assert [data["type"] for data in world.noted("acked")] == ["message"]


async def test_wrong_secret_fails_the_challenge() -> None:
    """An app with another signing secret cannot be entered as the address."""
    async with slack_world() as world:
        bot = make_bot(world)
        world.ws.app.signing_secret = "another"
        with pytest.raises(SlackError, match="http_error"):
            async with http_mode(world, bot):
                pass
        assert world.ws.app.url == ""


async def test_signature_is_slacks() -> None:
    """The example of Slack's guide on verifying requests has this signature."""
    body = urlencode(
        {
            "token": "xyzz0WbapA4vBCDEFasx0q6G",
            "team_id": "T1DC2JH3J",
            "team_domain": "testteamnow",
            "channel_id": "G8PSS9T3V",
            "channel_name": "foobar",
            "user_id": "U2CERLKJA",
            "user_name": "roadrunner",
            "command": "/webhook-collect",
            "text": "",
            "response_url": "https://hooks.slack.com/commands/T1DC2JH3J/397700885554/96rGlfmibIGlgcZRskXaIFfN",
            "trigger_id": "398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
        }
    )
    signature = sign("8f742231b10e8888abcd99yyyzzz85a5", 1531420618, body.encode())
    assert signature == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def test_failed_deliveries_are_retried_with_headers() -> None:
    """An answer of 500 is retried three times, with its number and reason; then the event is given up."""
    async with slack_world() as world, http_mode(world, bot := make_bot(world)):

        @bot.app.middleware
        async def fail() -> None:
            raise RuntimeError("the database is away")

        await world.post("Lost")
        await soon(world.server.settled())
    assert bot.retries == [("", ""), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert world.noted("undelivered") == [{"type": "message", "reason": "http_error"}]


async def test_slow_answer_is_a_time_out() -> None:
    """An answer that comes after the time-out counts as none."""
    async with slack_world() as world, http_mode(world, bot := make_bot(world)):
        world.server.deliveries.patience = 0.1
        done = False

        @bot.app.middleware
        async def slow(next: Callable[[], Awaitable[None]]) -> None:
            nonlocal done
            if not done:
                done = True
                await world.server.deliveries.settled()  # that is, until this very event was given again
            await next()

        await world.post("Slowly")
        await soon(world.server.settled())
    assert bot.retries == [("", ""), ("1", "http_timeout")]
    assert [data["attempt"] for data in world.noted("acked")] == [1]


async def test_unreachable_address() -> None:
    """A connection that is refused is retried as `connection_failed`."""
    async with slack_world() as world:
        async with http_mode(world, make_bot(world)):
            pass
        await world.post("Anybody?")
        await soon(world.server.settled())
    assert world.noted("undelivered") == [{"type": "message", "reason": "connection_failed"}]


async def test_commands_come_as_forms() -> None:
    """A command over HTTP is a signed form, and its answer is shown to the member alone."""
    async with slack_world() as world, http_mode(world, bot := make_bot(world)):

        @bot.app.command("/bridge")
        async def bridge(ack: AsyncAck) -> None:
            await ack("Two channels are linked.")

        await soon(world.act("command", channel=world.general.id, name="/bridge", text="status"))
    assert bot.heard[-1]["text"] == "status"
    assert [message["text"] for message in world.ws.ephemerals[world.ann.id]] == ["Two channels are linked."]


async def test_unsigned_requests_are_refused_by_bolt() -> None:
    """The address takes nothing from strangers: the sandbox's own signature is what opens it."""
    async with (
        slack_world() as world,
        http_mode(world, make_bot(world)) as url,
        ClientSession() as session,
        session.post(url, json={"type": "event_callback"}) as response,
    ):
        assert response.status == 401
