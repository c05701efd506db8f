"""`python -m benchmarks.flooded`: how fast Slack is acknowledged while others hold a thousand connections open.

The real bot runs in a process of its own, and those who hold connections in another. Whoever is cut off comes back.
Each way of holding is measured beside the same load alone; ends with 1 when a signed request is not acknowledged.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks import report
from benchmarks.subjects import LOAD_WITHIN, ROOT, prepare, running
from benchmarks.unpaced import LOADED
from benchmarks.world import TEXT, World, world
from sandbox.slack.signed import sign

MANY = 1_000
BACK_AFTER = 5.0  # seconds after which somebody who was cut off comes back
DRIP = 2.0  # seconds between two bytes of a slow request
REQUESTS, PACE = 75, 25.0  # signed messages in one measurement, and in a second
AIM = 1_000.0  # ms for p99
HEAD = b"POST /slack/events HTTP/1.1\r\nHost: bot\r\n"
HOLDS = {  # what is sent at first, and whether bytes follow
    "silent": (b"", False),
    "slow headers": (HEAD + b"X-Slow: ", True),
    "slow bodies": (HEAD + b"Content-Length: 1000\r\n\r\n{", True),
    "silent after a request": (b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n", False),
}
_numbers = itertools.count(1)
say = Console(highlight=False, width=120)


async def main() -> int:
    """Measure, and print; the exit code."""
    report.heading(say)
    made = Table("1,000 connections", "p50", "p99", "longest", "acknowledged", title="Signed messages of Slack's")
    wrong = 0
    async with bot() as (there, port):
        await acknowledged(there, port)  # webhooks are made, names looked up
        for how in ("none", *HOLDS):
            async with held(port, how):
                waits = await acknowledged(there, port)
            wrong += REQUESTS - len(waits)
            figures = [*np.percentile(waits, (50, 99)), max(waits)] if waits else []
            cells = [f"{each:.0f} ms" for each in figures] or [""] * 3
            made.add_row(how, *cells, f"{len(waits)} of {REQUESTS}")
    say.print(made)
    say.print(f"The aim is {AIM:.0f} ms for p99. Load {os.getloadavg()[0]:.1f}.")
    return int(wrong > 0)


@asynccontextmanager
async def bot() -> AsyncIterator[tuple[World, int]]:
    """The bot as `unsilo run` starts it, with Slack over HTTP and one bridge; and its port."""
    async with world(2) as made:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with tempfile.TemporaryDirectory(prefix="unsilo-bench-") as folder:
            url = f"sqlite+aiosqlite:///{folder}/bench.sqlite3"
            await prepare(url, made)
            app = made.workspaces[0].app
            settings = {
                "DATABASE_URL": url,
                "HOST": "127.0.0.1",
                "PORT": f"{port}",
                "LOG_LEVEL": "WARNING",
                "SLACK_BOT_TOKEN": app.bot_token,
                "SLACK_SIGNING_SECRET": app.signing_secret,
            }
            command = (sys.executable, "-m", "benchmarks.unpaced")
            async with running(command, settings, made, sockets=0, folder=folder):
                async with asyncio.timeout(LOAD_WITHIN):
                    while not (Path(folder) / LOADED).exists():  # noqa: ASYNC110 - another process makes it
                        await asyncio.sleep(0.1)
                yield made, port


async def acknowledged(there: World, port: int) -> list[float]:
    """How long each of the messages waited until it was acknowledged, in ms; each came over a new connection."""
    waits: list[float] = []

    async def one(number: int) -> None:
        await asyncio.sleep(number / PACE)
        begun = time.perf_counter()
        with suppress(aiohttp.ClientError, TimeoutError):
            if await _signed(there, port) == 200:
                waits.append((time.perf_counter() - begun) * 1e3)

    await asyncio.gather(*map(one, range(REQUESTS)))
    return waits


async def _signed(there: World, port: int) -> int:
    """Somebody's message, as Slack tells of it; the status of the answer."""
    [team], [[place, _]] = there.workspaces, there.bridges
    number, now = next(_numbers), int(time.time())
    ts, people = f"{now}.{number:06d}", there.people[team.id]
    event = {
        "type": "message",
        "channel": place.channel,
        "user": people[number % len(people)],
        "text": TEXT.format(number=number),
        "ts": ts,
    }
    whole = {"type": "event_callback", "team_id": team.id, "event_id": f"Ev{ts}", "event": event, "event_time": now}
    body = json.dumps(whole).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": f"{now}",
        "X-Slack-Signature": sign(team.app.signing_secret, now, body),
    }
    patience = aiohttp.ClientTimeout(total=3)  # Slack's own
    url = f"http://127.0.0.1:{port}/slack/events"
    async with aiohttp.ClientSession(timeout=patience) as session, session.post(url, data=body, headers=headers) as got:
        return got.status


@asynccontextmanager
async def held(port: int, how: str) -> AsyncIterator[None]:
    """Connections are held open in this way by another process, until the context ends."""
    if how == "none":
        yield
        return
    command = (sys.executable, "-m", "benchmarks.flooded", f"{port}", how)
    holding = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert holding.stdout is not None
    await holding.stdout.readline()
    try:
        yield
    finally:
        holding.kill()
        await holding.wait()


async def hold(port: int, how: str) -> None:
    """Hold connections open, until killed; says when all have been opened once."""
    start, drips = HOLDS[how]
    opened = 0

    async def one() -> None:
        nonlocal opened
        while True:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                opened += 1
                if opened == MANY:
                    print("held", flush=True)
                try:
                    writer.write(start)
                    await asyncio.gather(_until_cut_off(reader), *([_drip(writer)] if drips else ()))
                finally:
                    writer.transport.abort()
            await asyncio.sleep(BACK_AFTER)

    await asyncio.gather(*(one() for _ in range(MANY)))


async def _until_cut_off(reader: asyncio.StreamReader) -> None:
    while await reader.read(4096):
        pass
    raise ConnectionResetError


async def _drip(writer: asyncio.StreamWriter) -> None:
    while True:
        await asyncio.sleep(DRIP)
        writer.write(b"a")
        await writer.drain()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        asyncio.run(hold(int(sys.argv[1]), sys.argv[2]))
    sys.exit(asyncio.run(main()))
