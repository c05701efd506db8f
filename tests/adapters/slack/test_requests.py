"""Requests of Slack that are forged, broken or strange, over HTTP and in Socket Mode: no traceback, no lost line."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict
from yarl import URL

from adapters.contract.incoming import Posted
from adapters.slack import inbox as slack_inbox
from adapters.slack.connection import Connection
from adapters.slack.inbox import Inbox
from sandbox.slack.signed import sign
from tests.adapters.rooms import Listener
from tests.adapters.slack.room import SlackRoom, slack_room

FORM = "application/x-www-form-urlencoded"
GOOD = b'{"type": "event_callback", "event": {"type": "message"}}'

keys = st.sampled_from((
        "type", "event", "event_id", "ts", "channel", "user", "users", "team", "team_id", "authorizations",
        "actions", "action_id", "callback_id", "container", "view", "state", "values", "private_metadata",
        "message", "message_ts", "command", "text", "user_id", "channel_id", "blocks", "files", "elements", "item",
        "reaction", "previous_message", "bot_profile", "enterprise", "is_enterprise_install", "challenge",
        "response_urls",
))  # fmt: skip
kinds = st.sampled_from((
        "event_callback", "block_actions", "view_submission", "message_action", "shortcut", "message",
        "reaction_added", "message_changed", "message_deleted", "file_share", "url_verification",
        "app_rate_limited", "/examine", "examine", "1700000000.000100", "D1", "{}", "[]",
))  # fmt: skip
leaf = st.none() | st.booleans() | st.integers() | kinds | st.text(max_size=5)
values = st.recursive(leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5))
shaped = st.fixed_dictionaries({"type": kinds}, optional=dict.fromkeys(("event", "actions", "view", "user"), values))
header = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)


async def post(room: SlackRoom, body: bytes, kind: str = "application/json", **forged: str) -> int:
    """Send a request as Slack would, or as somebody who claims to be Slack; returns the status of the answer."""
    now = int(time.time())
    signed = {"stamp": str(now), "signature": sign(room.ws.app.signing_secret, now, body), **forged}
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": signed["stamp"],
        "X-Slack-Signature": signed["signature"],
    }
    async with aiohttp.ClientSession() as session, session.post(room.ws.app.url, data=body, headers=headers) as answer:
        return answer.status


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    "forged",
    [
        {"stamp": "9" * 400},
        {"stamp": "9" * 5000},
        {"stamp": "\u0661" * 10},
        {"stamp": "-1"},
        {"stamp": ""},
        {"signature": "v0=é"},
        {"signature": ""},
        {"signature": "v0=" + "0" * 64},
    ],
)
async def test_forged_requests_are_turned_away(
    http_room: SlackRoom, caplog: pytest.LogCaptureFixture, forged: Mapping[str, str]
) -> None:
    assert await post(http_room, GOOD, **forged) == 401
    assert tracebacks(caplog) == []


async def test_a_body_that_is_no_text_is_turned_away(http_room: SlackRoom, caplog: pytest.LogCaptureFixture) -> None:
    assert await post(http_room, b"\xff\xfe{}") == 401
    assert tracebacks(caplog) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"so what", "application/json"),
        (b"[]", "application/json"),
        (b'[{"type": "event_callback"}]', "application/json"),
        (b"null", "application/json"),
        (b"7", "application/json"),
        (b"", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"payload=", FORM),
        (b"payload=null", FORM),
        (b"payload=%5B%5D", FORM),
        (b"payload=%7B%22type%22", FORM),
        (urlencode({"payload": '{"type": "block_actions", "actions": []}'}).encode(), FORM),
        (urlencode({"payload": '{"type": "block_actions", "actions": [{"action_id": "x"}]}'}).encode(), FORM),
        (urlencode({"payload": '{"type": "view_submission", "view": []}'}).encode(), FORM),
        (b"command=%2Fexamine", FORM),
    ],
)
async def test_signed_requests_that_make_no_sense_are_refused(
    http_room: SlackRoom, caplog: pytest.LogCaptureFixture, body: bytes, kind: str
) -> None:
    assert await post(http_room, body, kind) == 400
    assert tracebacks(caplog) == []


async def at_once(body: bytes) -> bytes:
    """What a request brings."""
    return body


async def test_ten_thousand_forged_requests_reach_nothing() -> None:
    secret, now, chance = "8f742231b10e8888abcd99yyyzzz85a5", int(time.time()), random.Random(7)
    inbox = Inbox([cast(Connection, SimpleNamespace(workspace=SimpleNamespace(signing_secret=secret)))])

    def forged() -> tuple[bytes, dict[str, str]]:
        body = chance.randbytes(chance.randrange(60)) if chance.random() < 0.5 else GOOD
        stamps = (now, now - 301, now + 301, -now, "", "soon", "٣" * 10, f"{now} ", f"0x{now:x}", "9" * 400, now + 0.5)
        stamp = str(chance.choice(stamps))
        good = sign(secret, now, body)
        signs = (sign("other", now, body), sign(secret, now, body + b" "), good[:-1], good.upper(), f"v1={good[3:]}")
        signature = chance.choice((*signs, "", "v0=", good[:-1] + "g", f"{good},{good}"))
        if stamp != str(now) and chance.random() < 0.3:
            signature = good
        kept = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
        return body, {name: value for name, value in kept.items() if chance.random() > 0.02}

    for _ in range(10_000):
        body, headers = forged()
        given = SimpleNamespace(read=partial(at_once, body), headers=CIMultiDict(headers))
        assert (await inbox.serve(cast(web.Request, given))).status == 401, (body, headers)


async def test_a_body_that_is_too_large_or_comes_too_slowly_is_turned_away(
    http_room: SlackRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = BytesIO(b" " * (1024 * 1024 + 1))
    async with aiohttp.ClientSession() as session, session.post(http_room.ws.app.url, data=large) as refused:
        assert refused.status == 413

    monkeypatch.setattr(slack_inbox, "BODY_WITHIN", 0.01)
    address = URL(http_room.ws.app.url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(f"POST {address.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{{".encode())
    answer = await reader.readline()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_no_request_makes_the_bot_stumble(caplog: pytest.LogCaptureFixture) -> None:
    with asyncio.Runner() as runner:
        rooms = slack_room(Listener(), http=True)
        room = runner.run(rooms.__aenter__())

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(header, header, st.binary(max_size=40))
        def forged(stamp: str, signature: str, body: bytes) -> None:
            assert runner.run(post(room, body, stamp=stamp.strip(), signature=signature.strip())) == 401
            assert runner.run(post(room, body, signature=signature.strip())) == 401

        @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
        @given(shaped | values, st.booleans())
        def strange(told: Any, form: bool) -> None:
            text = json.dumps(told)
            body, kind = (urlencode({"payload": text}).encode(), FORM) if form else (text.encode(), "application/json")
            assert runner.run(post(room, body, kind)) in (200, 400, 404)

        try:
            forged()
            strange()
        finally:
            runner.run(rooms.__aexit__(None, None, None))
    assert tracebacks(caplog) == []


@pytest.mark.parametrize(
    "payload",
    [None, [], "text", {"type": "event_callback", "event": []}, {"type": "block_actions", "actions": []}, {"team": 5}],
)
async def test_an_envelope_that_makes_no_sense_is_acknowledged_and_ends_nothing(
    room: SlackRoom, listener: Listener, caplog: pytest.LogCaptureFixture, payload: Any
) -> None:
    socket = room.server.sockets.connections[room.ws.app.id][0].socket
    await socket.send_str("{not JSON")
    await socket.send_str("[]")
    for number in range(2):  # once on each connection
        await room.server.sockets.carry(room.ws, "interactive", json.dumps(payload), 0, f"{number}", 5.0)
    ref = await room.say("Still there?")
    await listener.wait(Posted, lambda it: it.message.key == ref.key)

    assert tracebacks(caplog) == []
    assert not socket.closed
