"""A thousand open connections at the bot's HTTP door: they are cut off, and Slack is heard all the while."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from adapters.contract.incoming import Posted
from bot.door import HEAD_WITHIN, MOST, Door
from bot.web import serving
from sandbox.slack.signed import sign
from tests.adapters.rooms import Listener
from tests.adapters.slack.room import SlackRoom, slack_room

MANY = 1_000
SOON = 0.3  # seconds in place of ten
SLOW = {
    "silent": b"",
    "slow headers": b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nX-Slow: ",
    "slow bodies": b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 1000\r\n\r\n{",
}
_stamps = itertools.count(1)


@pytest.fixture
async def room(listener: Listener) -> AsyncIterator[SlackRoom]:
    async with slack_room(listener, http=True) as opened:
        yield opened


@asynccontextmanager
async def held(port: int, start: bytes, count: int = MANY) -> AsyncIterator[list[asyncio.StreamReader]]:
    """So many connections on which a request begins, and does not go on."""
    writers: list[asyncio.StreamWriter] = []
    readers: list[asyncio.StreamReader] = []
    try:
        for _ in range(count):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writers.append(writer)
            readers.append(reader)
            writer.write(start)
        yield readers
    finally:
        for writer in writers:
            writer.transport.abort()


async def ended(readers: list[asyncio.StreamReader]) -> None:
    """Wait until the other side has closed these connections, whatever it says before."""

    async def drained(reader: asyncio.StreamReader) -> None:
        try:
            await reader.read()
        except ConnectionError:
            return

    await asyncio.gather(*map(drained, readers))


async def signed(room: SlackRoom, port: int) -> int:
    """A message of Slack's, over a new connection; the status of the answer."""
    ts = f"{time.time():.0f}.{next(_stamps):06d}"
    event = {"type": "message", "channel": room.place.id, "user": room.pat.id, "text": "Still here.", "ts": ts}
    whole = {"type": "event_callback", "team_id": room.ws.id, "event_id": f"Ev{ts}", "event": event, "event_time": 1}
    body = json.dumps(whole).encode()
    now = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": f"{now}",
        "X-Slack-Signature": sign(room.ws.app.signing_secret, now, body),
    }
    url = f"http://127.0.0.1:{port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("how", SLOW)
async def test_a_thousand_connections_are_cut_off_and_slack_is_heard_meanwhile(
    room: SlackRoom, listener: Listener, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    async with (
        asyncio.timeout(100),
        serving("127.0.0.1", 0, room.platform.routes(), Door(within=SOON)) as port,
        held(port, SLOW[how]) as readers,
    ):
        assert await signed(room, port) == 200
        await listener.wait(Posted, lambda it: it.message.channel.id == room.place.id)
        await ended(readers[: MANY - MOST])  # the oldest made room
        if how != "slow bodies":  # which have their own ten seconds
            await ended(readers)
        assert await signed(room, port) == 200
    assert [it for it in caplog.records if it.levelno >= logging.ERROR] == []


async def test_who_asks_and_goes_on_asking_is_not_cut_off() -> None:
    async with asyncio.timeout(100), serving("127.0.0.1", 0, [], Door(within=SOON)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(3):
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n")
            assert b" 200 OK" in await reader.readuntil(b"ok\n")
            async with held(port, b"", 1) as silent:
                await ended(silent)  # as much time has passed
        writer.close()


def test_a_request_has_ten_seconds_to_begin_and_connections_take_a_part_of_a_processs_files() -> None:
    assert (HEAD_WITHIN, MOST) == (10.0, 256)
