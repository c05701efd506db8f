"""What is measured: the real bot on a database of its own, and the plain relay; each in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.contract.refs import ChannelRef
from benchmarks.load import STALLED, Load
from benchmarks.stored import fill
from benchmarks.unpaced import LOADED
from benchmarks.world import DISCORD_TOKEN, World, world
from storage.database import Database
from storage.migrate import upgrade
from storage.sealing import new_key

ROOT = Path(__file__).parents[1]
CONNECT_WITHIN = 30.0
LOAD_WITHIN = 120.0
STOP_WITHIN = 12.0
WARM_UP = 5  # messages in each channel: webhooks are made, names looked up
_TICKS = os.sysconf("SC_CLK_TCK")
_OURS = (sys.executable, "-m", "benchmarks.unpaced")


class Failed(Exception):
    """A bot did not start; `args[0]` holds its last words."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A bot that runs and is connected, and the load on it."""

    load: Load
    pid: int

    @property
    def memory(self) -> float:
        """The memory it holds now (resident set), in MB; 0 where the system has no /proc."""
        status = Path(f"/proc/{self.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024

    async def warm_up(self, each: int = WARM_UP) -> None:
        """Have so many messages cross from each channel."""
        places = [place for bridge in self.load.world.bridges for place in bridge]
        await self.load.measured(self.load.steady(places, 100.0, each * len(places) / 100.0))

    @property
    def busy(self) -> float:
        """The seconds of processor time it has used; 0 where the system has no /proc."""
        stat = Path(f"/proc/{self.pid}/stat")
        used = stat.read_text().rpartition(") ")[2].split()[11:13] if stat.exists() else []
        return sum(map(int, used)) / _TICKS


@asynccontextmanager
async def ours(*sizes: int, url: str = "", stored: int = 0) -> AsyncIterator[Subject]:
    """The bot as `unsilo run` starts it, with bridges of these sizes and so many messages of the past.

    `url` is an empty database; without one, a new SQLite file is.
    """
    async with world(*sizes) as made:
        with tempfile.TemporaryDirectory(prefix="unsilo-bench-") as folder:
            url = url or f"sqlite+aiosqlite:///{folder}/bench.sqlite3"
            await prepare(url, made, stored)
            settings = {"DATABASE_URL": url, "PORT": "0", "LOG_LEVEL": "WARNING", **tokens(made)}
            async with running(_OURS, settings, made, sockets=2, folder=folder) as subject:
                async with asyncio.timeout(LOAD_WITHIN):  # loading would be measured, and disturb whoever runs beside
                    while not (Path(folder) / LOADED).exists():  # noqa: ASYNC110 - another process makes it
                        await asyncio.sleep(0.1)
                await subject.warm_up()
                yield subject


@asynccontextmanager
async def plain(*sizes: int) -> AsyncIterator[Subject]:
    """The plain relay, with bridges of these sizes."""
    async with world(*sizes) as made:
        bridges = json.dumps([[place.address for place in bridge] for bridge in made.bridges])
        command = (sys.executable, "-m", "benchmarks.plain", bridges)
        settings = {"DISCORD_GATEWAY_URL": made.sandbox.discord.gateway_url, **tokens(made)}
        with tempfile.TemporaryDirectory(prefix="unsilo-bench-") as folder:
            async with running(command, settings, made, sockets=1, folder=folder) as subject:
                await subject.warm_up()
                yield subject


async def prepare(url: str, made: World, stored: int = 0) -> None:
    """Give an empty database the world's bridges, and so many messages of the past."""
    async with Database(url) as database:
        await upgrade(database)
        for number, bridge in enumerate(made.bridges):
            ends = tuple(ChannelRef.parse(place.address) for place in bridge)
            await database.write(
                lambda unit, number=number, ends=ends: unit.bridges.add(f"Bridge {number}", ends, time.time())  # type: ignore[misc]
            )
        await fill(database, made.bridges, stored)


def tokens(made: World) -> dict[str, str]:
    """The settings with which a bot gets into a world's only workspace."""
    [team] = made.workspaces
    return {"SLACK_BOT_TOKEN": team.app.bot_token, "SLACK_APP_TOKEN": team.app.app_token}


@asynccontextmanager
async def running(
    command: Sequence[str],
    settings: Mapping[str, str],
    made: World,
    *,
    sockets: int,
    folder: str,
    patience: float = STALLED,
) -> AsyncIterator[Subject]:
    """A process connected to both platforms, which is stopped at the end; copies are waited for with `patience`.

    It has so many sockets to each workspace that it has an app token for. Raises Failed.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DISCORD_"))}
    environment = inherited | {
        "PYTHONPATH": str(ROOT),
        "SLACK_API_URL": made.sandbox.slack.api_url,
        "DISCORD_TOKEN": DISCORD_TOKEN,
        "DISCORD_API_URL": made.sandbox.discord.api_url,
        "SECRET_KEYS": new_key(),
        **settings,
    }
    errors = Path(folder) / "errors.txt"
    load = Load(made, patience)
    by_socket = [team for team in made.workspaces if team.app.app_token in settings.values()]
    with errors.open("wb") as file:
        connected = asyncio.create_task(made.connected(sockets, by_socket))
        process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stderr=file)
        ended = asyncio.create_task(process.wait())
        try:
            await asyncio.wait([connected, ended], timeout=CONNECT_WITHIN, return_when=asyncio.FIRST_COMPLETED)
            if not connected.done():
                raise Failed(f"It did not connect. {errors.read_text()[-2000:]}")
            yield Subject(load, process.pid)
        finally:
            connected.cancel()
            died = ended.done()
            if not died:
                process.terminate()
            await asyncio.wait([ended], timeout=STOP_WITHIN)
            if not ended.done():
                process.kill()
                await ended
            if died or load.lost or load.doubled:
                print(f"It ended with {ended.result()}. {errors.read_text()[-4000:]}", file=sys.stderr)
