"""The bot as the operator runs it, between platforms that keep their documented limits, and what it does there."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.load import Load
from benchmarks.subjects import Subject, prepare, running
from benchmarks.world import Place, World, world
from sandbox.faults import Fault
from sandbox.ledger import Entry
from sandbox.server import Sandbox
from tests.soak.timed import LOADED

PATIENCE = 130.0  # seconds without a copy: two windows of Discord's posts by webhooks
LOOK = 1.0
METRICS_TOKEN = "exam"  # one workspace uses HTTP, so that strangers are told no figures
# In each community. Four times Slack's limit is then some two messages of each in ten seconds, far from being put off;
# and a prime number, so that they do not share the steps in which channels take turns.
PEOPLE = 79
CALLS = "[!E]*"  # every route but those of events
INVALID = (401, 403, 429)  # what Discord counts before it bans an address
_LAG = re.compile(r"^unsilo_loop_lag_seconds (\S+)$", re.MULTILINE)


@dataclass
class Seen:
    """What the ledger tells of acknowledgements and refusals. Times are in seconds since the epoch."""

    acks: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # seconds each took, by community
    invalid: list[float] = field(default_factory=list)
    limited: int = 0
    undelivered: int = 0
    _told: dict[tuple[str, int], float] = field(default_factory=dict)

    def __call__(self, entry: Entry) -> None:
        """Take note of an entry."""
        match entry.platform, entry.act:
            case "slack", "deliver" if entry.data["type"].startswith("message"):
                self._told[entry.ref, entry.data["attempt"]] = entry.at
            case "slack", "acked" if (entry.ref, entry.data["attempt"]) in self._told:
                took = entry.at - self._told.pop((entry.ref, entry.data["attempt"]))
                self.acks[entry.community].append(took)
            case "slack", "undelivered":
                self.undelivered += 1
            case _, "refused":
                self.limited += entry.data["status"] == 429
                if entry.data["status"] in INVALID:
                    self.invalid.append(entry.at)

    def worst(self, seconds: float) -> int:
        """The most invalid requests in so many seconds."""
        return max((sum(at <= each < at + seconds for each in self.invalid) for at in self.invalid), default=0)


@dataclass
class Town:
    """The running bot.

    `lags` and `memory` (seconds, MB) are looked at every second once it is warm, from when `looked` is set.
    """

    subject: Subject
    port: int
    commits_file: Path
    seen: Seen
    counts: tuple[Fault, ...]
    by_http: str
    lags: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    looked: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def load(self) -> Load:
        """What is written, and what became of it."""
        return self.subject.load

    @property
    def sandbox(self) -> Sandbox:
        """Both platforms."""
        return self.load.world.sandbox

    @property
    def bridges(self) -> tuple[tuple[Place, ...], ...]:
        """The groups of channels that mirror each other."""
        return self.load.world.bridges

    @property
    def calls(self) -> int:
        """How many calls the bot has made."""
        return sum(count.seen for count in self.counts)

    @property
    def commits(self) -> list[float]:
        """How many seconds each Incoming took to be committed."""
        return [float(line) for line in self.commits_file.read_text().splitlines()]

    async def look(self) -> None:
        """Look at the loop's lag and at the memory, until cancelled."""
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {METRICS_TOKEN}"}) as session:
            while True:
                await asyncio.sleep(LOOK)
                async with session.get(f"http://127.0.0.1:{self.port}/metrics") as answer:
                    found = _LAG.search(await answer.text())
                assert found is not None, f"/metrics answered {answer.status}"
                self.lags.append(float(found[1]))
                self.memory.append(self.subject.memory)
                self.looked.set()


@asynccontextmanager
async def open_town(
    url: str, *sizes: int, communities: int = 1, people: int = PEOPLE, warm_up: int = 1
) -> AsyncIterator[Town]:
    """The bot runs, with bridges of these sizes; it hears of the first Slack workspace by HTTP.

    `warm_up` messages have crossed from each channel. `url` is an empty database; without one, a new SQLite file is.
    """
    seen = Seen()
    async with world(*sizes, communities=communities, people_each=people, limits=True) as made:
        made.sandbox.ledger.watchers.append(seen)
        counts = tuple(
            server.faults.add(Fault(CALLS, "status", times=0)) for server in (made.sandbox.slack, made.sandbox.discord)
        )
        with tempfile.TemporaryDirectory(prefix="unsilo-soak-") as folder:
            url = url or f"sqlite+aiosqlite:///{folder}/soak.sqlite3"
            await prepare(url, made)
            port, commits, http = _free_port(), Path(folder) / "commits", made.workspaces[0]
            settings = {
                "DATABASE_URL": url,
                "PORT": str(port),
                "LOG_LEVEL": "WARNING",
                "COMMITS": str(commits),
                "METRICS_TOKEN": METRICS_TOKEN,
            }
            command = (sys.executable, "-m", "tests.soak.timed")
            starting = running(command, settings | _tokens(made), made, sockets=2, folder=folder, patience=PATIENCE)
            async with starting as subject:
                await made.sandbox.slack.use_http(http.id, f"http://127.0.0.1:{port}/slack/events")
                while not commits.with_suffix(LOADED).exists():  # noqa: ASYNC110 - another process makes it
                    await asyncio.sleep(LOOK)
                await subject.warm_up(warm_up)
                seen.acks.clear()
                town = Town(subject, port, commits, seen, counts, http.id)
                async with asyncio.TaskGroup() as watch:  # an exam that cannot look ends at once
                    looking = watch.create_task(town.look())
                    yield town
                    looking.cancel()


def _tokens(made: World) -> dict[str, str]:
    """The settings with which the bot gets into every workspace: into the first by HTTP."""
    found = {}
    for number, team in enumerate(made.workspaces):
        found[f"SLACK__W{number}__BOT_TOKEN"] = team.app.bot_token
        if number:
            found[f"SLACK__W{number}__APP_TOKEN"] = team.app.app_token
        else:
            found[f"SLACK__W{number}__SIGNING_SECRET"] = team.app.signing_secret
    return found


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
