"""Keeps a bot running as an operator's supervisor does: whenever its process dies, another one takes its place."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy import select

from storage.database import Database, Unit
from storage.inbox import heard
from tests.crash import bot_process
from tests.crash.killing import KILLED
from tests.crash.town import Town

PATIENCE = 30.0
GLANCE = 0.02  # seconds between looks into the database: another process's commit makes no sound
DEATHS = (KILLED, -signal.SIGKILL)

# A process that has everything imported already is forked for each bot: it starts at once.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["pytest", "tests.crash.bot_process"])


class Stopped(Exception):
    """The bot ended by itself."""


class Keeper:
    """One bot in a town: its process, its deaths, and what it has recorded."""

    def __init__(self, town: Town, database: Database, environment: dict[str, str], kills: Sequence[str]) -> None:
        self.town = town
        self.database = database
        self.deaths: list[str] = []  # the step at which each life ended; empty when it was killed from outside
        self.unheard: set[str] = set()  # tags of messages of which the bot did not get to hear something
        self._environment = environment
        self._kills = kills
        self._process: ForkServerProcess | None = None
        self._sessions: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """The process that runs now."""
        assert self._process is not None and self._process.pid is not None
        return self._process.pid

    @property
    def steps(self) -> Path:
        """Where the process that runs now writes its steps."""
        return Path(self._environment["HOME"]) / f"steps-{len(self.deaths)}"

    def start(self) -> None:
        """Keep a bot from now on."""
        self._begin()
        self._task = asyncio.create_task(self._keep(), name="keeper")

    def _begin(self) -> None:
        kill_at = "".join(self._kills[len(self.deaths) :][:1])
        self._cut_off()
        self.steps.touch()
        environment = {**self._environment, "STEPS": str(self.steps), "KILL_AT": kill_at}
        self._process = processes.Process(target=bot_process.main, args=(environment,), daemon=True)
        self._process.start()

    async def _keep(self) -> None:
        while True:
            code = await self.ended()
            if code not in DEATHS:
                log = Path(self._environment["HOME"]) / bot_process.LOG
                said = log.read_text(encoding="utf-8") if log.exists() else "nothing"
                raise Stopped(f"with {code}, having said: {said}")
            steps = self.steps.read_text(encoding="utf-8").splitlines() if code == KILLED else [""]
            self.deaths.append(steps[-1])
            self._begin()

    async def ended(self) -> int:
        """Wait until the process that runs now has ended; its exit code."""
        process = self._process
        assert process is not None
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(process.sentinel, over.set)
        try:
            await over.wait()
        finally:
            loop.remove_reader(process.sentinel)
        process.join()
        assert process.exitcode is not None
        return process.exitcode

    def kill(self) -> None:
        """SIGKILL, now."""
        os.kill(self.pid, signal.SIGKILL)
        self._cut_off()

    def _cut_off(self) -> None:
        """From now on only a new session counts as connected."""
        self._sessions = set(self.town.sandbox.discord.gateway.sessions)

    async def stop(self) -> int:
        """SIGTERM, and no other process takes the place; the exit code."""
        await self._dismissed()
        os.kill(self.pid, signal.SIGTERM)
        return await self.ended()

    async def close(self) -> None:
        """End it all."""
        await self._dismissed()
        process = self._process
        if process is not None:
            process.kill()
            await self.ended()
            process.close()

    async def _dismissed(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def until(self, what: str, true: Callable[[], Awaitable[bool]]) -> None:
        """Wait until it is true. Raises what ended the bot; TimeoutError, with what was waited for."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not await true():
                    if self._task is not None and self._task.done():
                        await self._task
                    await asyncio.sleep(GLANCE)
        except TimeoutError:
            raise TimeoutError(what) from None

    async def connected(self) -> None:
        """Wait until Discord tells the process that runs now what happens."""

        async def listening() -> bool:
            sessions = self.town.sandbox.discord.gateway.sessions.values()
            return any(session.socket is not None for session in sessions if session.id not in self._sessions)

        await self.until("connected", listening)

    async def on_discord(
        self, tag: str, act: Callable[[], Awaitable[str]], heard: Callable[[str], str], *, in_history: bool
    ) -> str:
        """Somebody acts on Discord, and the next waits until that is recorded; `heard` is how its key begins.

        Discord tells everything once. What a process had read and not recorded when it died, the next one finds in
        Discord's history, but for what is not in it: so a death excuses one act at most, the one that was under way.
        """
        await self.connected()
        life = len(self.deaths)
        id = await act()
        start = heard(id)

        async def known() -> bool:
            return any(key.startswith(start) for key in await self.heard())

        async def settled() -> bool:
            return (len(self.deaths) > life and not in_history) or await known()

        await self.until(f"heard {start}", settled)
        if not await known():
            self.unheard.add(tag)
        return id

    async def heard(self) -> list[str]:
        """The keys of what is recorded as heard."""

        async def keys(unit: Unit) -> list[str]:
            return list((await unit.connection.scalars(select(heard.c.key))).all())

        return await self.database.read(keys)

    async def open_deliveries(self) -> dict[str, int]:
        """How many deliveries there are, by state."""
        counts = await self.database.read(lambda unit: unit.outbox.counts())
        return {state: sum(n for (_, s), n in counts.items() if s == state) for _, state in counts}

    async def rest(self) -> None:
        """Wait until all that happened is recorded and nothing is left to be done."""
        async with asyncio.timeout(PATIENCE):
            await self.town.sandbox.slack.settled()
        await self.connected()

        async def nothing_left() -> bool:
            return set(await self.open_deliveries()) <= {"failed"}

        await self.until("rest", nothing_left)


@asynccontextmanager
async def kept(
    town: Town, url: str, home: Path, *, kills: Sequence[str] = (), plant: str = ""
) -> AsyncIterator[Keeper]:
    """A bot that joins the town's two channels, on a database with the newest schema.

    `kills` are the steps at which its first lives end, `plant` is a bug that all of them have.
    """
    async with Database(url) as database:
        ends = (town.slack.ref, town.discord.ref)
        await database.write(lambda unit: unit.bridges.add("Getting home", ends, 0.0))
        keeper = Keeper(town, database, {**town.environment(url, home), "PLANT": plant}, kills)
        keeper.start()
        try:
            yield keeper
        finally:
            await keeper.close()
